import {describe, expect, test} from 'vitest';
import {completeFilter, type Completion} from '../../../source/payload/filter/complete.ts';
import {aCandidate, nowMs} from './a-candidate.ts';

function aMessage(body: string, {errorCode, receiveCount}: {errorCode: string; receiveCount: number}) {
	return aCandidate({
		text: body,
		fields: {from: 'orders', id: body.slice(13, 17)},
		attributes: {errorCode},
		numbers: {receiveCount, sizeBytes: body.length, sentAtMs: nowMs},
	});
}

const held = [
	aMessage('{"orderId":"A-09","total":9007199254740993,"items":[{"sku":"a"},{"sku":"b"}]}', {errorCode: 'VALIDATION', receiveCount: 6}),
	aMessage('{"orderId":"A-10","total":null,"odd key":true}', {errorCode: 'VALIDATION', receiveCount: 6}),
	aMessage('{"orderId":"1011","total":null}', {errorCode: 'TIME OUT', receiveCount: 4}),
];

const saved = new Map([['fast trucks', '.speed > 80']]);

/** What is offered at the `^` in a text. */
function offers(text: string, samples = held): readonly (readonly [text: string, note: string])[] {
	return complete(text, samples).suggestions.map(({text: offered, note}) => [offered, note] as const);
}

function complete(text: string, samples = held): Completion {
	return completeFilter(text.replace('^', ''), text.indexOf('^'), samples, {saved});
}

test('at the start: the fields that are held with their commonest values, JSON fields, saved filters', () => {
	expect(offers('^')).toEqual([
		['id:', '3 different values'],
		['from:', 'orders 3'],
		['attr.errorCode:', 'VALIDATION 2, TIME OUT 1'],
		['recv:', '6 2, 4 1'],
		['size:', 'bytes'],
		['age:', 'time since it was sent'],
		['sent:', 'when it was sent, UTC'],
		['.orderId', '3 different values'],
		['.total', 'null 2, 9007199254740993 1'],
		['.items[*]', 'an object 2'],
		['.items[*].sku', '2 different values'],
		['.items', 'a list 1'],
		['."odd key"', 'true 1'],
		['@fast trucks', '.speed > 80'],
	]);
});

test('with nothing held: every field there is', () => {
	const names = offers('^', []).map(([name]) => name);

	expect(names.slice(0, 3)).toEqual(['key:', 'group:', 'id:']);
	expect(names).toContain('attr.');
	expect(names).toContain('tag:');
});

describe('what was begun is gone on with', () => {
	test.each([
		['re^', ['recv:']],
		['x (re^', ['recv:']],
		['!re^ rest', ['recv:']],
		['.to^', ['.total']],
		['.items[^', ['.items[*]', '.items[*].sku']],
		['."odd^', ['."odd key"']],
		['err^', ['attr.errorCode:']],
		['attr.^', ['attr.errorCode:']],
		['@f^', ['@fast trucks']],
		['zzz^', []],
		['from:orders^', []],
	])('%s', (text, names) => {
		expect(offers(text).map(([name]) => name)).toEqual(names);
	});
});

describe('values, the commonest first', () => {
	test.each([
		[
			'errorCode:^',
			[
				['VALIDATION', '2 of 3'],
				['"TIME OUT"', '1 of 3'],
			],
		],
		['attr.errorCode:TI^', [['"TIME OUT"', '1 of 3']]],
		[
			'recv:^',
			[
				['6', '2 of 3'],
				['4', '1 of 3'],
			],
		],
		['size:^', [['>64K', 'bytes']]],
		[
			'.total = ^',
			[
				['null', '2 of 3'],
				['9007199254740993', '1 of 3'],
			],
		],
		['.total=9^', [['9007199254740993', '1 of 3']]],
		['.orderId = 1^', [['"1011"', '1 of 3']]],
		['.orderId ~ 1^', [['1011', '1 of 3']]],
		['."odd key" = ^', [['true', '1 of 1']]],
		[
			'type:^',
			[
				['standard', ''],
				['fifo', ''],
			],
		],
		['group:^', []],
	])('%s', (text, expected) => {
		expect(offers(text)).toEqual(expected);
	});
});

test.each([
	['x .to^', 2],
	['.total = 9^', 9],
	['recv:^', 5],
	['^', 0],
])('in %s the replaced part begins at %i', (text, start) => {
	expect(complete(text).start).toBe(start);
});

test('a tag is offered in quotes where it needs them', () => {
	const queue = aCandidate({text: 'orders', tags: {'cost center': 'a b', team: 'pay'}});

	expect(offers('tag:^', [queue]).map(([text]) => text)).toEqual(['"cost center"="a b"', 'team=pay']);
});

test.each(['"re^', '/re^', '{re^', '.a ~ /re^', 'key:"re^'])('inside %s nothing is offered', text => {
	expect(offers(text)).toEqual([]);
});

test('what lies behind the cursor is left alone', () => {
	expect(complete('re^cv:>3').suggestions.map(({text}) => text)).toEqual(['recv:']);
});
