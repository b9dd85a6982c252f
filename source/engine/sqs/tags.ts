import {invalidParameterValue} from './errors.ts';

const tagCountMax = 50;
const keyLengthMax = 128;
const valueLengthMax = 256;
const tagPattern = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
The tags with the given ones added. Throws InvalidParameterValue.

@see [Amazon SQS cost allocation tags](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-tags.html)
*/
export function addTags(current: ReadonlyMap<string, string> | undefined, added: Readonly<Record<string, string>>): Map<string, string> {
	const tags = new Map(current);
	for (const [key, value] of Object.entries(added)) {
		checkTag(key, value);
		tags.set(key, value);
	}
	if (tags.size > tagCountMax)
		throw invalidParameterValue(`Too many tags added for queue. Maximum number of tags allowed: ${tagCountMax}.`);
	return tags;
}

function checkTag(key: string, value: string): void {
	if (key.length === 0 || key.length > keyLengthMax || !tagPattern.test(key))
		throw invalidParameterValue(`Tag key is invalid: it must have 1 to ${keyLengthMax} letters, digits, spaces or any of _.:/=+-@.`);
	if (/^aws:/i.test(key)) throw invalidParameterValue('Tag key is invalid: keys that begin with aws: are reserved for AWS.');
	if (value.length > valueLengthMax || !tagPattern.test(value))
		throw invalidParameterValue(`Tag value is invalid: it must have at most ${valueLengthMax} letters, digits, spaces or any of _.:/=+-@.`);
}
