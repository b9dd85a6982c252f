import type {Session} from '../aws/session.ts';
import type {IteratorPosition, Shard} from '../aws/stream.ts';
import type {Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {createChannel, type Channel} from './channel.ts';
import {readShard} from './read-shard.ts';
import {readSubscribed} from './read-subscribed.ts';
import type {TailEvent} from './tail-event.ts';

export type TailOptions = {
	readonly clock: Clock;
	/** The stream's name. */
	readonly stream: string;
	/** A sequence number starts at its own shard only. */
	readonly from: IteratorPosition;
	/** Default: all. Their children are followed in any case. */
	readonly shardIds?: readonly string[];
	/** Whether reads are shared with the stream's consumers, so that they are paced. Default: yes. */
	readonly isShared?: boolean;
	/** Awaited before each read by GetRecords: reading rests until it resolves, and goes on where it stopped. */
	readonly untilWanted?: () => Promise<void>;
	/** Reads by fan-out, as this registered consumer. Default: by GetRecords. */
	readonly consumerArn?: string;
};

/** Answers held for a consumer that is behind, of all shards together; more are not read. */
const answersHeldMax = 64;

/** How many shards are tried for a sequence number: as many as may share its beginning. */
const shardsTriedMax = 16;

/** Generations of shards that are looked back upon. */
const lineageMax = 1000;

/**
Reads a stream as it grows: one reader a shard, in order per shard, children only after all their parents were read to the end. So each partition key
keeps its order across splits and merges.

Reads change nothing, but a shard's five reads a second are shared with its consumers: this takes one, two when behind, and backs off when throttled.
Ends when the signal is aborted, or when every shard has ended.

@throws What does not pass by itself: denied, stream-not-found, shard-not-found.
*/
export async function* tailStream(
	session: Session,
	options: TailOptions,
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<TailEvent> {
	const leaving = new AbortController();
	const stop = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal;
	const channel = createChannel<TailEvent>(answersHeldMax);
	const closeChannel = (): void => channel.close();
	stop.addEventListener('abort', closeChannel, {once: true});
	try {
		const tail = new Tail(session, {...options, signal: stop, channel});
		const shards = await session.streams.shards(options.stream, {signal: stop});
		const starts = await startingShards(session, {...options, shards, signal: stop});
		// Answers that come one after the other leave room for keys between them.
		for (const [index, shard] of starts.entries())
			tail.start(shard, {position: options.from, parentIds: [], phase: (index + 1) / starts.length});
		tail.closeWhenDone();
		yield* channel;
	} catch (error) {
		if (!signal?.aborted) throw error;
	} finally {
		leaving.abort();
		stop.removeEventListener('abort', closeChannel);
	}
}

type TailState = TailOptions & {readonly signal: AbortSignal; readonly channel: Channel<TailEvent>};

type ReaderStart = {readonly position: IteratorPosition; readonly parentIds: readonly string[]; readonly phase?: number};

/** The readers of a tail. */
class Tail {
	readonly #session: Session;
	readonly #state: TailState;
	readonly #reading = new Set<string>();
	readonly #started = new Set<string>();

	constructor(session: Session, state: TailState) {
		this.#session = session;
		this.#state = state;
	}

	start(shardId: string, options: ReaderStart): void {
		if (this.#started.has(shardId)) return;
		this.#started.add(shardId);
		this.#reading.add(shardId);
		this.#read(shardId, options).catch(async (error: unknown) => {
			const reason = await this.#reasonOf(error);
			this.#state.channel.close(reason);
		});
	}

	/** Of a stream that was deleted AWS says that its shards do not exist: what is said is that the stream does not. */
	async #reasonOf(error: unknown): Promise<Error> {
		const found = error instanceof Error ? error : new Error(String(error));
		if (!(error instanceof SluiceError && (error.code === 'shard-not-found' || error.code === 'consumer-not-found'))) return found;
		const {signal, stream} = this.#state;
		return this.#session.streams.summary(stream, {signal}).then(
			// Soon gone: its shards are not there any more.
			({status}) =>
				status === 'DELETING' ? new SluiceError(`${stream} is being deleted.`, {code: 'stream-not-found', cause: found}) : found,
			(reason: unknown) => (reason instanceof SluiceError && reason.code === 'stream-not-found' ? reason : found),
		);
	}

	closeWhenDone(): void {
		if (this.#reading.size === 0) this.#state.channel.close();
	}

	async #read(shardId: string, options: ReaderStart): Promise<void> {
		const {channel, clock, consumerArn, isShared = true, signal, stream, untilWanted} = this.#state;
		const tell = (event: TailEvent): Promise<void> => channel.push(event);
		await tell({type: 'shard-started', shardId, parentIds: options.parentIds});
		const reading = {clock, stream, shardId, position: options.position, isShared, signal, tell};
		const named = await (consumerArn === undefined
			? readShard(this.#session, {
					...reading,
					...(options.phase !== undefined && {phase: options.phase}),
					...(untilWanted && {untilWanted}),
				})
			: readSubscribed(this.#session, {...reading, consumerArn}));
		// Also asked where the answer names them: a merge's other parent is known only here.
		const shards = await this.#session.streams.shards(stream, {signal});
		const children = shards.filter(shard => named.includes(shard.id) || parentsOf(shard).includes(shardId));
		await tell({type: 'shard-ended', shardId, childShardIds: children.map(({id}) => id)});
		this.#reading.delete(shardId);
		for (const child of children) {
			const parentIds = parentsOf(child);
			// The end of the other parent will start it.
			if (parentIds.some(id => this.#isPending(id, shards))) continue;
			this.start(child.id, {position: childPosition(this.#state.from), parentIds});
		}
		this.closeWhenDone();
	}

	/** Whether a shard is being read, or will be because one that it descends from is. Lineages have no cycles; the bound is for answers that have. */
	#isPending(shardId: string, shards: readonly Shard[], depth = 0): boolean {
		if (this.#reading.has(shardId)) return true;
		const shard = this.#started.has(shardId) ? undefined : shards.find(({id}) => id === shardId);
		return shard !== undefined && depth < lineageMax && parentsOf(shard).some(id => this.#isPending(id, shards, depth + 1));
	}
}

/** A child begins at its own beginning, unless all before a time is passed over. */
function childPosition(from: IteratorPosition): IteratorPosition {
	return from.type === 'time' ? from : {type: 'oldest'};
}

function parentsOf({adjacentParentId, parentId}: Shard): string[] {
	return [parentId, adjacentParentId].filter(id => id !== undefined);
}

/** Where reading begins: open shards for the newest; for older places the eldest, so that parents come before their children. */
async function startingShards(
	session: Session,
	options: TailOptions & {shards: readonly Shard[]; signal: AbortSignal},
): Promise<readonly string[]> {
	const {from, shardIds, shards} = options;
	const chosen = shardIds ? shardIds.map(id => byId(shards, id)) : shards;
	if (from.type === 'at-sequence-number' || from.type === 'after-sequence-number') return [await shardOf(session, {...options, chosen})];
	if (shardIds) return chosen.filter(({id}) => !chosen.some(other => isDescendant(id, {of: other.id, shards}))).map(({id}) => id);
	if (from.type === 'latest') return shards.filter(({sequenceNumberEnd}) => sequenceNumberEnd === undefined).map(({id}) => id);
	const listed = new Set(shards.map(({id}) => id));
	return shards.filter(shard => !parentsOf(shard).some(id => listed.has(id))).map(({id}) => id);
}

function byId(shards: readonly Shard[], id: string): Shard {
	const found = shards.find(shard => shard.id === id);
	if (found) return found;
	throw new SluiceError(`There is no shard ${id} in this stream.`, {code: 'shard-not-found'});
}

function isDescendant(id: string, {of, shards}: {of: string; shards: readonly Shard[]}, depth = 0): boolean {
	const shard = shards.find(each => each.id === id);
	if (!shard || depth > lineageMax) return false;
	return parentsOf(shard).some(parent => parent === of || isDescendant(parent, {of, shards}, depth + 1));
}

/** The shard that a sequence number is of. Only AWS can tell for sure: it refuses an iterator at another shard's number. */
async function shardOf(session: Session, options: TailOptions & {chosen: readonly Shard[]; signal: AbortSignal}): Promise<string> {
	const {chosen, from, signal, stream} = options;
	const sequenceNumber = BigInt('sequenceNumber' in from ? from.sequenceNumber : 0);
	const candidates = chosen
		.filter(
			shard => BigInt(shard.sequenceNumberStart) <= sequenceNumber && BigInt(shard.sequenceNumberEnd ?? sequenceNumber) >= sequenceNumber,
		)
		.toSorted((a, b) => (BigInt(a.sequenceNumberStart) > BigInt(b.sequenceNumberStart) ? -1 : 1));
	for (const {id} of candidates.slice(0, shardsTriedMax)) {
		try {
			await session.streams.iterator({name: stream, shardId: id, position: from, signal});
			return id;
		} catch (error) {
			if (!(error instanceof SluiceError && error.code === 'refused')) throw error;
		}
	}
	throw new SluiceError(`No shard of ${stream} has this sequence number.`, {
		code: 'sequence-number-not-found',
		nextSteps: ['It may be older than the stream keeps its records; start from oldest.'],
	});
}
