import {shortShardId} from '../../operations/shard-id.ts';
import {cutMiddle, displayWidth, padToWidth, safeText} from '../../payload/safe-text.ts';
import {line, span, type Area, type Line} from '../line.ts';
import type {State} from '../state.ts';
import type {KeySampleView, SampledKey} from './key-sample.ts';
import {rateText} from './shard-rows.ts';
import type {LaneView, MeterView} from './tail-meter.ts';

/** Keys that are looked for in one shard: more than any screen has rows for them. */
const keyCountMax = 30;
/** Cells of the numbers and between the columns. */
const numbersWidth = 16;
const keyWidthMax = 32;
const barWidthMax = 40;
const rowsMax = 15;
/** Rarer keys tell nothing. */
const shareMin = 0.01;
const busiestOfSample = new WeakMap<KeySampleView, readonly SampledKey[]>();

type Look = {readonly title: string; readonly hasShard: boolean};

type TopKeyRow = {readonly key: string; readonly share: number; readonly perSecond: number; readonly shard: string};

/** The busiest keys of all shards, of what comes now: beside the rates, where a screen has room for them. */
export function tailKeyLines(state: State, meter: MeterView, area: Area): readonly Line[] {
	const lanes = meter.lanes.filter(lane => !lane.isEnded);
	const rows = lanes.flatMap(lane =>
		keysOf(lane, area.rows).map(row => ({...row, share: meter.recordsPerSecond === 0 ? 0 : row.perSecond / meter.recordsPerSecond})),
	);
	return meter.isRateKnown ? keyLines(state, rows, {...area, title: 'BUSIEST KEYS', hasShard: true}) : [];
}

/** The busiest keys of one shard, with their shares of it. */
export function shardKeyLines(state: State, lane: LaneView, area: Area): readonly Line[] {
	return keyLines(state, keysOf(lane, keyCountMax), {...area, title: `KEYS OF SHARD ${shortShardId(lane.shardId)}`, hasShard: false});
}

/** The busiest of a shard, with their shares of it. */
function keysOf({recordsPerSecond, sample, shardId}: LaneView, countMax: number): readonly TopKeyRow[] {
	return busiestKeys(sample)
		.slice(0, countMax)
		.map(({count, key}) => {
			const share = count / sample.recordCount;
			return {key, share, perSecond: share * recordsPerSecond, shard: shortShardId(shardId)};
		});
}

function keyLines(state: State, rows: readonly TopKeyRow[], {columns, hasShard, rows: rowCount, title}: Area & Look): readonly Line[] {
	const shown = rows
		.filter(({share}) => share >= shareMin)
		.toSorted((a, b) => b.perSecond - a.perSecond)
		.slice(0, Math.min(rowsMax, Math.max(0, rowCount - 1)));
	if (shown.length === 0) return [];
	const names = shown.map(({key}) => safeText(key));
	const shardWidth = hasShard ? 6 : 0;
	const keyWidth = Math.max(title.length + 1, Math.min(keyWidthMax, columns - numbersWidth - 12, Math.max(...names.map(displayWidth))));
	const barWidth = Math.min(barWidthMax, columns - keyWidth - shardWidth - numbersWidth);
	const largest = Math.max(...shown.map(({share}) => share));
	const half = state.glyphs.bars[3] ?? '';
	const shardCell = (text: string): string => (hasShard ? text.padStart(shardWidth) : '');
	return [
		line(span(` ${padToWidth(title, keyWidth)}${shardCell('SHARD')} SHARE    /S`, 'dim')),
		...shown.map(({perSecond, shard, share}, index) => {
			const name = names[index] ?? '';
			const fitted = displayWidth(name) > keyWidth ? cutMiddle(name, keyWidth) : name;
			const bar = half.repeat(Math.max(1, Math.round((share / largest) * barWidth)));
			const percent = `${Math.round(share * 100)} %`;
			return line(
				` ${padToWidth(fitted, keyWidth)}${shardCell(shard)} ${percent.padStart(5)} ${rateText(perSecond).padStart(5)}  `,
				span(bar, 'lane4'),
			);
		}),
	];
}

/** Most first. A sample is looked through once. */
function busiestKeys(sample: KeySampleView): readonly SampledKey[] {
	const known = busiestOfSample.get(sample);
	if (known) return known;
	const found = sample.keys.toSorted((a, b) => b.count - a.count).slice(0, keyCountMax);
	busiestOfSample.set(sample, found);
	return found;
}
