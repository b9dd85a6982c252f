import {isQueueAttribute} from './attributes.ts';
import {unknownAttribute} from './errors.ts';
import {md5OfAttributes} from './md5.ts';
import type {Message, MessageAttributes} from './message.ts';
import type {Queue} from './queue.ts';
import {formatSequenceNumber} from './sequence-number.ts';

/** System attributes by AWS's names; what a message does not have is left out. */
const systemAttributes: Readonly<Record<string, (message: Message, queue: Queue) => string | undefined>> = {
	SenderId: (message, queue) => senderIdOf(queue, message),
	SentTimestamp: message => String(message.sentAtMs),
	ApproximateReceiveCount: message => String(message.receiveCount),
	ApproximateFirstReceiveTimestamp: ({handling}) =>
		handling?.firstReceivedAtMs === undefined ? undefined : String(handling.firstReceivedAtMs),
	SequenceNumber: (message, queue) => sequenceNumberOf(queue, message),
	MessageDeduplicationId: message => message.details?.deduplicationId,
	MessageGroupId: message => message.groupId,
	AWSTraceHeader: message => message.details?.traceHeader,
	DeadLetterQueueSourceArn: message => message.details?.deadLetterSourceArn,
};

/** Who sent it: an account. */
export function senderIdOf(queue: Queue, message: Message): string {
	return message.details?.senderId ?? queue.state.environment.accountId;
}

/** FIFO only. */
export function sequenceNumberOf(queue: Queue, message: Message): string | undefined {
	return queue.isFifo ? formatSequenceNumber(message.serial) : undefined;
}

const allSystemNames = Object.keys(systemAttributes);

/** The system attributes to show, in AWS's names. Throws InvalidAttributeName. */
export function systemNames(asked: readonly string[]): readonly string[] {
	if (asked.length === 0) return asked;
	for (const name of asked)
		if (name !== 'All' && !Object.hasOwn(systemAttributes, name) && !isQueueAttribute(name)) throw unknownAttribute(name);
	if (asked.includes('All')) return allSystemNames;
	return allSystemNames.filter(name => asked.includes(name));
}

/** The named system attributes of a message; undefined when it has none of them. */
export function systemAttributesOf(queue: Queue, message: Message, names: readonly string[]): Readonly<Record<string, string>> | undefined {
	if (names.length === 0) return undefined;
	const found: Record<string, string> = {};
	let isEmpty = true;
	for (const name of names) {
		const text = systemAttributes[name]?.(message, queue);
		if (text === undefined) continue;
		found[name] = text;
		isEmpty = false;
	}
	return isEmpty ? undefined : found;
}

/** Which message attributes to show. */
export type AttributeFilter = {readonly isAll: boolean; readonly names: readonly string[]; readonly prefixes: readonly string[]};

/** `All`, `.*` and `*` mean all; `foo.*` those that begin with `foo`; anything else is a name. Nothing is refused. */
export function attributeFilter(asked: readonly string[]): AttributeFilter {
	return {
		isAll: asked.some(name => name === 'All' || name === '.*' || name === '*'),
		names: asked,
		prefixes: asked.filter(name => name.endsWith('.*')).map(name => name.slice(0, -2)),
	};
}

/** The message attributes that pass, and their MD5; undefined when none does. */
export function filterAttributes(message: Message, filter: AttributeFilter): {attributes: MessageAttributes; md5: string} | undefined {
	const attributes = message.details?.attributes;
	if (!attributes || (!filter.isAll && filter.names.length === 0)) return undefined;
	if (filter.isAll) return {attributes, md5: message.details?.md5OfAttributes ?? md5OfAttributes(attributes)};
	const passing = Object.entries(attributes).filter(
		([name]) => filter.names.includes(name) || filter.prefixes.some(prefix => name.startsWith(prefix)),
	);
	if (passing.length === 0) return undefined;
	const subset = Object.fromEntries(passing);
	return {attributes: subset, md5: md5OfAttributes(subset)};
}
