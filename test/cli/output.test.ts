import {describe, expect, test} from 'vitest';
import {jsonLine} from '../../source/payload/json-line.ts';
import {tableText} from '../../source/cli/output.ts';

describe('a table', () => {
	test('aligns its columns and leaves no spaces at line ends', () => {
		const text = tableText(
			[
				{name: 'orders', count: '1,204'},
				{name: 'dlq', count: '7'},
			],
			[
				{title: 'COUNT', align: 'right', text: row => row.count},
				{title: 'NAME', text: row => row.name},
			],
		);

		expect(text).toBe('COUNT  NAME\n1,204  orders\n    7  dlq\n');
	});

	test('counts the cells of wide characters', () => {
		const columns = [
			{title: 'A', text: (row: {a: string}) => row.a},
			{title: 'B', text: () => 'x'},
		];

		expect(tableText([{a: '漢字'}, {a: 'ab'}], columns)).toBe('A     B\n漢字  x\nab    x\n');
	});

	test('never lets a control character through', () => {
		const text = tableText([{body: 'a\u001b[2Jb\u009b31mc\u202ed\ne'}], [{title: 'BODY', text: row => row.body}]);

		expect(text).toBe('BODY\na\\u001b[2Jb\\u009b31mc\\u202ed\\ne\n');
	});
});

describe('a JSON line', () => {
	test('is one line, and reads back as it was', () => {
		const value = {body: 'a\nb\u001b[2J\u009b31m\u202e\u2028\ufeff', list: [1, true, null]};
		const line = jsonLine(value);

		expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2028\ufeff]/);
		expect(JSON.parse(line)).toEqual(value);
	});

	test('writes big integers as text, with all their digits', () => {
		expect(jsonLine({hashKeyEnd: 2n ** 128n - 1n})).toBe('{"hashKeyEnd":"340282366920938463463374607431768211455"}');
	});
});
