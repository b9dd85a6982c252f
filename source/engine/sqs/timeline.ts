import type {EpochMs} from '../../shared/clock.ts';
import {Heap} from '../../shared/heap.ts';
import type {Message} from './message.ts';

/** A message sent earlier than those before it, with its place in the heap. */
type LateArrival = {readonly message: Message; index: number};

/**
The messages of a queue by the time they were sent, for retention.

Nearly all arrive in that order and go into a linked list: O(1). A dead-letter queue also gets messages sent earlier than its newest (redrive keeps the time of sending); those go into a heap: O(log n).
*/
export class Timeline {
	#oldest: Message | undefined = undefined;
	#newest: Message | undefined = undefined;
	readonly #late = new Map<Message, LateArrival>();
	readonly #lateInOrder = new Heap<LateArrival>({
		isBefore: (left, right) => left.message.sentAtMs < right.message.sentAtMs,
		setIndex(arrival, index) {
			arrival.index = index;
		},
	});

	add(message: Message): void {
		if (this.#newest && message.sentAtMs < this.#newest.sentAtMs) {
			const arrival = {message, index: -1};
			this.#late.set(message, arrival);
			this.#lateInOrder.push(arrival);
			return;
		}
		message.older = this.#newest;
		if (this.#newest) this.#newest.newer = message;
		else this.#oldest = message;
		this.#newest = message;
	}

	remove(message: Message): void {
		const arrival = this.#late.size > 0 ? this.#late.get(message) : undefined;
		if (arrival) {
			this.#late.delete(message);
			this.#lateInOrder.remove(arrival.index);
			return;
		}
		if (message.older) message.older.newer = message.newer;
		else this.#oldest = message.newer;
		if (message.newer) message.newer.older = message.older;
		else this.#newest = message.older;
		message.older = undefined;
		message.newer = undefined;
	}

	/** The message sent first of all. */
	oldest(): Message | undefined {
		const late = this.#lateInOrder.peek()?.message;
		if (late && this.#oldest && late.sentAtMs < this.#oldest.sentAtMs) return late;
		return this.#oldest ?? late;
	}

	/** The messages in order of arrival that were sent at or after the given time, newest first; late arrivals are left out. */
	*sentSince(atMs: EpochMs): IterableIterator<Message> {
		for (let message = this.#newest; message && message.sentAtMs >= atMs; message = message.older) yield message;
	}

	/** All messages: those that arrived in the order of sending from the oldest on, then late arrivals in no order. */
	*values(): IterableIterator<Message> {
		for (let message = this.#oldest; message; message = message.newer) yield message;
		yield* this.#late.keys();
	}
}
