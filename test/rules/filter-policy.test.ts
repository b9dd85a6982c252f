import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {explainFilterPolicy} from '../../source/rules/filter-explanation.ts';
import {matchesFilterPolicy} from '../../source/rules/filter-match.ts';
import {filterMessage, type FilterAttribute} from '../../source/rules/filter-message.ts';
import {FilterPolicyError} from '../../source/rules/filter-policy-error.ts';
import {parseFilterPolicy, type FilterPolicyScope} from '../../source/rules/filter-policy.ts';

type Case = {
	readonly policy: unknown;
	readonly scope?: FilterPolicyScope;
	readonly attributes?: Readonly<Record<string, {readonly Type: string; readonly Value: string}>>;
	readonly body?: string;
	/** Null where public sources disagree or are silent. */
	readonly gets: boolean | null;
	readonly why?: string;
};

const cases: readonly Case[] = JSON.parse(readFileSync(new URL('../fixtures/filter-policies/cases.json', import.meta.url), 'utf8'));

function attributesOf(given: Case): Record<string, FilterAttribute> {
	return Object.fromEntries(Object.entries(given.attributes ?? {}).map(([name, {Type, Value}]) => [name, {type: Type, value: Value}]));
}

function gets(policy: unknown, options: {attributes?: Record<string, FilterAttribute>; body?: unknown}): boolean {
	const scope = options.body === undefined ? 'MessageAttributes' : 'MessageBody';
	const body = typeof options.body === 'string' ? options.body : JSON.stringify(options.body ?? '');
	return matchesFilterPolicy(parseFilterPolicy(JSON.stringify(policy), scope), filterMessage(options.attributes ?? {}, body));
}

/** The first line of what AWS says against a policy. */
function refusal(policy: unknown, scope: FilterPolicyScope = 'MessageAttributes'): string {
	return fullRefusal(typeof policy === 'string' ? policy : JSON.stringify(policy), scope).split('\n')[0] ?? '';
}

function fullRefusal(source: string, scope: FilterPolicyScope = 'MessageAttributes'): string {
	try {
		parseFilterPolicy(source, scope);
	} catch (error) {
		if (error instanceof FilterPolicyError) return error.text;
		throw error;
	}
	return 'was not refused';
}

// Where `gets` is null the sources disagree, so there is nothing to hold the engine to; the next tests say what it does there.
const settled = cases.filter(given => given.gets !== null);

test.each(settled)('$policy, given $attributes $body: $gets', given => {
	const policy = parseFilterPolicy(JSON.stringify(given.policy), given.scope ?? 'MessageAttributes');
	const message = filterMessage(attributesOf(given), given.body ?? '');

	expect(matchesFilterPolicy(policy, message)).toBe(given.gets);
});

const text = (value: string): FilterAttribute => ({type: 'String', value});
const number = (value: string): FilterAttribute => ({type: 'Number', value});
const array = (...values: readonly unknown[]): FilterAttribute => ({type: 'String.Array', value: JSON.stringify(values)});

test('exists false does not match a message without any attribute', () => {
	expect(gets({store: [{exists: false}]}, {attributes: {}})).toBe(false);
});

test('anything-but matches an array that holds another value too', () => {
	expect(gets({tags: [{'anything-but': ['b']}]}, {attributes: {tags: array('a', 'b')}})).toBe(true);
	expect(gets({tags: [{'anything-but': ['b']}]}, {attributes: {tags: array('b')}})).toBe(false);
});

test('a String that looks like an array is a string', () => {
	expect(gets({tags: ['["a"]']}, {attributes: {tags: text('["a"]')}})).toBe(true);
	expect(gets({tags: ['a']}, {attributes: {tags: text('["a"]')}})).toBe(false);
});

test('$or with one alternative is an ordinary key', () => {
	expect(refusal({$or: [{a: ['1']}]})).toBe('Unrecognized match type a');
});

test('an empty prefix is accepted and matches every string', () => {
	expect(gets({key: [{prefix: ''}]}, {attributes: {key: text('x')}})).toBe(true);
	expect(gets({key: [{prefix: ''}]}, {attributes: {key: number('1')}})).toBe(false);
});

test.each([
	[[{prefix: 'auto-'}], 'auto-1', true],
	[[{prefix: 'auto-'}], 'manual', false],
	[[{suffix: '.xml'}], 'a.xml', true],
	[[{suffix: '.xml'}], 'a.json', false],
	[[{wildcard: 'a*c*e'}], 'abcde', true],
	[[{wildcard: 'a*c*e'}], 'abde', false],
	[[{wildcard: String.raw`a\*`}], 'a*', true],
	[[{wildcard: String.raw`a\*`}], 'ab', false],
	[[{'anything-but': 'a'}], 'b', true],
	[[{'anything-but': 'a'}], 'a', false],
	[[{'anything-but': {prefix: 'order-'}}], 'order_1', true],
	[[{'anything-but': {prefix: 'order-'}}], 'order-1', false],
	[[{'equals-ignore-case': 'PAID'}], 'Paid', true],
	[[{cidr: '10.0.0.0/24'}], '10.0.0.255', true],
	[[{cidr: '10.0.0.0/24'}], '10.0.1.0', false],
	[[{cidr: '2001:db8::/32'}], '2001:db8::1', true],
	[[{cidr: '10.0.0.0/24'}], 'fe80::1%eth0', false],
	[[{exists: true}], 'x', true],
	[[{exists: false}], 'x', false],
])('%j given the string %s: %s', (conditions, value, expected) => {
	expect(gets({key: conditions}, {attributes: {key: text(value)}})).toBe(expected);
});

test.each([
	[['=', 1], '1.0', true],
	[['<', 10], '10', false],
	[['<=', 10], '10', true],
	[['>', 0, '<=', 150], '0', false],
	[['>', 0, '<=', 150], '0.00001', true],
	[['>', 0, '<=', 150], '150', true],
	[['>', 0, '<=', 150], '150.00001', false],
	[['>', 0], '1000000000', true],
	[['>', 0], '1000000001', false],
])('numeric %j given the number %s: %s', (numeric, value, expected) => {
	expect(gets({key: [{numeric}]}, {attributes: {key: number(value)}})).toBe(expected);
});

test('true, false and null match in a String.Array and in a body', () => {
	expect(gets({key: [true]}, {attributes: {key: array(true)}})).toBe(true);
	expect(gets({key: [null]}, {attributes: {key: array(null)}})).toBe(true);
	expect(gets({key: [false]}, {attributes: {key: text('false')}})).toBe(false);
	expect(gets({key: [false]}, {body: {key: false}})).toBe(true);
});

test('a message with a malformed String.Array passes no policy', () => {
	expect(gets({other: [{exists: false}]}, {attributes: {key: {type: 'String.Array', value: 'a,b'}}})).toBe(false);
});

test('a dotted key matches the dotted and the nested member', () => {
	const policy = {'object.nested.test': ['x']};

	expect(gets(policy, {body: {object: {nested: {test: 'x'}}}})).toBe(true);
	expect(gets(policy, {body: {'object.nested.test': 'x'}})).toBe(true);
	expect(gets(policy, {body: {'object.nested': {test: 'x'}}})).toBe(true);
	expect(gets(policy, {body: {object: {'nested.test': 'x'}}})).toBe(true);
	expect(gets(policy, {body: {object: {nested: {test: 'y'}}}})).toBe(false);
});

test('keys under one array must match in the same element', () => {
	const policy = {Records: {s3: {object: {key: [{prefix: 'auto-'}]}}, eventName: [{prefix: 'ObjectCreated:'}]}};
	const record = (eventName: string, object: unknown): unknown => ({eventName, s3: {object}});

	expect(
		gets(policy, {body: {Records: [record('ObjectCreated:Put', [[{key: 'auto-1'}]]), record('ObjectRemoved:Delete', {key: 'home'})]}}),
	).toBe(true);
	expect(
		gets(policy, {body: {Records: [record('ObjectCreated:Put', {key: 'home'}), record('ObjectRemoved:Delete', {key: 'auto-1'})]}}),
	).toBe(false);
});

test('$or works at the top and inside a nested key', () => {
	const policy = {
		$or: [{metricName: ['CPUUtilization', 'ReadLatency']}, {namespace: ['AWS/EC2', 'AWS/ES']}],
		detail: {scope: ['Service'], $or: [{source: ['aws.cloudwatch']}, {type: ['CloudWatch Alarm State Change']}]},
	};

	expect(gets(policy, {body: {metricName: 'CPUUtilization', detail: {scope: 'Service', source: 'aws.cloudwatch'}}})).toBe(true);
	expect(gets(policy, {body: {namespace: 'AWS/ES', detail: {scope: 'Service', type: 'CloudWatch Alarm State Change'}}})).toBe(true);
	expect(gets(policy, {body: {metricName: 'CPUUtilization', detail: {scope: 'Service', type: 'other'}}})).toBe(false);
	expect(gets(policy, {body: {metricName: 'CPUUtilization', detail: {type: 'CloudWatch Alarm State Change'}}})).toBe(false);
});

test('a number in a body is compared to its last digit', () => {
	expect(gets({n: [9_007_199_254_740_992]}, {body: '{"n":9007199254740992}'})).toBe(true);
	expect(gets({n: [9_007_199_254_740_992]}, {body: '{"n":9007199254740993}'})).toBe(false);
});

test.each([
	[{key: [['value']]}, 'Match value must be String, number, true, false, or null', 10],
	[{key: [{'wrong-operator': true}]}, 'Unrecognized match type wrong-operator', 31],
	[{key: [{suffix: 'value', prefix: 'value2'}]}, 'Only one key allowed in match expression', 37],
	[{key: [{suffix: 100}]}, 'suffix match pattern must be a string', 22],
	[{key: [{suffix: null}]}, 'suffix match pattern must be a string', 23],
	[{key: [{suffix: []}]}, 'suffix match pattern must be a string', 20],
	[{key: {suffix: 'value'}}, '"suffix" must be an object or an array', 19],
	[{key: {'not-an-operator': 'value'}}, '"not-an-operator" must be an object or an array', 28],
	[{key_a: 'value_one'}, '"key_a" must be an object or an array', 11],
	[{key: [{numeric: []}]}, 'Invalid member in numeric match: ]', 22],
	[{key: [{numeric: ['operator']}]}, 'Unrecognized numeric range operator: operator', 32],
	[{key: [{numeric: [1, '<=']}]}, 'Invalid member in numeric match: 1', 22],
	[{key: [{numeric: ['=', '000']}]}, 'Value of equals must be numeric', 26],
	[{key: [{numeric: ['>=']}]}, 'Value of >= must be numeric', 26],
	[{key: [{numeric: ['<', 100, '>', 10]}]}, 'Too many elements in numeric expression', 30],
	[{key: [{numeric: ['>=', 1, '>', 2]}]}, 'Bad numeric range operator: >', 31],
	[{key: [{numeric: ['>', 3, '<', 1]}]}, 'Bottom must be less than top', 33],
	[{key: [{numeric: ['>', 20, '<=']}]}, 'Value of <= must be numeric', 33],
	[{key: [{numeric: ['>', 20, 30]}]}, 'Bad value in numeric range: 30', 30],
	[{key: [{numeric: ['>', 20, 'test']}]}, 'Bad numeric range operator: test', 34],
	[{key: [{numeric: ['>', '20', '<', '30']}]}, 'Value of > must be numeric', 26],
	[{key: [{numeric: ['>', 20, '<', '30']}]}, 'Value of < must be numeric', 33],
	[{key: [{numeric: ['>', 20, '<', 30, '<', 50]}]}, 'Too many terms in numeric range expression', 36],
	[{key: [{exists: null}]}, 'exists match pattern must be either true or false.', 23],
	[{key: [{exists: 'no'}]}, 'exists match pattern must be either true or false.', 20],
	[{key: [{'anything-but': {'wrong-operator': null}}]}, 'Unsupported anything-but pattern: wrong-operator', 47],
	[{key: [{'anything-but': {suffix: 'test'}}]}, 'Unsupported anything-but pattern: suffix', 36],
	[{key: [{'anything-but': {exists: false}}]}, 'Unsupported anything-but pattern: exists', 40],
	[{key: [{'anything-but': {prefix: false}}]}, 'prefix match pattern must be a string', 40],
])('AWS refuses %j: %s, column %i', (policy, message, column) => {
	const source = JSON.stringify(policy);

	expect(fullRefusal(source)).toBe(`${message}\n at [Source: (String)"${source}"; line: 1, column: ${column}]`);
});

test('white space in a policy does not move the column', () => {
	expect(fullRefusal('{\n  "key": [ ["value"] ]\n}')).toBe(
		'Match value must be String, number, true, false, or null\n at [Source: (String)"{"key":[["value"]]}"; line: 1, column: 10]',
	);
});

test('text that is no JSON is refused with its place', () => {
	expect(fullRefusal('{invalid}')).toBe(
		'failed to parse JSON. Unexpected character (\'i\' (code 105)): was expecting double-quote to start field name\n at [Source: (String)"{invalid}"; line: 1, column: 2]',
	);
});

test.each([
	[{key: [{cidr: '10.0.0.0'}]}, "Malformed CIDR, one '/' required"],
	[{key: [{cidr: '10.0.0.0/xx'}]}, 'Malformed CIDR, mask bits must be an integer'],
	[{key: [{cidr: 'xx/24'}]}, 'Nonstandard IP address: xx'],
	[{key: [{cidr: 1}]}, 'prefix match pattern must be a string'],
	[{key: [{cidr: '10.0.0.0/33'}]}, 'IPv4 mask bits must be <= 32'],
	[{key: []}, 'Empty arrays are not allowed'],
	[{key: [{}]}, 'Match expression name not found'],
	[{key: {}}, 'Empty objects are not allowed'],
	[[], 'Filter is not an object'],
	[{key: [{numeric: ['>', 1_000_000_001]}]}, 'Value must be between -1.0E9 and 1.0E9, inclusive'],
	[{key: [{wildcard: 'a**b'}]}, 'Consecutive wildcard characters at pos 1'],
	[{key: [{wildcard: String.raw`a\b`}]}, 'Invalid escape character at pos 1'],
	[{key: [{'anything-but': [true]}]}, 'Inside anything but list, start|null|boolean is not supported.'],
])('%j is refused: %s', (policy, message) => {
	expect(refusal(policy)).toBe(message);
});

test('nesting is for the scope MessageBody', () => {
	expect(refusal({object: {key: ['a']}})).toBe('Filter policy scope MessageAttributes does not support nested filter policy');
	expect(refusal({object: {key: ['a']}}, 'MessageBody')).toBe('was not refused');
});

const values = (count: number): string[] => Array.from({length: count}, (_, index) => `value${index}`);

test('five keys are allowed, six are not', () => {
	const keys = (count: number): unknown => Object.fromEntries(values(count).map(key => [key, ['x']]));

	expect(refusal(keys(5))).toBe('was not refused');
	expect(refusal(keys(6))).toBe('Filter policy can not have more than 5 keys');
});

test('150 combinations are allowed, 151 are not', () => {
	expect(refusal({key: values(150)})).toBe('was not refused');
	expect(refusal({key: values(151)})).toBe('Filter policy is too complex');
	expect(refusal({a: values(15), b: values(10)})).toBe('was not refused');
	expect(refusal({a: values(100), b: values(51)})).toBe('Filter policy is too complex');
});

test('a nested list counts as often as it is deep', () => {
	const policy = (count: number): unknown => ({key_a: {key_b: {key_c: values(4)}}, key_d: {key_e: values(3)}, key_f: values(count)});

	expect(refusal(policy(2), 'MessageBody')).toBe('was not refused');
	expect(refusal(policy(3), 'MessageBody')).toBe('Filter policy is too complex');
});

test('the branches of $or add up', () => {
	const policy = (spaceCount: number): unknown => ({
		source: values(3),
		$or: [{metricName: values(6)}, {metricType: values(4), $or: [{metricId: [1, 2, 3, 4]}, {spaceId: values(spaceCount)}]}],
	});

	expect(refusal(policy(7))).toBe('was not refused');
	expect(refusal(policy(8))).toBe('Filter policy is too complex');
});

function why(policy: unknown, attributes: Record<string, FilterAttribute>): string {
	return explainFilterPolicy(parseFilterPolicy(JSON.stringify(policy), 'MessageAttributes'), filterMessage(attributes, '')).reason;
}

test('the explanation names key, value and type', () => {
	expect(why({type: ['created', 'paid']}, {type: text('Created')})).toBe('type "Created" is none of "created", "paid"');
	expect(why({version: [{numeric: ['>=', 2]}]}, {version: text('2')})).toBe('version String "2": the policy wants a number');
	expect(why({prio: ['1']}, {prio: number('1')})).toBe('prio Number 1: the policy wants a string');
	expect(why({prio: [{numeric: ['>=', 2, '<', 5]}]}, {prio: number('5')})).toBe('prio Number 5 is not >= 2 and < 5');
	expect(why({type: ['paid']}, {})).toBe('type is not there');
	expect(why({type: ['paid', 'open']}, {type: text('paid')})).toBe('type "paid" is one of "paid", "open"');
	expect(why({type: [{exists: false}]}, {other: text('x')})).toBe('type is not there, as the policy wants');
});

test('the explanation of a body names the path', () => {
	const policy = parseFilterPolicy('{"country":["DE","AT"]}', 'MessageBody');

	expect(explainFilterPolicy(policy, filterMessage({}, '{"country":"DE"}')).reason).toBe('body .country "DE" is one of "DE", "AT"');
	expect(explainFilterPolicy(policy, filterMessage({}, 'hello')).reason).toBe('the body is no JSON object');
});

test('each key of a policy is explained by itself, with the usual slip', () => {
	const policy = parseFilterPolicy('{"type": ["created","paid"], "version": [{"numeric":[">=",2]}]}', 'MessageAttributes');

	const explanation = explainFilterPolicy(policy, filterMessage({type: text('Created'), version: text('2')}, ''));

	expect(explanation.keys).toEqual([
		{
			key: 'type',
			wanted: '["created","paid"]',
			found: '"Created"',
			matches: false,
			because: 'type "Created" is none of "created", "paid"',
			hint: 'case counts',
		},
		{
			key: 'version',
			wanted: '[{"numeric":[">=",2]}]',
			found: 'String "2"',
			matches: false,
			because: 'version String "2": the policy wants a number',
			hint: 'wants type Number',
		},
	]);
});

test('of a policy with $or the nearest alternative is explained', () => {
	const policy = {a: ['1'], $or: [{b: ['2'], c: ['3']}, {d: ['4']}]};

	expect(why(policy, {a: text('1'), d: text('5')})).toBe('d "5" is not "4"');
});

test('keys that match in different elements are explained', () => {
	const policy = parseFilterPolicy('{"items":{"id":["a"],"state":["paid"]}}', 'MessageBody');
	const message = filterMessage({}, '{"items":[{"id":"a","state":"open"},{"id":"b","state":"paid"}]}');

	expect(explainFilterPolicy(policy, message).reason).toBe('no element of an array has items.id and items.state together');
});
