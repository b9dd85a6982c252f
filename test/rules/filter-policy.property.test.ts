import fc from 'fast-check';
import {expect, test} from 'vitest';
import {explainFilterPolicy} from '../../source/rules/filter-explanation.ts';
import {matchesWildcard} from '../../source/rules/filter-condition.ts';
import {matchesFilterPolicy} from '../../source/rules/filter-match.ts';
import {filterMessage} from '../../source/rules/filter-message.ts';
import {FilterPolicyError} from '../../source/rules/filter-policy-error.ts';
import {parseFilterPolicy, type FilterPolicy, type FilterPolicyScope} from '../../source/rules/filter-policy.ts';

const word = fc.constantFrom('a', 'b', 'A', 'ab', '', '1', '10.0.0.1', '*');
const numeric = fc.oneof(
	fc.tuple(fc.constantFrom('=', '<', '<=', '>', '>='), fc.integer({min: -3, max: 3})),
	fc.tuple(fc.constantFrom('>', '>='), fc.integer({min: -3, max: 0}), fc.constantFrom('<', '<='), fc.integer({min: 1, max: 3})),
);
const condition = fc.oneof(
	word,
	fc.integer({min: -3, max: 3}),
	fc.constantFrom(true, false, null),
	word.map(prefix => ({prefix})),
	word.map(suffix => ({suffix})),
	word.map(text => ({'equals-ignore-case': text})),
	word.map(wildcard => ({wildcard})),
	word.map(text => ({'anything-but': text})),
	word.map(prefix => ({'anything-but': {prefix}})),
	fc.array(fc.integer({min: 0, max: 2}), {minLength: 1, maxLength: 2}).map(list => ({'anything-but': list})),
	numeric.map(bounds => ({numeric: bounds})),
	fc.boolean().map(exists => ({exists})),
	fc.constant({cidr: '10.0.0.0/24'}),
);
const conditions = fc.array(condition, {minLength: 1, maxLength: 2});
const key = fc.constantFrom('k', 'm', 'n');
const flat = fc.dictionary(key, conditions, {minKeys: 1, maxKeys: 2});
const withOr = fc.tuple(flat, fc.array(flat, {minLength: 2, maxLength: 2})).map(([keys, $or]) => ({...keys, $or}));
const nested = fc.dictionary(key, fc.oneof(conditions, flat), {minKeys: 1, maxKeys: 2});

const attribute = fc.oneof(
	word.map(value => ({type: 'String', value})),
	fc.integer({min: -3, max: 3}).map(value => ({type: 'Number', value: String(value)})),
	fc
		.array(fc.oneof(word, fc.integer({min: 0, max: 2}), fc.boolean(), fc.constant(null)))
		.map(list => ({type: 'String.Array', value: JSON.stringify(list)})),
	fc.constant({type: 'Binary', value: 'AAE='}),
	fc.string().map(value => ({type: 'String.Array', value})),
	fc.string().map(value => ({type: 'Number', value})),
);
const attributes = fc.dictionary(key, attribute);
const body = fc.oneof(
	fc.json(),
	fc
		.dictionary(key, fc.oneof(word, fc.integer({min: -3, max: 3}), fc.array(fc.dictionary(key, word)), fc.dictionary(key, word)))
		.map(value => JSON.stringify(value)),
	fc.string(),
);

function tryParse(policy: unknown, scope: FilterPolicyScope): FilterPolicy | undefined {
	try {
		return parseFilterPolicy(typeof policy === 'string' ? policy : JSON.stringify(policy), scope);
	} catch (error) {
		if (error instanceof FilterPolicyError) return undefined;
		throw error;
	}
}

test('the explanation agrees with the verdict', () => {
	const given = fc.record({
		policy: fc.oneof(flat, withOr, nested),
		attributes,
		body,
		scope: fc.constantFrom('MessageAttributes', 'MessageBody'),
	});

	fc.assert(
		fc.property(given, ({policy, attributes: found, body: text, scope}) => {
			const parsed = tryParse(policy, scope);
			fc.pre(parsed !== undefined);
			const message = filterMessage(found, text);
			const verdict = matchesFilterPolicy(parsed, message);
			const explanation = explainFilterPolicy(parsed, message);

			expect(explanation.matches).toBe(verdict);
			expect(explanation.reason).not.toBe('');
			// In a body every key may match and yet no single element of an array have them all.
			const blames = explanation.keys.length === 0 || scope === 'MessageBody' || explanation.keys.some(one => !one.matches);
			expect(verdict ? explanation.keys.every(one => one.matches) : blames).toBe(true);
		}),
		{numRuns: 500},
	);
});

test('no policy, however odd, is more than refused, and no message more than turned away', () => {
	const anyPolicy = fc.oneof(
		fc.string(),
		fc.json(),
		fc.json().map(text => text.slice(0, -1)),
		fc.dictionary(key, fc.array(fc.anything())).map(value => JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? 1 : inner))),
	);

	fc.assert(
		fc.property(anyPolicy, attributes, body, fc.constantFrom('MessageAttributes', 'MessageBody'), (policy, found, text, scope) => {
			const parsed = tryParse(policy, scope);
			const message = filterMessage(found, text);

			expect(typeof (parsed ? matchesFilterPolicy(parsed, message) : false)).toBe('boolean');
		}),
		{numRuns: 500},
	);
});

test('deep nesting is turned away, in a policy and in a body', () => {
	const deep = (depth: number): string => '{"a":'.repeat(depth) + '["x"]' + '}'.repeat(depth);

	expect(tryParse(deep(100_000), 'MessageBody')).toBeUndefined();
	expect(matchesFilterPolicy(parseFilterPolicy('{"b":[{"exists":false}]}', 'MessageBody'), filterMessage({}, deep(100_000)))).toBe(false);
});

test('a wildcard matches what its regular expression matches', () => {
	const character = fc.constantFrom('a', 'b');
	const pattern = fc.array(fc.oneof(character, fc.constant('*')), {maxLength: 8}).map(parts => parts.join(''));
	const text = fc.array(character, {maxLength: 10}).map(parts => parts.join(''));

	fc.assert(
		fc.property(pattern, text, (wildcard, given) => {
			expect(matchesWildcard(wildcard, given)).toBe(new RegExp(`^${wildcard.replaceAll('*', '.*')}$`).test(given));
		}),
	);
});

test('a wildcard made to be slow is fast', () => {
	expect(matchesWildcard(`${'a*'.repeat(1000)}b`, 'a'.repeat(10_000))).toBe(false);
});
