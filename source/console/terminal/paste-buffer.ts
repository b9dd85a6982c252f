/** Characters kept of one paste. */
const pasteLengthMax = 1_048_576;

const endMarker = '\u001B[201~';

/** A bracketed paste on its way. Bounded: of a longer one the start is kept. */
export class PasteBuffer {
	#text = '';
	#isCut = false;

	/** Answers the input behind the end of the paste, or undefined while it goes on. */
	append(chunk: string): string | undefined {
		const searchFrom = Math.max(0, this.#text.length - endMarker.length + 1);
		this.#text += chunk;
		const endIndex = this.#text.indexOf(endMarker, searchFrom);
		if (endIndex !== -1) {
			const rest = this.#text.slice(endIndex + endMarker.length);
			this.#text = this.#text.slice(0, endIndex);
			return rest;
		}
		if (this.#text.length > pasteLengthMax + endMarker.length) {
			this.#isCut = true;
			// The last characters may be the beginning of the end marker.
			this.#text = this.#text.slice(0, pasteLengthMax) + this.#text.slice(1 - endMarker.length);
		}
		return undefined;
	}

	/** What was pasted, also when its end never came. */
	close(): {readonly text: string; readonly isCut: boolean} {
		return {text: this.#text.slice(0, pasteLengthMax), isCut: this.#isCut || this.#text.length > pasteLengthMax};
	}
}

/** Divides input at the end of a paste; undefined when it holds none. */
export function splitAtPasteEnd(input: string): readonly [pasted: string, rest: string] | undefined {
	const index = input.indexOf(endMarker);
	return index === -1 ? undefined : [input.slice(0, index), input.slice(index + endMarker.length)];
}
