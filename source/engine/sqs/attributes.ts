import type {EpochMs} from '../../shared/clock.ts';
import type {AwsError} from '../action.ts';
import {invalidAttributeName, invalidAttributeValue, unknownAttribute} from './errors.ts';
import {checkPolicy} from './policy.ts';
import {settleQueue, type Queue} from './queue.ts';
import {parseRedriveAllowPolicy, parseRedrivePolicy} from './redrive-policy.ts';
import type {QueueSettings} from './settings.ts';
import type {SqsState} from './state.ts';

type Draft = {-readonly [Name in keyof QueueSettings]: QueueSettings[Name]};

/** The queue whose settings are drafted; it may not exist yet. */
type Subject = {readonly state: SqsState; readonly arn: string; readonly isFifo: boolean};

type WritableAttribute = {
	/** Only FIFO queues have it. */
	readonly isFifoOnly?: boolean;
	/** Undefined: not shown. */
	read(settings: QueueSettings): string | undefined;
	write(draft: Draft, text: string, subject: Subject): void;
};

type NumberSetting = {[Name in keyof QueueSettings]: QueueSettings[Name] extends number ? Name : never}[keyof QueueSettings];

/** An attribute that is a whole number within a range. */
function wholeNumber(name: string, setting: NumberSetting, range: {min: number; max: number}): WritableAttribute {
	return {
		read: settings => String(settings[setting]),
		write(draft, text) {
			const value = Number(text);
			if (!/^\d+$/.test(text) || value < range.min || value > range.max) throw invalidAttributeValue(name);
			draft[setting] = value;
		},
	};
}

function parseBoolean(name: string, text: string): boolean {
	const lower = text.toLowerCase();
	if (lower !== 'true' && lower !== 'false') throw invalidAttributeValue(name);
	return lower === 'true';
}

const kmsDataKeyReuseDefaultSeconds = 300;

/** What can be set, in the order in which it is checked. */
const writable: Readonly<Record<string, WritableAttribute>> = {
	VisibilityTimeout: wholeNumber('VisibilityTimeout', 'visibilityTimeoutSeconds', {min: 0, max: 43_200}),
	MessageRetentionPeriod: wholeNumber('MessageRetentionPeriod', 'retentionSeconds', {min: 60, max: 1_209_600}),
	DelaySeconds: wholeNumber('DelaySeconds', 'delaySeconds', {min: 0, max: 900}),
	MaximumMessageSize: wholeNumber('MaximumMessageSize', 'messageBytesMax', {min: 1024, max: 1_048_576}),
	ReceiveMessageWaitTimeSeconds: wholeNumber('ReceiveMessageWaitTimeSeconds', 'receiveWaitSeconds', {min: 0, max: 20}),
	Policy: {
		read: settings => settings.policy,
		write(draft, text) {
			if (text !== '') checkPolicy(text);
			draft.policy = text === '' ? undefined : text;
		},
	},
	RedrivePolicy: {
		read: settings => settings.redrivePolicy?.text,
		write(draft, text, subject) {
			draft.redrivePolicy = text === '' ? undefined : parseRedrivePolicy(subject.state, text, subject);
		},
	},
	RedriveAllowPolicy: {
		read: settings => settings.redriveAllowPolicy?.text,
		write(draft, text) {
			draft.redriveAllowPolicy = text === '' ? undefined : parseRedriveAllowPolicy(text);
		},
	},
	KmsMasterKeyId: {
		read: settings => settings.kmsMasterKeyId,
		write(draft, text) {
			draft.kmsMasterKeyId = text === '' ? undefined : text;
			if (text !== '') draft.hasManagedSse = false;
		},
	},
	KmsDataKeyReusePeriodSeconds: {
		...wholeNumber('KmsDataKeyReusePeriodSeconds', 'kmsDataKeyReuseSeconds', {min: 60, max: 86_400}),
		// Observed by others on AWS: not shown while it is the default.
		read: ({kmsDataKeyReuseSeconds}) =>
			kmsDataKeyReuseSeconds === kmsDataKeyReuseDefaultSeconds ? undefined : String(kmsDataKeyReuseSeconds),
	},
	SqsManagedSseEnabled: {
		read: settings => String(settings.hasManagedSse),
		write(draft, text) {
			draft.hasManagedSse = parseBoolean('SqsManagedSseEnabled', text);
			if (draft.hasManagedSse) draft.kmsMasterKeyId = undefined;
		},
	},
	ContentBasedDeduplication: {
		isFifoOnly: true,
		read: settings => String(settings.hasContentBasedDeduplication),
		write(draft, text) {
			draft.hasContentBasedDeduplication = parseBoolean('ContentBasedDeduplication', text);
		},
	},
	DeduplicationScope: {
		isFifoOnly: true,
		read: settings => settings.deduplicationScope,
		write(draft, text) {
			if (text !== 'queue' && text !== 'messageGroup') throw invalidAttributeValue('DeduplicationScope');
			draft.deduplicationScope = text;
		},
	},
	FifoThroughputLimit: {
		isFifoOnly: true,
		read: settings => settings.fifoThroughputLimit,
		write(draft, text) {
			if (text !== 'perQueue' && text !== 'perMessageGroupId') throw invalidAttributeValue('FifoThroughputLimit');
			draft.fifoThroughputLimit = text;
		},
	},
};

/** What can only be read. */
const readOnly: Readonly<Record<string, (queue: Queue) => string | undefined>> = {
	ApproximateNumberOfMessages: queue => String(queue.visibleCount),
	ApproximateNumberOfMessagesDelayed: queue => String(queue.delayedCount),
	ApproximateNumberOfMessagesNotVisible: queue => String(queue.inFlightCount),
	CreatedTimestamp: queue => epochSeconds(queue.createdAtMs),
	LastModifiedTimestamp: queue => epochSeconds(queue.modifiedAtMs),
	QueueArn: queue => queue.arn,
	FifoQueue: queue => (queue.isFifo ? 'true' : undefined),
};

function epochSeconds(atMs: EpochMs): string {
	return String(Math.floor(atMs / 1000));
}

const allNames = [...Object.keys(readOnly), ...Object.keys(writable)];

/** The attributes asked for, as AWS shows them; `All` means all that are set. Throws InvalidAttributeName. */
export function readAttributes(queue: Queue, names: readonly string[], nowMs: EpochMs): Readonly<Record<string, string>> | undefined {
	for (const name of names) if (name !== 'All' && !isQueueAttribute(name)) throw unknownAttribute(name);
	settleQueue(queue, nowMs);
	const wanted = names.includes('All') ? allNames : names;
	const found: Record<string, string> = {};
	let isEmpty = true;
	for (const name of wanted) {
		const text = readAttribute(queue, name);
		if (text === undefined) continue;
		found[name] = text;
		isEmpty = false;
	}
	return isEmpty ? undefined : found;
}

/** Whether SQS has a queue attribute of this name. */
export function isQueueAttribute(name: string): boolean {
	return Object.hasOwn(readOnly, name) || Object.hasOwn(writable, name);
}

function readAttribute(queue: Queue, name: string): string | undefined {
	const readOnlyAttribute = readOnly[name];
	if (readOnlyAttribute) return readOnlyAttribute(queue);
	const attribute = writable[name];
	if (!attribute || (attribute.isFifoOnly && !queue.isFifo)) return undefined;
	return attribute.read(queue.settings);
}

/**
The settings with the given attributes applied. Throws InvalidAttributeName or InvalidAttributeValue.

@param texts Without FifoQueue: the caller knows what that means.
*/
export function applyAttributes(settings: QueueSettings, texts: Readonly<Record<string, string>>, subject: Subject): QueueSettings {
	const draft: Draft = {...settings};
	for (const name of Object.keys(texts)) if (!Object.hasOwn(writable, name)) throw unknownAttribute(name);
	checkEncryption(texts);
	for (const name of Object.keys(writable)) {
		const attribute = writable[name];
		const text = texts[name];
		if (!attribute || text === undefined) continue;
		if (attribute.isFifoOnly && !subject.isFifo) throw fifoOnly(name);
		attribute.write(draft, text, subject);
	}
	if (draft.fifoThroughputLimit === 'perMessageGroupId' && draft.deduplicationScope !== 'messageGroup')
		throw invalidAttributeValue(
			'FifoThroughputLimit',
			'The FifoThroughputLimit value perMessageGroupId is allowed only when the DeduplicationScope value is messageGroup.',
		);
	return draft;
}

function fifoOnly(name: string): AwsError {
	if (name === 'ContentBasedDeduplication') return unknownAttribute(name);
	return invalidAttributeName(`You can specify the ${name} only when FifoQueue is set to true.`);
}

function checkEncryption(texts: Readonly<Record<string, string>>): void {
	if (texts['KmsMasterKeyId'] && texts['SqsManagedSseEnabled']?.toLowerCase() === 'true')
		throw invalidAttributeName(
			'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
		);
}

/** The first of the given attributes that the two settings differ in, for CreateQueue on a queue that exists. */
export function firstDifference(current: QueueSettings, wanted: QueueSettings, names: readonly string[]): string | undefined {
	return names.find(name => {
		const attribute = writable[name];
		return attribute !== undefined && !isSameText(attribute.read(current), attribute.read(wanted));
	});
}

/** Policies may be written in other ways and mean the same. */
function isSameText(left: string | undefined, right: string | undefined): boolean {
	if (left === right) return true;
	if (!left?.startsWith('{') || !right?.startsWith('{')) return false;
	return canonicalJson(left) === canonicalJson(right);
}

function canonicalJson(text: string): string {
	return JSON.stringify(JSON.parse(text), (_key, value: unknown) => {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
		return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
	});
}
