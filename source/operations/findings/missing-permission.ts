import {formatArn} from '../../shared/arn.ts';

/** What is missing to read something, and the statement that would allow it. */
export type MissingPermission = {readonly permission: string; readonly resource: string; readonly statement: string};

/**
Reads which permission a refusal names, and writes the statement to ask for.

@param options.message The refusal as it is shown: `You may not sqs:GetQueueAttributes on …`.
@param options.resource What it was about, by ARN.
*/
export function missingPermission(options: {message: string; resource: string}): MissingPermission | undefined {
	const permission = /\b(sqs|sns|kinesis|cloudwatch|lambda):[A-Za-z]+/.exec(options.message)?.[0];
	if (permission === undefined) return undefined;
	const {resource} = options;
	return {permission, resource, statement: JSON.stringify({Effect: 'Allow', Action: permission, Resource: resource})};
}

/** The ARN of a queue that may not be read: its URL has the account and the name. */
export function queueArnOf(url: string, region: string): string {
	const [accountId = '', resource = ''] = url.split('/').slice(-2);
	return formatArn({partition: partitionOf(region), service: 'sqs', region, accountId, resource});
}

function partitionOf(region: string): string {
	if (region.startsWith('cn-')) return 'aws-cn';
	return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
