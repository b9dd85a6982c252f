import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseLongJson} from '../../../source/engine/protocol/long-json.ts';

/** So small that texts of a test are long, and cut often. */
const limits = {whole: 0, piece: 16};

function parse(text: string): unknown {
	const body = Buffer.from(text);
	const parsed = parseLongJson(body, limits);
	expect(body.toString()).toBe(text);
	return parsed;
}

const item = fc.record({PartitionKey: fc.string({maxLength: 6}), Data: fc.base64String({maxLength: 12})}, {requiredKeys: []});
const request = fc.record({
	StreamName: fc.string({maxLength: 6}),
	Records: fc.array(item, {maxLength: 12}),
	Last: fc.constantFrom(1, null, 'x'),
});

/** As most clients write, as Python's do, and with line breaks. */
const written = fc.tuple(request, fc.constantFrom('dense', 'python', 'pretty')).map(([value, style]) => {
	if (style === 'pretty') return JSON.stringify(value, undefined, 1);
	const text = JSON.stringify(value);
	return style === 'dense' ? text : text.replaceAll('":', '": ').replaceAll(',"', ', "').replaceAll('},{', '}, {');
});

describe('a body whose list is parsed in pieces', () => {
	test.each([
		['as most clients write', '{"StreamName":"s","Records":[{"Data":"YQ=="},{"Data":"Yg=="},{"Data":"Yw=="}],"DryRun":true}'],
		["as Python's do", '{"StreamName": "s", "Records": [{"Data": "YQ=="}, {"Data": "Yg=="}, {"Data": "Yw=="}]}'],
		['with objects within its own', '{"Entries":[{"Id":"1","A":{"x":{"y":2}}},{"Id":"2","B":{"z":{}}},{"Id":"3"}]}'],
	])('%s is what JSON says', (_how, text) => {
		expect(parse(text)).toEqual(JSON.parse(text));
	});

	test.each([
		['a string', '{"Entries":[{"Id":"1","MessageBody":"a},{b},{"},{"Id":"2"},{"Id":"},{"}]}'],
		['an object', '{"Entries":[{"Id":"1","A":[{"x":1},{"y":2},{"z":3}]},{"Id":"2"}]}'],
	])('with a cut in the middle of %s is left to JSON.parse', (_where, text) => {
		expect(parse(text)).toBeUndefined();
	});

	test.each([
		['a short one', '{"Records":[{}]}', {whole: 1000, piece: 16}],
		['one without a list', '{"StreamName":"s"}', limits],
		['one whose list is within another object', '{"X":{"Records":[{"a":1}]},"Records":[]}', limits],
		['one with two lists', '{"Records":[{"a":1}],"Others":[{"b":1}]}', limits],
		['one that has the name twice', '{"Records":[{"a":1}],"Records":null}', limits],
		['one that ends too early', '{"Records":[{"a":1},{"b":2}]', limits],
		['one with more behind it', '{"Records":[{"a":1},{"b":2}]}}', limits],
		['one that is a list', '[{"Records":[{"a":1}]}]', limits],
	])('%s is left to JSON.parse', (_what, text, given) => {
		expect(parseLongJson(Buffer.from(text), given)).toBeUndefined();
	});

	test('whatever is written, it says what JSON.parse says, or nothing', () => {
		let parsedCount = 0;
		fc.assert(
			fc.property(
				written,
				fc.nat(),
				fc.nat(2),
				fc.constantFrom('', '"', '[', ']}', '{', ',', '\\', '},{', '":[{'),
				(text, at, cut, insertion) => {
					const place = at % text.length;
					for (const each of [text, text.slice(0, place) + insertion + text.slice(place + cut)]) {
						const parsed = parse(each);
						if (parsed === undefined) continue;
						parsedCount++;
						expect(parsed).toEqual(JSON.parse(each));
					}
				},
			),
			{numRuns: 2000},
		);

		expect(parsedCount).toBeGreaterThan(1000);
	});
});
