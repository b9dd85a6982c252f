import {beforeAll, expect, test} from 'vitest';
import {loadFilterEngines} from '../../../source/payload/filter/engines.ts';
import {explainFilter, type Explanation} from '../../../source/payload/filter/explain.ts';
import {aCandidate, aFilter, nowMs} from './a-candidate.ts';

beforeAll(loadFilterEngines);

const message = aCandidate({
	text: '{"orderId":"A-1009","total":12.5,"note":null,"tags":["x","y","z","w"],"items":[{"sku":"a"}],"deep":{}}',
	fields: {key: 'truck_17'},
	attributes: {errorCode: 'VALIDATION'},
	tags: {team: 'pay'},
	numbers: {receiveCount: 1204, sizeBytes: 7200, sentAtMs: nowMs - 3_600_000, diesAtMs: nowMs - 60_000},
});

/** One line a part, indented. */
function lines({term, verdict, because, parts}: Explanation, depth = 0): readonly string[] {
	const sign = verdict === undefined ? '?' : verdict ? '+' : '-';
	return [`${'  '.repeat(depth)}${sign} ${term}: ${because}`, ...parts.flatMap(part => lines(part, depth + 1))];
}

test('each term tells what was found where it looked', () => {
	const saved = new Map([['big', 'recv:>3 | size:>64K']]);

	expect(lines(explainFilter(aFilter('a-1009 !(.total > 80) @big', {saved}), message))).toEqual([
		'+ a-1009 !.total > 80 @big: 3 of 3 match, all must',
		'  + a-1009: found: {"orderId":"A-1009","total":12',
		'  + !.total > 80: it does not match, and must not',
		'    - .total > 80: .total is 12.5',
		'  + @big: saved under this name',
		'    + recv:>3 | size:>64K: 1 of 2 match, one is enough',
		'      + recv:>3: recv is 1,204',
		'      - size:>64K: size is 7,200 bytes (7.0K)',
	]);
});

test('also terms that no longer matter are explained', () => {
	expect(explainFilter(aFilter('zzz key:truck_*'), message).parts.map(part => part.verdict)).toEqual([false, true]);
});

test.each([
	['', '+', 'an empty filter matches everything'],
	['zzz', '-', 'it is not in the text (102 characters)'],
	['ORDERID', '-', 'it is there in other capitals; written small it is found in any'],
	['sku', '+', 'found: …,"items":[{"sku":"a"}],"dee'],
	['/A-\\d+/', '+', 'it matches in the text'],
	['/B-\\d+/', '-', 'it matches nowhere in the text (102 characters)'],
	['.orderId = 1009', '-', '.orderId is "A-1009" (text, not a number: quote what it is compared with)'],
	['.total = "12.5"', '-', '.total is 12.5 (a number, not text)'],
	['.note = null', '+', '.note is null'],
	['.detail.total > 80', '-', 'there is no .detail'],
	['.deep.er.still', '-', 'there is no .deep.er'],
	['.deep', '+', '.deep is an object'],
	['.tags', '+', '.tags is a list'],
	['.tags[*] = q', '-', '.tags[*] is "x", "y", "z" and 1 more'],
	['{length(tags)}', '+', 'it answers 4'],
	['{absent}', '-', 'it answers null'],
	[
		'{length(total)}',
		'?',
		'Invalid type: length() expected argument 1 to be type (string | array | object) but received type number instead.',
	],
	['key:truck_1', '-', 'key is truck_17'],
	['group:*', '-', 'there is no group here'],
	['errorCode:>3', '-', 'attribute errorCode is VALIDATION, which is no number'],
	['attr.x:*', '-', 'there is no attribute x here'],
	['tag:team=ship', '-', 'tag team is pay'],
	['age:>2h', '-', 'age is 1h00m'],
	['dies:<2h', '+', 'dies is past by 1m00s'],
	['sent:14:00', '-', 'sent is 2026-11-25T02:12:00.000Z'],
	['dlq:>0', '-', 'dlq is not known here'],
])('%s: %s %s', (filter, sign, because) => {
	const explanation = explainFilter(aFilter(filter), message);

	expect(lines(explanation)[0]).toBe(`${sign} ${explanation.term}: ${because}`);
});

test.each([
	['{a}', 'the text is not JSON'],
	['.a = 1', 'the text is not JSON'],
])('of text that is no JSON %s says so', (filter, because) => {
	expect(explainFilter(aFilter(filter), aCandidate({text: 'plain'})).because).toBe(because);
});

test('what is long is cut', () => {
	const {because} = explainFilter(aFilter('.a'), aCandidate({text: JSON.stringify({a: 'x'.repeat(1000)})}));

	expect(because).toBe(`.a is "${'x'.repeat(60)}…"`);
});

test('what is nested too deeply to be told is no reason to fail', () => {
	const deep = `${'['.repeat(50_000)}1${']'.repeat(50_000)}`;

	expect(explainFilter(aFilter('{@}'), aCandidate({text: deep})).because).toBe('it answers something that is too deep to show');
});
