import {isAborted} from '../aws/errors.ts';
import type {Message, QueueAttributes} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {sleep, type Clock, type EpochMs} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {createChannel, type Channel} from './channel.ts';
import {createGrace} from './pace.ts';

/** AWS's limit of messages in flight, less some for the queue's own consumers. */
export const sweptMax = 119_000;

/** AWS's longest visibility timeout, less some for the time until the last is given back. */
const visibilitySecondsMax = 42_000;

export type SweepOptions = {
	readonly clock: Clock;
	readonly queue: QueueAttributes;
	/** Called once for each message, in no order. One that throws does not match. */
	readonly matches: (message: Message) => boolean;
	/** How long everything stays hidden, so that nothing is seen twice. */
	readonly visibilityTimeoutSeconds: number;
	/** Receives under way at once. Default: 8; of a FIFO queue 1, which keeps the order of its groups. */
	readonly parallelMax?: number;
	/** Ends when so many match. Default: no end. */
	readonly matchesMax?: number;
	/** Ends when so many were looked at. Default: 119,000. */
	readonly countMax?: number;
};

/** What one receive brought. */
export type Swept = {readonly messages: readonly Message[]; readonly matches: readonly Message[]};

const parallelMaxDefault = 8;
/** Answers in a row that bring nothing new, after which a queue counts as dry; no fewer than one of each receiver. */
const fruitlessMax = 3;
const giveBackParallel = 8;
/** Whoever left does not wait longer for messages to be given back. */
const giveBackMsMax = 30_000;

/** What was given back, what was not, and when the last of that comes back by itself. */
export type GivenBack = {readonly returnedCount: number; readonly leftCount: number; readonly backAtMs: EpochMs};

/**
Looks through a whole queue: receives all of it, each message once, and gives it back at the end.

Each receive counts, for good: a message already received `maxReceiveCount` times goes to the dead-letter queue instead of being seen. Of a FIFO queue, held
groups stand still, and no more than the first of each group can be seen.
*/
export class Sweep {
	readonly #session: Session;
	readonly #options: SweepOptions;
	readonly #parallelMax: number;
	readonly #visibilityTimeoutSeconds: number;
	readonly #stopping = new AbortController();
	readonly #stop: AbortSignal;
	/** Receipt handles of what is held, by id. */
	readonly #held = new Map<string, string>();
	readonly #seen = new Set<string>();
	#matchedCount = 0;
	#fruitlessCount = 0;
	#underWayCount = 0;
	#lastReceiveMs: EpochMs;
	/** What a receive under way brings must be given back, too: it is waited for, but no longer than two seconds. */
	readonly #grace: ReturnType<typeof createGrace>;
	#isLimited = false;
	#problem: SluiceError | undefined;
	#matchErrorCount = 0;
	#matchError: string | undefined;

	constructor(session: Session, options: SweepOptions, {signal}: {signal?: AbortSignal} = {}) {
		this.#session = session;
		this.#options = options;
		this.#parallelMax = options.queue.isFifo ? 1 : (options.parallelMax ?? parallelMaxDefault);
		this.#visibilityTimeoutSeconds = Math.min(visibilitySecondsMax, options.visibilityTimeoutSeconds);
		this.#stop = signal ? AbortSignal.any([signal, this.#stopping.signal]) : this.#stopping.signal;
		this.#grace = createGrace(signal, {clock: options.clock});
		this.#lastReceiveMs = options.clock.nowMs();
	}

	/** Each receive's new messages. Ends when the queue is dry, at a limit, or when told to stop. Throws nothing: see `problem`. */
	async *batches(): AsyncGenerator<Swept> {
		const channel = createChannel<Swept>(this.#parallelMax);
		const receivers = Promise.all(Array.from({length: this.#parallelMax}, () => this.#receiveUntilDone(channel))).finally(() =>
			channel.close(),
		);
		try {
			yield* channel;
		} finally {
			this.#stopping.abort();
			channel.close();
			await receivers;
			this.#grace.end();
		}
	}

	/** These are not to be given back: they were deleted. */
	release(messageIds: Iterable<string>): void {
		for (const id of messageIds) this.#held.delete(id);
	}

	/** Gives back everything that is still held. */
	async giveBack(): Promise<GivenBack> {
		this.#stopping.abort();
		const {clock, queue} = this.#options;
		const heldCount = this.#held.size;
		const left = new Set(await giveBackAll(this.#session, {queue, clock, held: [...this.#held]}));
		for (const id of this.#held.keys()) if (!left.has(id)) this.#held.delete(id);
		return {
			returnedCount: heldCount - left.size,
			leftCount: left.size,
			backAtMs: this.#lastReceiveMs + this.#visibilityTimeoutSeconds * 1000,
		};
	}

	lookedCount(): number {
		return this.#seen.size;
	}

	matchedCount(): number {
		return this.#matchedCount;
	}

	/** How often `matches` threw; the first of its messages. */
	matchErrors(): {readonly count: number; readonly first?: string} {
		return {count: this.#matchErrorCount, ...(this.#matchError !== undefined && {first: this.#matchError})};
	}

	/** Whether it ended at a limit. */
	hitLimit(): boolean {
		return this.#isLimited;
	}

	/** What ended it early. */
	problem(): SluiceError | undefined {
		return this.#problem;
	}

	#isDone(): boolean {
		const isDry = this.#fruitlessCount >= Math.max(fruitlessMax, this.#parallelMax);
		return this.#stop.aborted || this.#isLimited || this.#problem !== undefined || isDry;
	}

	async #receiveUntilDone(channel: Channel<Swept>): Promise<void> {
		const {countMax = sweptMax} = this.#options;
		for (let throttledCount = 0; !this.#isDone();) {
			const count = Math.min(10, countMax - this.#seen.size - this.#underWayCount);
			// The others may bring what is still allowed; they look at the limit themselves.
			if (count <= 0) return;
			this.#underWayCount += count;
			try {
				const swept = this.#take(await this.#receive(count));
				throttledCount = 0;
				if (swept.messages.length > 0) await channel.push(swept);
			} catch (error) {
				if (isAborted(error)) return;
				const failure = error instanceof SluiceError ? error : new SluiceError(String(error), {code: 'failed', cause: error});
				if (failure.code === 'over-limit') this.#isLimited = true;
				else if (failure.code !== 'throttled') this.#problem ??= failure;
				else await this.#waitAfterThrottle(throttledCount++);
			} finally {
				this.#underWayCount -= count;
			}
		}
	}

	async #receive(count: number): Promise<readonly Message[]> {
		const {clock, queue} = this.#options;
		const messages = await this.#session.queues.receive(queue.url, {
			count,
			visibilityTimeoutSeconds: this.#visibilityTimeoutSeconds,
			waitSeconds: 1,
			signal: this.#grace.signal,
		});
		this.#lastReceiveMs = clock.nowMs();
		return messages;
	}

	async #waitAfterThrottle(count: number): Promise<void> {
		await sleep(this.#options.clock, Math.min(5000, 250 * 2 ** count), {signal: this.#stop}).catch(() => {
			// Told to stop; the loop sees that itself.
		});
	}

	#take(messages: readonly Message[]): Swept {
		const {countMax = sweptMax, matchesMax = Infinity} = this.#options;
		const fresh = messages.filter(({messageId}) => !this.#seen.has(messageId));
		for (const {messageId, receiptHandle} of messages) {
			this.#seen.add(messageId);
			this.#held.set(messageId, receiptHandle);
		}
		this.#fruitlessCount = fresh.length === 0 ? this.#fruitlessCount + 1 : 0;
		// What matches beyond the wanted number is only held, and given back.
		const matches = fresh.filter(message => this.#isMatch(message)).slice(0, matchesMax - this.#matchedCount);
		this.#matchedCount += matches.length;
		if (this.#seen.size >= countMax || this.#matchedCount >= matchesMax) this.#isLimited = true;
		return {messages: fresh, matches};
	}

	#isMatch(message: Message): boolean {
		try {
			return this.#options.matches(message);
		} catch (error) {
			this.#matchErrorCount++;
			this.#matchError ??= error instanceof Error ? error.message : String(error);
			return false;
		}
	}
}

/** Answers the ids of those that could not be given back in time. A handle that AWS refuses is of a message that is not held any more. */
async function giveBackAll(
	session: Session,
	options: {queue: QueueAttributes; clock: Clock; held: ReadonlyArray<readonly [string, string]>},
): Promise<string[]> {
	const {clock, held, queue} = options;
	const tooLate = new AbortController();
	const cancel = clock.schedule(clock.nowMs() + giveBackMsMax, () => tooLate.abort());
	const left: string[] = [];
	let next = 0;
	const giveBack = async (): Promise<void> => {
		while (next < held.length) {
			const batch = held.slice(next, next + 10);
			next += batch.length;
			if (!(await giveBackBatch(batch))) left.push(...batch.map(([id]) => id));
		}
	};
	const giveBackBatch = async (batch: ReadonlyArray<readonly [string, string]>): Promise<boolean> => {
		const handles = batch.map(([, handle]) => handle);
		try {
			await session.queues.changeVisibility(queue.url, handles, {timeoutSeconds: 0, signal: tooLate.signal});
			return true;
		} catch {
			// Not given back: told by id, and they come back by themselves.
			return false;
		}
	};
	await Promise.all(Array.from({length: giveBackParallel}, giveBack));
	cancel();
	return left;
}
