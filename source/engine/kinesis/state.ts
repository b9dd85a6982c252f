import {createAccessPolicyReader} from '../../rules/access-policy.ts';
import {formatArn} from '../../shared/arn.ts';
import type {EpochMs} from '../../shared/clock.ts';
import type {StateEnvironment} from '../action.ts';
import {BillingCommitment} from './account-settings.ts';
import type {Channel} from './channel.ts';
import {limitExceeded, shardLimitExceeded, streamExists, streamNotActive, type StreamPlace} from './errors.ts';
import {IteratorTokens} from './shard-iterator.ts';
import {Stream, type RecordDistributionStrategy, type StreamMode, type StreamStatus} from './stream.ts';

/** AWS's default quota of shards per account in its largest regions. */
export const shardCountMax = 20_000;

/** On-demand streams of an account. */
export const onDemandStreamCountMax = 50;

/** Shards of a stream that is created on demand. */
const onDemandShardCount = 4;

/** Streams that may be CREATING at once. */
const creatingStreamCountMax = 5;

export type NewStream = {
	readonly name: string;
	readonly mode: StreamMode;
	/** Ignored for on-demand streams. */
	readonly shardCount: number;
	readonly maxRecordKib: number;
	readonly warmThroughputMibps: number | undefined;
	readonly distribution: RecordDistributionStrategy;
};

/** Kinesis in one account and region. */
export class KinesisState {
	readonly environment: StateEnvironment;
	readonly iterators: IteratorTokens;
	/** Resource policies by the ARN of their stream or consumer. */
	readonly policies = new Map<string, string>();
	/** Reads one of them, for engines that enforce them. */
	readonly readPolicy = createAccessPolicyReader();
	readonly billingCommitment = new BillingCommitment();
	/** By ARN. */
	readonly channels = new Map<string, Channel>();
	readonly #streams = new Map<string, Stream>();
	#serial = 0;

	constructor(environment: StateEnvironment) {
		this.environment = environment;
		this.iterators = new IteratorTokens(environment.random);
	}

	/** A stream as it is at this time. Undefined when there is none. */
	findStream(name: string, nowMs: EpochMs): Stream | undefined {
		this.#streams.get(name)?.settle(nowMs);
		return this.#streams.get(name);
	}

	/** All streams in order of their names. */
	streams(nowMs: EpochMs): readonly Stream[] {
		for (const stream of this.#streams.values()) stream.settle(nowMs);
		return [...this.#streams.values()].toSorted((left, right) => (left.name < right.name ? -1 : 1));
	}

	/** Open shards of the account. */
	openShardCount(nowMs: EpochMs): number {
		return this.streams(nowMs).reduce((count, stream) => count + stream.shardCountForLimit, 0);
	}

	onDemandStreamCount(nowMs: EpochMs): number {
		return this.streams(nowMs).filter(({mode}) => mode === 'ON_DEMAND').length;
	}

	createStream(options: NewStream, nowMs: EpochMs): Stream {
		const {accountId, region} = this.environment;
		if (this.findStream(options.name, nowMs)) throw streamExists(this.placeOf(options.name));
		const shardCount = options.mode === 'ON_DEMAND' ? onDemandShardCount : options.shardCount;
		this.requireShards(shardCount, nowMs);
		this.#requireFewStreams(options.mode, nowMs);
		const arn = formatArn({service: 'kinesis', region, accountId, resource: `stream/${options.name}`});
		const stream = new Stream({...options, serial: ++this.#serial, shardCount, arn, accountId, createdAtMs: nowMs});
		this.#streams.set(stream.name, stream);
		this.begin(stream, 'CREATING', nowMs, () => stream.openInitialShards());
		return stream;
	}

	/** Begins a stream's deletion; one under way goes on. */
	deleteStream(stream: Stream, nowMs: EpochMs): void {
		if (stream.status === 'DELETING') return;
		this.begin(stream, 'DELETING', nowMs, () => {
			stream.end();
			this.#streams.delete(stream.name);
			for (const arn of this.policies.keys()) {
				if (arn === stream.arn || arn.startsWith(`${stream.arn}/`)) this.policies.delete(arn);
			}
		});
	}

	/** Begins a change that makes an ACTIVE stream UPDATING. `finish` is told the time that it counts from. */
	update(stream: Stream, nowMs: EpochMs, finish: (atMs: EpochMs) => void): void {
		this.begin(stream, 'UPDATING', nowMs, finish);
	}

	begin(stream: Stream, status: StreamStatus, nowMs: EpochMs, finish: (atMs: EpochMs) => void): void {
		const {clock, options} = this.environment;
		stream.begin(status, nowMs + options.kinesisDelayMs, finish);
		// Looking at the stream finishes it too; the timer is for those who wait at a shard and do not look.
		if (options.kinesisDelayMs === 0) stream.settle(nowMs);
		else clock.schedule(nowMs + options.kinesisDelayMs, () => stream.settle(clock.nowMs()));
	}

	/** Throws unless the stream can be changed. */
	requireActive(stream: Stream): void {
		if (stream.status !== 'ACTIVE') throw streamNotActive(stream, stream.status);
	}

	/** Throws unless the stream has been created and is not being deleted. */
	requireUsable(stream: Stream): void {
		if (!stream.isUsable) throw streamNotActive(stream, stream.status);
	}

	/** Throws when so many more shards are too many for the account. */
	requireShards(additionalCount: number, nowMs: EpochMs): void {
		const currentCount = this.openShardCount(nowMs);
		if (currentCount + additionalCount <= shardCountMax) return;
		const {accountId, region} = this.environment;
		throw shardLimitExceeded({accountId, region, currentCount, limit: shardCountMax, additionalCount});
	}

	/** Ends all streams at once, as when the engine is emptied. */
	end(): void {
		for (const stream of this.#streams.values()) stream.end();
		this.#streams.clear();
		this.channels.clear();
	}

	placeOf(name: string): StreamPlace {
		return {name, accountId: this.environment.accountId};
	}

	/** Assumed: AWS's words for both limits are not recorded. That of creating is only kept with `enforceLimits`, because a local stack creates all its streams at once. */
	#requireFewStreams(mode: StreamMode, nowMs: EpochMs): void {
		const {accountId, options} = this.environment;
		const streams = this.streams(nowMs);
		if (mode === 'ON_DEMAND' && this.onDemandStreamCount(nowMs) >= onDemandStreamCountMax) {
			throw limitExceeded(`The account ${accountId} has the maximum of ${onDemandStreamCountMax} streams in ON_DEMAND mode.`);
		}
		if (options.enforceLimits && streams.filter(({status}) => status === 'CREATING').length >= creatingStreamCountMax) {
			throw limitExceeded(`The account ${accountId} has the maximum of ${creatingStreamCountMax} streams being created.`);
		}
	}
}
