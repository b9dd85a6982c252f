import {parseArn} from '../../shared/arn.ts';
import {invalidParameterValue, resourceNotFound} from './errors.ts';
import type {Queue} from './queue.ts';
import {findQueueByArn, type SqsState} from './state.ts';

/** The queue of an ARN that a move task names. Throws InvalidParameterValue when it is no ARN, ResourceNotFoundException when there is no such queue. */
export function resolveQueueArn(state: SqsState, parameter: 'SourceArn' | 'DestinationArn', arn: string): Queue {
	if (parseArn(arn)?.service !== 'sqs')
		throw invalidParameterValue(
			`You must use this format to specify the ${parameter}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>`,
		);
	const queue = findQueueByArn(state, arn);
	if (!queue) throw noSuchResource(parameter);
	return queue;
}

export function noSuchResource(parameter: 'SourceArn' | 'DestinationArn'): Error {
	return resourceNotFound(`The resource that you specified for the ${parameter} parameter doesn't exist.`);
}

/** What TaskHandle is on AWS too: base64 of a small JSON object. */
export function formatTaskHandle(task: {id: string; source: {arn: string}}): string {
	return Buffer.from(JSON.stringify({taskId: task.id, sourceArn: task.source.arn})).toString('base64');
}

/** Throws InvalidParameterValue when the text is no handle. */
export function parseTaskHandle(text: string): {taskId: string; sourceArn: string} {
	const invalid = invalidParameterValue('Value for parameter TaskHandle is invalid.');
	let value: unknown;
	try {
		value = JSON.parse(Buffer.from(text, 'base64').toString());
	} catch (error) {
		throw error instanceof SyntaxError ? invalid : error;
	}
	if (typeof value !== 'object' || value === null) throw invalid;
	// An object's members are checked one by one.
	const {taskId, sourceArn} = value as {taskId?: unknown; sourceArn?: unknown};
	if (typeof taskId !== 'string' || typeof sourceArn !== 'string') throw invalid;
	return {taskId, sourceArn};
}
