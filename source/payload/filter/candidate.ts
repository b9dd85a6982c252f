import type {EpochMs} from '../../shared/clock.ts';
import type {AmountField, WildField} from './grammar.ts';

/**
What a filter is held against: a row of a list, a message or a record. What is absent matches no term that asks for it.

A plain object; members may be getters, for a member is read only when a term needs it.
*/
export type FilterCandidate = {
	/** Where text, JSON fields and JMESPath look: decoded data, or the name in lists. */
	readonly text: string;
	/** By the word before the colon. */
	readonly fields?: Readonly<Partial<Record<WildField, string | undefined>>>;
	/** Message attributes: `attr.NAME:`. */
	readonly attributes?: Readonly<Record<string, string>>;
	readonly tags?: Readonly<Record<string, string>>;
	readonly numbers?: FilterNumbers;
	/** For ages and times of day. */
	readonly nowMs: EpochMs;
	/** Where it holds several of its kind, such as the records of an aggregate: it matches when one of them does. */
	readonly parts?: readonly FilterCandidate[] | undefined;
};

/** What is looked at one by one: its parts, or itself. */
export function partsOf(candidate: FilterCandidate): readonly FilterCandidate[] {
	const {parts} = candidate;
	return parts && parts.length > 0 ? parts : [candidate];
}

export type FilterNumbers = {
	/** `recv:` */
	readonly receiveCount?: number | undefined;
	/** `size:` */
	readonly sizeBytes?: number | undefined;
	/** `sent:`, and `age:` where no age is given. */
	readonly sentAtMs?: EpochMs | undefined;
	/** `age:` of what was not sent itself: the oldest message of a queue. */
	readonly ageMs?: number | undefined;
	/** `dies:` counts the time until then. */
	readonly diesAtMs?: EpochMs | undefined;
	/** `ready:` */
	readonly readyCount?: number | undefined;
	/** `flight:` */
	readonly inFlightCount?: number | undefined;
	/** `delay:` */
	readonly delayedCount?: number | undefined;
	/** `dlq:` */
	readonly dlqCount?: number | undefined;
};

/** The amount of a field, in the unit of its kind; undefined where the candidate has none. */
export function amountOf(field: AmountField, {numbers, nowMs}: FilterCandidate): number | undefined {
	if (!numbers) return undefined;
	switch (field) {
		case 'recv':
			return numbers.receiveCount;
		case 'size':
			return numbers.sizeBytes;
		case 'sent':
			return numbers.sentAtMs;
		case 'age':
			return numbers.ageMs ?? (numbers.sentAtMs === undefined ? undefined : nowMs - numbers.sentAtMs);
		case 'dies':
			return numbers.diesAtMs === undefined ? undefined : numbers.diesAtMs - nowMs;
		case 'ready':
			return numbers.readyCount;
		case 'flight':
			return numbers.inFlightCount;
		case 'delay':
			return numbers.delayedCount;
		case 'dlq':
			return numbers.dlqCount;
	}
}

/** A value by its name, whatever names objects have of themselves. */
export function ownValue(values: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
	return values && Object.hasOwn(values, name) ? values[name] : undefined;
}
