import type {Message} from './message.ts';

/**
Who may be received next. Two kinds: a standard queue's and a FIFO queue's.

The queue sets a message's status first and then tells the backlog.
*/
export type Backlog = {
	/** A message has entered the queue, visible or delayed. */
	add(message: Message): void;
	/** A delayed or in-flight message has become visible. */
	show(message: Message, options: {wasInFlight: boolean}): void;
	/** A visible message has gone in flight or been delayed. */
	hide(message: Message): void;
	/** A message leaves the queue; its status is still the old one. */
	remove(message: Message): void;
	/** Whether a receive would find a message. */
	hasNext(): boolean;
	/** Calls back with each message to be received next; the callback must hide or remove it, and says whether it wants more. */
	take(handOut: (message: Message) => boolean): void;
};
