/** A piece of a line, by what it means; the theme gives it a colour. `escape` is drawn dimmed. */
export type ViewToken = {readonly text: string; readonly kind: ViewTokenKind};

export type ViewTokenKind = 'key' | 'string' | 'number' | 'literal' | 'punctuation' | 'text' | 'escape';

export type ViewLine = readonly ViewToken[];

/** Lines made when they are looked at: the first screen of a large body costs no more than that of a small one. */
export class LazyLines {
	readonly #source: Iterator<ViewLine>;
	readonly #lines: ViewLine[] = [];
	#isEnd = false;

	constructor(source: Iterable<ViewLine>) {
		this.#source = source[Symbol.iterator]();
	}

	/** Lines from `start` (0 is the first), at most `count`; fewer at the end. */
	slice(start: number, count: number): readonly ViewLine[] {
		this.#makeUpTo(start + count);
		return this.#lines.slice(start, start + count);
	}

	/** Makes all lines to count them. */
	count(): number {
		this.#makeUpTo(Number.POSITIVE_INFINITY);
		return this.#lines.length;
	}

	/** Whether there is a line at this index. */
	has(index: number): boolean {
		this.#makeUpTo(index + 1);
		return index < this.#lines.length;
	}

	#makeUpTo(count: number): void {
		while (!this.#isEnd && this.#lines.length < count) {
			const next = this.#source.next();
			if (next.done) this.#isEnd = true;
			else this.#lines.push(next.value);
		}
	}
}

/** The characters of a line. */
export function viewLineText(line: ViewLine): string {
	return line.map(token => token.text).join('');
}
