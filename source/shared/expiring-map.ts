import type {EpochMs} from './clock.ts';

type Entry<Value> = {
	readonly key: string;
	value: Value;
	readonly expiresAtMs: EpochMs;
	/** The entry set next; all live equally long, so this is also the order in which they expire. */
	next: Entry<Value> | undefined;
};

/**
A map whose entries all live equally long from when they are set.

Each call first drops what has expired, so that it holds no more than one lifetime's entries; the cost is amortised over the entries set.
*/
export class ExpiringMap<Value> {
	readonly #entries = new Map<string, Entry<Value>>();
	readonly #lifetimeMs: number;
	#first: Entry<Value> | undefined = undefined;
	#last: Entry<Value> | undefined = undefined;

	/** @param lifetimeMs An entry is there until this much later, and not at that very moment. */
	constructor(lifetimeMs: number) {
		this.#lifetimeMs = lifetimeMs;
	}

	get(key: string, nowMs: EpochMs): Value | undefined {
		this.#forgetExpired(nowMs);
		return this.#entries.get(key)?.value;
	}

	/** Sets or replaces; the lifetime begins anew. */
	set(key: string, value: Value, nowMs: EpochMs): void {
		this.#forgetExpired(nowMs);
		const entry: Entry<Value> = {key, value, expiresAtMs: nowMs + this.#lifetimeMs, next: undefined};
		this.#entries.set(key, entry);
		if (this.#last) this.#last.next = entry;
		else this.#first = entry;
		this.#last = entry;
	}

	/** Changes the value and leaves the lifetime as it is; nothing happens when there is no such entry. */
	replace(key: string, value: Value): void {
		const entry = this.#entries.get(key);
		if (entry) entry.value = value;
	}

	delete(key: string): void {
		this.#entries.delete(key);
	}

	/** Entries, expired ones included until the next call of `get` or `set`. */
	get size(): number {
		return this.#entries.size;
	}

	#forgetExpired(nowMs: EpochMs): void {
		for (let entry = this.#first; entry && entry.expiresAtMs <= nowMs; entry = this.#first) {
			// It may have been deleted or replaced since.
			if (this.#entries.get(entry.key) === entry) this.#entries.delete(entry.key);
			this.#first = entry.next;
		}
		if (!this.#first) this.#last = undefined;
	}
}
