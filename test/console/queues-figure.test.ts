import {describe, expect, test} from 'vitest';
import type {Session} from '../../source/aws/session.ts';
import type {QueueAttributes} from '../../source/aws/queue.ts';
import {frameLines} from '../../source/console/frame.ts';
import {asciiGlyphs} from '../../source/console/glyphs.ts';
import {initialState} from '../../source/console/initial-state.ts';
import {lineText, lineWidth} from '../../source/console/line.ts';
import {withNow} from '../../source/console/now/state.ts';
import {goTo, withList, listOf, type State} from '../../source/console/state.ts';
import type {QueueRow, Sample} from '../../source/console/queues/state.ts';
import type {MetricPoint} from '../../source/aws/metric.ts';
import type {Finding} from '../../source/operations/findings/finding.ts';

const asOfMs = Date.UTC(2026, 10, 25, 3, 12, 4);
const nowMs = Date.UTC(2026, 10, 25, 3, 12, 5);
const arnOf = (name: string): string => `arn:aws:sqs:eu-west-1:123456789012:${name}`;
const urlOf = (name: string): string => `https://sqs.eu-west-1.amazonaws.com/123456789012/${name}`;

type Made = {
	readonly counts?: readonly [ready: number, inFlight: number, delayed: number];
	readonly dlq?: string;
	/** READY of the last five minutes, in eighths, oldest first; none: not looked at in that time. */
	readonly ready?: readonly number[];
	readonly change?: Partial<QueueRow>;
	readonly attributes?: Partial<QueueAttributes>;
};

function aRow(name: string, made: Made): QueueRow {
	const {counts: [readyCount, inFlightCount, delayedCount] = [0, 0, 0], dlq, ready = [], change, attributes} = made;
	const samples = ready.map((value, index): Sample => ({
		atMs: asOfMs - (ready.length - 1 - index) * 37_500,
		readyCount: value,
		inFlightCount,
		delayedCount,
	}));
	return {
		ref: {name, url: urlOf(name)},
		asOfMs,
		samples,
		attributes: {
			name,
			url: urlOf(name),
			arn: arnOf(name),
			isFifo: name.endsWith('.fifo'),
			readyCount,
			inFlightCount,
			delayedCount,
			visibilityTimeoutSeconds: 30,
			retentionSeconds: 4 * 86_400,
			delaySeconds: 0,
			messageBytesMax: 1024 ** 2,
			waitTimeSeconds: 20,
			...(dlq !== undefined && {redrivePolicy: {deadLetterQueueArn: arnOf(dlq), maxReceiveCount: 5}}),
			hasContentBasedDeduplication: false,
			hasManagedEncryption: true,
			createdAtMs: Date.UTC(2024, 2, 5),
			modifiedAtMs: Date.UTC(2024, 2, 5),
			raw: {},
			...attributes,
		},
		...change,
	};
}

const throttled = {code: 'throttled', message: 'AWS throttles.', nextSteps: []};
const denied = {
	code: 'denied',
	message: `You may not sqs:GetQueueAttributes on ${arnOf('records')}.`,
	nextSteps: ['Ask for the permission sqs:GetQueueAttributes.'],
};

/** The queues of the figure; those that its filter hides are `zzz`. */
function theQueues(): readonly QueueRow[] {
	const {attributes: _unread, ...records} = aRow('records', {});
	return [
		// +12/s in the last minute.
		aRow('orders', {
			counts: [1204, 32, 0],
			dlq: 'orders-dlq',
			ready: [170, 180, 190, 200, 210, 304, 754, 1204],
			attributes: {policy: JSON.stringify({Statement: [{Effect: 'Deny'}, {Effect: 'Deny'}]})},
		}),
		aRow('orders-enrich', {counts: [310, 8, 0], dlq: 'records-dlq', ready: [310, 300, 410, 420, 300, 310, 415, 310]}),
		// 12 ten minutes ago; it was purged in between.
		aRow('orders-dlq', {
			counts: [17, 0, 0],
			ready: [0, 0, 0, 2, 5, 10, 14, 17],
			change: {oldest: {sentAtMs: nowMs - (3 * 24 + 21) * 3_600_000 - 50 * 60_000, seenAtMs: Date.UTC(2026, 10, 25, 2, 59), count: 10}},
		}),
		aRow('orders-backfill', {counts: [0, 0, 900], ready: [0, 0, 0, 0, 0, 0, 0, 0]}),
		aRow('orders.fifo', {counts: [0, 4, 0], dlq: 'orders-fifo-dlq.fifo', ready: [0, 0, 1, 0, 0, 0, 0, 0]}),
		aRow('orders-fifo-dlq.fifo', {counts: [2, 0, 0], ready: [2, 2, 2, 2, 2, 2, 2, 2]}),
		aRow('recorder-events-audit-trail-7f2', {dlq: 'records-dlq', change: {problem: throttled}}),
		{...records, problem: denied},
		aRow('records-dlq', {ready: [0, 0, 0, 0, 0, 0, 0, 0]}),
		...Array.from({length: 205}, (_, index) => aRow(`zzz-${index}`, {})),
	].map(row =>
		row.ref.name === 'orders-dlq' ? {...row, samples: [{atMs: asOfMs - 590_000, readyCount: 12, inFlightCount: 0}, ...row.samples]} : row,
	);
}

/** Minutes that CloudWatch told, the last of them over two minutes ago. */
function minutes(...values: readonly number[]): readonly MetricPoint[] {
	return values.map((value, index) => ({atMs: Date.UTC(2026, 10, 25, 3, 9) - (values.length - 1 - index) * 60_000, value}));
}

function aRisk(name: string, what: string): Finding {
	const thing = {kind: 'queue', id: urlOf(name), name} as const;
	return {id: `${name} ${what}`, rule: 'test', rank: 'RISK', what, where: name, thing, why: '', evidence: [], fixes: [], size: 0};
}

const findings = [
	aRisk('orders', 'DLQ keeps 4d, this queue keeps 4d: late failures die there'),
	aRisk('orders', "visibility 30s < 6 x function's 10s"),
];

/** The console on the account of the specification's figures, in its list of queues. */
function aScreen(columns: number, rows: number): State {
	// Only what the initial state reads of a session.
	const session = {
		context: {name: 'prod-eu', target: 'aws', region: 'eu-west-1', isProd: true, profile: 'prod-eu'},
		mode: () => 'LOOK',
		login: {state: () => ({status: 'accepted'})},
	} as unknown as Session;
	const fresh = initialState({session, nowMs, size: {columns, rows}, environment: {LANG: 'C.UTF-8'}});
	const queues = theQueues();
	const ages = new Map(
		[
			['orders', 252],
			['orders-fifo-dlq.fifo', 33 * 3600],
		].map(([name, age]) => [urlOf(String(name)), {atMs: asOfMs, points: [{atMs: asOfMs - 180_000, value: Number(age)}]}] as const),
	);
	const metrics = {
		ageOfOldest: ages,
		deleted: new Map(),
		failed: new Map(),
		iteratorAgeMs: new Map(),
		writesRefused: new Map(),
		incoming: new Map(),
	};
	const sent = minutes(1400, 1400, 1400, 1800, 1800, 2400, 2400, 2400);
	const deleted = minutes(2400, 2400, 2400, 2000, 2000, 1680, 1680, 1680);
	const oldest = minutes(...Array.from({length: 14}, (_, index) => 252 - (13 - index) * 18)).map((point, index) => ({
		...point,
		atMs: Date.UTC(2026, 10, 25, 2, 55 + index),
	}));
	const state: State = {
		...fresh,
		connection: {status: 'ready', identity: {accountId: '123456789012', arn: 'arn:aws:sts::123456789012:assumed-role/oncall/me'}},
		memory: {...fresh.memory, lists: {queues: {sort: '-READY'}}, metrics: {[fresh.memoryKey]: 'yes'}},
		queues: {
			...fresh.queues,
			status: 'ready',
			rows: queues,
			order: queues.map(({ref}) => ref.url),
			orderedAtMs: 1,
			asOfMs,
			facts: {
				[urlOf('orders')]: {
					tags: {status: 'known', atMs: asOfMs, value: {a: '1', b: '2', c: '3', d: '4', e: '5'}},
					senders: {
						status: 'known',
						atMs: asOfMs,
						value: [
							{
								arn: 'arn:aws:sns:eu-west-1:123456789012:order-events:1',
								topicArn: 'arn:aws:sns:eu-west-1:123456789012:order-events',
								protocol: 'sqs',
								endpoint: arnOf('orders'),
								owner: '123456789012',
								isRaw: true,
								filterPolicy: '{"type":["a"],"v":[{"numeric":[">=",2]}]}',
							},
							{
								arn: 'arn:aws:sns:eu-west-1:123456789012:refunds:1',
								topicArn: 'arn:aws:sns:eu-west-1:123456789012:refunds',
								protocol: 'sqs',
								endpoint: arnOf('orders'),
								owner: '123456789012',
							},
						],
					},
					readers: {
						status: 'known',
						atMs: asOfMs,
						value: [
							{
								id: '1',
								functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders-worker',
								functionName: 'orders-worker',
								sourceArn: arnOf('orders'),
								state: 'Enabled',
								isEnabled: true,
								batchSize: 10,
								reportsBatchItemFailures: true,
								filters: [],
							},
						],
					},
					flow: {
						status: 'known',
						atMs: asOfMs,
						value: {ready: [], oldest, sent, deleted, received: deleted, empty: minutes(0, 0, 0, 0, 0, 0, 0, 0)},
					},
				},
			},
		},
	};
	const judged = withNow(state, {findings, order: findings.map(({id}) => id), metrics});
	const list = goTo(judged, 'queues', [{type: 'queues'}]);
	return withList(list, {type: 'queues'}, {...listOf(list, {type: 'queues'}), filter: 'ord', cursorId: urlOf('orders')});
}

const textOf = (state: State): readonly string[] => frameLines(state).map(line => lineText(line).trimEnd());

/** One of its queues, open. */
function opened(state: State, name: string): State {
	return goTo(state, 'queues', [{type: 'queues'}, {type: 'queue', url: urlOf(name), name}]);
}

describe('the list of queues', () => {
	test('at 80x24 tells each queue in a row: counts with their age, what is oldest, its DLQ and what it gained, and why one may not be read', () => {
		const lines = textOf(aScreen(80, 24));

		expect(lines[1]).toMatch(/^ 0 Now 2 {3}1 Queues 9\/214 {3}2 Topics/);
		expect(lines.slice(2)).toEqual([
			' filter  ord                                    by READY down   as of 03:12:04Z',
			'   NAME                      TYPE READY≈ FLIGHT≈ DELAY≈ OLDEST DLQ≈    5 MIN',
			' > orders                    std   1,204      32      0  4m12s  17 +5  ▂▂▂▂▂▃▅█',
			'   orders-enrich             std     310       8      0      –   0     ▆▆██▆▆█▆',
			' D orders-dlq                std      17       0      0 3d21h* –       ▁▁▁▂▃▅▇█',
			'   orders-backfill           std       0       0    900      –  none   ▁▁▁▁▁▁▁▁',
			'   orders.fifo               fifo      0       4      0      –   2     ▁▁█▁▁▁▁▁',
			' D orders-fifo-dlq.fifo      fifo      2       0      0  1d09h –       ▄▄▄▄▄▄▄▄',
			'   recorder-eve…it-trail-7f2 std      0·      0·     0·      –   0     ········',
			'   records                   std  denied sqs:GetQueueAttributes        w why',
			' D records-dlq               std       0       0      0      – –       ▁▁▁▁▁▁▁▁',
			...Array.from({length: 7}, () => ''),
			' * oldest of 10 peeked at 02:59Z, by first send   – not known   · old number',
			'─'.repeat(80),
			' orders: +12/s, 32 in flight; DLQ orders-dlq got 5 in 10 min. Max receives 5.',
			' ⏎ open  w why  p peek  L its DLQ  d details  v columns  : all  ? help',
		]);
	});

	test('at 200x50 has names whole, and the queue under the cursor beside it', () => {
		const lines = textOf(aScreen(200, 50)).slice(3, 13);

		expect(lines.map(text => text.slice(0, 93).trimEnd())).toEqual([
			'   NAME                                   TYPE READY≈ FLIGHT≈ DELAY≈ OLDEST DLQ≈    5 MIN',
			' > orders                                 std   1,204      32      0  4m12s  17 +5  ▂▂▂▂▂▃▅█',
			'   orders-enrich                          std     310       8      0      –   0     ▆▆██▆▆█▆',
			' D orders-dlq                             std      17       0      0 3d21h* –       ▁▁▁▂▃▅▇█',
			'   orders-backfill                        std       0       0    900      –  none   ▁▁▁▁▁▁▁▁',
			'   orders.fifo                            fifo      0       4      0      –   2     ▁▁█▁▁▁▁▁',
			' D orders-fifo-dlq.fifo                   fifo      2       0      0  1d09h –       ▄▄▄▄▄▄▄▄',
			'   recorder-events-audit-trail-7f2        std      0·      0·     0·      –   0     ········',
			'   records                                std  denied sqs:GetQueueAttributes        w why',
			' D records-dlq                            std       0       0      0      – –       ▁▁▁▁▁▁▁▁',
		]);
		expect(lines.slice(0, 7).map(text => text.slice(93))).toEqual([
			`│ orders ${'─'.repeat(73)} standard, since 2024-03`,
			'│ [Overview]  Flow  History  Settings 11  Policy 2  Tags 5',
			'│ READY≈      1,204  ▂▂▂▂▂▃▅█  +12/s         IN      40/s   ▅▅▅▆▆███  sent',
			'│ FLIGHT≈        32  ▄▄▄▄▄▄▄▄  steady        OUT     28/s   ███▇▇▆▆▆  deleted',
			'│ DELAYED≈        0  ▁▁▁▁▁▁▁▁                OLDEST 4m12s   rising since 02:55Z',
			'│                                            EMPTY    0 %   of receives',
			'│ Drains      never at this rate; at OUT ≥ 50/s in about 2 min',
		]);
	});
});

describe('one queue', () => {
	test('at 80x24 tells how it flows, how it is set, who sends and reads, what is wrong, and how old the numbers are', () => {
		expect(textOf(opened(aScreen(80, 24), 'orders')).slice(1)).toEqual([
			' 1 Queues › orders                                      standard, since 2024-03',
			` [Overview]  Flow  History  Settings 11  Policy 2  Tags 5 ${'─'.repeat(22)}`,
			' READY≈      1,204  ▂▂▂▂▂▃▅█  +12/s      IN      40/s   ▅▅▅▆▆███  sent',
			' FLIGHT≈        32  ▄▄▄▄▄▄▄▄  steady     OUT     28/s   ███▇▇▆▆▆  deleted',
			' DELAYED≈        0  ▁▁▁▁▁▁▁▁             OLDEST 4m12s   rising since 02:55Z',
			'                                         EMPTY    0 %   of receives',
			' Drains      never at this rate; at OUT ≥ 50/s in about 2 min',
			'',
			' Visibility  30s      consumers hold about 1.1 s each (32 in flight / 28 per s)',
			' Retention   4d       Delay 0   Long poll 20s   Size limit 1 MiB',
			' Encryption  SSE-SQS',
			' Redrive     after 5 receives to orders-dlq  17  +5 in 10 min',
			'',
			' SENT BY     topic order-events (filter on 2 attributes, raw)   Flow tab: all 2',
			' READ BY     lambda orders-worker, batch 10, enabled',
			'',
			' FINDINGS 2  RISK  DLQ keeps 4d, this queue keeps 4d: late failures die there',
			"             RISK  visibility 30s < 6 x function's 10s",
			'',
			' Numbers: GetQueueAttributes 03:12:04Z; rates, oldest: CloudWatch, 2 min old.',
			'─'.repeat(80),
			' orders: +12/s, 32 in flight; DLQ orders-dlq got 5 in 10 min. Max receives 5.',
			' ⏎ finding  w why  p peek  L its DLQ  d details  tab next tab  : all  ? help',
		]);
	});
});

test.each([
	[80, 24],
	[120, 40],
	[160, 30],
	[200, 50],
])('both fill exactly %i columns and %i rows, in Unicode and in ASCII', (columns, rows) => {
	const list = aScreen(columns, rows);

	for (const state of [list, opened(list, 'orders'), opened(list, 'records')]) {
		for (const glyphs of [state.glyphs, asciiGlyphs]) {
			const lines = frameLines({...state, glyphs});
			expect(lines).toHaveLength(rows);
			expect(new Set(lines.map(lineWidth))).toEqual(new Set([columns]));
			const text = lines.map(lineText).join('');
			// eslint-disable-next-line no-control-regex -- What is looked for is exactly what is not ASCII.
			expect(glyphs === asciiGlyphs ? text.replaceAll(/[\x00-\x7f]/g, '') : '').toBe('');
		}
	}
});

test.each([
	['12h05m', 12 * 60 + 5, '12h*'],
	['13d21h', 13 * 24 * 60 + 21 * 60, '13d*'],
	['59m', 59, '59m*'],
])('an age of %s that was peeked keeps its star in a column of six cells', (_name, ageMinutes, text) => {
	const state = aScreen(80, 24);
	const oldest = {sentAtMs: nowMs - ageMinutes * 60_000, seenAtMs: nowMs, count: 1};
	const rows = state.queues.rows.map(row => (row.ref.name === 'orders-dlq' ? {...row, oldest} : row));

	expect(textOf({...state, queues: {...state.queues, rows}}).find(line => line.startsWith(' D orders-dlq'))).toContain(` ${text} – `);
});

test.each([
	[1_234_567, 8, '  1.2M ', '1.2M +8'],
	[98_000, 12_345, '98,000 ', '98k+12k'],
])('%i messages of a DLQ, %i more, lose none of their size in their columns', (readyCount, more, ready, dlq) => {
	const state = aScreen(80, 24);
	const rows = state.queues.rows.map(row =>
		row.ref.name === 'orders-dlq' && row.attributes
			? {
					...row,
					attributes: {...row.attributes, readyCount},
					samples: [
						{atMs: asOfMs - 590_000, readyCount: readyCount - more, inFlightCount: 0},
						{atMs: asOfMs, readyCount, inFlightCount: 0},
					],
				}
			: row,
	);
	const lines = textOf({...state, queues: {...state.queues, rows}});

	expect(lines.find(line => line.startsWith(' D orders-dlq'))).toContain(`std  ${ready}`);
	expect(lines.find(line => line.startsWith(' > orders'))).toContain(dlq);
});
