/** How a heap compares its items and where it tells an item its place. */
export type HeapOptions<Item> = {
	/** Whether `left` must come out before `right`. */
	isBefore(left: Item, right: Item): boolean;
	/** Told whenever an item's place changes: keep it to remove the item later. Told −1 when the item leaves. */
	setIndex(item: Item, index: number): void;
};

/**
A binary heap whose items know their place, so that any of them can be removed, not only the first.

`push`, `pop`, `remove` and `update` are O(log n); pushing what comes last is O(1).
*/
export class Heap<Item> {
	readonly #items: Item[] = [];
	readonly #options: HeapOptions<Item>;

	constructor(options: HeapOptions<Item>) {
		this.#options = options;
	}

	get size(): number {
		return this.#items.length;
	}

	/** The first item, left in place. */
	peek(): Item | undefined {
		return this.#items[0];
	}

	push(item: Item): void {
		this.#items.push(item);
		this.#siftUp(item, this.#items.length - 1);
	}

	/** Takes the first item out. */
	pop(): Item | undefined {
		const first = this.#items[0];
		if (first !== undefined) this.remove(0);
		return first;
	}

	/** Takes out the item at this place. */
	remove(index: number): void {
		const items = this.#items;
		const removed = items[index];
		const last = items.pop();
		if (removed === undefined || last === undefined) throw new RangeError(`No item at ${index}`);
		this.#options.setIndex(removed, -1);
		if (removed === last) return;
		this.#settle(last, index);
	}

	/** Finds the right place for an item whose order has changed. */
	update(index: number): void {
		const item = this.#items[index];
		if (item === undefined) throw new RangeError(`No item at ${index}`);
		this.#settle(item, index);
	}

	/** All items, in no useful order. */
	values(): IterableIterator<Item> {
		return this.#items.values();
	}

	#settle(item: Item, index: number): void {
		if (index > 0 && this.#options.isBefore(item, this.#at((index - 1) >> 1))) this.#siftUp(item, index);
		else this.#siftDown(item, index);
	}

	#siftUp(item: Item, from: number): void {
		const {isBefore, setIndex} = this.#options;
		let index = from;
		while (index > 0) {
			const parentIndex = (index - 1) >> 1;
			const parent = this.#at(parentIndex);
			if (!isBefore(item, parent)) break;
			this.#items[index] = parent;
			setIndex(parent, index);
			index = parentIndex;
		}
		this.#items[index] = item;
		setIndex(item, index);
	}

	#siftDown(item: Item, from: number): void {
		const {isBefore, setIndex} = this.#options;
		const size = this.#items.length;
		let index = from;
		for (let child = 2 * index + 1; child < size; child = 2 * index + 1) {
			if (child + 1 < size && isBefore(this.#at(child + 1), this.#at(child))) child++;
			const candidate = this.#at(child);
			if (!isBefore(candidate, item)) break;
			this.#items[index] = candidate;
			setIndex(candidate, index);
			index = child;
		}
		this.#items[index] = item;
		setIndex(item, index);
	}

	#at(index: number): Item {
		// The callers stay within the heap's size.
		return this.#items[index] as Item;
	}
}
