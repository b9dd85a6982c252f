/** A piece of a metric math expression. */
export type Token = {readonly type: 'number' | 'text' | 'name' | 'symbol'; readonly text: string};

const tokenPattern =
	/\s*(?:(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|(?<name>[A-Za-z_]\w*)|"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<symbol>==|!=|<=|>=|&&|\|\||[-+*/^()[\],<>]))/y;

/** Cuts an expression into pieces; undefined when it has something that belongs to none. */
export function cutExpression(text: string): readonly Token[] | undefined {
	const tokens: Token[] = [];
	const trimmed = text.trimEnd();
	tokenPattern.lastIndex = 0;
	while (tokenPattern.lastIndex < trimmed.length) {
		const groups = tokenPattern.exec(trimmed)?.groups;
		if (!groups) return undefined;
		tokens.push(toToken(groups));
	}
	return tokens;
}

function toToken({number, name, double, single, symbol}: Readonly<Record<string, string | undefined>>): Token {
	if (number !== undefined) return {type: 'number', text: number};
	if (name === 'AND') return {type: 'symbol', text: '&&'};
	if (name === 'OR') return {type: 'symbol', text: '||'};
	if (name !== undefined) return {type: 'name', text: name};
	if (symbol !== undefined) return {type: 'symbol', text: symbol};
	return {type: 'text', text: double ?? single ?? ''};
}
