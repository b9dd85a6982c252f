import {readFileSync} from 'node:fs';
import {beforeAll, describe, expect, test} from 'vitest';
import {loadFilterEngines} from '../../../source/payload/filter/engines.ts';
import {compileFilter} from '../../../source/payload/filter/evaluate.ts';
import {aCandidate, aFilter, matches, nowMs} from './a-candidate.ts';

beforeAll(loadFilterEngines);

const order = '{"orderId":"A-1009","detail":{"total":99.5,"note":null},"tags":["x","y"],"items":[{"sku":"b"},{"sku":"c"}],"paid":true}';

describe('text', () => {
	test.each([
		['a-1009', true],
		['A-1009', true],
		['ORDERID', false],
		['"orderId"', true],
		['orderid', true],
		['refund', false],
		['/A-10[0-9]+/', true],
		['/a-10[0-9]+/', false],
		['/a-10[0-9]+/i', true],
	])('%s: %s', (filter, isMatch) => {
		expect(matches(filter, order)).toBe(isMatch);
	});
});

describe('terms are joined', () => {
	test.each([
		['', true],
		['a b', true],
		['a z', false],
		['a | z', true],
		['z a | b', true],
		['z (a | b)', false],
		['!z', true],
		['!(a z)', true],
		['!a | !z', true],
		['!!a', true],
	])('%j in "a b": %s', (filter, isMatch) => {
		expect(matches(filter, 'a b')).toBe(isMatch);
	});
});

describe('JSON fields', () => {
	test.each([
		['.detail.total > 80', true],
		['.detail.total > 99.5', false],
		['.detail.total >= 99.50', true],
		['.detail.total < 99.5', false],
		['.detail.total <= 99.5', true],
		['.detail.total = 995e-1', true],
		['.detail.total = "99.5"', false],
		['.detail.total ~ 9.5', true],
		['.orderId = A-1009', true],
		['.orderId = "A-1009"', true],
		['.orderId > "A-1008"', true],
		['.orderId > 1', false],
		['.orderId ~ a-10', true],
		['.orderId ~ /^A-\\d+$/', true],
		['.paid = true', true],
		['.paid = "true"', false],
		['.paid != false', true],
		['.detail.note = null', true],
		['.detail.note', true],
		['.detail.absent', false],
		['.detail.absent = null', false],
		['.detail.absent != 5', true],
		['!.detail.absent', true],
		['.tags[*] = "x"', true],
		['.tags[*] = "z"', false],
		['.tags[*] != "x"', false],
		['.tags[*] != "z"', true],
		['.tags[0] = x', true],
		['.tags[1] = x', false],
		['.tags[2]', false],
		['.tags = x', false],
		['.tags ~ "\\"x\\",\\"y\\""', true],
		['.items[*].sku = c', true],
		['.items[0].sku = c', false],
		['.orderId.x', false],
		['.orderId[*]', false],
		['.detail[0]', false],
		['.', true],
	])('%s: %s', (filter, isMatch) => {
		expect(matches(filter, order)).toBe(isMatch);
	});

	test.each([
		['.a', false],
		['.a != 1', true],
		['.', false],
	])('in text that is no JSON there are none: %s is %s', (filter, isMatch) => {
		expect(matches(filter, '{"a":1} and more')).toBe(isMatch);
	});

	test.each([
		['. = 5', '5', true],
		['. = x', '"x"', true],
		['.[*] = 5', '[4,5]', true],
		['.[0].a = 5', '[{"a":5}]', true],
		['."a b" = 1', '{"a b":1}', true],
		[String.raw`."a\"b" = 1`, String.raw`{"a\"b":1}`, true],
		['.ü = 1', String.raw`{"\u00fc":1}`, true],
		['.s = "é\\n"', String.raw`{"s":"\u00e9\n"}`, true],
		['.s = "}"', '{"t":"{\\"","s":"}"}', true],
		['.__proto__', '{}', false],
		['.__proto__ = 1', '{"__proto__":1}', true],
		['.a = 1', ' {\n\t"a" : 1 }', true],
		['.a.b', '{"a":{},"b":1}', false],
	])('%s in %s: %s', (filter, text, isMatch) => {
		expect(matches(filter, text)).toBe(isMatch);
	});
});

describe('numbers keep every digit', () => {
	const body = readFileSync(new URL('../../fixtures/numbers/body.json', import.meta.url), 'utf8');

	test.each([
		['.id = 9007199254740993', true],
		['.id = 9007199254740992', false],
		['.id > 9007199254740992', true],
		['.id < 9007199254740994', true],
		['.max = 9223372036854775807', true],
		['.max = 9223372036854775808', false],
		['.neg = -7210194211959421178', true],
		['.neg < -7210194211959421177', true],
		['.neg > -7210194211959421179', true],
		['.u64 = 18446744073709551615', true],
		['.u64 > 18446744073709551614', true],
		['.price = 1.1', true],
		['.price = 1.10', true],
		['.price = 1.11', false],
		['.tiny > 0', true],
		['.tiny = 0', false],
		['.tiny = 1e-400', true],
		['.huge > 1e399', true],
		['.huge < 1e401', true],
		['.huge = 10e399', true],
		['.zero = 0', true],
		['.exp = 100', true],
		['.dup = 1', true],
		['.dup = 2', true],
		['.dup = 3', false],
		['.id ~ 740993', true],
	])('%s: %s', (filter, isMatch) => {
		expect(matches(filter, body)).toBe(isMatch);
	});
});

describe('JMESPath', () => {
	test.each([
		['{length(items) > `1`}', true],
		['{length(items) > `2`}', false],
		["{items[?sku=='c']}", true],
		["{items[?sku=='z']}", false],
		['{detail.note}', false],
		['{paid}', true],
	])('%s: %s', (filter, isMatch) => {
		expect(matches(filter, order)).toBe(isMatch);
	});

	test('in text that is no JSON it is false, and no error', () => {
		const match = compileFilter(aFilter('!{a}'));

		expect(match(aCandidate({text: 'plain'}))).toBe(true);
		expect(match.errors()).toEqual({count: 0});
	});

	test('what it cannot evaluate never matches, is counted once a candidate, and the first is told', () => {
		const match = compileFilter(aFilter('{length(total) > `3`} | !{length(total) > `3`} | x'));

		expect(match(aCandidate({text: '{"total":5}'}))).toBe(false);
		expect(match(aCandidate({text: '{"total":6,"x":1}'}))).toBe(true);
		expect(match(aCandidate({text: '{"total":"long"}'}))).toBe(true);
		expect(match.errors()).toEqual({
			count: 2,
			first: 'Invalid type: length() expected argument 1 to be type (string | array | object) but received type number instead.',
		});
	});
});

describe('fields', () => {
	const message = {
		fields: {key: 'truck_17', id: '22b80b92', from: 'orders', type: 'fifo', name: 'orders-dlq.fifo'},
		attributes: {errorCode: 'VALIDATION', retries: '12', big: '9007199254740993'},
		tags: {team: 'pay', 'cost center': 'a b'},
	};

	test.each([
		['key:truck_17', true],
		['key:truck_1', false],
		['key:TRUCK_17', false],
		['key:truck_*', true],
		['key:truck_1?', true],
		['key:truck_17?', false],
		['key:*17', true],
		['key:*_*7', true],
		['key:"truck_*"', false],
		['group:*', false],
		['!group:*', true],
		['from:orders id:22b8*', true],
		['type:fifo name:orders-*', true],
		['attr.errorCode:VALIDATION', true],
		['errorCode:VALID*', true],
		['attr.errorCode:TIMEOUT', false],
		['attr.absent:*', false],
		['attr.toString:*', false],
		['attr.retries:>9', true],
		['attr.retries:<=12', true],
		['attr.retries:12', true],
		['attr.errorCode:>9', false],
		['attr.big:>9007199254740992', true],
		['tag:team', true],
		['tag:team=pay', true],
		['tag:team=p*', true],
		['tag:team=ship', false],
		['tag:"cost center"=a*', true],
		['tag:constructor', false],
	])('%s: %s', (filter, isMatch) => {
		expect(matches(filter, message)).toBe(isMatch);
	});
});

describe('amounts', () => {
	const hourMs = 3_600_000;
	const message = {
		numbers: {receiveCount: 4, sizeBytes: 65_536, sentAtMs: nowMs - hourMs, diesAtMs: nowMs + 2 * hourMs, readyCount: 0},
	};

	test.each([
		['recv:4', true],
		['recv:>3', true],
		['recv:>4', false],
		['recv:>=4', true],
		['recv:<4', false],
		['recv:<=4', true],
		['recv:4..5', true],
		['recv:5..', false],
		['recv:..4', true],
		['size:64K', true],
		['size:>64K', false],
		['size:>63.9K', true],
		['size:<1M', true],
		['size:65536', true],
		['age:>1h', false],
		['age:>=1h', true],
		['age:<1h0.001s', true],
		['age:30m..1h30m', true],
		['dies:<2h', false],
		['dies:<=2h', true],
		['dies:>1d', false],
		['ready:>0', false],
		['ready:0', true],
		['dlq:>0', false],
		['dlq:0', false],
		['!dlq:>0', true],
	])('%s: %s', (filter, isMatch) => {
		expect(matches(filter, message)).toBe(isMatch);
	});

	test('an age may be given instead of a time: that of the oldest message of a queue', () => {
		expect(matches('age:>1h', {numbers: {ageMs: hourMs + 1}})).toBe(true);
	});

	test('what is already lost dies in less than no time', () => {
		expect(matches('dies:<0s', {numbers: {diesAtMs: nowMs - 1}})).toBe(true);
	});
});

describe('when it was sent, in UTC', () => {
	const at = (iso: string, filter: string): boolean => matches(filter, {numbers: {sentAtMs: Date.parse(iso)}});

	test.each([
		['2026-11-24T14:00:00.000Z', true],
		['2026-11-24T13:59:59.999Z', false],
		['2026-11-24T14:10:59.999Z', true],
		['2026-11-24T14:11:00.000Z', false],
		['2026-11-23T14:05:00.000Z', false],
	])('at 03:12 sent:14:00..14:10 means yesterday, both minutes included: %s is %s', (iso, isMatch) => {
		expect(at(iso, 'sent:14:00..14:10')).toBe(isMatch);
	});

	test.each([
		['2026-11-25T03:11:59.999Z', 'sent:03:11', true],
		['2026-11-25T03:12:00.000Z', 'sent:03:11', false],
		['2026-11-25T03:12:00.000Z', 'sent:03:12', true],
		['2026-11-24T03:13:00.000Z', 'sent:03:13', true],
		['2026-11-24T23:55:00.000Z', 'sent:23:50..00:10', true],
		['2026-11-25T00:10:00.000Z', 'sent:23:50..00:10', true],
		['2026-11-25T00:11:00.000Z', 'sent:23:50..00:10', false],
		['2026-11-25T03:00:01.000Z', 'sent:>03:00', true],
		['2026-11-25T02:59:59.000Z', 'sent:<03:00', true],
		['2026-11-25T02:59:59.000Z', 'sent:03:00..', false],
		['2026-11-25T03:00:00.500Z', 'sent:03:00:00', true],
		['2026-11-25T03:00:01.000Z', 'sent:03:00:00', false],
		['2026-11-25T03:00:00.999Z', 'sent:<=03:00', true],
		['2026-11-24T23:59:59.999Z', 'sent:2026-11-24', true],
		['2026-11-25T00:00:00.000Z', 'sent:2026-11-24', false],
		['2026-11-20T10:00:00.000Z', 'sent:2026-11-20T10:00..10:05', true],
		['2026-11-20T10:06:00.000Z', 'sent:2026-11-20T10:00..10:05', false],
		['2026-11-20T08:00:00.000Z', 'sent:2026-11-20T10:00+02:00', true],
		['2026-11-20T10:00:00.123Z', 'sent:2026-11-20T10:00:00.123Z', true],
		['2026-11-25T02:57:00.001Z', 'sent:>-15m', true],
		['2026-11-25T02:57:00.000Z', 'sent:>-15m', false],
		['2026-11-25T02:50:00.000Z', 'sent:-30m..-15m', true],
	])('%s matches %s: %s', (iso, filter, isMatch) => {
		expect(at(iso, filter)).toBe(isMatch);
	});
});

describe('cost', () => {
	test('the text is not asked for by terms that look elsewhere', () => {
		const candidate = {
			nowMs,
			fields: {key: 'a'},
			get text(): string {
				throw new Error('decoded');
			},
		};

		expect(compileFilter(aFilter('key:b .total > 80'))(candidate)).toBe(false);
		expect(() => compileFilter(aFilter('key:a .total > 80'))(candidate)).toThrow('decoded');
	});

	test('the text is asked for once, however many terms look at it', () => {
		let count = 0;
		const candidate = {
			nowMs,
			get text(): string {
				count++;
				return order;
			},
		};

		compileFilter(aFilter('x .orderId /A/ {paid}'))(candidate);

		expect(count).toBe(1);
	});

	test.each(['refund | A-1009', '/A-10[0-9]+/', 'key:truck_* .detail.total > 80', '{length(items) > `3`}'])(
		'20,000 records are looked at in a second: %s',
		filter => {
			const match = compileFilter(aFilter(filter));
			const startedAt = performance.now();
			for (let index = 0; index < 20_000; index++) match({text: order, fields: {key: 'truck_17'}, nowMs});

			expect(performance.now() - startedAt).toBeLessThan(1000);
		},
	);

	test('a wildcard, a regular expression and a path take no time that grows with tricks', () => {
		const startedAt = performance.now();

		matches(`key:${'*a'.repeat(1000)}b`, {fields: {key: 'a'.repeat(10_000)}});
		matches('/(a*)*b/', 'a'.repeat(100_000));
		matches('.a = 1', `${'['.repeat(100_000)}${']'.repeat(100_000)}`);
		matches('.a > 1', `{"a":1e${'9'.repeat(100_000)}}`);

		expect(performance.now() - startedAt).toBeLessThan(2000);
	});
});
