import {commandLine} from '../../operations/command-line.ts';
import type {Plan} from '../../operations/plan.ts';
import {shortShardId} from '../../operations/shard-id.ts';
import {planSplit} from '../../operations/split.ts';
import {canSplitAt, formatHashKeyHex, middleOfRange, type HashKeyRange} from '../../rules/hash-key.ts';
import {openGate} from '../layers/gate.ts';
import {blank, line, span, type Line} from '../line.ts';
import {loadPlan} from '../sheet-plan.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import type {SheetLayer, State} from '../state.ts';
import type {SplitGateRequest} from './gates.ts';
import {parseSplitKey} from './hash-key-field.ts';
import {hashBar, partsOfSplit, shareText, shortHash} from './hash-space.ts';
import {partsAt} from './key-sample.ts';
import {laneOf, partLoad} from './shard-detail.ts';

/** Where to split one shard: in the middle, where its load halves, or at a key that is typed. Both parts are shown while choosing. */
export const splitSheet: SheetDefinition = {
	kind: 'split',
	crumb: 'split',
	submitHint: 'go on to confirm',
	pressHint: ['← →', 'move the key'],
	factsAt: 'bottom',
	press: moveKey,
	fields: sheet => [
		{
			type: 'choice',
			id: 'at',
			label: 'Split',
			options: [
				{value: 'middle', label: 'middle', hint: 'both parts as large'},
				...(sheet.subject['half'] ? [{value: 'load', label: 'load', hint: 'where the records that the tail saw halve'}] : []),
				{value: 'key', label: 'at a key', hint: 'type the hash key that the upper part begins with'},
			],
		},
		...(sheet.values['at'] === 'key' ? ([{type: 'text', id: 'key', label: 'Hash key', hint: 'decimal, or 0x…'}] as const) : []),
	],
	extra(sheet, state) {
		const at = splitKeyOf(sheet);
		return [blank, ...(typeof at === 'string' ? [line(span(` Hash key: ${at}`, 'slow'))] : partLines(sheet, state, at))];
	},
	command(sheet) {
		const at = splitKeyOf(sheet);
		const isMiddle = sheet.values['at'] === 'middle' || typeof at === 'string';
		return commandLine(
			'split',
			sheet.subject['stream'],
			shortShardId(sheet.subject['shard'] ?? ''),
			...(isMiddle ? [] : ['--at', String(at)]),
		);
	},
	problem(sheet) {
		const at = splitKeyOf(sheet);
		return typeof at === 'string' ? `Hash key: ${at}` : undefined;
	},
	load: sheet =>
		loadPlan(sheet, async (session, options) => {
			const {shardId, stream} = requestOf(sheet);
			// A key that is still being typed has no plan of its own: the middle's says what holds for each.
			const at = splitKeyOf(sheet);
			return withoutParts(
				await planSplit(session, {stream, shardId, at: typeof at === 'string' || sheet.values['at'] === 'middle' ? 'middle' : at}, options),
			);
		}),
	submit: (sheet, state) => openGate(state, 'split', requestOf(sheet)),
};

/** The parts are drawn above, and follow what is being typed. */
function withoutParts(plan: Plan): Plan {
	return {...plan, facts: plan.facts.filter(({label}) => label !== 'into')};
}

function rangeOfSheet(sheet: SheetLayer): HashKeyRange {
	return {start: BigInt(sheet.subject['start'] ?? 0), end: BigInt(sheet.subject['end'] ?? 0)};
}

/** The key that the upper part begins with, or what is wrong with the one that was typed. */
export function splitKeyOf(sheet: SheetLayer): bigint | string {
	const range = rangeOfSheet(sheet);
	const {at} = sheet.values;
	if (at === 'load' && sheet.subject['half']) return BigInt(sheet.subject['half']);
	return at === 'key' ? parseSplitKey(sheet.values['key'] ?? '', range) : parseSplitKey(String(middleOfRange(range)), range);
}

function requestOf(sheet: SheetLayer): SplitGateRequest {
	const at = splitKeyOf(sheet);
	const isMiddle = sheet.values['at'] === 'middle' || typeof at === 'string';
	return {stream: sheet.subject['stream'] ?? '', shardId: sheet.subject['shard'] ?? '', at: isMiddle ? 'middle' : at};
}

/** The shard's part of the hash space to scale, cut at the key, and how much each part gets. */
function partLines(sheet: SheetLayer, state: State, at: bigint): readonly Line[] {
	const range = rangeOfSheet(sheet);
	const {lower, upper} = partsOfSplit(range, at);
	const width = Math.max(20, state.size.columns - 4);
	const stretched = stretch([lower, upper], range);
	const bar = hashBar(
		stretched.map((part, index) => ({...part, label: shareText([lower, upper][index] ?? part)})),
		width,
		state.glyphs,
	);
	const lane = laneOf(state, sheet.subject['stream'] ?? '', sheet.subject['shard'] ?? '');
	const parts = lane && partsAt(lane.sample, at);
	return [
		line(' ', span(bar, 'accent'), span(state.glyphs.tee[1], 'accent')),
		partLine(state, {name: 'lower', range: lower, ...(parts && {load: partLoad(parts.lower, lane)})}),
		partLine(state, {name: 'upper', range: upper, ...(parts && {load: partLoad(parts.upper, lane)})}),
	];
}

/** A press moves the key by so much of the shard: a cell or so of the bar. */
const stepsOfShard = 64n;

/** `← →` from where the key is now; it stays inside the shard. */
function moveKey(sheet: SheetLayer, key: string): Readonly<Record<string, string>> | undefined {
	if (key !== 'left' && key !== 'right') return undefined;
	const range = rangeOfSheet(sheet);
	const known = splitKeyOf(sheet);
	const now = typeof known === 'string' ? middleOfRange(range) : known;
	const stride = (range.end - range.start + 1n) / stepsOfShard || 1n;
	const moved = key === 'left' ? now - stride : now + stride;
	const at = canSplitAt(range, moved) ? moved : now;
	return {...sheet.values, at: 'key', key: String(at)};
}

function partLine({glyphs}: State, {name, range, load}: {name: string; range: HashKeyRange; load?: string}): Line {
	const start =
		load === undefined ? `0x${formatHashKeyHex(range.start).slice(0, 16)}${glyphs.ellipsis}` : shortHash(range.start, glyphs.ellipsis);
	return line(span(` ${name}  `, 'dim'), `${shareText(range)}  `, span(start, 'dim'), load === undefined ? '' : `  ${load}`);
}

/** The parts of one shard as if it were the whole hash space, to draw them as wide as the screen. */
function stretch(parts: readonly HashKeyRange[], whole: HashKeyRange): readonly HashKeyRange[] {
	const size = whole.end - whole.start + 1n;
	return parts.map(({end, start}) => ({
		start: ((start - whole.start) << 128n) / size,
		end: ((end - whole.start + 1n) << 128n) / size - 1n,
	}));
}
