import {invalidParameter} from './errors.ts';
import {isJsonObject} from './json-object.ts';

const policyLengthMax = 30_720;

/**
Refuses what is no data protection policy. An empty one takes the policy back.

Assumed: the limits are documented, the texts are not. What the policy says is stored and has no effect here.

@see [Data protection policies in Amazon SNS](https://docs.aws.amazon.com/sns/latest/dg/sns-message-data-protection-policies.html)
*/
export function checkDataProtectionPolicy(text: string, options: {isFifo: boolean}): void {
	if (text === '') return;
	if (options.isFifo) throw invalidParameter('DataProtectionPolicy Reason: data protection policies are not supported for FIFO topics');
	if (text.length > policyLengthMax) throw invalidParameter('DataProtectionPolicy Reason: policy is too long');
	if (!isJson(text)) throw invalidParameter('DataProtectionPolicy Reason: failed to parse JSON');
}

function isJson(text: string): boolean {
	try {
		return isJsonObject(JSON.parse(text));
	} catch {
		// Not JSON is an answer.
		return false;
	}
}
