import {absent, isErrorName, type Cause} from '../../operations/message-groups.ts';
import {cutToWidth, displayWidth, padToWidth, safeText} from '../../payload/safe-text.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {formatAgeByMinute, formatCount, plural} from '../../shared/units.ts';
import {line, span, type Line} from '../line.ts';

/** Still coming: one of them was sent this recently. */
const recentMs = 10 * 60_000;
const causesShownMax = 5;
/** What else a cause has in common is told up to so many. */
const wordsMax = 3;
const countWidth = 5;
const gapWidth = 3;

type CauseOptions = {
	readonly nowMs: EpochMs;
	/** When each message was sent, by its id. */
	readonly sentAtMs: ReadonlyMap<string, EpochMs>;
	readonly columns: number;
};

/** The likely causes, a line each, and what to expect of a redrive. Where room is short what they are is cut, never whether they still come. */
export function causeLines(causes: readonly Cause[], options: CauseOptions): readonly Line[] {
	if (causes.length === 0) return [];
	const shown = causes.slice(0, causesShownMax);
	const whens = shown.map(cause => whenText(cause, options));
	const whenWidth = Math.max(...whens.map(text => displayWidth(text)));
	const room = Math.max(16, options.columns - countWidth - 2 - gapWidth - whenWidth - 1);
	const whats = shown.map(cause => cutToWidth(wordsOf(cause), room));
	const whatWidth = Math.max(...whats.map(text => displayWidth(text)));
	const lines = shown.map((cause, index) =>
		line(
			span(formatCount(cause.messageIds.size).padStart(countWidth), 'bold'),
			`  ${padToWidth(whats[index] ?? '', whatWidth + gapWidth)}`,
			span(whens[index] ?? '', isRecent(cause, options.nowMs) ? 'slow' : 'dim'),
		),
	);
	const advice = adviceText(shown, options.nowMs);
	return [line(span(` Looks like ${plural(causes.length, 'cause')}:`, 'dim')), ...lines, ...(advice ? [line(` ${advice}`)] : [])];
}

/** `VALIDATION, .total is null` · `from refunds, no errorCode` */
function wordsOf({values}: Cause): string {
	return values
		.map((one, index) => ({...one, rank: rankOf(one, index)}))
		.toSorted((a, b) => a.rank - b.rank)
		.slice(0, wordsMax)
		.map(({field, value}) => wordOf(field, value))
		.join(', ');
}

/** What they have comes before what they have not, and a kind of value says least. */
function rankOf({field, value}: {readonly field: string; readonly value: string}, index: number): number {
	if (value === absent) return isErrorName(field) ? 2 : 4;
	if (index === 0) return 0;
	if (field === 'from' || field === 'group') return 1;
	return value.startsWith('a ') ? 5 : 3;
}

function wordOf(field: string, value: string): string {
	const name = safeText(field.replace(/^attr\./, ''));
	if (value === absent) return `no ${name}`;
	if (isErrorName(field)) return safeText(value);
	return field === 'from' || field === 'group' ? `${field} ${safeText(value)}` : `${name} is ${safeText(value)}`;
}

function isRecent({lastSentAtMs}: Cause, nowMs: EpochMs): boolean {
	return nowMs - lastSentAtMs < recentMs;
}

/** Nothing came for longer than it went on. */
function isOver({firstSentAtMs, lastSentAtMs}: Cause, nowMs: EpochMs): boolean {
	return nowMs - lastSentAtMs >= Math.max(recentMs, lastSentAtMs - firstSentAtMs);
}

function whenText(cause: Cause, {nowMs, sentAtMs}: CauseOptions): string {
	const since = formatAgeByMinute(nowMs - cause.firstSentAtMs);
	if (isRecent(cause, nowMs)) {
		const count = [...cause.messageIds].filter(id => nowMs - (sentAtMs.get(id) ?? 0) < recentMs).length;
		return `since ${since}, still coming: ${formatCount(count)} in 10 min`;
	}
	if (!isOver(cause, nowMs)) return `since ${since}, last ${formatAgeByMinute(nowMs - cause.lastSentAtMs)} ago`;
	const spanMs = cause.lastSentAtMs - cause.firstSentAtMs;
	return spanMs < 60_000 ? `${since} ago; over` : `all within ${formatAgeByMinute(spanMs)}, ${since} ago; over`;
}

/** What still comes will come back; undefined where nothing does. */
function adviceText(causes: readonly Cause[], nowMs: EpochMs): string | undefined {
	const coming = causes.filter(cause => isRecent(cause, nowMs));
	const over = causes.filter(cause => isOver(cause, nowMs));
	if (coming.length === 0) return undefined;
	if (over.length === 0) return 'They still come: what is redriven now is likely to come back.';
	const counts = [...coming, ...over].map(({messageIds}) => messageIds.size);
	// Two causes of four messages could not be told apart.
	if (new Set(counts).size < counts.length) return 'Redriving what is over is likely to work; what still comes will come back.';
	return `Redriving ${countsOf(over)} is likely to work; ${countsOf(coming)} will come back.`;
}

/** `the 4 and the 2` */
function countsOf(causes: readonly Cause[]): string {
	return causes.map(({messageIds}) => `the ${formatCount(messageIds.size)}`).join(' and ');
}
