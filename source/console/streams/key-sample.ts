import {hashPartitionKeyHex, middleOfRange} from '../../rules/hash-key.ts';

/** Different keys remembered of one shard. */
export const keyCountMax = 2000;

/** Cells of the hash space that load is counted in: nine bits of 128. */
export const loadCellCount = 512;

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
	/** All that are remembered, in order of their hash keys. */
	readonly keys: readonly SampledKey[];
};

export type SampledKey = {readonly key: string; readonly count: number; /** 32 hexadecimal digits. */ readonly hash: string};

/** What one side of a split would get, as far as the sample tells. */
export type SampledPart = {
	/** Of the shard's records, 0 to 1. */
	readonly share: number;
	readonly keyCount: number;
	/** Its busiest that are among the busiest of the shard; else its own busiest. */
	readonly names: readonly string[];
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
		const sorted = counted.toSorted((a, b) => a.order - b.order);
		const halvesAt = halfOf(sorted);
		return {
			recordCount: this.#recordCount,
			keyCount: counted.length,
			isCut: this.#isCut,
			top,
			...(halvesAt !== undefined && {halvesAt}),
			// Copied: counts go on.
			keys: sorted.map(({count, hash, key}) => ({key, count, hash})),
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
function halfOf(sorted: readonly Counted[]): bigint | undefined {
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

/** What a split at this hash key would give each side; undefined without a record in the sample. */
export function partsAt({keys, top}: KeySampleView, at: bigint): {readonly lower: SampledPart; readonly upper: SampledPart} | undefined {
	const total = keys.reduce((sum, {count}) => sum + count, 0);
	if (total === 0) return undefined;
	const hash = at.toString(16).padStart(32, '0');
	const part = (side: readonly SampledKey[]): SampledPart => {
		const held = new Set(side.map(({key}) => key));
		const names = top.map(({key}) => key).filter(key => held.has(key));
		const busiestHere = side.reduce<SampledKey | undefined>((most, key) => (most && most.count >= key.count ? most : key), undefined);
		return {
			share: side.reduce((sum, {count}) => sum + count, 0) / total,
			keyCount: side.length,
			names: names.length > 0 || !busiestHere ? names : [busiestHere.key],
		};
	};
	return {lower: part(keys.filter(key => key.hash < hash)), upper: part(keys.filter(key => key.hash >= hash))};
}

function cellOfHex(hash: string): number {
	return Number.parseInt(hash.slice(0, 3), 16) >> 3;
}
