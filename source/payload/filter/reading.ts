import {isJson} from '../json-view.ts';
import type {FilterCandidate} from './candidate.ts';

/** A candidate while it is looked at: what several terms need is made once. */
export class Reading {
	readonly candidate: FilterCandidate;
	#text: string | undefined;
	#lower: string | undefined;
	#isJson: boolean | undefined;
	#parsed: {readonly value: unknown} | undefined;

	constructor(candidate: FilterCandidate) {
		this.candidate = candidate;
	}

	get text(): string {
		return (this.#text ??= this.candidate.text);
	}

	get lowerText(): string {
		return (this.#lower ??= this.text.toLowerCase());
	}

	get isJson(): boolean {
		return (this.#isJson ??= isJson(this.text));
	}

	/** For JMESPath, whose numbers are floats. Only when `isJson`. */
	get parsed(): unknown {
		this.#parsed ??= {value: JSON.parse(this.text)};
		return this.#parsed.value;
	}
}
