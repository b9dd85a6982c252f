import type {OutgoingMessage} from '../../aws/queue.ts';
import {checkMessage} from '../../operations/check-message.ts';
import {UsageError} from '../../shared/errors.ts';
import type {State} from '../state.ts';
import {queueRow} from './state.ts';

/**
Why a queue would refuse a message; undefined when it would not, and while nothing is known of the queue.

@param old What it is made of: its group stays, and where the queue wants a deduplication ID it gets a new one.
*/
export function checkProblem(
	state: State,
	url: string | undefined,
	message: OutgoingMessage,
	old?: {readonly groupId?: string},
): string | undefined {
	const queue = queueRow(state, url ?? '')?.attributes;
	if (!queue) return undefined;
	const kept = old ? {...(old.groupId !== undefined && {groupId: old.groupId}), ...(queue.isFifo && {deduplicationId: 'new'})} : {};
	try {
		checkMessage(queue, {...message, ...kept});
		return undefined;
	} catch (error) {
		if (error instanceof UsageError) return error.message;
		throw error;
	}
}
