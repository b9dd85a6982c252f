import {formatBytes, formatSeconds} from '../shared/units.ts';

/** What was typed, as AWS wants it, or why it cannot be that. */
export type Typed = {readonly value: string} | {readonly problem: string};

type Range = {readonly min: number; readonly max: number};

const unitSeconds: Readonly<Record<string, number>> = {s: 1, m: 60, h: 3600, d: 86_400};

/** `30`, `30s`, `4d`, `1h30m`: seconds, or undefined when it is no duration. */
export function parseSeconds(text: string): number | undefined {
	const trimmed = text.trim().toLowerCase();
	if (/^\d{1,9}$/.test(trimmed)) return Number(trimmed);
	if (!/^(?:\d{1,9}[dhms]\s*)+$/.test(trimmed)) return undefined;
	let seconds = 0;
	for (const [, count = '0', unit = 's'] of trimmed.matchAll(/(\d+)([dhms])/g)) seconds += Number(count) * (unitSeconds[unit] ?? 1);
	return seconds;
}

export function readDuration(text: string, {min, max}: Range): Typed {
	const seconds = parseSeconds(text);
	if (seconds === undefined) return {problem: `"${text}" is no duration; write 30s, 5m, 12h or 4d.`};
	if (seconds < min || seconds > max)
		return {problem: `${formatSeconds(seconds)} is out of range: ${formatSeconds(min)} to ${formatSeconds(max)}.`};
	return {value: String(seconds)};
}

/** `262144`, `256K`, `1M`. */
export function readBytes(text: string, {min, max}: Range): Typed {
	const [, count, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)\s*([km]?)i?b?$/i.exec(text.trim()) ?? [];
	if (count === undefined) return {problem: `"${text}" is no size; write 256K, 1M or a number of bytes.`};
	const bytes = Math.round(Number(count) * (unit === '' ? 1 : unit.toLowerCase() === 'k' ? 1024 : 1024 ** 2));
	if (bytes < min || bytes > max) return {problem: `${formatBytes(bytes)} is out of range: ${formatBytes(min)} to ${formatBytes(max)}.`};
	return {value: String(bytes)};
}

export function readSwitch(text: string): Typed {
	const word = text.trim().toLowerCase();
	if (word === 'on' || word === 'true' || word === 'yes') return {value: 'true'};
	if (word === 'off' || word === 'false' || word === 'no') return {value: 'false'};
	return {problem: `"${text}" is neither on nor off.`};
}

export function readChoice(text: string, options: readonly string[]): Typed {
	const found = options.find(option => option.toLowerCase() === text.trim().toLowerCase());
	return found === undefined ? {problem: `"${text}" is none of ${options.join(', ')}.`} : {value: found};
}
