import {closestMatch} from 'leven';
import type {IteratorPosition} from '../aws/stream.ts';
import type {EpochMs} from '../shared/clock.ts';
import {UsageError} from '../shared/errors.ts';

const unitMs: Readonly<Record<string, number>> = {d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000};

const words: Readonly<Record<string, IteratorPosition>> = {
	latest: {type: 'latest'},
	now: {type: 'latest'},
	oldest: {type: 'oldest'},
	trim_horizon: {type: 'oldest'},
};

/**
Where a tail starts, as people type it. Times are UTC, as everything on the screen is.

`latest`, `oldest` · `-15m`, `15m`, `1h30m` ago · `14:30`, `14:30:05` (the last time it was that) · `2026-11-25`, `2026-11-25T03:12:04Z` · a sequence
number of one of its records.

@throws UsageError that names the nearest right form.
*/
export function parseTailStart(text: string, nowMs: EpochMs): IteratorPosition {
	const wanted = text.trim().toLowerCase();
	const word = Object.hasOwn(words, wanted) ? words[wanted] : undefined;
	if (word) return word;
	if (/^\d{40,}$/.test(wanted)) return {type: 'at-sequence-number', sequenceNumber: wanted};
	const atMs = parseTime(text, nowMs);
	if (atMs === undefined) throw notUnderstood(text.trim());
	if (atMs > nowMs) throw new UsageError(`${text.trim()} is in the future.`, {nextSteps: ['Did you mean latest?']});
	return {type: 'time', atMs};
}

/** `-15m`, `15m`, `1h30m` ago · `14:30` (the last time it was that) · `2026-11-25`, `2026-11-25T03:12:04Z`. UTC. Undefined for anything else. */
export function parseTime(text: string, nowMs: EpochMs): EpochMs | undefined {
	const wanted = text.trim().toLowerCase();
	const ago = parseAgo(wanted);
	if (ago !== undefined) return nowMs - ago;
	return parseTimeOfDay(wanted, nowMs) ?? parseIso(text.trim());
}

/** `15m`, `-1h30m`, in milliseconds. */
function parseAgo(text: string): number | undefined {
	if (!/^-?(?:\d+[dhms])+$/.test(text)) return undefined;
	let totalMs = 0;
	for (const [, count, unit] of text.matchAll(/(\d+)([dhms])/g)) totalMs += Number(count) * (unitMs[unit ?? ''] ?? 0);
	return Number.isSafeInteger(totalMs) ? totalMs : undefined;
}

/** Today, or yesterday when it is later than now. */
function parseTimeOfDay(text: string, nowMs: EpochMs): EpochMs | undefined {
	const [match, hours, minutes, seconds = '0'] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?z?$/.exec(text) ?? [];
	if (match === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
	const midnightMs = nowMs - (nowMs % 86_400_000);
	const atMs = midnightMs + Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000;
	return atMs > nowMs ? atMs - 86_400_000 : atMs;
}

/** A date, or a date and time; UTC unless it says otherwise. */
function parseIso(text: string): EpochMs | undefined {
	const [match, date, time = '00:00', zone = 'Z'] =
		/^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?))?(Z|[+-]\d{2}:?\d{2})?$/i.exec(text) ?? [];
	if (match === undefined) return undefined;
	const atMs = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
	return Number.isNaN(atMs) ? undefined : atMs;
}

function notUnderstood(text: string): UsageError {
	return new UsageError(`"${text}" is no place to start from.`, {nextSteps: [`Did you mean ${nearestForm(text)}?`]});
}

/** What was probably meant, in a form that is understood. */
function nearestForm(text: string): string {
	const lower = text.toLowerCase();
	const number = /\d+/.exec(lower)?.[0];
	if (lower.includes('yesterday')) return '-1d';
	if (lower.includes('hour') && number === undefined) return '-1h';
	const clock = /^(\d{1,2})[.h](\d{2})$/.exec(lower) ?? /^(\d{1,2}):(\d{1,2})/.exec(lower);
	if (clock) return `${String(Math.min(Number(clock[1]), 23)).padStart(2, '0')}:${String(Math.min(Number(clock[2]), 59)).padStart(2, '0')}`;
	if (/^\d{4}[-/.]/.test(lower)) return '2026-11-25T14:30Z';
	const unit = /\d\s*-?\s*(d|h|m|s)/.exec(lower)?.[1];
	if (number !== undefined) return `-${number}${unit ?? 'm'}`;
	return closestMatch(lower, ['latest', 'oldest'], {maxDistance: 4}) ?? 'latest, oldest, -15m, 14:30 or a time like 2026-11-25T14:30Z';
}
