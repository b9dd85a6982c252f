import type {OutgoingMessage, QueueAttributes} from '../aws/queue.ts';
import {UsageError} from '../shared/errors.ts';
import {formatCount} from '../shared/units.ts';
import {forbiddenCharacter, messageBytes} from './message-size.ts';

/**
Checks a message against its queue before it is sent, so that a person reads one sentence rather than AWS's.

@throws UsageError that names what is wrong, never the body.
*/
export function checkMessage(queue: QueueAttributes, message: OutgoingMessage): void {
	const {attributes, body, deduplicationId, delaySeconds, groupId} = message;
	if (body === '') throw new UsageError('A message needs a body that is not empty.');
	const forbidden = forbiddenCharacter(body);
	if (forbidden !== undefined)
		throw new UsageError(`The body holds ${forbidden}, which SQS does not accept.`, {nextSteps: ['Encode it, for instance as base64.']});
	const bytes = messageBytes(body, attributes);
	if (bytes > queue.messageBytesMax)
		throw new UsageError(`The message has ${formatCount(bytes)} bytes; ${queue.name} takes ${formatCount(queue.messageBytesMax)} at most.`);
	if (delaySeconds !== undefined && !(Number.isInteger(delaySeconds) && delaySeconds >= 0 && delaySeconds <= 900))
		throw new UsageError(`A delay of ${delaySeconds} is not possible: 0 to 900 seconds are.`);
	if (queue.isFifo) checkFifo(queue, message);
	else if (deduplicationId !== undefined) throw new UsageError(`${queue.name} is no FIFO queue, so it takes no deduplication ID.`);
	for (const [name, id] of [
		['message group ID', groupId],
		['deduplication ID', deduplicationId],
	] as const)
		if (id !== undefined && !/^[\u0021-\u007E]{1,128}$/.test(id))
			throw new UsageError(`The ${name} must have 1 to 128 letters, digits or punctuation characters.`);
}

function checkFifo(queue: QueueAttributes, {deduplicationId, delaySeconds, groupId}: OutgoingMessage): void {
	if (groupId === undefined)
		throw new UsageError(`${queue.name} is a FIFO queue: a message needs a message group ID.`, {nextSteps: ['Give one: --group ID']});
	if (deduplicationId === undefined && !queue.hasContentBasedDeduplication)
		throw new UsageError(`${queue.name} does not deduplicate by content: a message needs a deduplication ID.`, {
			nextSteps: ['Give one: --dedup ID'],
		});
	if (delaySeconds !== undefined && delaySeconds !== 0)
		throw new UsageError(`${queue.name} is a FIFO queue: only the queue as a whole can delay.`);
}
