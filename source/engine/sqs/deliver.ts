import type {EpochMs} from '../../shared/clock.ts';
import {refuseTopic} from './access.ts';
import {AwsError, type DeliveredMessage} from '../action.ts';
import {checkFifoIds, checkMessage, requestByteCount, type SendRequest} from './check-message.ts';
import {queueDoesNotExist} from './errors.ts';
import {sendMessage} from './send.ts';
import type {SqsState} from './state.ts';

/**
Sends a message from another service, as SNS does, with all the checks of SendMessage.

@param state The queue's own account and region.
@param options.sourceArn The topic, which the queue's policy must let in where policies are enforced.
@returns Undefined when accepted, else what SQS answers.
*/
export function sendFromService(
	state: SqsState,
	queueName: string,
	options: {message: DeliveredMessage; sourceArn: string; nowMs: EpochMs},
): AwsError | undefined {
	const {message, sourceArn, nowMs} = options;
	const queue = state.queues.get(queueName);
	if (!queue) return queueDoesNotExist();
	const refusal = state.environment.options.enforcePolicies ? refuseTopic(queue, sourceArn, nowMs) : undefined;
	if (refusal) return refusal;
	// The deduplication ID that a queue makes of a body needs the final one.
	const isBodyNeeded = queue.isFifo && message.messageDeduplicationId === undefined;
	const request: SendRequest = {
		body: isBodyNeeded && message.lateBody ? message.lateBody.finish() : message.body,
		lateBody: isBodyNeeded ? undefined : message.lateBody,
		delaySeconds: undefined,
		attributes: message.messageAttributes,
		systemAttributes: undefined,
		traceHeader: message.traceHeader,
		groupId: message.messageGroupId,
		// SNS passes on what it has; a standard queue has no use for it.
		deduplicationId: queue.isFifo ? message.messageDeduplicationId : undefined,
	};
	try {
		checkFifoIds(queue, request, {isBatch: false});
		const checked = checkMessage(queue, request, {
			byteCount: requestByteCount(request),
			tooLong: 'are invalid',
		});
		sendMessage(queue, checked, nowMs);
	} catch (error) {
		if (error instanceof AwsError) return error;
		throw error;
	}
	queue.waiters?.wake(nowMs);
	return undefined;
}
