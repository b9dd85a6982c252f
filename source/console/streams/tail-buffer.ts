import {keptBytes, matchesRecord, type TailRecord} from './tail-record.ts';

export type TailBufferLimits = {readonly countMax: number; readonly bytesMax: number};

/** Kept of one tail at most, whichever comes first. What falls out stays in the counts. */
export const tailBufferLimits: TailBufferLimits = {countMax: 10_000, bytesMax: 64 * 1024 * 1024};

/**
The newest records of a tail, within a bound.

While the view is held at a record, those up to it may fill half of the room; newer ones go on coming and going in the other half. So what a person
looks at stays, whatever the stream does.
*/
export class TailBuffer {
	readonly #limits: TailBufferLimits;
	#held = new RecordQueue();
	#fresh = new RecordQueue();
	#filter = '';
	#leftCount = 0;
	#isHeld = false;
	#showsAll = false;
	#shown: readonly TailRecord[] | undefined = undefined;

	constructor(limits: TailBufferLimits = tailBufferLimits) {
		this.#limits = limits;
	}

	get count(): number {
		return this.#held.size + this.#fresh.size;
	}

	get bytes(): number {
		return this.#held.bytes + this.#fresh.bytes;
	}

	/** Records that fell out to keep the bound. */
	get leftCount(): number {
		return this.#leftCount;
	}

	get isHeld(): boolean {
		return this.#isHeld;
	}

	/** Records newer than the view, while it is held. */
	get newer(): {readonly count: number; readonly matchCount: number} {
		return this.#isHeld ? {count: this.#fresh.size, matchCount: this.#fresh.matchCount} : {count: 0, matchCount: 0};
	}

	/** Answers whether the filter lets it through. */
	add(record: TailRecord): boolean {
		const isMatch = matchesRecord(record, this.#filter);
		this.#fresh.push(record, isMatch);
		while (this.count > this.#limits.countMax || (this.bytes > this.#limits.bytesMax && this.count > 1)) this.#dropOldest();
		if (!this.#isHeld) this.#shown = undefined;
		return isMatch;
	}

	/** All kept records that pass the filter, those held back from the view included. */
	matches(): readonly TailRecord[] {
		return [...this.#held.matches(), ...this.#fresh.matches()];
	}

	/** Looks through all that is kept; does nothing when the filter is the same. */
	setFilter(filter: string): void {
		if (filter === this.#filter) return;
		this.#filter = filter;
		for (const queue of [this.#held, this.#fresh]) queue.rematch(record => matchesRecord(record, filter));
		this.#shown = undefined;
	}

	/** Whether what does not match stays in view. */
	setShowsAll(showsAll: boolean): void {
		if (showsAll === this.#showsAll) return;
		this.#showsAll = showsAll;
		this.#shown = undefined;
	}

	/** Holds the view at the record with this index, −1 for before the first; undefined lets it go on. */
	hold(index: number | undefined): void {
		if (index === undefined) {
			if (!this.#isHeld) return;
			this.#isHeld = false;
			this.#held.append(this.#fresh);
			this.#fresh = this.#held;
			this.#held = new RecordQueue();
			this.#shown = undefined;
		} else if (!this.#isHeld) {
			this.#isHeld = true;
			this.#held = this.#fresh.takeUpTo(index);
			this.#shown = undefined;
		}
	}

	/** What the view shows, oldest first. The same array as long as it is the same. */
	shown(): readonly TailRecord[] {
		const queue = this.#isHeld ? this.#held : this.#fresh;
		this.#shown ??= this.#showsAll ? queue.items() : queue.matches();
		return this.#shown;
	}

	#dropOldest(): void {
		const {bytesMax, countMax} = this.#limits;
		const isHeldTooLarge = this.#held.size > countMax / 2 || this.#held.bytes > bytesMax / 2;
		const isFromHeld = this.#held.size > 0 && (isHeldTooLarge || this.#fresh.size <= 1);
		const hadShown = this.#held.matchCount;
		(isFromHeld ? this.#held : this.#fresh).shift();
		if (this.#held.matchCount !== hadShown || (this.#showsAll && isFromHeld)) this.#shown = undefined;
		this.#leftCount++;
	}
}

/** Records in order, with those that match the filter apart. Taking the oldest is O(1), amortised. */
class RecordQueue {
	#all = new Line<TailRecord>();
	#matched = new Line<TailRecord>();
	#bytes = 0;

	get size(): number {
		return this.#all.size;
	}

	get matchCount(): number {
		return this.#matched.size;
	}

	get bytes(): number {
		return this.#bytes;
	}

	push(record: TailRecord, isMatch: boolean): void {
		this.#all.push(record);
		if (isMatch) this.#matched.push(record);
		this.#bytes += keptBytes(record);
	}

	shift(): void {
		const record = this.#all.shift();
		if (!record) return;
		if (this.#matched.first === record) this.#matched.shift();
		this.#bytes -= keptBytes(record);
	}

	matches(): readonly TailRecord[] {
		return this.#matched.items();
	}

	items(): readonly TailRecord[] {
		return this.#all.items();
	}

	rematch(isMatch: (record: TailRecord) => boolean): void {
		this.#matched = new Line(this.#all.items().filter(isMatch));
	}

	append(other: RecordQueue): void {
		for (const record of other.#all.items()) this.#all.push(record);
		for (const record of other.#matched.items()) this.#matched.push(record);
		this.#bytes += other.#bytes;
	}

	/** Splits off the records up to an index, that one included. */
	takeUpTo(index: number): RecordQueue {
		const taken = new RecordQueue();
		const matched = new Set(this.#matched.items());
		while (this.#all.first !== undefined && this.#all.first.index <= index) {
			taken.push(this.#all.first, matched.has(this.#all.first));
			this.shift();
		}
		return taken;
	}
}

/** An array that is taken from at its front. */
class Line<Item> {
	/** What was taken leaves its place empty, so that nothing holds it any more. */
	#items: Array<Item | undefined>;
	#head = 0;

	constructor(items: Item[] = []) {
		this.#items = items;
	}

	get size(): number {
		return this.#items.length - this.#head;
	}

	get first(): Item | undefined {
		return this.#items[this.#head];
	}

	push(item: Item): void {
		this.#items.push(item);
	}

	shift(): Item | undefined {
		if (this.size === 0) return undefined;
		const item = this.#items[this.#head];
		this.#items[this.#head++] = undefined;
		// Only now and then, so that a shift costs nothing.
		if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
			this.#items = this.#items.slice(this.#head);
			this.#head = 0;
		}
		return item;
	}

	items(): Item[] {
		// Empty places are before the head only.
		return this.#items.slice(this.#head) as Item[];
	}
}
