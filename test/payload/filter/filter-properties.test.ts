import fc from 'fast-check';
import {beforeAll, describe, expect, test} from 'vitest';
import type {FilterCandidate} from '../../../source/payload/filter/candidate.ts';
import {completeFilter} from '../../../source/payload/filter/complete.ts';
import {loadFilterEngines} from '../../../source/payload/filter/engines.ts';
import {compileFilter} from '../../../source/payload/filter/evaluate.ts';
import {explainFilter, type Explanation} from '../../../source/payload/filter/explain.ts';
import {isFilterError, type FilterNode} from '../../../source/payload/filter/grammar.ts';
import {parseFilter} from '../../../source/payload/filter/parse.ts';
import {printFilter} from '../../../source/payload/filter/print.ts';
import {aFilter, nowMs} from './a-candidate.ts';

beforeAll(loadFilterEngines);

const word = fc.oneof(
	fc.constantFrom('a', 'A-10', 'x y', '', 'null', '5', 'é"\\', '*', 'recv', '\u0000\n', '(|)!'),
	fc.string({maxLength: 6}),
);
const nonEmpty = word.map(text => text || 'a');
const regex = fc.record({source: fc.constantFrom('A-10[0-9]+', 'a', String.raw`\/x[/]`, '^$'), isCaseIgnored: fc.boolean()});
const number = fc.constantFrom('5', '99.5', '-0', '1e400', '9007199254740993');
const order = fc.constantFrom('<' as const, '>' as const, '<=' as const, '>=' as const);
const pattern = fc.oneof(
	word.map(text => ({text, isWild: false})),
	fc.constantFrom('*', 'a*', '?-1?', '*x*').map(text => ({text, isWild: true})),
);
const name = fc.constantFrom('errorCode', 'a.b-c_9', 'retries');
const path = fc.array(
	fc.oneof(
		nonEmpty.map(key => ({type: 'key' as const, key})),
		fc.nat({max: 3}).map(index => ({type: 'item' as const, index})),
		fc.constant({type: 'items' as const}),
	),
	{maxLength: 3},
);
const comparison = fc.oneof(
	fc.record({
		operator: fc.constantFrom('=' as const, '!=' as const),
		operand: fc.oneof(
			number.map(text => ({type: 'number' as const, text})),
			word.map(text => ({type: 'text' as const, text})),
			fc.constantFrom('true' as const, 'false' as const, 'null' as const).map(text => ({type: 'literal' as const, text})),
		),
	}),
	fc.record({
		operator: order,
		operand: fc.oneof(
			number.map(text => ({type: 'number' as const, text})),
			word.map(text => ({type: 'text' as const, text})),
		),
	}),
	fc.record({
		operator: fc.constant('~' as const),
		operand: fc.oneof(
			regex.map(given => ({type: 'regex' as const, regex: given})),
			nonEmpty.map(text => ({type: 'text' as const, text})),
		),
	}),
);
const amounts = fc
	.constantFrom(
		'recv:>3',
		'recv:4',
		'recv:..5',
		'size:>64K',
		'age:>1h30m',
		'dies:<2h',
		'sent:14:00..14:10',
		'sent:-15m..',
		'sent:2026-11-25',
		'dlq:0',
	)
	.map(text => aFilter(text).root);

const term: fc.Arbitrary<FilterNode> = fc.oneof(
	nonEmpty.map(text => ({type: 'text' as const, text})),
	regex.map(given => ({type: 'regex' as const, regex: given})),
	fc.record({type: fc.constant('json' as const), path, comparison}),
	fc.record({type: fc.constant('json' as const), path}),
	fc.constantFrom('length(a) > `3`', "{a: b, c: '}'}", 'a', 'tags[0]').map(expression => ({type: 'jmespath' as const, expression})),
	fc.record({type: fc.constant('field' as const), field: fc.constantFrom('key' as const, 'from' as const), pattern}),
	fc.record({
		type: fc.constant('attribute' as const),
		name,
		test: fc.oneof(pattern, fc.record({operator: order, number})),
	}),
	fc.record({type: fc.constant('tag' as const), key: nonEmpty}),
	fc.record({type: fc.constant('tag' as const), key: nonEmpty, pattern}),
	amounts,
);

const node: fc.Arbitrary<FilterNode> = fc.letrec<{node: FilterNode}>(tie => ({
	node: fc.oneof(
		{depthSize: 'small', withCrossShrink: true},
		term,
		fc.array(tie('node'), {minLength: 2, maxLength: 3}).map(parts => ({type: 'and' as const, parts})),
		fc.array(tie('node'), {minLength: 2, maxLength: 3}).map(parts => ({type: 'or' as const, parts})),
		tie('node').map(part => ({type: 'not' as const, part})),
	),
})).node;

const json = fc.oneof(
	fc.json({maxDepth: 3}),
	fc.constantFrom('{"a":5}', '{"a":"A-1009","tags":["x","x y"]}', '{"a":null,"a":99.5}', '[5,{"a":9007199254740993}]', '{"a":[1,2,3,4]}'),
);

const candidate: fc.Arbitrary<FilterCandidate> = fc.record({
	text: fc.oneof(json, word),
	fields: fc.record({key: word, from: word}, {requiredKeys: []}),
	attributes: fc.record({errorCode: word, retries: number}, {requiredKeys: []}),
	tags: fc.dictionary(nonEmpty, word, {maxKeys: 2}),
	numbers: fc.record(
		{
			receiveCount: fc.nat({max: 6}),
			sizeBytes: fc.nat({max: 100_000}),
			sentAtMs: fc.integer({min: nowMs - 100_000_000, max: nowMs}),
			diesAtMs: fc.integer({min: nowMs - 1e7, max: nowMs + 1e7}),
			dlqCount: fc.nat({max: 1}),
		},
		{requiredKeys: []},
	),
	nowMs: fc.constant(nowMs),
});

const pieces = 'a|"|\\|/|[|]|(|)|!|.|..|*|=|<|>=|~|{|}|`|:|@|-|key:|attr.x:|tag:|recv:|sent:|size:|age:|14:00|5|1h|64K|null|?|&|length(a)'
	.split('|')
	.concat('|', ' ', "'", '\n');

/** What somebody may type: pieces of the language, in any order. */
const typed = fc.oneof(
	fc.string({unit: 'binary', maxLength: 40}),
	fc.array(fc.constantFrom(...pieces), {maxLength: 12}).map(parts => parts.join('')),
);

function verdictsIn(explanation: Explanation): ReadonlyArray<boolean | undefined> {
	return [explanation.verdict, ...explanation.parts.flatMap(verdictsIn)];
}

describe('whatever is typed', () => {
	test('is a filter, or an error with a column in the text and a sentence', () => {
		fc.assert(
			fc.property(typed, text => {
				const parsed = parseFilter(text);
				if (!isFilterError(parsed)) return;

				expect(parsed.column).toBeGreaterThanOrEqual(1);
				expect(parsed.column).toBeLessThanOrEqual(text.length + 1);
				expect(parsed.message).toMatch(/[.…]$/);
			}),
			{numRuns: 3000},
		);
	});

	test('is completed, at any cursor, to something that stands in front of it', () => {
		fc.assert(
			fc.property(typed, fc.nat({max: 40}), fc.array(candidate, {maxLength: 3}), (text, cursor, samples) => {
				const {start} = completeFilter(text, cursor, samples);

				expect(start).toBeGreaterThanOrEqual(0);
				expect(start).toBeLessThanOrEqual(Math.min(cursor, text.length));
			}),
			{numRuns: 500},
		);
	});

	test('means the same when it is printed and read again', () => {
		fc.assert(
			fc.property(typed, text => {
				const parsed = parseFilter(text);
				if (isFilterError(parsed)) return;

				expect(aFilter(printFilter(parsed.root)).root).toEqual(parsed.root);
			}),
			{numRuns: 3000},
		);
	});
});

describe('whatever a filter holds', () => {
	test('printed and read again it is the same', () => {
		fc.assert(
			fc.property(node, root => {
				expect(aFilter(printFilter(root)).root).toEqual(root);
			}),
			{numRuns: 1000},
		);
	});

	test('its explanation agrees with its verdict, and each part with what it is by itself', () => {
		fc.assert(
			fc.property(node, candidate, (root, given) => {
				const filter = {text: '', root};
				const explanation = explainFilter(filter, given);

				expect(explanation.verdict === true).toBe(compileFilter(filter)(given));
				for (const part of explanation.parts) {
					expect(part.verdict === true).toBe(compileFilter(aFilter(part.term))(given));
				}
			}),
			{numRuns: 1500},
		);
	});

	test('every term has a reason, and an error of JMESPath reaches no verdict by way of a not', () => {
		fc.assert(
			fc.property(node, candidate, (root, given) => {
				const explanation = explainFilter({text: '', root: {type: 'not', part: root}}, given);
				const [outer, inner] = verdictsIn(explanation);

				expect(outer).toBe(inner === undefined ? undefined : !inner);
				expect(explanation.because).not.toBe('');
			}),
			{numRuns: 300},
		);
	});

	test('filter and its opposite never match together, and without JMESPath one of them does', () => {
		fc.assert(
			fc.property(node, candidate, (root, given) => {
				const match = compileFilter({text: '', root});
				const opposite = compileFilter({text: '', root: {type: 'not', part: root}});
				const matchCount = Number(match(given)) + Number(opposite(given));

				const errorCount = match.errors().count + opposite.errors().count;
				expect(matchCount).toBeLessThanOrEqual(1);
				expect(matchCount + errorCount).toBeGreaterThanOrEqual(1);
			}),
			{numRuns: 500},
		);
	});
});
