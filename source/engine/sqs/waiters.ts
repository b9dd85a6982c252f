import type {EpochMs} from '../../shared/clock.ts';
import {Heap} from '../../shared/heap.ts';
import {LinkedList} from '../../shared/linked-list.ts';
import type {AwsError} from '../action.ts';
import type {Queue} from './queue.ts';
import {inFlightMax, receiveMessages, type ReceiveRequest} from './receive.ts';
import type {ReceivedMessage} from './receive-attempts.ts';

/** A long poll. */
export type Waiting = {
	readonly request: ReceiveRequest;
	readonly untilMs: EpochMs;
	/** Called once, with messages or none or an error. Must read what it needs of the messages before it returns. */
	readonly finish: (outcome: readonly ReceivedMessage[] | AwsError) => void;
};

type Waiter = {
	readonly waiting: Waiting;
	/** Place in the heap of deadlines, −1 once finished. */
	index: number;
	previous: Waiter | undefined;
	next: Waiter | undefined;
};

/** The long polls of one queue: first come, first served. All of them together cost one timer, for the earliest moment at which one may end. */
export class Waiters {
	readonly #queue: Queue;
	readonly #inOrder = new LinkedList<Waiter>();
	readonly #byDeadline = new Heap<Waiter>({
		isBefore: (left, right) => left.waiting.untilMs < right.waiting.untilMs,
		setIndex(waiter, index) {
			waiter.index = index;
		},
	});
	/** A receive may move messages to a dead-letter queue, and that may come back here. */
	#isWaking = false;
	#timerAtMs: EpochMs | undefined = undefined;
	#cancelTimer: (() => void) | undefined = undefined;

	constructor(queue: Queue) {
		this.#queue = queue;
	}

	get size(): number {
		return this.#inOrder.size;
	}

	/** Waits for messages. The returned function gives up: the poll gets no answer and takes no message. */
	add(waiting: Waiting): () => void {
		const waiter: Waiter = {waiting, index: -1, previous: undefined, next: undefined};
		this.#inOrder.append(waiter);
		this.#byDeadline.push(waiter);
		this.#arm();
		return () => {
			if (waiter.index < 0) return;
			this.#drop(waiter);
			this.#arm();
		};
	}

	/** Hands out what has become visible. To be called after anything that may have made a message visible. */
	wake(nowMs: EpochMs): void {
		if (this.#inOrder.size === 0 || this.#isWaking) return;
		this.#isWaking = true;
		try {
			this.#serve(nowMs);
			this.#endOverdue(nowMs);
		} finally {
			this.#isWaking = false;
		}
		this.#arm();
	}

	#serve(nowMs: EpochMs): void {
		for (let waiter = this.#inOrder.first; waiter; waiter = this.#inOrder.first) {
			const received = receiveMessages(this.#queue, waiter.waiting.request, nowMs);
			if (received.length === 0) return;
			this.#drop(waiter);
			waiter.waiting.finish(received);
		}
	}

	#endOverdue(nowMs: EpochMs): void {
		for (let waiter = this.#byDeadline.peek(); waiter && waiter.waiting.untilMs <= nowMs; waiter = this.#byDeadline.peek()) {
			this.#drop(waiter);
			waiter.waiting.finish([]);
		}
	}

	/** Ends all long polls, as when the queue is deleted. */
	refuse(error: AwsError): void {
		for (let waiter = this.#inOrder.first; waiter; waiter = this.#inOrder.first) {
			this.#drop(waiter);
			waiter.waiting.finish(error);
		}
		this.#disarm();
	}

	#drop(waiter: Waiter): void {
		this.#inOrder.remove(waiter);
		this.#byDeadline.remove(waiter.index);
	}

	#arm(): void {
		const atMs = this.#nextMoment();
		if (atMs === this.#timerAtMs) return;
		this.#disarm();
		if (atMs === undefined) return;
		const {clock} = this.#queue.state.environment;
		this.#timerAtMs = atMs;
		this.#cancelTimer = clock.schedule(atMs, () => {
			this.#timerAtMs = undefined;
			this.#cancelTimer = undefined;
			this.wake(clock.nowMs());
		});
	}

	#disarm(): void {
		this.#cancelTimer?.();
		this.#cancelTimer = undefined;
		this.#timerAtMs = undefined;
	}

	#nextMoment(): EpochMs | undefined {
		const deadlineMs = this.#byDeadline.peek()?.waiting.untilMs;
		if (deadlineMs === undefined) return undefined;
		// A receive stops early when it has moved many messages to a dead-letter queue: go on at once.
		if (this.#queue.backlog.hasNext() && this.#queue.inFlightCount < inFlightMax) return this.#queue.state.environment.clock.nowMs();
		return Math.min(deadlineMs, this.#queue.hidden.peek()?.handling?.hiddenUntilMs ?? deadlineMs);
	}
}
