import {hashPartitionKeyHex, middleOfRange, type HashKeyRange} from '../../rules/hash-key.ts';

/** Different keys remembered of one shard. */
export const keyCountMax = 2000;

/** Cells of the hash space that load is counted in: nine bits of 128. */
export const loadCellCount = 512;

const loadCellShift = 119n;

export type TopKey = {readonly key: string; /** Of the records seen, 0 to 1. */ readonly share: number};

/** Where in a shard the records go: a sample by a tail. */
export type KeySampleView = {
	readonly recordCount: number;
	readonly keyCount: number;
	/** There were more keys than are remembered: rare ones are missing. */
	readonly isCut: boolean;
	/** The busiest, most first. */
	readonly top: readonly TopKey[];
	/** Hash key that halves what was seen: the upper half begins there. Absent when one key makes nearly all of it. */
	readonly halvesAt?: bigint;
};

type Counted = {
	readonly key: string;
	count: number;
	/** 32 hexadecimal digits. */
	readonly hash: string;
	/** The first 13 of them: enough to sort by, and a number sorts some ten times faster. */
	readonly order: number;
};

const topCount = 3;
/** A key that has more than this share on its side cannot be parted by a split. */
const unevennessMax = 0.4;

/** Counts the partition keys of one shard, the busiest ones surely, within a bound. */
export class KeySample {
	readonly #keys = new Map<string, Counted>();
	#recordCount = 0;
	#isCut = false;

	/** Answers which cell of the hash space the key lies in. */
	add(key: string): number {
		this.#recordCount++;
		const known = this.#keys.get(key);
		if (known) {
			known.count++;
			return cellOfHex(known.hash);
		}
		if (this.#keys.size >= keyCountMax) this.#forgetRare();
		const hash = hashPartitionKeyHex(key);
		this.#keys.set(key, {key, count: 1, hash, order: Number.parseInt(hash.slice(0, 13), 16)});
		return cellOfHex(hash);
	}

	view(): KeySampleView {
		const counted = [...this.#keys.values()];
		const top = busiest(counted).map(({count, key}) => ({key, share: count / this.#recordCount}));
		const halvesAt = halfOf(counted);
		return {
			recordCount: this.#recordCount,
			keyCount: counted.length,
			isCut: this.#isCut,
			top,
			...(halvesAt !== undefined && {halvesAt}),
		};
	}

	/** Takes one off each count and drops what is left with none (Misra and Gries): frequent keys stay. */
	#forgetRare(): void {
		this.#isCut = true;
		for (const counted of this.#keys.values()) {
			counted.count--;
			if (counted.count <= 0) this.#keys.delete(counted.key);
		}
		// All were seen more than once: any of them may go.
		if (this.#keys.size >= keyCountMax) for (const key of [...this.#keys.keys()].slice(0, keyCountMax / 2)) this.#keys.delete(key);
	}
}

function busiest(counted: readonly Counted[]): readonly Counted[] {
	const top: Counted[] = [];
	for (const candidate of counted) {
		if (top.length === topCount && candidate.count <= (top.at(-1)?.count ?? 0)) continue;
		const at = top.findIndex(({count}) => count < candidate.count);
		top.splice(at === -1 ? top.length : at, 0, candidate);
		top.length = Math.min(top.length, topCount);
	}
	return top;
}

/** The hash between two keys at which the counts on both sides are nearest to equal; in the middle of the gap. */
function halfOf(counted: readonly Counted[]): bigint | undefined {
	const sorted = counted.toSorted((a, b) => a.order - b.order);
	const total = sorted.reduce((sum, {count}) => sum + count, 0);
	let below = 0;
	let best: {index: number; unevenness: number} | undefined;
	for (const [index, {count}] of sorted.slice(0, -1).entries()) {
		below += count;
		const unevenness = Math.abs(below / total - 0.5);
		if (!best || unevenness < best.unevenness) best = {index, unevenness};
	}
	const [left, right] = best ? [sorted[best.index], sorted[best.index + 1]] : [];
	if (!best || !left || !right || best.unevenness > unevennessMax) return undefined;
	return middleOfRange({start: BigInt(`0x${left.hash}`) + 1n, end: BigInt(`0x${right.hash}`)});
}

function cellOfHex(hash: string): number {
	return Number.parseInt(hash.slice(0, 3), 16) >> 3;
}

/** Which cell of the hash space a hash key lies in. */
export function loadCell(hash: bigint): number {
	return Number(hash >> loadCellShift);
}

/** What part of the load within a range lies below a hash key, 0 to 1, to a cell; undefined when nothing was seen there. */
export function loadShareBelow(load: readonly number[], range: HashKeyRange, hashKey: bigint): number | undefined {
	const at = loadCell(hashKey);
	let below = 0;
	let all = 0;
	for (let cell = loadCell(range.start); cell <= loadCell(range.end); cell++) {
		const count = load[cell] ?? 0;
		all += count;
		if (cell < at) below += count;
		// Within the cell of the key: as if spread evenly.
		else if (cell === at) below += count * shareOfCell(hashKey);
	}
	return all === 0 ? undefined : below / all;
}

/** How far into its cell a hash key lies, 0 to 1. */
function shareOfCell(hashKey: bigint): number {
	const within = hashKey & ((1n << loadCellShift) - 1n);
	return Number(within >> (loadCellShift - 52n)) / 2 ** 52;
}
