import type {Message, QueueAttributes} from '../aws/queue.ts';
import {messageBytes} from './message-size.ts';
import type {Transfer} from './transfer.ts';

/** More ids than this come from standard input. */
const idsShownMax = 10;

/** Messages by their ids, as words of a command line: `--ids a,b`; many come from standard input: `--ids -`. */
export function idWords(messages: ReadonlyArray<Pick<Message, 'messageId'>>): string[] {
	const ids = messages.map(({messageId}) => messageId);
	return ['--ids', ids.length > idsShownMax ? '-' : ids.join(',')];
}

/** Bodies and attributes together. */
export function totalBytes(messages: readonly Message[]): number {
	return messages.reduce((sum, {bodyBytes, attributes}) => sum + bodyBytes + messageBytes('', attributes), 0);
}

/** `orders`, `orders and refunds`, `orders, refunds and 3 more`. */
export function namesOf(names: readonly string[], shownMax = 3): string {
	const shown = names.slice(0, shownMax);
	const more = names.length - shown.length;
	if (more > 0) return `${shown.join(', ')} and ${more} more`;
	return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '');
}

/** How each transfer is kept apart from others in a FIFO queue; empty for standard queues. */
export function deduplicationText(transfers: readonly Transfer[]): string {
	const fifo = transfers.filter(({destination}) => destination.isFifo);
	if (fifo.length === 0) return '';
	const ids = fifo.map(({outgoing}) => outgoing.deduplicationId).filter(id => id !== undefined);
	if (ids.length === 0) return 'by content, as the queue does it: the same body within 5 minutes is swallowed';
	const which = ids.length === fifo.length ? '' : `, for ${ids.length} of the same content`;
	return ids.length === 1 ? `new: ${ids[0]}` : `new for each${which}: ${ids[0]} …`;
}

/** Oldest first; in FIFO queues by sequence number, which is their order. */
export function inOrder(messages: readonly Message[], queue: Pick<QueueAttributes, 'isFifo'>): Message[] {
	if (!queue.isFifo) return messages.toSorted((a, b) => a.sentAtMs - b.sentAtMs);
	return messages.toSorted((a, b) => {
		const [first, second] = [a.sequenceNumber ?? '', b.sequenceNumber ?? ''];
		// Decimal digits without leading zeros: the shorter is the smaller.
		return first.length - second.length || (first < second ? -1 : first > second ? 1 : a.sentAtMs - b.sentAtMs);
	});
}
