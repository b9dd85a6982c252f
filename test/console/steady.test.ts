import {expect, test} from 'vitest';
import {paintFrame} from '../../source/console/frame.ts';
import {startTestConsole} from '../helpers/console.ts';
import {aDeadLetterPair, aQueue} from '../helpers/resources.ts';
import {aStream, aTopic} from '../helpers/topic-and-stream.ts';

const oldest = Array.from('oldest');

const ways: ReadonlyArray<readonly [string, readonly string[]]> = [
	['what is wrong now', ['0']],
	['the list of queues', ['1']],
	['the list of queues of which one was peeked at', ['1', 'g', 'down', 'p', 'esc']],
	['a queue that is empty', ['1', 'g', 'down', 'down', 'enter']],
	['a queue whose messages wait', ['1', 'g', 'enter']],
	['a queue that was peeked at', ['1', 'g', 'down', 'p', 'esc', 'enter']],
	["a queue's flow", ['1', 'g', 'enter', 'tab']],
	["a queue's settings", ['1', 'g', 'enter', 'tab', 'tab', 'tab']],
	// Its history is below: each minute that ends is news there, once.
	["a queue's policy", ['1', 'g', 'enter', 'tab', 'tab', 'tab', 'tab']],
	["a queue's tags", ['1', 'g', 'enter', 'tab', 'tab', 'tab', 'tab', 'tab']],
	['the list of topics', ['2']],
	['a topic', ['2', 'enter']],
	['the list of streams', ['3']],
	['a stream', ['3', 'enter']],
	['a tail that has read what there was', ['3', 'enter', 't', 'ctrl-u', ...oldest, 'enter']],
	["a stream's shards beside its tail", ['3', 'enter', 't', 'ctrl-u', ...oldest, 'enter', 'tab']],
	["a stream's consumers", ['3', 'enter', 'shift-tab', 'shift-tab', 'shift-tab', 'shift-tab']],
	["a stream's history", ['3', 'enter', 'shift-tab', 'shift-tab', 'shift-tab', 'enter']],
	["a stream's settings", ['3', 'enter', 'shift-tab', 'shift-tab']],
	["a stream's tags", ['3', 'enter', 'shift-tab']],
	['what runs', ['4']],
	['what ended', ['4', 'tab']],
	['the notices', ['4', 'tab', 'tab']],
	['the changes', ['4', 'tab', 'tab', 'tab']],
	['the palette', ['1', ':']],
	['the help', ['1', '?']],
];

test.each(ways)('%s writes nothing for a minute while nothing changes', async (_name, keys) => {
	await using app = await startTestConsole({
		prepare: async ({sqs, sns, kinesis}) => {
			await aDeadLetterPair(sqs, 'orders', {deadMessages: ['gone wrong']});
			await aQueue(sqs, 'mail', {messages: ['one', 'two']});
			await aTopic(sns, 'events');
			await aStream(kinesis, 'clicks', {records: [['a', 'one']]});
		},
	});
	await app.press(...keys);
	// Within ten minutes of the last key, for after that nothing is read. What is learned by looking is on screen by now; then to a full minute, when the clock in the header moves.
	for (let turn = 0; turn < 12; turn++) await app.advance(31_000);
	await app.advance(60_000 - (app.clock.nowMs() % 60_000));
	await app.advance(400);
	const before = paintFrame(app.state());

	for (let second = 0; second < 58; second++) await app.advance(1000);

	expect(paintFrame(app.state())).toEqual(before);
});

test("a queue's history writes once a minute, for the minute that ended, and nothing between", async () => {
	await using app = await startTestConsole({prepare: ({sqs}) => aQueue(sqs, 'mail', {messages: ['one', 'two']})});
	await app.select('mail');
	await app.press('enter', 'tab', 'tab');
	await app.waitFor('[1h]');
	for (let turn = 0; turn < 12; turn++) await app.advance(31_000);
	// What the header counts by the minute is no part of the tab.
	const tab = (): string => app.screen().split('\n').slice(1).join('\n');
	const frames = [tab()];

	for (let second = 0; second < 120; second++) {
		await app.advance(1000);
		if (tab() !== frames.at(-1)) frames.push(tab());
	}

	expect(frames.length - 1).toBeGreaterThanOrEqual(1);
	expect(frames.length - 1).toBeLessThanOrEqual(2);
});

test.each([
	[80, 24],
	[200, 50],
])('messages that are held move nothing at %dx%d but the seconds left, in steps of five', async (columns, rows) => {
	await using app = await startTestConsole({
		columns,
		rows,
		prepare: async ({sqs}) => aQueue(sqs, 'mail', {messages: ['one', 'two', 'three']}),
	});
	await app.select('mail');
	await app.press('p', 'enter');
	// Notices have faded, and the header's minute has just moved; not in one leap, or what is held would be back.
	while (app.clock.nowMs() % 60_000 < 59_000) await app.advance(1000);
	await app.advance(1500);
	const frames = [app.screen()];

	for (let second = 0; second < 58; second++) {
		await app.advance(1000);
		if (app.screen() !== frames.at(-1)) frames.push(app.screen());
	}

	const steps = frames.flatMap(frame => /back in (\d+s)/.exec(frame)?.[1] ?? []);
	expect(steps).toHaveLength(frames.length);
	expect(steps.filter(step => !['20s', '15s', '10s'].includes(step))).toEqual([]);
	expect(new Set(frames.map(frame => frame.replaceAll(/\d+s kept|back in \d+s|<?1m ago */g, '')))).toHaveLength(1);
	// Twelve steps of five seconds, each extension begins at the top, and an age moves by the minute.
	expect(frames.length).toBeLessThanOrEqual(20);
});
