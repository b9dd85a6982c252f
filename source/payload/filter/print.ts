import {jsonPathText, type Comparison, type FilterNode, type NumberTest, type Pattern, type Range, type RegexText} from './grammar.ts';

/** The filter as text that is understood the same way, whatever spaces and quotes were typed. */
export function printFilter(node: FilterNode): string {
	switch (node.type) {
		case 'all':
			return '';
		case 'and':
			return node.parts.map(part => printInside(part, ['and', 'or'])).join(' ');
		case 'or':
			return node.parts.map(part => printInside(part, ['or'])).join(' | ');
		case 'not':
			return `!${printInside(node.part, ['and', 'or'])}`;
		case 'saved':
			return `@${node.name}`;
		case 'text':
			return bareWord.test(node.text) ? node.text : JSON.stringify(node.text);
		case 'regex':
			return printRegex(node.regex);
		case 'json':
			return jsonPathText(node.path) + (node.comparison ? ` ${printComparison(node.comparison)}` : '');
		case 'jmespath':
			return `{${node.expression}}`;
		case 'field':
			return `${node.field}:${printPattern(node.pattern)}`;
		case 'attribute':
			return `attr.${node.name}:${'operator' in node.test ? printNumberTest(node.test) : printPattern(node.test)}`;
		case 'tag':
			return `tag:${printPattern({text: node.key, isWild: false})}${node.pattern ? `=${printPattern(node.pattern)}` : ''}`;
		case 'amount':
			return `${node.field}:${printRange(node.range)}`;
	}
}

function printInside(part: FilterNode, inParentheses: readonly FilterNode['type'][]): string {
	return inParentheses.includes(part.type) ? `(${printFilter(part)})` : printFilter(part);
}

/** What means itself without quotes, wherever it stands. */
const bareWord = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u;

/** A whole value, in quotes where it needs them. */
export function printPattern({text, isWild}: Pattern): string {
	return isWild || bareWord.test(text) ? text : JSON.stringify(text);
}

/** `/A-10[0-9]+/i` */
export function printRegex({source, isCaseIgnored}: RegexText): string {
	return `/${source}/${isCaseIgnored ? 'i' : ''}`;
}

export function printComparison({operator, operand}: Comparison): string {
	if (operand.type === 'regex') return `${operator} ${printRegex(operand.regex)}`;
	return `${operator} ${operand.type === 'text' ? JSON.stringify(operand.text) : operand.text}`;
}

function printNumberTest({operator, number}: NumberTest): string {
	return `${operator}${number}`;
}

/** `>64K`, `14:00..14:10` */
export function printRange(range: Range): string {
	if (range.operator === '..') return `${range.from?.text ?? ''}..${range.to?.text ?? ''}`;
	return range.operator === '=' ? range.amount.text : `${range.operator}${range.amount.text}`;
}
