import {cutExpression, type Token} from './expression-token.ts';

/** A metric math expression, read. */
export type Expression =
	| {readonly type: 'number'; readonly value: number}
	| {readonly type: 'text'; readonly value: string}
	| {readonly type: 'query'; readonly id: string}
	| {readonly type: 'list'; readonly items: readonly Expression[]}
	| {readonly type: 'negative'; readonly operand: Expression}
	| {readonly type: 'operation'; readonly operator: string; readonly left: Expression; readonly right: Expression}
	| {readonly type: 'call'; readonly name: string; readonly operands: readonly Expression[]};

/** What binds more has more. */
const strengths: Readonly<Record<string, number>> = {
	'||': 1,
	'&&': 2,
	'==': 3,
	'!=': 3,
	'<': 3,
	'>': 3,
	'<=': 3,
	'>=': 3,
	'+': 4,
	'-': 4,
	'*': 5,
	'/': 5,
	'^': 7,
};
const negativeStrength = 6;

/** Expressions are at most 2,048 characters long; parentheses in each other no deeper than this. */
const depthMax = 100;

/** Reads an expression; undefined when it is none. */
export function parseExpression(text: string): Expression | undefined {
	const tokens = cutExpression(text);
	if (!tokens || tokens.length === 0) return undefined;
	const reader = new Reader(tokens);
	try {
		const expression = reader.read(0);
		return reader.isAtEnd ? expression : undefined;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

class Reader {
	readonly #tokens: readonly Token[];
	#index = 0;
	#depth = 0;

	constructor(tokens: readonly Token[]) {
		this.#tokens = tokens;
	}

	get isAtEnd(): boolean {
		return this.#index === this.#tokens.length;
	}

	/** Reads on while operators bind more than `strength`. */
	read(strength: number): Expression {
		if (++this.#depth > depthMax) throw new SyntaxError('The expression is too deep.');
		let left = this.#readOperand();
		for (;;) {
			const token = this.#tokens[this.#index];
			const own = token?.type === 'symbol' ? strengths[token.text] : undefined;
			if (token === undefined || own === undefined || own <= strength) break;
			this.#index++;
			left = {type: 'operation', operator: token.text, left, right: this.read(own)};
		}
		this.#depth--;
		return left;
	}

	#readOperand(): Expression {
		const token = this.#tokens[this.#index++];
		if (!token) throw new SyntaxError('An operand is missing.');
		switch (token.type) {
			case 'number':
				return {type: 'number', value: Number(token.text)};
			case 'text':
				return {type: 'text', value: token.text};
			case 'name':
				return this.#take('(') ? {type: 'call', name: token.text, operands: this.#readItems(')')} : {type: 'query', id: token.text};
			case 'symbol':
				return this.#readSymbol(token.text);
		}
	}

	#readSymbol(symbol: string): Expression {
		if (symbol === '-') return {type: 'negative', operand: this.read(negativeStrength)};
		if (symbol === '[') return {type: 'list', items: this.#readItems(']')};
		if (symbol !== '(') throw new SyntaxError(`An operand is missing before ${symbol}.`);
		const inner = this.read(0);
		this.#need(')');
		return inner;
	}

	#readItems(end: string): readonly Expression[] {
		const items: Expression[] = [];
		if (this.#take(end)) return items;
		do items.push(this.read(0));
		while (this.#take(','));
		this.#need(end);
		return items;
	}

	#take(symbol: string): boolean {
		const token = this.#tokens[this.#index];
		if (token?.type !== 'symbol' || token.text !== symbol) return false;
		this.#index++;
		return true;
	}

	#need(symbol: string): void {
		if (!this.#take(symbol)) throw new SyntaxError(`${symbol} is missing.`);
	}
}
