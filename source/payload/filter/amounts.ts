import type {Amount, AmountKind, Order, Range} from './grammar.ts';

/** What is wrong with an amount, and where in it. */
export type AmountProblem = {readonly problem: string; readonly offset: number};

/** Reads what stands behind `recv:`, `size:`, `age:` and the like: `>3`, `64K`, `14:00..14:10`. */
export function readRange(text: string, kind: AmountKind): Range | AmountProblem {
	const dots = text.indexOf('..');
	if (dots !== -1) return readEnds(text, dots, kind);
	const operator = /^(?:<=|>=|<|>|=)?/.exec(text)?.[0] ?? '';
	const amount = readAmount(text.slice(operator.length), kind);
	if ('problem' in amount) return {...amount, offset: operator.length};
	const isExact = operator === '' || operator === '=';
	if (isExact && (kind === 'duration' || amount.origin === 'now')) {
		return {problem: `Time passes, so nothing is exactly ${amount.text} old or away: write > or < before it.`, offset: 0};
	}
	return {operator: isExact ? '=' : (operator as Order), amount}; // The pattern matches these alone.
}

function readEnds(text: string, dots: number, kind: AmountKind): Range | AmountProblem {
	const [before, after] = [text.slice(0, dots), text.slice(dots + 2)];
	const from = before === '' ? undefined : readAmount(before, kind);
	const to = after === '' ? undefined : readAmount(after, kind);
	if (from && 'problem' in from) return {...from, offset: 0};
	if (to && 'problem' in to) return {...to, offset: dots + 2};
	if (!from && !to) return {problem: 'Before or behind the dots comes an amount.', offset: 0};
	if (from && to && from.origin === to.origin && from.origin !== 'midnight' && isAfter(from, to)) {
		return {problem: `${from.text} comes after ${to.text}.`, offset: 0};
	}
	return {operator: '..', ...(from ? {from} : {}), ...(to ? {to} : {})};
}

function isAfter(from: Amount, to: Amount): boolean {
	return from.origin === 'now' ? from.value < to.value : from.value > to.value;
}

const readers: Readonly<Record<AmountKind, (text: string) => Omit<Amount, 'text'> | undefined>> = {
	count: readCount,
	bytes: readBytes,
	duration: readDuration,
	instant: readInstant,
};

const wanted: Readonly<Record<AmountKind, string>> = {
	count: 'a number, like >3 or 5..10',
	bytes: 'a size, like >64K (K and M are multiples of 1,024)',
	duration: 'a time with its unit, like >1h, <30s or >1h30m (s, m, h, d)',
	instant: 'a time (UTC), like 14:00..14:10, >2026-11-25T14:00 or >-15m',
};

function readAmount(text: string, kind: AmountKind): Amount | {readonly problem: string} {
	const read = readers[kind](text);
	return read ? {text, ...read} : {problem: `Here comes ${wanted[kind]}.`};
}

function readCount(text: string): Omit<Amount, 'text'> | undefined {
	return /^\d{1,15}(?:\.\d{1,9})?$/.test(text) ? {value: Number(text)} : undefined;
}

const bytesOf: Readonly<Record<string, number>> = {'': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3};

function readBytes(text: string): Omit<Amount, 'text'> | undefined {
	const [, number, unit = ''] = /^(\d{1,12}(?:\.\d{1,9})?)(?:([kmg])(?:i?b)?|b)?$/i.exec(text) ?? [];
	return number === undefined ? undefined : {value: Number(number) * (bytesOf[unit.toLowerCase()] ?? 1)};
}

const msOf: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000};

function readDuration(text: string): {readonly value: number} | undefined {
	if (!/^(?:\d{1,9}(?:\.\d{1,3})?(?:ms|[smhd]))+$/.test(text)) return undefined;
	let value = 0;
	for (const [, number, unit = ''] of text.matchAll(/([\d.]+)([a-z]+)/g)) value += Number(number) * (msOf[unit] ?? 0);
	return {value};
}

function readInstant(text: string): Omit<Amount, 'text'> | undefined {
	if (text.startsWith('-')) {
		const ago = readDuration(text.slice(1));
		return ago && {...ago, origin: 'now', spanMs: 0};
	}
	return readTimeOfDay(text) ?? readDate(text);
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

function readTimeOfDay(text: string): Omit<Amount, 'text'> | undefined {
	const [, hours, minutes, seconds] = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?Z?$/.exec(text) ?? [];
	if (hours === undefined) return undefined;
	const value = (Number(hours) * 60 + Number(minutes)) * minuteMs + Number(seconds ?? 0) * 1000;
	return {value, origin: 'midnight', spanMs: seconds === undefined ? minuteMs : 1000};
}

function readDate(text: string): Omit<Amount, 'text'> | undefined {
	const [, date, time, seconds, fraction, zone] =
		/^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? [];
	if (date === undefined) return undefined;
	// Date.parse turns the 31st of February into a day of March.
	const dayAt = Date.parse(`${date}T00:00Z`);
	if (Number.isNaN(dayAt) || !new Date(dayAt).toISOString().startsWith(date)) return undefined;
	const value = Date.parse(`${date}T${time ?? '00:00'}:${seconds ?? '00'}${fraction ?? ''}${zone ?? 'Z'}`);
	if (Number.isNaN(value)) return undefined;
	const spanMs = time === undefined ? dayMs : seconds === undefined ? minuteMs : fraction === undefined ? 1000 : 1;
	return {value, origin: 'epoch', spanMs};
}

/**
Whether an amount lies in a range.

@param found In the unit of its kind: a count, bytes, milliseconds that pass, or EpochMs.
@param nowMs Which day `14:00` is of: today, or yesterday when that is still to come.
*/
export function isInRange(found: number, range: Range, nowMs: number): boolean {
	if (range.operator === '..') {
		const from = range.from && resolve(range.from, nowMs);
		const to = range.to && resolveEnd(range.to, from, nowMs);
		return (from === undefined || found >= from) && (to === undefined || found <= to);
	}
	const start = resolve(range.amount, nowMs);
	switch (range.operator) {
		case '=':
			return found >= start && found <= start + lastMsOf(range.amount);
		case '<':
			return found < start;
		case '<=':
			return found <= start + lastMsOf(range.amount);
		case '>':
			return found > start;
		case '>=':
			return found >= start;
	}
}

/** A minute that is named covers all of itself. */
function lastMsOf({spanMs = 0}: Amount): number {
	return Math.max(0, spanMs - 1);
}

function resolve({value, origin}: Amount, nowMs: number): number {
	if (origin === 'now') return nowMs - value;
	if (origin !== 'midnight') return value;
	const today = nowMs - (nowMs % dayMs) + value;
	return today <= nowMs ? today : today - dayMs;
}

function resolveEnd(to: Amount, from: number | undefined, nowMs: number): number {
	if (to.origin !== 'midnight' || from === undefined) return resolve(to, nowMs) + lastMsOf(to);
	// The first such time from the start on: it may be tomorrow's.
	const sameDay = from - (from % dayMs) + to.value;
	return (sameDay >= from ? sameDay : sameDay + dayMs) + lastMsOf(to);
}
