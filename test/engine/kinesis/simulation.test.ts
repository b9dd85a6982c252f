import {expect, test} from 'vitest';
import {AwsError} from '../../../source/engine/action.ts';
import {middleOfRange} from '../../../source/rules/hash-key.ts';
import {createSeededRandom, type Random} from '../../../source/shared/random.ts';
import {base64, createCaller, type Answer, type KinesisCaller} from './call.ts';

const stream = 'orders';
const keyCount = 12;

/** A consumer as the KCL is one: reads each shard from its start to its end, a child only after all its parents. */
class LineageReader {
	readonly texts: string[] = [];
	readonly #caller: KinesisCaller;
	readonly #iterators = new Map<string, string>();
	readonly #done = new Set<string>();
	/** Shards whose parents are not all done. */
	readonly #waiting = new Map<string, readonly string[]>();

	constructor(caller: KinesisCaller) {
		this.#caller = caller;
		for (const shard of caller.call('ListShards', {StreamName: stream}).Shards) this.#begin(shard.ShardId);
	}

	/** Reads a few records of each shard. Returns whether there was anything. */
	read(random: Random): boolean {
		let hasRead = false;
		for (const [shardId, iterator] of this.#iterators) {
			const limit = 1 + Math.floor(random.number() * 7);
			const answer = this.#caller.call('GetRecords', {ShardIterator: iterator, Limit: limit});
			for (const record of answer.Records) this.texts.push(Buffer.from(record.Data, 'base64').toString());
			hasRead ||= answer.Records.length > 0;
			if (answer.NextShardIterator === undefined) {
				this.#finish(shardId, answer.ChildShards);
				hasRead = true;
			} else this.#iterators.set(shardId, answer.NextShardIterator);
		}
		return hasRead;
	}

	#begin(shardId: string): void {
		this.#iterators.set(shardId, this.#caller.iterator({stream, shardId}));
	}

	#finish(shardId: string, children: Answer): void {
		this.#iterators.delete(shardId);
		this.#done.add(shardId);
		for (const child of children) this.#waiting.set(child.ShardId, child.ParentShards);
		for (const [childId, parents] of this.#waiting) {
			if (!parents.every(parent => this.#done.has(parent))) continue;
			this.#waiting.delete(childId);
			this.#begin(childId);
		}
	}
}

function pick<Item>(items: readonly Item[], random: Random): Item {
	return items[Math.floor(random.number() * items.length)] as Item;
}

/** Splits, merges or scales at random. What AWS refuses (a stream that is UPDATING, say) is left at that. */
function reshard(caller: KinesisCaller, random: Random): void {
	const open: Answer[] = caller
		.call('ListShards', {StreamName: stream, ShardFilter: {Type: 'AT_LATEST'}})
		.Shards.toSorted((left: Answer, right: Answer) =>
			BigInt(left.HashKeyRange.StartingHashKey) < BigInt(right.HashKeyRange.StartingHashKey) ? -1 : 1,
		);
	const index = Math.floor(random.number() * open.length);
	const [shard, next] = [open[index], open[index + 1]];
	const {StartingHashKey: start, EndingHashKey: end} = shard.HashKeyRange;
	const kind = random.number();
	const [name, input] =
		kind < 0.4 && open.length < 12
			? [
					'SplitShard',
					{ShardToSplit: shard.ShardId, NewStartingHashKey: middleOfRange({start: BigInt(start), end: BigInt(end)}).toString()},
				]
			: kind < 0.8 && next
				? ['MergeShards', {ShardToMerge: shard.ShardId, AdjacentShardToMerge: next.ShardId}]
				: ['UpdateShardCount', {TargetShardCount: 1 + Math.floor(random.number() * 12), ScalingType: 'UNIFORM_SCALING'}];
	try {
		caller.call(name as string, {StreamName: stream, ...(input as object)});
	} catch (error) {
		if (!(error instanceof AwsError)) throw error;
	}
}

/** Runs one seed; returns what was put, by partition key, and what was read. */
function simulate(seed: number): {put: ReadonlyMap<string, readonly string[]>; reader: LineageReader} {
	const random = createSeededRandom(seed);
	const caller = createCaller({kinesisDelayMs: pick([0, 300], random)});
	caller.aStream({name: stream, shardCount: 1 + Math.floor(random.number() * 4)});
	const reader = new LineageReader(caller);
	const put = new Map<string, string[]>();
	let count = 0;
	for (let step = 0; step < 150; step++) {
		const kind = random.number();
		if (kind < 0.5) {
			const records = Array.from({length: 1 + Math.floor(random.number() * 20)}, () => {
				const key = `key-${Math.floor(random.number() * keyCount)}`;
				const text = `${key}#${count++}`;
				put.set(key, [...(put.get(key) ?? []), text]);
				return {PartitionKey: key, Data: base64(text)};
			});
			caller.call('PutRecords', {StreamName: stream, Records: records});
		} else if (kind < 0.6) reshard(caller, random);
		else if (kind < 0.8) caller.clock.advance(Math.floor(random.number() * 400));
		else reader.read(random);
	}
	caller.clock.advance(1000);
	while (reader.read(random));
	return {put, reader};
}

const seeds = Array.from({length: 60}, (_, index) => index + 1);

test.each(seeds)('each record is read once and in the order of its key, however shards split and merge (seed %i)', seed => {
	const {put, reader} = simulate(seed);

	const read = new Map<string, string[]>();
	for (const text of reader.texts) {
		const [key = ''] = text.split('#');
		read.set(key, [...(read.get(key) ?? []), text]);
	}
	expect(Object.fromEntries(read)).toEqual(Object.fromEntries(put));
});
