import type {QueueAttributes} from '../aws/queue.ts';
import {formatBytes, formatSeconds} from '../shared/units.ts';
import {readBytes, readChoice, readDuration, readSwitch, type Typed} from './attribute-value.ts';

/** A setting of a queue: what it is called, what it means, what it may be. */
export type QueueAttribute = {
	/** Its word on the command line and in the palette: `retention`. */
	readonly id: string;
	/** AWS's name: `MessageRetentionPeriod`. */
	readonly name: string;
	readonly label: string;
	/** What it does, in one line. */
	readonly meaning: string;
	/** What it may be, in one line. */
	readonly range: string;
	readonly isFifoOnly?: boolean;
	/** AWS's default, as AWS words values. */
	readonly initial?: string;
	/** AWS's text for people: `345600` is `4d`. */
	show(text: string): string;
	/** What a person types, as AWS wants it. */
	read(text: string): Typed;
};

function duration(min: number, max: number): Pick<QueueAttribute, 'range' | 'show' | 'read'> {
	return {
		range: `${formatSeconds(min)} to ${formatSeconds(max)}`,
		show: text => formatSeconds(Number(text)),
		read: text => readDuration(text, {min, max}),
	};
}

function choice(...options: readonly string[]): Pick<QueueAttribute, 'range' | 'show' | 'read'> {
	return {range: options.join(' or '), show: text => text, read: text => readChoice(text, options)};
}

const switched: Pick<QueueAttribute, 'range' | 'show' | 'read'> = {
	range: 'on or off',
	show: text => (text === 'true' ? 'on' : 'off'),
	read: readSwitch,
};

const free: Pick<QueueAttribute, 'show' | 'read'> = {
	show: text => (text === '' ? 'none' : text),
	read: text => ({value: text.trim() === 'none' ? '' : text.trim()}),
};

/**
Every setting of a queue but its policies, in the order shown. RedrivePolicy, RedriveAllowPolicy and Policy have editors of their own.

@see [SetQueueAttributes](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html)
*/
export const queueAttributes: readonly QueueAttribute[] = [
	{
		id: 'visibility',
		name: 'VisibilityTimeout',
		label: 'Visibility timeout',
		meaning: 'How long a received message is hidden before it comes back',
		initial: '30',
		...duration(0, 43_200),
	},
	{
		id: 'retention',
		name: 'MessageRetentionPeriod',
		label: 'Retention',
		meaning: 'How long a message is kept when nobody deletes it',
		initial: '345600',
		...duration(60, 1_209_600),
	},
	{
		id: 'delay',
		name: 'DelaySeconds',
		label: 'Delay',
		meaning: 'How long a new message is hidden first',
		initial: '0',
		...duration(0, 900),
	},
	{
		id: 'wait',
		name: 'ReceiveMessageWaitTimeSeconds',
		label: 'Long poll',
		meaning: 'How long a receive waits when the queue is empty',
		initial: '0',
		...duration(0, 20),
	},
	{
		id: 'max-size',
		name: 'MaximumMessageSize',
		label: 'Size limit',
		meaning: 'The largest message that is accepted, attributes included',
		range: '1K to 1M',
		initial: '1048576',
		show: text => formatBytes(Number(text)),
		read: text => readBytes(text, {min: 1024, max: 1_048_576}),
	},
	{
		id: 'sse',
		name: 'SqsManagedSseEnabled',
		label: 'SSE-SQS',
		meaning: 'Encryption at rest with keys that SQS manages, free',
		initial: 'true',
		...switched,
	},
	{
		id: 'kms-key',
		name: 'KmsMasterKeyId',
		label: 'KMS key',
		meaning: 'Encryption with a key of yours; users of the queue need it too',
		range: 'key id, ARN, alias/NAME, or none',
		...free,
	},
	{
		id: 'kms-reuse',
		name: 'KmsDataKeyReusePeriodSeconds',
		label: 'Data key reuse',
		meaning: 'How long SQS uses one data key before it asks KMS again',
		initial: '300',
		...duration(60, 86_400),
	},
	{
		id: 'content-dedup',
		name: 'ContentBasedDeduplication',
		label: 'Content dedup',
		meaning: 'The body’s hash is the deduplication id when none is given',
		isFifoOnly: true,
		initial: 'false',
		...switched,
	},
	{
		id: 'dedup-scope',
		name: 'DeduplicationScope',
		label: 'Dedup scope',
		meaning: 'Where two equal deduplication ids mean the same message',
		isFifoOnly: true,
		initial: 'queue',
		...choice('queue', 'messageGroup'),
	},
	{
		id: 'fifo-limit',
		name: 'FifoThroughputLimit',
		label: 'FIFO throughput',
		meaning: 'perMessageGroupId is high throughput; wants dedup scope messageGroup',
		isFifoOnly: true,
		initial: 'perQueue',
		...choice('perQueue', 'perMessageGroupId'),
	},
];

/** The setting of this word or AWS name, whatever its case. */
export function findAttribute(word: string): QueueAttribute | undefined {
	const wanted = word.toLowerCase();
	return queueAttributes.find(({id, name}) => id === wanted || name.toLowerCase() === wanted);
}

/** What a queue has, as AWS words it: its default where AWS leaves it out. */
export function attributeText(queue: Pick<QueueAttributes, 'raw'>, attribute: QueueAttribute): string {
	return queue.raw[attribute.name] ?? attribute.initial ?? '';
}

/** The settings that a queue of this type has. */
export function attributesOf(queue: {readonly isFifo: boolean}): readonly QueueAttribute[] {
	return queueAttributes.filter(({isFifoOnly}) => queue.isFifo || !isFifoOnly);
}
