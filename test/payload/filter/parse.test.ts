import {beforeAll, describe, expect, test, vi} from 'vitest';
import {loadFilterEngines} from '../../../source/payload/filter/engines.ts';
import {filterLengthMax, isFilterError, type FilterError} from '../../../source/payload/filter/grammar.ts';
import {parseFilter} from '../../../source/payload/filter/parse.ts';
import {printFilter} from '../../../source/payload/filter/print.ts';
import {aFilter} from './a-candidate.ts';

function errorOf(text: string, saved: ReadonlyMap<string, string> = new Map()): FilterError {
	const parsed = parseFilter(text, {saved});
	if (!isFilterError(parsed)) throw new Error(`${text} is a filter`);
	return parsed;
}

describe('before its engines are loaded', () => {
	test.each([
		['/x/', 2],
		['a {b}', 4],
	])('%s says that it has to wait', async (text, column) => {
		// Files share their modules, and another one may have loaded the engines.
		vi.resetModules();
		const fresh = await import('../../../source/payload/filter/parse.ts');
		expect(fresh.parseFilter(text)).toEqual({
			column,
			message: 'What this needs is still being loaded. Try again in a moment.',
			isLoading: true,
		});
	});

	test('all other terms are understood', () => {
		expect(isFilterError(parseFilter('refund .total > 80 key:truck_* recv:>3'))).toBe(false);
	});
});

describe('what is typed', () => {
	beforeAll(loadFilterEngines);

	test.each([
		['', ''],
		['   ', ''],
		['refund', 'refund'],
		['"two words"', '"two words"'],
		[String.raw`"a \"quoted\" word\n"`, String.raw`"a \"quoted\" word\n"`],
		['"refund"', 'refund'],
		['a  b', 'a b'],
		['a|b c', 'a | b c'],
		['(a|b) c', '(a | b) c'],
		['(a b)|c', 'a b | c'],
		['((a))', 'a'],
		['! a', '!a'],
		['!!a', '!!a'],
		['!(a b)', '!(a b)'],
		['/A-10[0-9]+/', '/A-10[0-9]+/'],
		['/a/i', '/a/i'],
		[String.raw`/a\/b[/]c/`, String.raw`/a\/b[/]c/`],
		['.detail.total>80', '.detail.total > 80'],
		['.a==1', '.a = 1'],
		['.a !b', '.a !b'],
		['.tags[*] = "x"', '.tags[*] = "x"'],
		['.tags[0]=x', '.tags[0] = "x"'],
		['."a b"["c"].d', '."a b".c.d'],
		['.', '.'],
		['.[*].a', '.[*].a'],
		['. = 5', '. = 5'],
		['.a ~ /x/i', '.a ~ /x/i'],
		['.a ~ 12', '.a ~ "12"'],
		['.a = 007', '.a = "007"'],
		['.price = 1.10', '.price = 1.10'],
		['{length(items) > `3`}', '{length(items) > `3`}'],
		["{ {a: b, c: '}'} }", "{{a: b, c: '}'}}"],
		['key:truck_* .speed > 80', 'key:truck_* .speed > 80'],
		['key:"truck_*"', 'key:"truck_*"'],
		['id:a:b/c', 'id:"a:b/c"'],
		['attr.errorCode:VALIDATION', 'attr.errorCode:VALIDATION'],
		['errorCode:VALIDATION', 'attr.errorCode:VALIDATION'],
		['attr.retries:>=3', 'attr.retries:>=3'],
		['attr.op:">=3"', 'attr.op:">=3"'],
		['tag:team', 'tag:team'],
		['tag:team=p*', 'tag:team=p*'],
		['tag:"cost center"="a b"', 'tag:"cost center"="a b"'],
		['recv:>3 size:>64K age:>1h dies:<2h sent:14:00..14:10', 'recv:>3 size:>64K age:>1h dies:<2h sent:14:00..14:10'],
		['recv:=3', 'recv:3'],
		['ready:5.. flight:..7', 'ready:5.. flight:..7'],
		['12:30', '"12:30"'],
	])('%s is understood as %s', (typed, printed) => {
		expect(printFilter(aFilter(typed).root)).toBe(printed);
	});

	test.each([
		['a |', 4, 'Here a term is missing.'],
		['| a', 1, 'Before | a term is missing.'],
		['a || b', 4, 'One | is enough for "or".'],
		['a && b', 3, 'A space is enough for "and".'],
		['()', 2, 'Before ) a term is missing.'],
		['(a', 1, 'This ( is not closed.'],
		['a)', 2, 'This ) closes nothing. Text with parentheses is quoted.'],
		['f(x)', 1, 'Before ( comes a space; text with parentheses is quoted: "f(".'],
		['a !', 4, 'Behind ! comes what must not match.'],
		['"a', 1, 'This quote is not closed.'],
		['a ""', 3, 'Between the quotes comes the text to look for.'],
		[String.raw`"a\d"`, 3, String.raw`In quotes a backslash is written twice: \\.`],
		['"id":1', 5, String.raw`Here a space is missing. Text with quotes, slashes or braces is quoted: "\"id\":1".`],
		['total = 5', 7, 'Before = comes a field that begins with a dot: .total = 5.'],
		['a /b', 3, 'This regular expression is not closed: it ends with /. Text with slashes is quoted.'],
		['//', 1, 'Between the slashes comes a regular expression, like /A-10[0-9]+/.'],
		['/var/log', 6, 'After the last / comes a space or i. Text with slashes is quoted.'],
		['/a(?=b)/', 3, 'There is no look-around: a regular expression here takes linear time, so that none can hang.'],
		['/(?<!a)b/', 2, 'There is no look-around: a regular expression here takes linear time, so that none can hang.'],
		[String.raw`/(a)\1/`, 5, 'There are no back references: a regular expression here takes linear time, so that none can hang.'],
		['/a{1001}/', 3, 'Repeats are counted from 0 to 1,000 here, also when one is inside another.'],
		['/a(/', 2, 'The regular expression is wrong: missing closing ).'],
		['/a[z-b]/', 4, 'The regular expression is wrong: invalid character class range: z-b.'],
		['.a..b', 4, 'Behind the dot comes the name of a field, quoted if it has spaces: ."a b".'],
		['.a[x]', 3, 'In brackets comes a number from 0, or * for any item: .tags[*].'],
		['.a["b"', 3, 'This bracket is not closed.'],
		['.total >', 9, 'Behind > a value is missing: .total > 5.'],
		['.total > null', 10, 'null has no order: compare it with = or !=.'],
		['.total = {}', 10, 'Behind the sign: a number, a word, true, false, null or "text".'],
		['.a ~ ""', 6, 'Behind ~ comes the text that the field contains.'],
		['{total > 10}', 10, 'JMESPath wants numbers in backticks: `10`.'],
		['{items[0].total > 10}', 19, 'JMESPath wants numbers in backticks: `10`.'],
		['{nofn(a)}', 2, 'JMESPath has no function nofn().'],
		['{a.}', 2, 'The JMESPath expression is wrong: unexpected token: (EOF).'],
		['{}', 1, 'In braces: a JMESPath expression, like {length(items) > `3`}.'],
		['{a', 1, 'This brace is not closed.'],
		['a:b', 1, 'There is no field a. An attribute: attr.a:b. As text: "a:b".'],
		['key:', 5, 'Here a value is missing: key:truck_*.'],
		['grp:x', 1, 'There is no field grp. Did you mean group:? An attribute: attr.grp:x. As text: "grp:x".'],
		['arn:aws:sqs', 1, 'There is no field arn. An attribute: attr.arn:aws:sqs. As text: "arn:aws:sqs".'],
		['attr:x', 1, "An attribute's name follows a dot: attr.errorCode:VALIDATION."],
		['attr.n:>x', 9, 'Behind > comes a number: attr.n:>3.'],
		['tag:=x', 5, 'Behind tag: comes a key: tag:team=pay.'],
		['recv:>x', 7, 'Here comes a number, like >3 or 5..10.'],
		['size:64Q', 6, 'Here comes a size, like >64K (K and M are multiples of 1,024).'],
		['age:>30', 6, 'Here comes a time with its unit, like >1h, <30s or >1h30m (s, m, h, d).'],
		['age:1h', 5, 'Time passes, so nothing is exactly 1h old or away: write > or < before it.'],
		['sent:25:00', 6, 'Here comes a time (UTC), like 14:00..14:10, >2026-11-25T14:00 or >-15m.'],
		['sent:2026-02-30', 6, 'Here comes a time (UTC), like 14:00..14:10, >2026-11-25T14:00 or >-15m.'],
		['recv:..', 6, 'Before or behind the dots comes an amount.'],
		['recv:5..3', 6, '5 comes after 3.'],
		['recv:5..x', 9, 'Here comes a number, like >3 or 5..10.'],
		['@fast', 1, 'There is no saved filter fast. As text: "@fast".'],
	])('%s is wrong at %i', (text, column, message) => {
		expect(errorOf(text)).toEqual({column, message});
	});

	test('a filter of 4,096 characters is understood, one more is not', () => {
		expect(isFilterError(parseFilter('x'.repeat(filterLengthMax)))).toBe(false);
		expect(errorOf('x'.repeat(filterLengthMax + 1))).toEqual({column: 4097, message: 'A filter has at most 4,096 characters.'});
	});

	test('50 terms may be inside one another, 51 may not', () => {
		expect(isFilterError(parseFilter('!'.repeat(49) + 'x'))).toBe(false);
		expect(errorOf('!'.repeat(50) + 'x')).toEqual({column: 51, message: 'More than 50 terms are inside one another.'});
	});

	test('a path has up to 32 parts', () => {
		expect(isFilterError(parseFilter('.a'.repeat(32)))).toBe(false);
		expect(errorOf('.a'.repeat(33)).message).toBe('A path has at most 32 parts.');
	});

	test('a JMESPath expression of a thousand parentheses and more is refused', () => {
		expect(errorOf(`{${'('.repeat(4000)}}`)).toEqual({column: 2, message: 'This JMESPath expression is nested too deeply.'});
	});

	test('an unclosed class of many brackets is refused at once', () => {
		expect(errorOf(`/${'[]'.repeat(2000)}[`).message).toMatch(/^This regular expression is not closed/);
	});
});

describe('saved filters', () => {
	beforeAll(loadFilterEngines);

	test('stand under their names, inside other filters and other saved ones', () => {
		const saved = new Map([
			['fast', '.speed > 80'],
			['bad', '@fast | recv:>3'],
		]);

		expect(printFilter(aFilter('!@bad x', {saved}).root)).toBe('!@bad x');
	});

	test.each([
		['wrong', 'The saved filter wrong is wrong at 4: Here a term is missing.'],
		['self', 'The saved filter self is wrong at 3: The saved filter self holds itself.'],
	])('%s is told of where its name stands', (name, message) => {
		const saved = new Map([
			['wrong', 'a |'],
			['self', 'x @self'],
		]);

		expect(errorOf(`x @${name}`, saved)).toEqual({column: 3, message});
	});

	test('that hold each other many times over are refused', () => {
		const saved = new Map(Array.from({length: 30}, (_, index) => [`f${index}`, index === 29 ? 'x' : `@f${index + 1} @f${index + 1}`]));

		expect(errorOf('@f0', saved).message).toMatch(/These are more than 1,000 terms, saved filters included\.$/);
	});
});
