import {hashPartitionKey, type HashKeyRange, middleOfRange} from '../../rules/hash-key.ts';

/** Different keys remembered of one shard. */
export const keyCountMax = 2000;

/** Cells of the hash space that load is counted in. */
export const loadCellCount = 512;

export type TopKey = {readonly key: string; readonly share: number; readonly hash: bigint};

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

type Counted = {count: number; readonly hash: bigint};

const topCount = 3;

/** Counts the partition keys of one shard, the busiest ones surely, within a bound. */
export class KeySample {
	readonly #keys = new Map<string, Counted>();
	#recordCount = 0;
	#isCut = false;

	/** Answers the key's hash. */
	add(key: string): bigint {
		this.#recordCount++;
		const known = this.#keys.get(key);
		if (known) {
			known.count++;
			return known.hash;
		}
		if (this.#keys.size >= keyCountMax) this.#forgetRare();
		const hash = hashPartitionKey(key);
		this.#keys.set(key, {count: 1, hash});
		return hash;
	}

	view(): KeySampleView {
		const counted = [...this.#keys];
		const top = counted
			.toSorted(([, a], [, b]) => b.count - a.count)
			.slice(0, topCount)
			.map(([key, {count, hash}]) => ({key, hash, share: count / this.#recordCount}));
		const halvesAt = halfOf(counted.map(([, each]) => each));
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
		for (const [key, counted] of this.#keys) {
			counted.count--;
			if (counted.count <= 0) this.#keys.delete(key);
		}
		// All were equally frequent but more than once: any of them may go.
		if (this.#keys.size >= keyCountMax) for (const key of [...this.#keys.keys()].slice(0, keyCountMax / 2)) this.#keys.delete(key);
	}
}

/** The hash between two keys at which the counts on both sides are nearest to equal; in the middle of the gap. */
function halfOf(counted: readonly Counted[]): bigint | undefined {
	const sorted = counted.toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
	const total = sorted.reduce((sum, {count}) => sum + count, 0);
	let below = 0;
	let best: {at: bigint; unevenness: number} | undefined;
	for (const [index, {count, hash}] of sorted.entries()) {
		below += count;
		const next = sorted[index + 1];
		if (!next) break;
		const unevenness = Math.abs(below / total - 0.5);
		if (!best || unevenness < best.unevenness) best = {at: middleOfRange({start: hash + 1n, end: next.hash}), unevenness};
	}
	return best && best.unevenness < 0.4 ? best.at : undefined;
}

/** Which cell of the hash space a hash key lies in. */
export function loadCell(hash: bigint): number {
	// Nine bits of 128: 512 cells.
	return Number(hash >> 119n);
}

/** What part of the load within a range lies below a hash key, 0 to 1, to a cell; undefined when nothing was seen there. */
export function loadShareBelow(load: readonly number[], range: HashKeyRange, hashKey: bigint): number | undefined {
	const from = loadCell(range.start);
	const to = loadCell(range.end);
	const at = loadCell(hashKey);
	let below = 0;
	let all = 0;
	for (let cell = from; cell <= to; cell++) {
		const count = load[cell] ?? 0;
		all += count;
		if (cell < at) below += count;
		// Within the cell of the key: as if spread evenly.
		else if (cell === at) below += count * (Number((hashKey & cellMask) >> 67n) / 2 ** 52);
	}
	return all === 0 ? undefined : below / all;
}

const cellMask = (1n << 119n) - 1n;
