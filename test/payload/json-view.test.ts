import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {isJson, jsonDepthMax, jsonLengthMax, viewHex, viewJson, viewText} from '../../source/payload/json-view.ts';
import {viewLineText, type LazyLines} from '../../source/payload/lazy-lines.ts';

const numbers = readFileSync(new URL('../fixtures/numbers/body.json', import.meta.url), 'utf8').trim();

function textOf(lines: LazyLines | undefined): readonly string[] {
	return lines?.slice(0, lines.count()).map(viewLineText) ?? [];
}

function pretty(source: string): readonly string[] {
	return textOf(viewJson(source)?.lines);
}

describe('JSON is laid out from its source text', () => {
	test('every digit, duplicate key and the order of keys stay as sent', () => {
		expect(pretty(numbers)).toEqual([
			'{',
			'  "id": 9007199254740993,',
			'  "max": 9223372036854775807,',
			'  "neg": -7210194211959421178,',
			'  "u64": 18446744073709551615,',
			'  "price": 1.10,',
			'  "tiny": 1e-400,',
			'  "huge": 1E400,',
			'  "zero": -0,',
			'  "exp": 1.0E+2,',
			'  "dup": 1,',
			'  "dup": 2,',
			'  "b": 1,',
			'  "a": 2',
			'}',
		]);
	});

	test('nested values are indented by two, empty ones stay on their line', () => {
		expect(pretty('{"a":[1,{"b":[]}],"c":{ }, "d":[[]]}')).toEqual([
			'{',
			'  "a": [',
			'    1,',
			'    {',
			'      "b": []',
			'    }',
			'  ],',
			'  "c": {},',
			'  "d": [',
			'    []',
			'  ]',
			'}',
		]);
	});

	test.each(['12', '"text"', 'null', 'true', '[]', '{}'])('%s alone is JSON', source => {
		expect(pretty(source)).toEqual([source]);
	});

	test.each(['', '{', '{"a":}', 'hello', 'nullx', '01', "{'a':1}", '{"a":1}}', '-'])('%j is no JSON', source => {
		expect(viewJson(source)).toBeUndefined();
		expect(isJson(source)).toBe(false);
	});

	test('each piece says what it is', () => {
		const kinds = viewJson('{"k":["s",1,true,null]}')
			?.lines.slice(0, 9)
			.flat()
			.filter(token => token.text.trim() !== '')
			.map(token => [token.text, token.kind]);

		expect(kinds).toEqual([
			['{', 'punctuation'],
			['"k"', 'key'],
			[': ', 'punctuation'],
			['[', 'punctuation'],
			['"s"', 'string'],
			[',', 'punctuation'],
			['1', 'number'],
			[',', 'punctuation'],
			['true', 'literal'],
			[',', 'punctuation'],
			['null', 'literal'],
			[']', 'punctuation'],
			['}', 'punctuation'],
		]);
	});

	test('escapes in strings stay as sent, and what they would hide is drawn', () => {
		const [, line = []] = viewJson(String.raw`{"note":"a\u001b[2J\"b` + '\u009B31m\u202E"}')?.lines.slice(0, 2) ?? [];

		expect(viewLineText(line)).toBe(String.raw`  "note": "a\u001b[2J\"b\u009b31m\u202e"`);
		expect(line.filter(token => token.kind === 'escape').map(token => token.text)).toEqual([String.raw`\u009b`, String.raw`\u202e`]);
	});

	test('what is laid out is the same JSON as what was sent', () => {
		fc.assert(
			fc.property(fc.json({noUnicodeString: true}), source => {
				const laidOut = pretty(source).join('\n');
				expect(JSON.parse(laidOut)).toEqual(JSON.parse(source));
			}),
			{numRuns: 300},
		);
	});
});

describe('of large JSON the start is shown', () => {
	test('a text of 1 MiB is laid out whole, one character more is cut', () => {
		const whole = `["${'x'.repeat(jsonLengthMax - 4)}"]`;

		expect(whole).toHaveLength(jsonLengthMax);
		expect(viewJson(whole)?.cut()).toBeUndefined();
		expect(viewJson(`${whole} `)?.cut()).toBe('size');
	});

	test('of one that is cut, what is there is laid out', () => {
		const view = viewJson(`{"first":1,"rest":"${'x'.repeat(jsonLengthMax)}"}`);

		expect(view?.lines.slice(0, 2).map(viewLineText)).toEqual(['{', '  "first": 1,']);
		expect(view?.lines.count()).toBe(3);
	});

	test('nesting of 200 is laid out, deeper is cut', () => {
		const nested = (depth: number): string => '['.repeat(depth) + '1' + ']'.repeat(depth);
		const whole = viewJson(nested(jsonDepthMax));
		const cut = viewJson(nested(jsonDepthMax + 1));

		expect(whole?.lines.count()).toBe(401);
		expect(whole?.cut()).toBeUndefined();
		expect(cut?.lines.count()).toBe(201);
		expect(cut?.cut()).toBe('depth');
	});

	test('nesting that would break a recursive reader is no trouble', () => {
		const view = viewJson('['.repeat(100_000) + ']'.repeat(100_000));

		expect(view?.lines.slice(0, 2).map(viewLineText)).toEqual(['[', '  [']);
	});
});

describe('other text', () => {
	test('is shown line by line', () => {
		expect(textOf(viewText('one\r\ntwo\rstill two\tx\n\nfour\n'))).toEqual(['one', String.raw`two\rstill two\tx`, '', 'four']);
	});

	test('nothing is one empty line', () => {
		expect(textOf(viewText(''))).toEqual(['']);
	});
});

describe('bytes', () => {
	test('are shown in hexadecimal and ASCII, 16 a line', () => {
		const record = readFileSync(new URL('../fixtures/control-characters/kinesis-record.bin', import.meta.url));

		expect(textOf(viewHex(record))).toEqual([
			'00000000  1b 5b 32 4a 1b 5d 30 3b  74 69 74 6c 65 07 70 6c  .[2J.]0;title.pl',
			'00000010  61 69 6e 9b 32 4a 00 ff                           ain.2J..',
		]);
	});
});
