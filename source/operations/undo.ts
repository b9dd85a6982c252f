import type {Message, QueueRef} from '../aws/queue.ts';
import type {Clock, EpochMs} from '../shared/clock.ts';
import {messageBytes} from './message-size.ts';

/** How long what was deleted or moved can be sent again. */
export const undoKeptMs = 10 * 60_000;

/** A message that was deleted or moved here, as it was. */
export type Undoable = {
	readonly message: Message;
	/** Where it was. */
	readonly queue: QueueRef;
	readonly isFifo: boolean;
	readonly atMs: EpochMs;
	/** Where its copy went, when it was moved. */
	readonly movedTo?: string;
};

/** Copies of what was deleted or moved, in memory only, for ten minutes. */
export type UndoStore = {
	/** A message too large for the whole store is not kept. The oldest make room. */
	keep(entry: Omit<Undoable, 'atMs'>): void;
	/** Newest first. The array is a new one after each change. */
	entries(): readonly Undoable[];
	/** Forgets these: they were sent again. */
	forget(messageIds: readonly string[]): void;
	clear(): void;
};

export type UndoLimits = {
	/** Default: 1,000. */
	readonly countMax?: number;
	/** Bodies and attributes together. Default: 64 MiB. */
	readonly bytesMax?: number;
	/** Default: ten minutes. */
	readonly keptMs?: number;
};

/** @param options.onChange Called after each change of `entries()`, also when time has taken some. */
export function createUndoStore(options: UndoLimits & {clock: Clock; onChange?: () => void}): UndoStore {
	const {clock, countMax = 1000, bytesMax = 64 * 1024 * 1024, keptMs = undoKeptMs, onChange} = options;
	/** Oldest first. */
	let kept: readonly Undoable[] = [];
	let newestFirst: readonly Undoable[] = [];
	let bytes = 0;
	let cancel: (() => void) | undefined;

	function set(next: readonly Undoable[]): void {
		if (next.length === kept.length) return;
		kept = next;
		newestFirst = next.toReversed();
		bytes = next.reduce((sum, {message}) => sum + sizeOf(message), 0);
		cancel?.();
		cancel = undefined;
		const oldest = kept[0];
		if (oldest) cancel = clock.schedule(oldest.atMs + keptMs, prune);
		onChange?.();
	}

	function prune(): void {
		const nowMs = clock.nowMs();
		set(kept.filter(({atMs}) => atMs + keptMs > nowMs));
	}

	return {
		keep(entry) {
			const size = sizeOf(entry.message);
			if (size > bytesMax || countMax < 1) return;
			const next = [...kept];
			for (let room = bytesMax - bytes; next.length >= countMax || room < size;) {
				const oldest = next.shift();
				if (!oldest) break;
				room += sizeOf(oldest.message);
			}
			// Through the empty list, so that one in and one out is a change, too.
			kept = [];
			set([...next, {...entry, atMs: clock.nowMs()}]);
		},
		entries() {
			prune();
			return newestFirst;
		},
		forget(messageIds) {
			const ids = new Set(messageIds);
			set(kept.filter(({message}) => !ids.has(message.messageId)));
		},
		clear: () => set([]),
	};
}

function sizeOf({body, attributes}: Message): number {
	return messageBytes(body, attributes);
}
