import {compileJmespath, compileRegex} from './engines.ts';
import type {FilterError, RegexText} from './grammar.ts';

/** Thrown inside the parser only. */
export class FilterSyntaxError extends Error {
	readonly offset: number;
	readonly isLoading: boolean;

	/** @param offset Index of the character that is wrong. */
	constructor(offset: number, message: string, {isLoading = false}: {isLoading?: boolean} = {}) {
		super(message);
		this.offset = offset;
		this.isLoading = isLoading;
	}

	toFilterError(): FilterError {
		return {column: this.offset + 1, message: this.message, ...(this.isLoading ? {isLoading: true} : {})};
	}
}

/** Walks over the characters of a filter and takes its smallest parts. */
export class Reader {
	readonly text: string;
	index = 0;

	constructor(text: string) {
		this.text = text;
	}

	/** The character here, or an empty text at the end. */
	peek(): string {
		return this.text[this.index] ?? '';
	}

	skipSpaces(): void {
		while (/\s/.test(this.peek())) this.index++;
	}

	/** What a sticky pattern matches here, taken. */
	take(pattern: RegExp): RegExpExecArray | undefined {
		pattern.lastIndex = this.index;
		const match = pattern.exec(this.text) ?? undefined;
		if (match) this.index += match[0].length;
		return match;
	}

	/** Up to a space, a bar or a parenthesis. */
	takeBare(): string {
		const start = this.index;
		const bare = this.take(/[^\s|()]*/y)?.[0] ?? '';
		if (this.peek() === '(') this.fail(`Before ( comes a space; text with parentheses is quoted: ${JSON.stringify(`${bare}(`)}.`, start);
		return bare;
	}

	/** Text in double quotes, with the escapes of JSON. */
	takeQuoted(): string {
		const start = this.index;
		const quoted = this.take(/"(?:[^"\\]|\\[^])*"/y)?.[0];
		if (quoted === undefined) return this.fail('This quote is not closed.', start);
		const escapes = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})|\\/g;
		for (const {0: escape, index} of quoted.matchAll(escapes)) {
			if (escape === '\\') this.fail(String.raw`In quotes a backslash is written twice: \\.`, start + index);
		}
		return JSON.parse(quoted.replace(/[\u0000-\u001F]/g, control => JSON.stringify(control).slice(1, -1))) as string; // A text in quotes.
	}

	takeRegex(): RegexText {
		const start = this.index;
		const source = this.text.slice(start + 1, this.#regexEnd(start));
		if (source === '') return this.fail('Between the slashes comes a regular expression, like /A-10[0-9]+/.', start);
		const flags = this.take(/[\p{L}\p{N}]*/uy)?.[0] ?? '';
		if (flags !== '' && flags !== 'i') {
			this.fail('After the last / comes a space or i. Text with slashes is quoted.', this.index - flags.length);
		}
		const regex = {source, isCaseIgnored: flags === 'i'};
		const compiled = compileRegex(regex);
		if ('problem' in compiled) throw new FilterSyntaxError(start + 1 + compiled.offset, compiled.problem, compiled);
		return regex;
	}

	/** Between braces, which may be nested and stand in quotes. */
	takeJmespath(): string {
		const start = this.index;
		const inner = this.text.slice(start + 1, this.#braceEnd(start));
		const expression = inner.trim();
		const offset = start + 1 + inner.indexOf(expression);
		if (expression === '') return this.fail('In braces: a JMESPath expression, like {length(items) > `3`}.', start);
		const compiled = compileJmespath(expression);
		if ('problem' in compiled) throw new FilterSyntaxError(offset + compiled.offset, compiled.problem, compiled);
		return expression;
	}

	/** @param offset Where; here, if not given. */
	fail(message: string, offset = this.index): never {
		throw new FilterSyntaxError(offset, message);
	}

	/** Goes behind the closing slash and answers its index. A slash in a class or behind a backslash closes nothing. */
	#regexEnd(start: number): number {
		let isInClass = false;
		for (let index = start + 1; index < this.text.length; index++) {
			const character = this.text[index];
			if (character === '\\') index++;
			else if (character === '[') isInClass = true;
			else if (character === ']') isInClass = false;
			else if (character === '/' && !isInClass) {
				this.index = index + 1;
				return index;
			}
		}
		return this.fail('This regular expression is not closed: it ends with /. Text with slashes is quoted.', start);
	}

	/** Goes behind the closing brace and answers its index. */
	#braceEnd(start: number): number {
		let depth = 0;
		while (this.index < this.text.length) {
			const part = this.take(/"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|`(?:[^`\\]|\\[^])*`|[^]/y)?.[0];
			if (part === '{') depth++;
			if (part === '}') depth--;
			if (depth === 0) return this.index - 1;
		}
		return this.fail('This brace is not closed.', start);
	}
}
