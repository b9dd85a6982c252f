import {isAborted} from '../aws/errors.ts';
import type {Session} from '../aws/session.ts';
import type {IteratorPosition, SubscriptionEvent} from '../aws/stream.ts';
import {sleep} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import type {ShardReading} from './read-shard.ts';

/** AWS refuses a second subscription to a shard within five seconds of the first. */
const againAfterMs = 5000;

/** Failures that pass by themselves, or by logging in again. */
const passing = new Set(['throttled', 'unreachable', 'aws-failed', 'login-expired', 'stream-busy', 'failed']);

/** How a subscription ended: the shard has no more, its five minutes are over, or it failed. */
type Ending = {readonly type: 'shard-ended'; readonly childShardIds: readonly string[]} | {readonly type: 'over'} | SluiceError;

/**
Reads one shard by fan-out until its end. A subscription lives five minutes; the next goes on after the last sequence number, so nothing is missing and
nothing comes twice.

@returns The children that the last event named.
@throws What does not pass: denied, consumer-not-found, stream-not-found, aborted.
@see [SubscribeToShard](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html)
*/
export async function readSubscribed(session: Session, reading: ShardReading & {readonly consumerArn: string}): Promise<readonly string[]> {
	const {clock, shardId, signal, tell} = reading;
	const place: Place = {position: reading.position};
	let failedSinceMs: number | undefined;
	const onAnswer = async (): Promise<void> => {
		if (failedSinceMs === undefined) return;
		await tell({type: 'resumed', shardId, gapMs: clock.nowMs() - failedSinceMs});
		failedSinceMs = undefined;
	};
	while (true) {
		const askedAtMs = clock.nowMs();
		const ending = await readOnce(session, reading, {place, askedAtMs, onAnswer});
		if (!(ending instanceof SluiceError)) {
			if (ending.type === 'shard-ended') return ending.childShardIds;
			// Over before its time, as local endpoints do it: not before AWS would let us.
			const waitMs = askedAtMs + againAfterMs - clock.nowMs();
			if (waitMs > 0) await sleep(clock, waitMs, {signal});
			continue;
		}
		if (signal.aborted || !passing.has(ending.code)) throw ending;
		failedSinceMs ??= askedAtMs;
		await tell({type: 'backed-off', shardId, error: ending, retryAtMs: clock.nowMs() + againAfterMs});
		await sleep(clock, againAfterMs, {signal});
	}
}

type Place = {position: IteratorPosition};

async function readOnce(
	session: Session,
	{clock, consumerArn, shardId, signal, stream, tell}: ShardReading & {readonly consumerArn: string},
	options: {place: Place; askedAtMs: number; onAnswer: () => Promise<void>},
): Promise<Ending> {
	const {askedAtMs, onAnswer, place} = options;
	try {
		const events = await session.streams.subscribe({consumerArn, shardId, stream, position: place.position, signal});
		await onAnswer();
		// What arrives from now on must not be missed by a second subscription.
		if (place.position.type === 'latest') place.position = {type: 'time', atMs: askedAtMs};
		for await (const event of events) {
			await tell({type: 'records', shardId, records: event.records, millisBehindLatest: event.millisBehindLatest, atMs: clock.nowMs()});
			moveTo(place, event);
			if (event.continueAfter === undefined && event.childShardIds.length > 0)
				return {type: 'shard-ended', childShardIds: event.childShardIds};
			signal.throwIfAborted();
		}
		return {type: 'over'};
	} catch (error) {
		return asFailure(error, signal);
	}
}

function moveTo(place: Place, {continueAfter, records}: SubscriptionEvent): void {
	const sequenceNumber = continueAfter ?? records.at(-1)?.sequenceNumber;
	if (sequenceNumber !== undefined) place.position = {type: 'after-sequence-number', sequenceNumber};
}

/** A subscription that breaks in the middle is no failure of a call, so it comes as the SDK threw it. */
function asFailure(error: unknown, signal: AbortSignal): SluiceError {
	if (error instanceof SluiceError) return error;
	if (signal.aborted || isAborted(error)) return new SluiceError('Stopped reading.', {code: 'aborted', cause: error});
	return new SluiceError(`The subscription broke: ${error instanceof Error ? error.name : 'no reason given'}.`, {
		code: 'unreachable',
		cause: error,
	});
}
