import {ReceiveMessageCommand, SendMessageCommand} from '@aws-sdk/client-sqs';
import {describe, expect, test} from 'vitest';
import {createManualClock} from '../../source/shared/clock.ts';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {aDeadLetterPair} from '../helpers/resources.ts';

const minuteMs = 60_000;

type Dead = {readonly body: object; readonly code?: string; readonly minutesAgo: number};

const dead: readonly Dead[] = [
	{
		body: {orderId: 'A-1009', total: 12.5, items: [1, 2], customer: '#', note: 'thanks\u001B[2J \u202Eevil'},
		code: 'TIMEOUT',
		minutesAgo: 5581,
	},
	{body: {orderId: 'A-1010', total: 99}, code: 'TIMEOUT', minutesAgo: 5580},
	{body: {orderId: 'A-1044', total: null}, code: 'VALIDATION', minutesAgo: 3060},
	{body: {refund: 'R-77', order: 'A-0871'}, minutesAgo: 1560},
	{body: {orderId: 'A-1102', total: null}, code: 'VALIDATION', minutesAgo: 40},
	{body: {orderId: 'A-1108', total: null}, code: 'VALIDATION', minutesAgo: 11},
];

/** Six dead messages of four days, two of them marked, the first under the cursor; in PROD. */
async function looking(columns: number, rows: number): Promise<TestConsole> {
	const nowMs = Date.UTC(2026, 10, 25, 3, 14, 0);
	const clock = createManualClock(nowMs - 5581 * minuteMs);
	const app = await startTestConsole({
		columns,
		rows,
		clock,
		context: {isProd: true, name: 'prod-eu'},
		async prepare({sqs}) {
			const {url} = await aDeadLetterPair(sqs, 'orders', {maxReceiveCount: 5});
			for (const [index, {body, code, minutesAgo}] of dead.entries()) {
				clock.advance(nowMs - minutesAgo * minuteMs - clock.nowMs());
				await sqs.send(
					new SendMessageCommand({
						QueueUrl: url,
						MessageBody: JSON.stringify(body).replace('"#"', '9007199254740993'),
						...(code !== undefined && {MessageAttributes: {errorCode: {DataType: 'String', StringValue: code}}}),
					}),
				);
				for (let receive = 0; receive <= 5; receive++) await sqs.send(new ReceiveMessageCommand({QueueUrl: url, VisibilityTimeout: 0}));
				if (index === dead.length - 1) clock.advance(nowMs - clock.nowMs());
			}
		},
	});
	return app;
}

/** The screen, with the port of the engine as it is where nothing else listens. */
const linesOf = (app: TestConsole): readonly string[] =>
	app
		.screen()
		.replaceAll(/127\.0\.0\.1:\d{5}/g, '127.0.0.1:45660')
		.split('\n');

describe('messages of a dead-letter queue', () => {
	test('at 80x24: age, end, receives and source of each, the body under the cursor, and what is held until when', async () => {
		await using app = await looking(80, 24);
		await app.select('orders-dlq');
		await app.press('p', 'space', 'space', 'g');

		expect(linesOf(app)).toEqual([
			' sluice  prod-eu  PROD  us-east-1  000000000000      CHANGE 30m  !1  ~1  03:14Z',
			' 1 Queues › orders-dlq › messages      held 6 of about 6, 2 marked  back in 15s',
			' [List]  Groups 3 ──────────────────────────────────────── oldest first, 6 seen',
			'   SENT      DIES IN RECV FROM         SIZE BODY',
			'>* 3d21h ago   2h58m    6 orders       108B {"orderId":"A-1009","total":12.5,"…',
			' * 3d21h ago   2h59m    6 orders        31B {"orderId":"A-1010","total":99}',
			'   2d03h ago   1d20h    6 orders        33B {"orderId":"A-1044","total":null}',
			'   1d02h ago   2d21h    6 orders        34B {"refund":"R-77","order":"A-0871"}',
			'   40m ago     3d23h    6 orders        33B {"orderId":"A-1102","total":null}',
			'   11m ago     3d23h    6 orders        33B {"orderId":"A-1108","total":null}',
			' body  JSON  108 B ──────────────────────────────────── 15s kept   attributes 1',
			' {',
			'   "orderId": "A-1009",',
			'   "total": 12.5,',
			'   "items": [',
			'     1,',
			'     2',
			'   ],',
			'   "customer": 9007199254740993,',
			'   "note": "thanks\\u001b[2J \\u202eevil"',
			' attributes  errorCode: TIMEOUT',
			'────────────────────────────────────────────────────────────────────────────────',
			' 6 hidden from consumers, kept while you look; esc or 5 min idle gives back.',
			' ⏎ open  m move 2  R redrive 2  D delete 2  e edit+send  o save  : all  ? help',
		]);
	});

	test('at 80x24 in groups: what they have in common, when they were sent, and the likely causes', async () => {
		await using app = await looking(80, 24);
		await app.select('orders-dlq');
		await app.press('p', 'tab');

		expect(linesOf(app)).toEqual([
			' sluice  prod-eu  PROD  us-east-1  000000000000      CHANGE 30m  !1  ~1  03:14Z',
			' 1 Queues › orders-dlq › messages                held 6 of about 6  back in 15s',
			' List  [Groups 3] ───────────────────────────────── what these 6 have in common',
			'   FIELD                VALUE                       COUNT FIRST SENT LAST SENT',
			' > attr.errorCode       VALIDATION                      3 2d03h ago  11m ago',
			'   attr.errorCode       TIMEOUT                         2 3d21h ago  3d21h ago',
			'   attr.errorCode       (absent)                        1 1d02h ago  1d02h ago',
			'   .total               null                            3 2d03h ago  11m ago',
			'   .total               a number                        2 3d21h ago  3d21h ago',
			'   .total               (absent)                        1 1d02h ago  1d02h ago',
			'   .customer            (absent)                        5 3d21h ago  11m ago',
			'   .customer            9007199254740993                1 3d21h ago  3d21h ago',
			'',
			' when sent  3d21h ago █▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▅▁▁▁▁▁▁▁▁▁▁▁▁▅▁▁▁▁▁▁▁▁▁▁▁▁█ now',
			'',
			' Looks like 3 causes:',
			'    3  VALIDATION, .total is null                since 2d03h, last 11m ago',
			'    2  TIMEOUT, .total is a number               all within 1m, 3d21h ago; over',
			'    1  no errorCode, .refund is R-77, .order …   1d02h ago; over',
			'',
			'',
			'────────────────────────────────────────────────────────────────────────────────',
			' Made from the 6 messages held, no others. 8 fields that divide them best.',
			' ⏎ show these  space mark these  m move  R redrive  D delete  : all  ? help',
		]);
	});

	test('at 200x50 the body stands beside the list, and nothing that came from it moves a cell', async () => {
		await using app = await looking(200, 50);
		await app.select('orders-dlq');
		await app.press('p', 'space', 'space', 'g');

		expect(linesOf(app).slice(1, 16)).toEqual([
			' 1 Queues › orders-dlq › messages                                                                                                                              held 6 of about 6, 2 marked  back in 15s',
			' [List]  Groups 3 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────── oldest first, 6 seen',
			'   SENT      DIES IN RECV FROM         SIZE errorCode  BODY                                  │ body  JSON  108 B ────────────────────────────────────────────────────────────── 15s kept   attributes 1',
			'>* 3d21h ago   2h58m    6 orders       108B TIMEOUT    {"orderId":"A-1009","total":12.5,"it… │ {',
			' * 3d21h ago   2h59m    6 orders        31B TIMEOUT    {"orderId":"A-1010","total":99}       │   "orderId": "A-1009",',
			'   2d03h ago   1d20h    6 orders        33B VALIDATION {"orderId":"A-1044","total":null}     │   "total": 12.5,',
			'   1d02h ago   2d21h    6 orders        34B            {"refund":"R-77","order":"A-0871"}    │   "items": [',
			'   40m ago     3d23h    6 orders        33B VALIDATION {"orderId":"A-1102","total":null}     │     1,',
			'   11m ago     3d23h    6 orders        33B VALIDATION {"orderId":"A-1108","total":null}     │     2',
			'                                                                                             │   ],',
			'                                                                                             │   "customer": 9007199254740993,',
			'                                                                                             │   "note": "thanks\\u001b[2J \\u202eevil"',
			'                                                                                             │ }',
			'                                                                                             │',
			'                                                                                             │',
		]);
	});
});

test('before a peek at 80x24: what will happen, what may, what cannot, what it competes with and costs, and in which ways', async () => {
	await using app = await looking(80, 24);
	await app.select('orders');
	await app.press('p');

	expect(linesOf(app)).toEqual([
		' sluice  prod-eu  PROD  us-east-1  000000000000          CHANGE 30m  !1  03:14Z',
		' 1 Queues › orders › peek',
		'────────────────────────────────────────────────────────────────────────────────',
		' Peeking at orders receives messages. On AWS there is no other way to see one.',
		'   will happen     up to 10 messages are hidden from the consumers for 20s each',
		"                   each one's receive count goes up by 1, for good",
		'   may happen      a message already received 5 times goes to orders-dlq by',
		'                   this receive, and is not shown here  (limit: 5)',
		'   cannot happen   nothing is deleted; what is held is given back on leaving',
		'   competes with   nobody seen: nothing is in flight',
		'   costs           1–3 requests, then 1 for each 10s held, 1 to give back',
		'',
		' How            ( ) look      not received, not counted; cannot delete or move',
		'              > (•) hold      hidden and kept while you look   (default)',
		'                ( ) glance    not hidden, one call, at most 10; counts again',
		'                ( ) the DLQ   look at orders-dlq instead: 6 messages',
		' How many       10',
		' Hidden for     20',
		' Keep           [x] extend while you look, at most 5 min without a key',
		'',
		'',
		'────────────────────────────────────────────────────────────────────────────────',
		' The same as: sluice peek orders --max 10 --visibility 20 --keep',
		' ⏎ peek so  ↑↓ choose  tab field  space change  esc leave  y copy',
	]);
});

test('before a redrive at 80x24: what of it, where to, how, what it will do in numbers, and what to read before', async () => {
	await using app = await looking(80, 24);
	await app.select('orders-dlq');
	await app.press('p', 'space', 'space', 'space', 'R');

	expect(linesOf(app)).toEqual([
		' sluice  prod-eu  PROD  us-east-1  000000000000      CHANGE 30m  !1  ~1  03:14Z',
		' 1 Queues › orders-dlq › messages › redrive',
		'────────────────────────────────────────────────────────────────────────────────',
		' WHAT           ( ) all, about 6                ( ) filter',
		'              > (•) the 3 marked',
		' TO             (•) where each came from: orders 3   ( ) one queue',
		' HOW            (•) try 1, then the rest        ( ) all at once',
		' at most        per second, 1 to 500; none: as fast as it goes',
		' CHANGE         (•) bodies as they are          ( ) edit each first',
		' STAMP          [ ] add attribute sluice.redriven = 1',
		'',
		' This will',
		'   send 3 messages to orders, then delete each from orders-dlq once its send is',
		'   confirmed by id and MD5. Stopped at any point, nothing is lost; at worst a',
		'   message is in both queues.',
		'   One goes first, watched up to 2m30s: if it comes back, the others stay.',
		'   Each becomes new: new id, receive count 0, and orders keeps it 4d from now.',
		' Before you do',
		'   What fails in orders still is back here in about 2m30s (5 receives × 30s),',
		'   with a fresh clock.',
		'',
		'────────────────────────────────────────────────────────────────────────────────',
		' The same as: sluice redrive orders-dlq --ids @marked --canary',
		' ⏎ go on to confirm  ↑↓ choose  tab field  space change  d dry run  esc leave',
	]);
});

test('the redrive sheet at 200x50 says the same in the width it has', async () => {
	await using app = await looking(200, 50);
	await app.select('orders-dlq');
	await app.press('p', 'space', 'space', 'space', 'R');

	expect(linesOf(app).slice(1, 19)).toEqual([
		' 1 Queues › orders-dlq › messages › redrive',
		'────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────',
		' WHAT           ( ) all, about 6                       ( ) filter',
		'              > (•) the 3 marked',
		' TO             (•) where each came from: orders 3     ( ) one queue',
		' HOW            (•) try 1, then the rest               ( ) all at once',
		' at most        per second, 1 to 500; none: as fast as it goes',
		' CHANGE         (•) bodies as they are                 ( ) edit each first',
		' STAMP          [ ] add attribute sluice.redriven = 1',
		'',
		' This will',
		'   send 3 messages to orders, then delete each from orders-dlq once its send is confirmed by',
		'   id and MD5. Stopped at any point, nothing is lost; at worst a message is in both queues.',
		'   One goes first, watched up to 2m30s: if it comes back, the others stay.',
		'   Each becomes new: new id, receive count 0, and orders keeps it 4d from now.',
		' Before you do',
		'   What fails in orders still is back here in about 2m30s (5 receives × 30s), with a fresh',
		'   clock.',
	]);
});

test('the gate of a purge at 80x24: where, what is deleted, for good, the milder ways, and the name to type', async () => {
	await using app = await looking(80, 24);
	await app.select('orders-dlq');
	await app.press('p', 'esc');
	await app.command('purge');
	await app.advance(500);
	await app.type('orders-d');

	expect(linesOf(app)).toEqual([
		' sluice  prod-eu  PROD  us-east-1  000000000000          CHANGE 30m  !1  03:14Z',
		' 1 Queues › orders-dlq › purge',
		'────────────────────────────────────────────────────────────────────────────────',
		'',
		'  ┌ Purge orders-dlq ─────────────────────────────────────────────── PROD ─┐',
		'  │                                                                        │',
		'  │ account   000000000000, us-east-1 at http://127.0.0.1:45660            │',
		'  │ ! What failed in orders is kept here; after the purge nobody can tell  │',
		'  │   why.                                                                 │',
		'  │ deletes   about 6 ready, 0 in flight, 0 delayed                        │',
		'  │           oldest sent 3d21h ago; 6 of them were looked at              │',
		'  │ for good  no undo, AWS keeps no copy; takes up to 60 s; messages       │',
		'  │           that arrive meanwhile may go too; once per 60 s              │',
		'  │ instead   ( ) save them to a file first (about 6, 2 requests)          │',
		'  │           ( ) set aside: move them all to orders-dlq-aside             │',
		'  │                                                                        │',
		'  │ the same as  sluice purge orders-dlq --yes                             │',
		'  │                                                                        │',
		"  │ Type the queue's name to purge it:  orders-d                           │",
		'  │ Enter does nothing until the name is whole.                            │',
		'  └ tab to instead ─────────────────────────────────────────── esc leave ──┘',
		'────────────────────────────────────────────────────────────────────────────────',
		' Counts read again <1m ago. They are read once more before the purge is sent.',
		' esc leave',
	]);
});

test.each([
	[95, []],
	[96, ['errorCode']],
	[110, ['errorCode']],
	[111, ['errorCode', 'FIRST RECEIVED']],
	[148, ['errorCode', 'FIRST RECEIVED', 'ID']],
] as const)('%d columns have room for what fewer leave out, and the body keeps its own', async (columns, titles) => {
	await using app = await looking(columns, 30);
	await app.select('orders-dlq');
	await app.press('p');

	const [head = ''] = (app.row('DIES IN') ?? '').split('│');
	expect(['errorCode', 'FIRST RECEIVED', 'ID'].filter(title => new RegExp(`SIZE.*\\b${title}\\b`).test(head))).toEqual(titles);
});
