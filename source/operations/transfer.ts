import {createHash} from 'node:crypto';
import type {Message, OutgoingMessage, QueueAttributes} from '../aws/queue.ts';
import type {MessageEdit} from './message-edit.ts';
import {messageBytes} from './message-size.ts';

/** One message on its way: what will be sent, and where. Made by a plan, so that what was shown is what is sent. */
export type Transfer = {readonly message: Message; readonly destination: QueueAttributes; readonly outgoing: OutgoingMessage};

/** Attribute that a stamp adds. */
const stampName = 'sluice.redriven';

/**
Makes transfers: body, attributes, group and trace header as they are, or as a person has edited them.

A FIFO queue that deduplicates by content gets no deduplication ID, unless another message of the same content is on its way there, too: then one would be
swallowed. All other FIFO queues get a new one, made of the message's id, so that sending it again after a lost answer does not double it.
*/
export function createTransfers(options: {
	isStamped: boolean;
	/** By message id. */
	edits?: ReadonlyMap<string, MessageEdit>;
}): (message: Message, destination: QueueAttributes) => Transfer {
	const contents = new Set<string>();
	return (message, destination) => {
		const edit = options.edits?.get(message.messageId);
		const {attributes, body, groupId, traceHeader} = {...message, ...edit};
		const stamp: Message['attributes'] = options.isStamped ? {[stampName]: {dataType: 'Number', stringValue: '1'}} : {};
		// A text of its own, so that trying again with another one is not swallowed.
		const text = edit ? JSON.stringify([body, attributes]) : '';
		const deduplicationId = destination.isFifo ? chooseDeduplicationId({...message, body}, {destination, contents, text}) : undefined;
		return {
			message,
			destination,
			outgoing: {
				body,
				attributes: {...attributes, ...stamp},
				...(groupId !== undefined && {groupId}),
				...(deduplicationId !== undefined && {deduplicationId}),
				...(traceHeader !== undefined && {traceHeader}),
			},
		};
	};
}

/** Adds to `contents`: the contents on their way so far. */
function chooseDeduplicationId(
	message: Message,
	options: {destination: QueueAttributes; contents: Set<string>; text: string},
): string | undefined {
	const {destination, contents, text} = options;
	if (!destination.hasContentBasedDeduplication) return newDeduplicationId(message, text);
	const isPerGroup = destination.raw['DeduplicationScope'] === 'messageGroup';
	const scope = isPerGroup ? (message.groupId ?? '') : '';
	const content = `${destination.arn} ${scope} ${createHash('sha256').update(message.body).digest('hex')}`;
	if (contents.has(content)) return newDeduplicationId(message, text);
	contents.add(content);
	return undefined;
}

/** One that no other message has. The same for the same message and text, within which the queue takes it once. */
export function newDeduplicationId({messageId}: Pick<Message, 'messageId'>, text = ''): string {
	const suffix = text === '' ? '' : `-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
	const id = `sluice-${messageId}${suffix}`;
	// Endpoints other than AWS may have ids of any form; deduplication IDs have 128 characters at most, and few kinds of them.
	return /^[\u0021-\u007E]{1,128}$/.test(id) ? id : `sluice-${createHash('sha256').update(id).digest('hex')}`;
}

/** SQS's limits of a batch. */
const batchCountMax = 10;
const batchBytesMax = 1_048_576;

/** Cuts transfers into batches that one call takes: one destination, ten messages, 1 MiB. Keeps the order. */
export function* transferBatches(transfers: Iterable<Transfer>, options: {countMax?: number} = {}): Generator<readonly Transfer[]> {
	const countMax = Math.min(batchCountMax, options.countMax ?? batchCountMax);
	let batch: Transfer[] = [];
	let bytes = 0;
	for (const transfer of transfers) {
		const size = messageBytes(transfer.outgoing.body, transfer.outgoing.attributes);
		const isFull = batch.length >= countMax || bytes + size > batchBytesMax || batch[0]?.destination.url !== transfer.destination.url;
		if (batch.length > 0 && isFull) {
			yield batch;
			batch = [];
			bytes = 0;
		}
		batch.push(transfer);
		bytes += size;
	}
	if (batch.length > 0) yield batch;
}

/** How many a second, as a batch: with a rate of 3, no more than three in a call. */
export function batchCountOf(ratePerSecond: number | undefined): number {
	return ratePerSecond === undefined ? batchCountMax : Math.max(1, Math.min(batchCountMax, Math.floor(ratePerSecond)));
}
