import {expect, test} from 'vitest';
import {createSeededRandom, type Random} from '../../../source/shared/random.ts';
import {createCaller, type Answer, type KinesisCaller} from './call.ts';
import {byKey, pick, putSome, reshard, stream} from './random-stream.ts';

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

/** Runs one seed; returns what was put and what was read. */
function simulate(seed: number): {put: readonly string[]; reader: LineageReader} {
	const random = createSeededRandom(seed);
	const caller = createCaller({kinesisDelayMs: pick([0, 300], random)});
	caller.aStream({name: stream, shardCount: 1 + Math.floor(random.number() * 4)});
	const reader = new LineageReader(caller);
	const put: string[] = [];
	for (let step = 0; step < 150; step++) {
		const kind = random.number();
		if (kind < 0.5) {
			put.push(...putSome(caller, random, put.length));
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

	expect(byKey(reader.texts)).toEqual(byKey(put));
});
