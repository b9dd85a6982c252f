import {isAborted} from '../aws/errors.ts';
import type {Session} from '../aws/session.ts';
import type {IteratorPosition, RecordsPage} from '../aws/stream.ts';
import {sleep, type Clock, type EpochMs} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {commandLine} from './command-line.ts';
import type {TailEvent} from './tail-event.ts';

/** A shard allows five reads a second to all its readers together: one usually, two when behind are at most 40 % of that. */
const pace = {usualMs: 1000, behindMs: 500};

/** After one failure, and after more than one. */
const backOffMs = [2000, 4000] as const;

/** As much as a shard can take in a second. A larger answer would use up the bytes of its other readers. */
const recordsPerRead = 1000;

/** What AWS hands out at most. */
const recordsPerReadMax = 10_000;

/** Failures that pass by themselves, or by logging in again. */
const passing = new Set(['throttled', 'unreachable', 'aws-failed', 'login-expired']);

export type ShardReading = {
	readonly clock: Clock;
	readonly stream: string;
	readonly shardId: string;
	readonly position: IteratorPosition;
	readonly signal: AbortSignal;
	/** Whether the reads of the shard are shared with its consumers, as on AWS. Otherwise it is read as fast as it goes while behind, until a throttle. */
	readonly isShared?: boolean;
	/** Part of the first wait that is waited, above 0 to 1: so shards that begin together are not read together. Default: 1. */
	readonly phase?: number;
	/** Awaited before each read. */
	readonly untilWanted?: () => Promise<void>;
	/** Waits while the consumer is behind. */
	readonly tell: (event: TailEvent) => Promise<void>;
};

/**
Reads one shard until its end, and goes on where it stopped after a failure that passes and after its iterator expired.

@returns The children that the last answer named.
@throws What does not pass: denied, stream-not-found, stream-replaced, aborted.
*/
export async function readShard(session: Session, reading: ShardReading): Promise<readonly string[]> {
	const {clock, shardId, signal, tell} = reading;
	// A local server may have limits, too: once it says so, it is read as AWS is.
	let isShared = reading.isShared ?? true;
	const place = createPlace(session, reading);
	let failedSinceMs: EpochMs | undefined;
	let failureCount = 0;
	let phase = reading.phase ?? 1;
	while (true) {
		await reading.untilWanted?.();
		const askedAtMs = clock.nowMs();
		const answer = await attempt(() => place.read(isShared ? recordsPerRead : recordsPerReadMax));
		if (answer instanceof SluiceError) {
			if (answer.code === 'iterator-expired' && place.renew()) continue;
			if (place.isRenewing() && answer.call?.action === 'GetShardIterator' && answer.call.awsCode === 'InvalidArgumentException')
				throw replaced(reading.stream, answer);
			if (!passing.has(answer.code)) throw answer;
			isShared ||= answer.code === 'throttled';
			failedSinceMs ??= askedAtMs;
			const waitMs = backOffMs[Math.min(failureCount++, backOffMs.length - 1)] ?? 0;
			await tell({type: 'backed-off', shardId, error: answer, retryAtMs: clock.nowMs() + waitMs});
			await sleep(clock, waitMs, {signal});
			continue;
		}
		if (failedSinceMs !== undefined) await tell({type: 'resumed', shardId, gapMs: clock.nowMs() - failedSinceMs});
		failedSinceMs = undefined;
		failureCount = 0;
		const {childShardIds, millisBehindLatest, nextIterator, records} = answer;
		await tell({type: 'records', shardId, records, millisBehindLatest, atMs: clock.nowMs()});
		if (nextIterator === undefined) return childShardIds;
		const waitMs = askedAtMs + phase * (millisBehindLatest > 0 ? (isShared ? pace.behindMs : 0) : pace.usualMs) - clock.nowMs();
		phase = 1;
		if (waitMs > 0) await sleep(clock, waitMs, {signal});
	}
}

/** Where in the shard the next read begins. An iterator lives five minutes; the last sequence number lives as long as its record. */
function createPlace(session: Session, {clock, position, shardId, signal, stream}: ShardReading) {
	let iterator: string | undefined;
	let resumeAt = position;
	let isNew = false;
	return {
		async read(count: number): Promise<RecordsPage> {
			const askedAtMs = clock.nowMs();
			iterator ??= await session.streams.iterator({name: stream, shardId, position: resumeAt, signal});
			const page = await session.streams.records(iterator, {count, signal});
			iterator = page.nextIterator;
			isNew = false;
			const last = page.records.at(-1);
			if (last) resumeAt = {type: 'after-sequence-number', sequenceNumber: last.sequenceNumber};
			// Nothing has come yet: what arrives from now on is what a new iterator must not skip.
			else if (position.type === 'latest' && resumeAt.type !== 'after-sequence-number') resumeAt = {type: 'time', atMs: askedAtMs};
			return page;
		},
		/** The place is known, and an iterator for it was not got yet. */
		isRenewing: () => isNew,
		/** False when the iterator was new already. */
		renew(): boolean {
			if (isNew) return false;
			iterator = undefined;
			isNew = true;
			return true;
		},
	};
}

/** The number of a record that was read means nothing any more. */
function replaced(stream: string, cause: SluiceError): SluiceError {
	return new SluiceError(`${stream} is another stream than before: it was deleted and created again.`, {
		code: 'stream-replaced',
		nextSteps: [`Read the new one: ${commandLine('tail', stream)}`],
		call: cause.call,
		cause,
	});
}

async function attempt<Value>(work: () => Promise<Value>): Promise<Value | SluiceError> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof SluiceError && !isAborted(error)) return error;
		throw error;
	}
}
