import {describe, expect, test} from 'vitest';
import {frameLines} from '../../../source/console/frame.ts';
import {asciiGlyphs} from '../../../source/console/glyphs.ts';
import {lineText, lineWidth} from '../../../source/console/line.ts';
import {fixActions, fixKey} from '../../../source/console/now/fix-keys.ts';
import {actions} from '../../../source/console/actions.ts';
import {fixLine} from '../../../source/console/now/detail.ts';
import {findingsHead} from '../../../source/console/now/rows.ts';
import {withNow} from '../../../source/console/now/state.ts';
import type {State} from '../../../source/console/state.ts';
import type {Finding} from '../../../source/operations/findings/finding.ts';
import {rules} from '../../../source/operations/findings/rules.ts';
import {startTestConsole} from '../../helpers/console.ts';
import {whatCells} from '../../operations/findings/observed.ts';

const nowMs = Date.UTC(2026, 10, 25, 3, 12);
const at = (hour: number, minute: number): number => Date.UTC(2026, 10, 25, hour, minute);

function aFinding(name: string, options: Partial<Finding> & Pick<Finding, 'rank' | 'what'>, heights: readonly number[] = []): Finding {
	return {
		id: `${name} ${options.what}`,
		rule: 'test',
		where: name,
		thing: {kind: 'queue', id: `https://sqs/${name}`, name},
		why: '',
		evidence: [],
		fixes: [],
		size: 0,
		...(heights.length > 0 && {
			measure: {
				name: 'READY',
				points: heights.map((value, index) => ({atMs: nowMs - (heights.length - 1 - index) * 75_000, value: (value - 1) * 10})),
			},
		}),
		...options,
	};
}

const findings: readonly Finding[] = [
	aFinding(
		'orders-dlq',
		{
			rank: 'LOSS',
			what: '3 messages expire in 2h10m',
			sinceMs: at(2, 58),
			why: 'Oldest 3 of about 17 were sent 3d21h50m ago; this queue keeps messages 4d and, as a standard DLQ, counts from the first send. They are gone at 05:22Z.',
			evidence: [{source: 'SentTimestamp of 10 peeked messages', atMs: at(2, 59), note: 'Receives so far: 6.'}],
			fixes: [
				{text: 'redrive them to orders', aside: 'w: why they failed; 5 more just did', action: 'queue.redrive'},
				{text: 'save them to a file first', action: 'now.save'},
				{text: 'retention 14d', commandLine: 'sluice set orders-dlq retention=14d'},
			],
		},
		[1, 1, 1, 2, 3, 5, 7, 8],
	),
	aFinding('orders-dlq', {rank: 'FAIL', what: '14 more in 10 min, still rising', sinceMs: at(2, 58)}, [1, 1, 1, 2, 3, 5, 7, 8]),
	aFinding(
		'audit',
		{rank: 'FAIL', what: "41/s refused by the queue's policy", where: 'audit (SNS)', sinceMs: at(3, 1)},
		[1, 1, 1, 1, 8, 7, 8, 7],
	),
	aFinding('orders', {rank: 'SLOW', what: '+12/s, does not drain at this rate', sinceMs: at(2, 55)}, [1, 2, 3, 5, 6, 7, 7, 8]),
	aFinding('payments.fifo', {rank: 'SLOW', what: '41 in flight, none deleted for 18 min', sinceMs: at(2, 54)}, [8, 8, 8, 8, 8, 8, 8, 8]),
	aFinding('clicks', {rank: 'SLOW', what: 'shard 6 at 93 % of its write limit', sinceMs: at(3, 4)}, [3, 4, 6, 7, 7, 7, 8, 7]),
	aFinding('invoices-dlq', {rank: 'RISK', what: 'DLQ keeps 4d, its source keeps 4d'}),
];

/** The first screen with the findings of the specification's figure. */
async function aScreen(columns: number, rows: number): Promise<State> {
	await using app = await startTestConsole({columns, rows, isOnFirstScreen: true});
	const state = {...app.state(), nowMs};
	return withNow(state, {findings, order: findings.map(({id}) => id)});
}

const textOf = (state: State): readonly string[] => frameLines(state).map(line => lineText(line).trimEnd());

describe('the first screen', () => {
	test('shows findings worst first, each with what, where, since when and its last ten minutes, and below why, proof and what to do', async () => {
		const lines = textOf(await aScreen(80, 24));

		expect(lines.slice(1, 18)).toEqual([
			' 0 Now 7   1 Queues 0   2 Topics 0   3 Streams 0   4 Activity ──────────────────',
			'   RANK  WHAT                                   WHERE             SINCE 10 MIN',
			' > LOSS  3 messages expire in 2h10m             orders-dlq        02:58 ▁▁▁▂▃▅▇█',
			'   FAIL  14 more in 10 min, still rising        orders-dlq        02:58 ▁▁▁▂▃▅▇█',
			"   FAIL  41/s refused by the queue's policy     audit (SNS)       03:01 ▁▁▁▁█▇█▇",
			'   SLOW  +12/s, does not drain at this rate     orders            02:55 ▁▂▃▅▆▇▇█',
			'   SLOW  41 in flight, none deleted for 18 min  payments.fifo     02:54 ▄▄▄▄▄▄▄▄',
			'   SLOW  shard 6 at 93 % of its write limit     clicks            03:04 ▃▄▆▇▇▇█▇',
			'   RISK  DLQ keeps 4d, its source keeps 4d      invoices-dlq          –',
			'',
			' orders-dlq ────────────────────────────────────────────────────────────────────',
			' Oldest 3 of about 17 were sent 3d21h50m ago; this queue keeps messages 4d and,',
			' as a standard DLQ, counts from the first send. They are gone at 05:22Z.',
			' Seen by: SentTimestamp of 10 peeked messages, 02:59Z. Receives so far: 6.',
			' Do next: R  redrive them to orders   (w: why they failed; 5 more just did)',
			'          o  save them to a file first',
			'          y  sluice set orders-dlq retention=14d   (retention 14d)',
		]);
		expect(lines[0]).toMatch(/ !3 {2}03:12Z$/);
	});

	test.each([
		[80, 24],
		[120, 40],
		[160, 30],
		[200, 50],
	])('fills exactly %i columns and %i rows, in Unicode and in ASCII', async (columns, rows) => {
		const state = await aScreen(columns, rows);

		for (const glyphs of [state.glyphs, asciiGlyphs]) {
			const lines = frameLines({...state, glyphs});
			expect(lines).toHaveLength(rows);
			expect(new Set(lines.map(lineWidth))).toEqual(new Set([columns]));
		}
		// eslint-disable-next-line no-control-regex -- What is looked for is exactly what is not ASCII.
		expect(
			textOf({...state, glyphs: asciiGlyphs})
				.join('')
				.replaceAll(/[\x00-\x7f]/g, ''),
		).toBe('');
	});
});

describe('the strips at the foot of a large screen', () => {
	test('tell the worst findings with their proof and keys, and what runs, on every pane but their own', async () => {
		const state = await aScreen(200, 50);
		const onQueues = textOf({...state, pane: 'queues'});

		expect(onQueues.find(line => line.startsWith(' Now '))).toMatch(/─ 7 findings$/);
		expect(onQueues.find(line => line.startsWith(' LOSS'))).toMatch(
			/^ LOSS {2}3 messages expire in 2h10m +orders-dlq +02:58 {2}▁▁▁▂▃▅▇█ {2}SentTimestamp of 10 peeked messages, 02:59Z +R redrive them to orders · o save/,
		);
		expect(onQueues.filter(line => line.startsWith(' SLOW'))).toHaveLength(3);
		expect(onQueues.find(line => line.startsWith(' Activity '))).toMatch(/─ nothing runs$/);
		expect(textOf(state).some(line => line.startsWith(' Now '))).toBe(false);
		expect(textOf({...state, pane: 'activity'}).some(line => line.startsWith(' Activity '))).toBe(false);
	});

	test('bring up at once what is new and worse, though the order of the pane waits for a pause of the keys', async () => {
		const state = await aScreen(200, 50);
		const oldestFirst = {...state, pane: 'queues' as const, now: {...state.now, order: state.now.order.toReversed()}};

		expect(textOf(oldestFirst).filter(line => /^ (LOSS|FAIL|SLOW|RISK) /.test(line))[0]).toMatch(/^ LOSS/);
	});

	test.each([
		[179, 50],
		[180, 39],
	])('are not on a screen of %i columns and %i rows', async (columns, rows) => {
		const lines = textOf({...(await aScreen(columns, rows)), pane: 'queues'});

		expect(lines.some(line => line.startsWith(' Now '))).toBe(false);
	});
});

test('every key that a finding names is the key of that action', () => {
	const named = fixActions.map(id => [id, fixKey(id)]);

	expect(named.map(([id, key]) => [id, actions.find(action => action.id === id)?.keys.includes(key ?? '')])).toEqual(
		named.map(([id]) => [id, true]),
	);
});

test('the long names of keys in ASCII keep their distance from what they do', async () => {
	const state = {...(await aScreen(80, 24)), glyphs: asciiGlyphs};

	const text = lineText(fixLine(state, {action: 'now.open', text: 'give it a dead-letter queue'}, {isFirst: true, columns: 80}));

	expect(text).toBe(' Do next: Enter give it a dead-letter queue');
});

test('no two rules are called the same', () => {
	expect(new Set(rules.map(({title}) => title)).size).toBe(rules.length);
});

test.each([
	[179, false],
	[180, true],
])('the first screen says at %i columns in each row by what it was seen and what to do next: %s', async (columns, isThere) => {
	const lines = textOf(await aScreen(columns, 50));

	expect(lines.some(line => line.includes('DO NEXT'))).toBe(isThere);
	expect(/02:59Z +R redrive them to orders/.test(lines.find(line => line.startsWith(' > LOSS')) ?? '')).toBe(isThere);
});

test('WHAT has the cells at 80 columns that the tests of the rules hold every sentence to', () => {
	const head = lineText(findingsHead(80));

	expect(head.indexOf('WHERE') - head.indexOf('WHAT') - 1).toBe(whatCells);
});
