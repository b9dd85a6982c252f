import type {Session} from '../aws/session.ts';
import {readKplAggregate} from '../payload/kpl.ts';
import type {Clock, EpochMs} from '../shared/clock.ts';
import type {SluiceError} from '../shared/errors.ts';
import {formatCount, plural} from '../shared/units.ts';
import {createCatchUp} from './catch-up.ts';
import {createGrace, createPace} from './pace.ts';
import type {Plan} from './plan.ts';
import {recordBytes} from './put.ts';
import type {ReplayRecord, ReplayRequest} from './replay.ts';
import {batchLimits, replaySender, type ReplayItem, type ReplayTarget} from './replay-target.ts';
import {tailStream} from './tail.ts';

export type ReplayCounts = {
	readonly readCount: number;
	readonly matchedCount: number;
	readonly sentCount: number;
	readonly failedCount: number;
	/** Sent without an answer: they may have arrived. */
	readonly doubtfulCount: number;
	/** Arrival of the newest record that was read. */
	readonly readUpToMs?: EpochMs;
};

export type ReplayEvent =
	| ({readonly type: 'progress'} & ReplayCounts)
	| {readonly type: 'failed'; readonly sequenceNumber: string; readonly partitionKey: string; readonly reason: string}
	| ({readonly type: 'ended'; readonly isInterrupted: boolean; readonly error?: SluiceError; readonly summary: string} & ReplayCounts);

type Counts = {-readonly [Name in keyof ReplayCounts]: ReplayCounts[Name]};

/**
Replays: reads, sends, and says what became of each record. Changes real data unless it is a dry run. Throws nothing once begun: its last event tells.

Within a key, a record is sent only after the one before it was answered. Stopped in the middle, it finishes the batch that is under way.
*/
export async function* runReplay(
	session: Session,
	plan: Plan<ReplayRequest>,
	options: {clock: Clock; isDryRun?: boolean},
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<ReplayEvent> {
	const {clock, isDryRun = false} = options;
	const {request} = plan;
	const counts: Counts = {readCount: 0, matchedCount: 0, sentCount: 0, failedCount: 0, doubtfulCount: 0};
	const grace = createGrace(signal, {clock});
	const pace = createPace({clock, perSecond: isDryRun ? undefined : request.ratePerSecond});
	const send = replaySender(session, request.target, {clock, isBase64: request.isBase64});
	let error: SluiceError | undefined;
	try {
		for await (const records of pagesOf(session, request, {clock, counts, ...(signal && {signal})})) {
			counts.matchedCount += records.length;
			if (isDryRun) {
				yield {type: 'progress', ...counts};
				continue;
			}
			for (const batch of batchesOf(
				records.flatMap(record => itemsOf(record, request.target)),
				request.target,
			)) {
				await pace(batch.length, signal ? {signal} : {});
				if (signal?.aborted) break;
				const answer = await send(batch, {signal: grace.signal});
				for (const [index, fate] of answer.fates.entries()) {
					if (fate.status === 'sent') counts.sentCount++;
					else if (fate.status === 'doubtful') counts.doubtfulCount++;
					else counts.failedCount++;
					const item = batch[index];
					if (fate.status !== 'sent' && item)
						yield {type: 'failed', sequenceNumber: item.sequenceNumber, partitionKey: item.partitionKey, reason: fate.reason};
				}
				({error} = answer);
				yield {type: 'progress', ...counts};
				if (error) break;
			}
			if (error || signal?.aborted) break;
		}
	} catch (thrown) {
		if (!signal?.aborted) error = thrown as SluiceError;
	} finally {
		grace.end();
	}
	const isInterrupted = signal?.aborted ?? false;
	yield {
		type: 'ended',
		isInterrupted,
		...(error && {error}),
		...counts,
		summary: summaryOf(plan, counts, {isDryRun, isInterrupted, error}),
	};
}

/** Records to be sent, a page at a time, in order within each shard. */
async function* pagesOf(
	session: Session,
	{source, stream}: ReplayRequest,
	{clock, counts, signal}: {clock: Clock; counts: Counts; signal?: AbortSignal},
): AsyncGenerator<readonly ReplayRecord[]> {
	if (source.type === 'records') {
		counts.readCount += source.records.length;
		yield source.records;
		return;
	}
	const within = signal ? {signal} : {};
	const {filter, from, shardIds, untilMs} = source;
	const shards = await session.streams.shards(stream, within);
	const closedShardIds = new Set(shards.filter(shard => shard.sequenceNumberEnd !== undefined).map(({id}) => id));
	const isCaughtUp = createCatchUp({closedShardIds});
	for await (const event of tailStream(session, {clock, stream, from, ...(shardIds && {shardIds})}, within)) {
		const isRecords = event.type === 'records';
		if (isRecords) {
			const wanted = event.records.filter(({arrivedAtMs}) => arrivedAtMs <= untilMs);
			counts.readCount += wanted.length;
			const last = wanted.at(-1);
			if (last) counts.readUpToMs = Math.max(counts.readUpToMs ?? 0, last.arrivedAtMs);
			const {shardId} = event;
			const matched = filter ? wanted.filter(record => filter.matches(record, shardId)) : wanted;
			if (wanted.length > 0) yield matched.map(record => ({...record, shardId}));
		}
		// What comes later than asked for says as much as the end.
		const isPast = isRecords && event.records.some(({arrivedAtMs}) => arrivedAtMs > untilMs);
		if (isCaughtUp(isPast ? {...event, millisBehindLatest: 0} : event)) return;
	}
}

/** To another stream a record goes as it is; a message is one record of an aggregate. */
function itemsOf({data, partitionKey, sequenceNumber}: ReplayRecord, target: ReplayTarget): readonly ReplayItem[] {
	const aggregate = target.type === 'stream' ? undefined : readKplAggregate(data);
	if (aggregate && 'records' in aggregate)
		return aggregate.records.map((child, childIndex) => ({partitionKey: child.partitionKey, data: child.data, sequenceNumber, childIndex}));
	return [{partitionKey, data, sequenceNumber}];
}

/** In order; where order matters, with one item of each key in a batch. */
export function* batchesOf(items: readonly ReplayItem[], target: ReplayTarget): Generator<readonly ReplayItem[]> {
	const {bytesMax, countMax, keepsOrder} = batchLimits(target);
	let left = items;
	while (left.length > 0) {
		const batch: ReplayItem[] = [];
		const later: ReplayItem[] = [];
		const keys = new Set<string>();
		let bytes = 0;
		for (const item of left) {
			const size = recordBytes(item);
			const isFull = batch.length >= countMax || (batch.length > 0 && bytes + size > bytesMax);
			if (isFull || (keepsOrder && keys.has(item.partitionKey))) later.push(item);
			else {
				batch.push(item);
				bytes += size;
			}
			// Also of those that wait: nothing of the key may overtake them.
			keys.add(item.partitionKey);
		}
		yield batch;
		left = later;
	}
}

function summaryOf(
	{request: {stream, target}}: Plan<ReplayRequest>,
	counts: ReplayCounts,
	how: {isDryRun: boolean; isInterrupted: boolean; error: SluiceError | undefined},
): string {
	const {doubtfulCount, failedCount, matchedCount, readCount, sentCount} = counts;
	const stopped = how.error ? ` Stopped: ${how.error.message}` : how.isInterrupted ? ' Stopped before its end.' : '';
	if (how.isDryRun)
		return `Read ${plural(readCount, 'record')} of ${stream}; ${formatCount(matchedCount)} would go to ${target.type} ${target.name}.${stopped}`;
	const failed = failedCount === 0 ? '' : `; ${formatCount(failedCount)} could not be sent`;
	const doubtful = doubtfulCount === 0 ? '' : `; ${formatCount(doubtfulCount)} without an answer, which may have arrived`;
	return `Replayed ${plural(sentCount, 'record')} of ${stream} to ${target.type} ${target.name}${failed}${doubtful}.${stopped}`;
}
