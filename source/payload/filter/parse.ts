import {formatCount} from '../../shared/units.ts';
import {readRange} from './amounts.ts';
import {amountFields, fieldStarts, isAmountField, isWildField, namedFields, wildFields} from './fields.ts';
import {filterLengthMax, isFilterError, type Filter, type FilterError, type FilterNode, type FilterTerm, type Pattern} from './grammar.ts';
import {isDecimal} from './decimal.ts';
import {parseJsonTerm} from './parse-json-term.ts';
import {FilterSyntaxError, Reader} from './reader.ts';

export type ParseOptions = {
	/** What was saved under `@name`: the text of a filter. */
	readonly saved?: ReadonlyMap<string, string>;
};

/** Parentheses, `!` and saved filters inside one another at most. */
const depthMax = 50;
/** Terms at most, also those of saved filters: these could hold each other twice, and so on. */
const termCountMax = 1000;

/**
Understands the text of a filter. Never throws; an empty text matches everything.

Regular expressions and JMESPath need `loadFilterEngines()` first. Smart case, wildcards and units: docs/filter-language.md.
*/
export function parseFilter(text: string, {saved = new Map()}: ParseOptions = {}): Filter | FilterError {
	return parseWithin(text, {saved, names: [], budget: {termsLeft: termCountMax}});
}

function parseWithin(text: string, context: Context): Filter | FilterError {
	if (text.length > filterLengthMax) {
		return {column: filterLengthMax + 1, message: `A filter has at most ${formatCount(filterLengthMax)} characters.`};
	}
	try {
		return {text, root: new Parser(text, context).parse()};
	} catch (error) {
		if (error instanceof FilterSyntaxError) return error.toFilterError();
		throw error;
	}
}

/** `names` are the saved filters that this one stands in. */
type Context = {readonly saved: ReadonlyMap<string, string>; readonly names: readonly string[]; readonly budget: {termsLeft: number}};

class Parser {
	readonly #reader: Reader;
	readonly #context: Context;
	#depth = 0;

	constructor(text: string, context: Context) {
		this.#reader = new Reader(text);
		this.#context = context;
	}

	parse(): FilterNode {
		const reader = this.#reader;
		reader.skipSpaces();
		if (reader.peek() === '') return {type: 'all'};
		const root = this.#parseOr();
		if (reader.peek() === ')') reader.fail('This ) closes nothing. Text with parentheses is quoted.');
		return root;
	}

	#parseOr(): FilterNode {
		const reader = this.#reader;
		const parts = [this.#parseAnd()];
		while (reader.peek() === '|') {
			reader.index++;
			if (reader.peek() === '|') reader.fail('One | is enough for "or".');
			parts.push(this.#parseAnd());
		}
		return joined('or', parts);
	}

	#parseAnd(): FilterNode {
		const reader = this.#reader;
		const parts: FilterNode[] = [];
		for (;;) {
			reader.skipSpaces();
			if (/^[|)]?$/.test(reader.peek())) break;
			parts.push(this.#parseUnary());
		}
		if (parts.length === 0) this.#failForNothing();
		return joined('and', parts);
	}

	#failForNothing(): never {
		const reader = this.#reader;
		if (reader.peek() === ')') reader.fail('Before ) a term is missing.');
		if (reader.peek() === '|') reader.fail('Before | a term is missing.');
		return reader.fail('Here a term is missing.');
	}

	#parseUnary(): FilterNode {
		const reader = this.#reader;
		this.#enter();
		const node = reader.peek() === '!' ? this.#parseNot() : reader.peek() === '(' ? this.#parseGroup() : this.#parseTerm();
		this.#depth--;
		if (!/^[\s|)]?$/.test(reader.peek()))
			reader.fail('Here a space is missing. Text with quotes, slashes or braces is quoted: "\\"id\\":1".');
		return node;
	}

	#enter(): void {
		if (++this.#depth + this.#context.names.length > depthMax) this.#reader.fail(`More than ${depthMax} terms are inside one another.`);
		if (this.#context.budget.termsLeft-- <= 0)
			this.#reader.fail(`These are more than ${formatCount(termCountMax)} terms, saved filters included.`);
	}

	#parseNot(): FilterNode {
		const reader = this.#reader;
		reader.index++;
		reader.skipSpaces();
		if (/^[|)]?$/.test(reader.peek())) reader.fail('Behind ! comes what must not match.');
		return {type: 'not', part: this.#parseUnary()};
	}

	#parseGroup(): FilterNode {
		const reader = this.#reader;
		const start = reader.index++;
		const node = this.#parseOr();
		if (reader.peek() !== ')') reader.fail('This ( is not closed.', start);
		reader.index++;
		return node;
	}

	#parseTerm(): FilterNode {
		const reader = this.#reader;
		switch (reader.peek()) {
			case '"':
				return {type: 'text', text: nonEmpty(reader, reader.takeQuoted())};
			case '/':
				return {type: 'regex', regex: reader.takeRegex()};
			case '{':
				return {type: 'jmespath', expression: reader.takeJmespath()};
			case '.':
				return parseJsonTerm(reader);
			case '@':
				return this.#parseSaved();
			default:
				return parseFieldTerm(reader) ?? parseBareText(reader);
		}
	}

	#parseSaved(): FilterNode {
		const reader = this.#reader;
		const start = reader.index;
		const name = reader.takeBare().slice(1);
		const text = this.#context.saved.get(name);
		if (text === undefined) return reader.fail(`There is no saved filter ${name || 'without a name'}. As text: "@${name}".`, start);
		if (this.#context.names.includes(name)) return reader.fail(`The saved filter ${name} holds itself.`, start);
		const filter = parseWithin(text, {...this.#context, names: [...this.#context.names, name]});
		if (!isFilterError(filter)) return {type: 'saved', name, part: filter.root};
		throw new FilterSyntaxError(start, `The saved filter ${name} is wrong at ${filter.column}: ${filter.message}`, filter);
	}
}

function joined(type: 'and' | 'or', parts: readonly FilterNode[]): FilterNode {
	const [first] = parts;
	return first && parts.length === 1 ? first : {type, parts};
}

function nonEmpty(reader: Reader, text: string): string {
	return text === '' ? reader.fail('Between the quotes comes the text to look for.', reader.index - 2) : text;
}

/** `recv:>3`, `attr.errorCode:VALIDATION`, `tag:team=pay`. Undefined when no name with a colon stands here. */
function parseFieldTerm(reader: Reader): FilterTerm | undefined {
	const start = reader.index;
	const name = reader.take(/([A-Za-z][\w.-]*):/y)?.[1];
	if (name === undefined) return undefined;
	if (isWildField(name)) return {type: 'field', field: name, pattern: takePattern(reader, wildFields[name].example)};
	if (isAmountField(name)) {
		const {kind, example} = amountFields[name];
		const valueStart = reader.index;
		const range = readRange(takeValue(reader, example).text, kind);
		return 'problem' in range ? reader.fail(range.problem, valueStart + range.offset) : {type: 'amount', field: name, range};
	}
	if (name === 'tag') return parseTag(reader);
	// Names of ours are written small; whose name has a capital letter is an attribute.
	const attribute = name.startsWith('attr.') ? name.slice('attr.'.length) : /[A-Z]/.test(name) ? name : '';
	return attribute === '' ? failForName(reader, name, start) : parseAttribute(reader, attribute);
}

function failForName(reader: Reader, name: string, start: number): never {
	const rest = /[^\s|()]*/.exec(reader.text.slice(reader.index))?.[0] ?? '';
	if (name === 'attr') return reader.fail("An attribute's name follows a dot: attr.errorCode:VALIDATION.", start);
	const near = name.length > 1 ? fieldStarts.find(({start: known}) => known.startsWith(name.slice(0, 2))) : undefined;
	const nearest = near ? `Did you mean ${near.start}? ` : '';
	return reader.fail(
		`There is no field ${name}. ${nearest}An attribute: attr.${name}:${rest || '…'}. As text: ${JSON.stringify(`${name}:${rest}`)}.`,
		start,
	);
}

function parseAttribute(reader: Reader, name: string): FilterTerm {
	const start = reader.index;
	const {text, isQuoted} = takeValue(reader, namedFields.attr.example);
	const operator = isQuoted ? undefined : (['<=', '>=', '<', '>'] as const).find(sign => text.startsWith(sign));
	if (operator === undefined) return {type: 'attribute', name, test: patternOf(text, isQuoted)};
	const number = text.slice(operator.length);
	if (!isDecimal(number)) return reader.fail(`Behind ${operator} comes a number: attr.${name}:${operator}3.`, start + operator.length);
	return {type: 'attribute', name, test: {operator, number}};
}

function parseTag(reader: Reader): FilterTerm {
	const start = reader.index;
	const isQuoted = reader.peek() === '"';
	const key = isQuoted ? reader.takeQuoted() : (reader.take(/[^\s|()="]*/y)?.[0] ?? '');
	if (key === '') return reader.fail(`Behind tag: comes a key: ${namedFields.tag.example}.`, start);
	if (reader.peek() !== '=') return {type: 'tag', key};
	reader.index++;
	return {type: 'tag', key, pattern: takePattern(reader, namedFields.tag.example)};
}

function takePattern(reader: Reader, example: string): Pattern {
	const {text, isQuoted} = takeValue(reader, example);
	return patternOf(text, isQuoted);
}

function patternOf(text: string, isQuoted: boolean): Pattern {
	return {text, isWild: !isQuoted && /[*?]/.test(text)};
}

function takeValue(reader: Reader, example: string): {readonly text: string; readonly isQuoted: boolean} {
	if (reader.peek() === '"') return {text: reader.takeQuoted(), isQuoted: true};
	const text = reader.takeBare();
	return text === '' ? reader.fail(`Here a value is missing: ${example}.`) : {text, isQuoted: false};
}

function parseBareText(reader: Reader): FilterTerm {
	const start = reader.index;
	const text = reader.takeBare();
	if (/^[=<>~]/.test(text)) reader.fail(`Before ${text} comes a field that begins with a dot: .total = 5.`, start);
	if (/^&+$/.test(text)) reader.fail('A space is enough for "and".', start);
	return {type: 'text', text};
}
