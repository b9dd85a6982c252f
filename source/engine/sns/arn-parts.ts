import {invalidParameter} from './errors.ts';

/**
Says of text that is no ARN at all what AWS says.

@param parameter What AWS calls the parameter: `TopicArn`.
*/
export function checkArnParts(arn: string, parameter: string): void {
	if (arn === '') throw invalidParameter(`${parameter} Reason: no value for required parameter`);
	const partCount = arn.split(':').length;
	if (partCount < 6) throw invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${partCount}`);
}
