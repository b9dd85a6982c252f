import {describe, expect, test} from 'vitest';
import {frameLines} from '../../source/console/frame.ts';
import {lineWidth} from '../../source/console/line.ts';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {aDeadLetterPair, aQueue} from '../helpers/resources.ts';
import {aStream, aTopic} from '../helpers/topic-and-stream.ts';

/** Bodies that would move the cursor, change its colour, reorder text or disagree on their width. */
const hostile = [
	'total \u009B2J\u009B31mPAID\u009B0m',
	'x\u009D0;owned\u009Cy',
	'{"file":"report\u202Etxt.exe"}',
	'pay\u200Bpal 👩‍👩‍👧 ❤️ 漢字',
	`{"long":"${'x'.repeat(5000)}"}`,
	'one\rtwo\tthree\nfour',
];

const sizes = [
	[80, 24],
	[120, 40],
	[200, 50],
] as const;

const ways: ReadonlyArray<readonly [string, readonly string[]]> = [
	['the list of queues', []],
	['a queue', ['enter']],
	['the peek sheet', ['p']],
	['held messages with hostile bodies', ['p', 'enter']],
	['one message', ['p', 'enter', 'enter']],
	['message details', ['p', 'enter', 'd']],
	['the send sheet', ['s']],
	['all attributes', ['d']],
	['the palette', [':']],
	['the actions of a row', ['a']],
	['the help', ['?']],
	['a filter', ['/', 'm']],
	['topics', ['2']],
	['a topic', ['2', 'enter']],
	['the publish sheet', ['2', 's']],
	['streams', ['3']],
	['a stream', ['3', 'enter']],
	['its tail', ['3', 'enter', 'tab']],
	['its shards', ['3', 'enter', 'tab', 'tab']],
	['activity', ['4']],
	['notices', ['4', 'tab']],
	['API calls', ['4', 'tab', 'tab']],
];

async function consoleAt(columns: number, rows: number): Promise<TestConsole> {
	return startTestConsole({
		columns,
		rows,
		prepare: async engine => {
			await aQueue(engine.sqs, 'mail', {messages: hostile});
			await aDeadLetterPair(engine.sqs, `orders-${'long-'.repeat(12)}name`, {deadMessages: ['{"a":1}']});
			await aTopic(engine.sns, 'events');
			await aStream(engine.kinesis, 'clicks', {
				records: [
					['k\u202E', 'x\u009B2J'],
					['b', '{"n":1}'],
				],
			});
		},
	});
}

describe.each(sizes)('at %d by %d', (columns, rows) => {
	test.each(ways)('%s fills exactly the screen and lets no control character through', async (_name, keys) => {
		await using app = await consoleAt(columns, rows);
		await app.select('mail');

		for (const key of keys) await app.press(key);
		const lines = frameLines(app.state());

		expect(lines).toHaveLength(rows);
		expect(lines.map(line => lineWidth(line))).toEqual(Array.from({length: rows}, () => columns));
		// Control characters are what must not be there.
		expect(app.screen()).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2066-\u2069]/);
	});
});

test('the header keeps mode and PROD when room is short, and shortens the account first', async () => {
	await using app = await startTestConsole({context: {name: 'a-very-long-context-name-for-production', isProd: true}, mode: 'LOOK'});

	expect(app.row('sluice')).toMatch(/PROD .* 0000 +LOOK/);
});

test('what cannot be done here is not on the keys line, and help and palette always are', async () => {
	await using app = await startTestConsole({prepare: async ({sqs}) => aQueue(sqs, 'mail')});

	const keys = app.screen().split('\n').at(-1);

	expect(keys).not.toContain('redrive');
	expect(keys).toMatch(/: all {2}\? help$/);
});
