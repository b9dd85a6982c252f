import type {Finding, Point, Rank} from '../../operations/findings/finding.ts';
import {historyMs} from '../../operations/findings/samples.ts';
import {cutMiddle, cutToWidth, displayWidth, padToWidth, safeText} from '../../payload/safe-text.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {formatTime} from '../../shared/units.ts';
import {passesFilter} from '../filters.ts';
import {sparkline} from '../glyphs.ts';
import {keyName} from '../key-names.ts';
import {span, type Line, type Look} from '../line.ts';
import {underCursor} from '../list.ts';
import {listOf, type State} from '../state.ts';
import {fixKey} from './fix-keys.ts';
import {openFindings} from './state.ts';

/** Cells of WHERE and of the bars, on a narrow screen; the rest is WHAT's. */
const whereWidth = {narrow: 17, wide: 34};
const barsWidth = 8;
/** RANK, SINCE and the bars, with their gaps and the cursor's. */
const fixedWidth = 9 + 6 + barsWidth + 2;

export const rankLooks: Readonly<Record<Rank, Look>> = {LOSS: 'loss', FAIL: 'fail', SLOW: 'slow', RISK: 'risk'};

/** The findings in the order shown, without those that are hidden or that the filter hides. */
export function visibleFindings(state: State): readonly Finding[] {
	const {filter} = listOf(state, {type: 'now'});
	const {order} = state.now;
	const findings = openFindings(state);
	const known = shownOf.get(order);
	if (known?.findings === findings && known.filter === filter && known.nowMs === (filter === '' ? known.nowMs : state.nowMs))
		return known.shown;
	const byId = new Map(findings.map(finding => [finding.id, finding]));
	const shown = order.flatMap(id => {
		const finding = byId.get(id);
		return finding && (filter === '' || passesFilter(filter, candidateOf(state, finding))) ? [finding] : [];
	});
	shownOf.set(order, {findings, filter, nowMs: state.nowMs, shown});
	return shown;
}

type Shown = {readonly findings: readonly Finding[]; readonly filter: string; readonly nowMs: EpochMs; readonly shown: readonly Finding[]};

/** Made once a judgement, however often a frame asks: there may be thousands. */
const shownOf = new WeakMap<readonly string[], Shown>();

export function candidateOf(state: State, finding: Finding) {
	return {
		text: `${finding.rank} ${finding.what} ${finding.where}`,
		fields: {name: finding.thing.name, type: finding.thing.kind, rank: finding.rank, rule: finding.rule},
		nowMs: state.nowMs,
	};
}

/** The finding under the cursor of the first screen. */
export function findingUnderCursor(state: State): Finding | undefined {
	const findings = visibleFindings(state);
	return underCursor(listOf(state, {type: 'now'}), findings, finding => finding.id);
}

type Widths = {readonly what: number; readonly where: number; readonly proof: number; readonly next: number};

/** From so many columns on, a row says by what it was seen and what to do next, too, as the strip does. */
const proofFrom = 180;
const proofWidths = {what: 44, where: 28, proof: 46};

function widthsOf(columns: number): Widths {
	if (columns >= proofFrom) {
		const {what, where, proof} = proofWidths;
		return {...proofWidths, next: columns - fixedWidth - what - where - proof - 4};
	}
	const where = columns >= 120 ? whereWidth.wide : whereWidth.narrow;
	return {where, what: Math.max(20, columns - fixedWidth - where), proof: 0, next: 0};
}

export function findingsHead(columns: number): Line {
	const {what, where, proof} = widthsOf(columns);
	const more = proof === 0 ? '' : `    ${padToWidth('SEEN BY', proof)} DO NEXT`;
	return [span(`   RANK  ${padToWidth('WHAT', what)} ${padToWidth('WHERE', where)} SINCE 10 MIN${more}`, 'dim')];
}

/** One finding in a row. Under the cursor the whole row is drawn as selected, with `>` before it. */
export function findingRow(state: State, finding: Finding, options: {columns: number; isCursor: boolean}): Line {
	const {columns, isCursor} = options;
	const {what, where, proof, next} = widthsOf(columns);
	const look = (one?: Look): Look | undefined => (isCursor ? 'selection' : one);
	const since = finding.sinceMs === undefined ? state.glyphs.unknown : sinceText(finding.sinceMs, state.nowMs);
	return [
		span(isCursor ? ' > ' : '   ', look()),
		span(`${finding.rank}  `, look(rankLooks[finding.rank])),
		span(`${fitted(finding.what, what, 'end')} `, look()),
		span(`${fitted(finding.where, where, 'middle')} `, look()),
		span(`${since.padStart(5)} `, look('dim')),
		span(bars(state, finding).padEnd(barsWidth), look('accent')),
		...(proof === 0
			? []
			: [
					span(`  ${fitted(proofText(finding), proof, 'end')} `, look('dim')),
					span(fitted(fixesText(state, finding), next, 'end'), look()),
				]),
	];
}

/** `CloudWatch NumberOfNotificationsFailed, 16:29Z` */
export function proofText({evidence: [proof]}: Finding): string {
	return proof === undefined ? '' : `${proof.source}${proof.atMs === undefined ? '' : `, ${formatTime(proof.atMs, 'minute')}`}`;
}

/** `R redrive them to orders · o save them to a file first` */
export function fixesText(state: State, {fixes}: Finding): string {
	const parts = fixes.flatMap(({action, text}) => {
		const key = fixKey(action, state.bindings);
		return key === undefined ? [] : [`${keyName(key, state.glyphs)} ${text}`];
	});
	return safeText(parts.join(` ${state.glyphs.old} `));
}

/** Time of day; for what is older than a day, its age. */
export function sinceText(sinceMs: EpochMs, nowMs: EpochMs): string {
	const days = Math.floor((nowMs - sinceMs) / 86_400_000);
	return days < 1 ? formatTime(sinceMs, 'minute').slice(0, 5) : `${days}d`;
}

function fitted(text: string, width: number, cut: 'middle' | 'end'): string {
	const safe = safeText(text);
	if (displayWidth(safe) <= width) return padToWidth(safe, width);
	return padToWidth(cut === 'middle' ? cutMiddle(safe, width) : cutToWidth(safe, width), width);
}

/** Ten minutes of the measure that proves it, newest right, on a scale of its own. */
export function bars(state: State, {measure}: Finding): string {
	if (!measure || measure.points.length === 0) return '';
	return sparkline(buckets(measure.points, state.queues.asOfMs ?? state.nowMs), barsWidth, state.glyphs);
}

function buckets(points: readonly Point[], nowMs: EpochMs): ReadonlyArray<number | undefined> {
	const values: Array<number | undefined> = Array.from({length: barsWidth}, () => undefined);
	for (const {atMs, value} of points) {
		const index = barsWidth - 1 - Math.floor((Math.max(0, nowMs - atMs) / historyMs) * barsWidth);
		if (index >= 0) values[index] = Math.max(values[index] ?? 0, value);
	}
	return values;
}
