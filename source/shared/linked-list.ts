/** What an item of a linked list carries. Both are undefined while the item is in no list. */
export type Linked<Item> = {
	previous: Item | undefined;
	next: Item | undefined;
};

/**
A doubly linked list whose links live in its items: append, remove and shift are O(1), and nothing is allocated.

An item is in at most one list at a time; the caller knows which.
*/
export class LinkedList<Item extends Linked<Item>> {
	#first: Item | undefined = undefined;
	#last: Item | undefined = undefined;
	#size = 0;

	get size(): number {
		return this.#size;
	}

	get first(): Item | undefined {
		return this.#first;
	}

	get last(): Item | undefined {
		return this.#last;
	}

	append(item: Item): void {
		item.previous = this.#last;
		item.next = undefined;
		if (this.#last) this.#last.next = item;
		else this.#first = item;
		this.#last = item;
		this.#size++;
	}

	/** Takes out an item that is in this list. */
	remove(item: Item): void {
		if (item.previous) item.previous.next = item.next;
		else this.#first = item.next;
		if (item.next) item.next.previous = item.previous;
		else this.#last = item.previous;
		item.previous = undefined;
		item.next = undefined;
		this.#size--;
	}

	/** Takes out the first item. */
	shift(): Item | undefined {
		const item = this.#first;
		if (item) this.remove(item);
		return item;
	}

	/** From first to last. Removing the item just given is allowed. */
	*[Symbol.iterator](): IterableIterator<Item> {
		for (let item = this.#first; item;) {
			const {next} = item;
			yield item;
			item = next;
		}
	}
}
