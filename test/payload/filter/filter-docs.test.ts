import {readFileSync} from 'node:fs';
import {beforeAll, describe, expect, test} from 'vitest';
import {loadFilterEngines} from '../../../source/payload/filter/engines.ts';
import {fieldStarts} from '../../../source/payload/filter/fields.ts';
import {isFilterError} from '../../../source/payload/filter/grammar.ts';
import {parseFilter} from '../../../source/payload/filter/parse.ts';

beforeAll(loadFilterEngines);

const page = readFileSync(new URL('../../../docs/filter-language.md', import.meta.url), 'utf8');
const saved = new Map([['fast', '.speed > 80']]);

/** The first column of every table: one example each. */
const examples = [...page.matchAll(/^\| (`+)(.+?)\1 \| /gm)].map(match => (match[2] ?? '').replaceAll(String.raw`\|`, '|'));

describe('docs/filter-language.md', () => {
	test('has a table for each kind of term', () => {
		expect(examples.length).toBeGreaterThan(45);
	});

	test.each(examples)('%s is a filter', example => {
		expect(isFilterError(parseFilter(example, {saved}))).toBe(false);
	});

	test('has an example of every field', () => {
		const missing = fieldStarts.filter(({start}) => !examples.some(example => example.includes(start)));

		expect(missing).toEqual([]);
	});

	test('every row of its tables has an example', () => {
		const rows = page.split('\n').filter(line => line.startsWith('| ') && !/^\| (?:Example|---)/.test(line));

		expect(rows).toHaveLength(examples.length);
	});
});

test.each(fieldStarts)('the example of $start, which errors and completion show, is a filter', ({example}) => {
	expect(isFilterError(parseFilter(example))).toBe(false);
});
