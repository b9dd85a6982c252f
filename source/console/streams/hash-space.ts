import {formatShare} from '../../operations/shards.ts';
import {formatHashKeyHex, hashKeySpace, type HashKeyRange} from '../../rules/hash-key.ts';
import {blockChart} from '../components/block-chart.ts';
import type {Glyphs} from '../glyphs.ts';

/** A part of the hash space with a name in ASCII, such as an open shard. */
export type HashPart = HashKeyRange & {readonly label: string; /** Where the label has no room. */ readonly short?: string};

/** How much of the whole hash space a range is, 0 to 1. */
export function shareOfRange({end, start}: HashKeyRange): number {
	return Number(((end - start + 1n) * 1_000_000n) / hashKeySpace) / 1_000_000;
}

/** Where a hash key lies on a scale of so many cells: 0 to `width` − 1. */
export function cellOf(key: bigint, width: number): number {
	return Number((key * BigInt(width)) / hashKeySpace);
}

/** Parts in order, each as wide as its share, its label in the middle where it fits: `├──── 5 ────├──── 6 ──`. */
export function hashBar(parts: readonly HashPart[], width: number, glyphs: Glyphs): string {
	const cells = Array.from({length: width}, () => ' ');
	for (const {end, label, short = label, start} of parts) {
		const from = cellOf(start, width);
		const to = end + 1n >= hashKeySpace ? width : cellOf(end + 1n, width);
		for (let cell = from; cell < to; cell++) cells[cell] = cell === from ? glyphs.tee[0] : glyphs.rule;
		const room = to - from - 1;
		const fitting = label.length + 2 <= room ? label : short;
		const text = fitting.length + 2 <= room ? ` ${fitting} ` : fitting.length <= room ? fitting : '';
		const at = from + 1 + Math.floor((room - text.length) / 2);
		for (let index = 0; index < text.length; index++) cells[at + index] = text.charAt(index);
	}
	return cells.join('');
}

/** Whether so many parts have no room to be told apart: a mark, a rule and a number each. */
export function isCrowded(parts: readonly HashPart[], width: number): boolean {
	return parts.length * 4 > width;
}

/** The parts as a bar; where they are too many to be drawn, only the named one, at its place: `├───── 42 ──────`. Without one, how many there are. */
export function shardBar(
	parts: readonly HashPart[],
	{glyphs, named, width}: {width: number; glyphs: Glyphs; named?: string | undefined},
): string {
	if (!isCrowded(parts, width)) return hashBar(parts, width, glyphs);
	const part = parts.find(({label}) => label === named);
	const text = part ? ` ${part.label} ` : ` ${parts.length} shards `;
	const middle = part ? cellOf((part.start + part.end) / 2n, width) : Math.floor(width / 2);
	const at = Math.min(width - text.length, Math.max(1, middle - Math.floor(text.length / 2)));
	return `${glyphs.tee[0]}${glyphs.rule.repeat(at - 1)}${text}`.padEnd(width, glyphs.rule);
}

/** Load per cell as bars, so many rows high; a space where nothing was seen. */
export function loadBars(
	load: readonly number[],
	{glyphs, height, width}: {width: number; height: number; glyphs: Glyphs},
): readonly string[] {
	const values = loadCells(load, width);
	return height === 1
		? [loadBar(values, glyphs)]
		: blockChart(
				values.map(value => (value === 0 ? undefined : value)),
				{height, glyphs},
			);
}

function loadCells(load: readonly number[], width: number): readonly number[] {
	return Array.from({length: width}, (_, cell) => {
		const from = Math.floor((cell * load.length) / width);
		const to = Math.max(from + 1, Math.floor(((cell + 1) * load.length) / width));
		return load.slice(from, to).reduce((sum, count) => sum + count, 0);
	});
}

function loadBar(values: readonly number[], glyphs: Glyphs): string {
	const largest = Math.max(1, ...values);
	const bars = [...glyphs.bars];
	return values.map(value => (value === 0 ? ' ' : (bars[Math.ceil((value / largest) * bars.length) - 1] ?? ' '))).join('');
}

/** `0x4000…`: the beginning of a hash key, enough to tell shards apart. */
export function shortHash(key: bigint, ellipsis = '…'): string {
	return `0x${formatHashKeyHex(key).slice(0, 4)}${ellipsis}`;
}

/** `0x0000…–0x3fff…` */
export function shortRange({end, start}: HashKeyRange, glyphs: Glyphs): string {
	return `${shortHash(start, glyphs.ellipsis)}${glyphs.unknown}${shortHash(end, glyphs.ellipsis)}`;
}

/** Both parts that a split at this key makes. The upper one begins with it. */
export function partsOfSplit({end, start}: HashKeyRange, at: bigint): {readonly lower: HashKeyRange; readonly upper: HashKeyRange} {
	return {lower: {start, end: at - 1n}, upper: {start: at, end}};
}

/** `12.5 %`, of the whole hash space. */
export function shareText(range: HashKeyRange): string {
	return formatShare(shareOfRange(range));
}
