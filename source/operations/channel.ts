/** Many producers, one consumer. A producer that is ahead waits: at most `capacity` items are held. */
export type Channel<Item> = {
	/** Resolves when there is room again. */
	push(item: Item): Promise<void>;
	/** No more items; what is held is still handed out. With an error, the consumer gets that last. */
	close(error?: Error): void;
	[Symbol.asyncIterator](): AsyncGenerator<Item>;
};

export function createChannel<Item>(capacity: number): Channel<Item> {
	const held: Item[] = [];
	const waitingForRoom: Array<() => void> = [];
	let wakeConsumer: (() => void) | undefined;
	let end: {error?: Error} | undefined;

	const wake = (): void => {
		wakeConsumer?.();
		wakeConsumer = undefined;
	};

	return {
		async push(item) {
			if (end) return;
			held.push(item);
			wake();
			if (held.length >= capacity) await new Promise<void>(resolve => waitingForRoom.push(resolve));
		},
		close(error) {
			end ??= error ? {error} : {};
			for (const resume of waitingForRoom.splice(0)) resume();
			wake();
		},
		async *[Symbol.asyncIterator]() {
			while (true) {
				while (held.length > 0) {
					// There is one: the length was just read, and there is one consumer.
					yield held.shift() as Item;
					if (held.length < capacity) waitingForRoom.shift()?.();
				}
				if (end) {
					if (end.error) throw end.error;
					return;
				}
				await new Promise<void>(resolve => (wakeConsumer = resolve));
			}
		},
	};
}
