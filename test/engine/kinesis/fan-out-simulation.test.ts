import {expect, test} from 'vitest';
import {AwsError} from '../../../source/engine/action.ts';
import {createSeededRandom, type Random} from '../../../source/shared/random.ts';
import {createCaller, type Answer, type KinesisCaller} from './call.ts';
import {byKey, pick, putSome, reshard, stream} from './random-stream.ts';

/** Where a consumer is in a shard. */
type Progress = {
	/** Undefined before the first event. */
	continuation: string | undefined;
	/** Undefined while it is not subscribed. */
	events: Answer;
	isWaiting: boolean;
};

/** A consumer as the KCL is one with enhanced fan-out: subscribes to each shard, goes on where it stopped, and begins a child after all its parents. */
class FanOutReader {
	readonly texts: string[] = [];
	readonly #caller: KinesisCaller;
	readonly #consumerArn: string;
	readonly #shards = new Map<string, Progress>();
	readonly #done = new Set<string>();
	/** Shards whose parents are not all done. */
	readonly #waiting = new Map<string, readonly string[]>();

	constructor(caller: KinesisCaller) {
		this.#caller = caller;
		const consumer = {StreamARN: caller.arnOf(stream), ConsumerName: 'fan-out'};
		this.#consumerArn = caller.call('RegisterStreamConsumer', consumer).Consumer.ConsumerARN;
		for (const {ShardId: shardId} of caller.call('ListShards', {StreamName: stream}).Shards) this.#begin(shardId);
	}

	/** Asks each subscription for its next event where it is not asked already, and subscribes anew where one has ended. */
	read(): void {
		for (const [shardId, progress] of this.#shards) {
			progress.events ??= this.#subscribe(shardId, progress);
			if (!progress.events || progress.isWaiting) continue;
			progress.isWaiting = true;
			void progress.events.next().then((result: Answer) => this.#take(shardId, progress, result));
		}
	}

	/** Leaves a shard in the middle, as a consumer does whose machine is lost. */
	drop(random: Random): void {
		const progress = pick([...this.#shards.values()], random);
		void progress.events?.return();
	}

	#begin(shardId: string): void {
		this.#shards.set(shardId, {continuation: undefined, events: undefined, isWaiting: false});
	}

	/** Undefined where it is too soon after the last time. */
	#subscribe(shardId: string, {continuation}: Progress): Answer {
		const StartingPosition =
			continuation === undefined ? {Type: 'TRIM_HORIZON'} : {Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: continuation};
		try {
			return this.#caller.call('SubscribeToShard', {ConsumerARN: this.#consumerArn, ShardId: shardId, StartingPosition});
		} catch (error) {
			if (error instanceof AwsError && error.code === 'ResourceInUseException') return undefined;
			throw error;
		}
	}

	#take(shardId: string, progress: Progress, {done, value}: Answer): void {
		progress.isWaiting = false;
		if (done) {
			progress.events = undefined;
			return;
		}
		const {Records: records, ContinuationSequenceNumber: continuation, ChildShards: children} = value.value;
		for (const record of records) this.texts.push(Buffer.from(record.Data, 'base64').toString());
		progress.continuation = continuation;
		if (continuation === undefined) this.#finish(shardId, children);
	}

	#finish(shardId: string, children: Answer): void {
		this.#shards.delete(shardId);
		this.#done.add(shardId);
		for (const child of children) this.#waiting.set(child.ShardId, child.ParentShards);
		for (const [childId, parents] of this.#waiting) {
			if (!parents.every(parent => this.#done.has(parent))) continue;
			this.#waiting.delete(childId);
			this.#begin(childId);
		}
	}
}

/** Lets promises that are ready go on. */
const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** Runs one seed; returns what was put and what was read. */
async function simulate(seed: number): Promise<{put: readonly string[]; reader: FanOutReader}> {
	const random = createSeededRandom(seed);
	const caller = createCaller({kinesisDelayMs: 0});
	caller.aStream({name: stream, shardCount: 1 + Math.floor(random.number() * 4)});
	const reader = new FanOutReader(caller);
	const put: string[] = [];
	for (let step = 0; step < 120; step++) {
		const kind = random.number();
		if (kind < 0.45) put.push(...putSome(caller, random, put.length));
		else if (kind < 0.55) reshard(caller, random);
		else if (kind < 0.6) reader.drop(random);
		// Some outlive the five minutes of a subscription.
		else if (kind < 0.8) caller.clock.advance(pick([1, 400, 5000, 61_000, 301_000], random));
		else reader.read();
		await settle();
	}
	// A shard takes an event for its end and, where it was left too lately, five seconds; the longest lineage has so many steps.
	for (let round = 0; round < 60; round++) {
		caller.clock.advance(5001);
		await settle();
		reader.read();
		await settle();
	}
	return {put, reader};
}

const seeds = Array.from({length: 25}, (_, index) => index + 1);

test.each(seeds)(
	'subscriptions bring each record once and in the order of its key, however shards split and consumers break (seed %i)',
	async seed => {
		const {put, reader} = await simulate(seed);

		expect(byKey(reader.texts)).toEqual(byKey(put));
	},
);
