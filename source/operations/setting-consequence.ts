import type {QueueAttributes} from '../aws/queue.ts';
import {formatCount, formatSeconds} from '../shared/units.ts';
import type {QueueAttribute} from './queue-attribute.ts';

/** What is known beside the queue's attributes, as far as it is. */
export type SettingKnowledge = {
	/** How old the oldest message is. */
	readonly oldestSeconds?: number;
	/** How many messages there are that are older than the retention that is typed, roughly. */
	readonly olderCount?: number;
	/** Timeout of a function that reads the queue. */
	readonly functionTimeoutSeconds?: number;
};

/** What setting it does to messages and to those who use the queue, in a sentence; undefined when nobody will notice. */
export function settingConsequence(
	queue: QueueAttributes,
	change: {attribute: QueueAttribute; from: string; to: string},
	known: SettingKnowledge = {},
): string | undefined {
	const {attribute, from, to} = change;
	if (from === to) return 'That is what it is now.';
	switch (attribute.name) {
		case 'MessageRetentionPeriod':
			return retentionConsequence(queue, {from: Number(from), to: Number(to)}, known);
		case 'VisibilityTimeout':
			return visibilityConsequence(Number(to), known);
		case 'DelaySeconds':
			return queue.isFifo
				? 'FIFO: it also counts for messages that are in the queue already.'
				: 'Only messages sent from now on; those here keep their delay.';
		case 'ReceiveMessageWaitTimeSeconds':
			return Number(to) === 0
				? 'Receives of an empty queue return at once: more calls, more cost, unless consumers ask to wait.'
				: 'Receives of an empty queue wait: fewer calls. Consumers need a longer timeout of their own.';
		case 'MaximumMessageSize':
			return Number(to) < Number(from) ? 'Senders of larger messages are refused from now on; what is here stays.' : undefined;
		case 'SqsManagedSseEnabled':
			return to === 'true' ? 'New messages are encrypted; a KMS key is taken off.' : 'New messages are stored as they are, unencrypted.';
		case 'KmsMasterKeyId':
			return to === ''
				? 'New messages are not encrypted with a key of yours any more.'
				: 'Senders need kms:GenerateDataKey on the key, consumers kms:Decrypt; SNS and others need it in the key’s policy.';
		case 'ContentBasedDeduplication':
			return to === 'true' ? undefined : 'Senders that give no deduplication id are refused from now on.';
		default:
			return undefined;
	}
}

function retentionConsequence(queue: QueueAttributes, seconds: {from: number; to: number}, known: SettingKnowledge): string | undefined {
	const {from, to} = seconds;
	if (to > from) return 'What is still here is kept longer too, counted from when it was sent.';
	const span = `retention ${formatSeconds(from)} → ${formatSeconds(to)}`;
	const count = queue.readyCount + queue.inFlightCount + queue.delayedCount;
	if (count === 0) return `${span} deletes nothing now: the queue is empty.`;
	if (known.olderCount !== undefined)
		return known.olderCount === 0
			? `${span} deletes nothing now, as far as is known.`
			: `${span} deletes about ${formatCount(known.olderCount)} ${known.olderCount === 1 ? 'message' : 'messages'} now, within 15 min.`;
	if (known.oldestSeconds !== undefined && known.oldestSeconds < to)
		return `${span} deletes nothing now: the oldest is ${formatSeconds(Math.floor(known.oldestSeconds))} old.`;
	return `${span} deletes what is older within 15 min: up to about ${formatCount(count)}; how old they are is not known.`;
}

function visibilityConsequence(seconds: number, {functionTimeoutSeconds}: SettingKnowledge): string {
	if (functionTimeoutSeconds !== undefined && seconds < functionTimeoutSeconds * 6)
		return `Under 6 × the function's timeout (${formatSeconds(functionTimeoutSeconds)}): messages may come back while it works on them.`;
	if (seconds === 0) return 'A received message comes back at once: it will be received again and again.';
	return 'Counts for receives from now on; what is in flight keeps its own time.';
}

/** Whether setting it may delete messages: asked for by the queue's name. */
export function isDestructive({attribute, from, to}: {attribute: QueueAttribute; from: string; to: string}): boolean {
	return attribute.name === 'MessageRetentionPeriod' && Number(to) < Number(from);
}
