import {PutRecordCommand} from '@aws-sdk/client-kinesis';
import {describe, expect, test} from 'vitest';
import {startTestConsole, type TestConsole, type TestConsoleOptions} from '../../helpers/console.ts';
import {aStream} from '../../helpers/topic-and-stream.ts';

function startWithStream(options: TestConsoleOptions = {}): Promise<TestConsole> {
	return startTestConsole({
		...options,
		prepare: async ({kinesis}) => aStream(kinesis, 'clicks', {shardCount: 1, records: [['old', '{"n":0}']]}),
	});
}

/** Lets time pass in steps, with turns of the event loop for what HTTP brings. */
async function pass(app: TestConsole, durationMs: number): Promise<void> {
	for (let passedMs = 0; passedMs < durationMs; passedMs += 100) {
		await app.advance(100);
		for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve));
	}
}

/** Lets time pass until the screen says so, however long HTTP takes on a busy machine; at most ten minutes of the console's clock. */
async function until(app: TestConsole, text: string | RegExp): Promise<void> {
	for (let step = 0; step < 6000; step++) {
		if (typeof text === 'string' ? app.screen().includes(text) : text.test(app.screen())) return;
		await pass(app, 100);
	}
	throw new Error(`Never shown: ${String(text)}\n${app.screen()}`);
}

async function put(app: TestConsole, key: string): Promise<void> {
	await app.engine.kinesis.send(new PutRecordCommand({StreamName: 'clicks', PartitionKey: key, Data: Buffer.from(`{"of":"${key}"}`)}));
}

function readCount(app: TestConsole): number {
	return app.session.calls().filter(call => call.action === 'GetRecords').length;
}

/** The tail tab of the stream, once its shard has answered. */
async function openTail(app: TestConsole): Promise<void> {
	await app.press('3', 'enter', 'tab');
	await until(app, 'Reading 1 shard 1×/s');
	const before = readCount(app);
	while (readCount(app) === before) await pass(app, 100);
}

describe('a tail of a real stream', () => {
	test('begins with the newest, and may begin with the oldest', async () => {
		await using app = await startWithStream();
		await openTail(app);
		await put(app, 'new');
		await until(app, '{"of":"new"}');
		expect(app.screen()).not.toContain('{"n":0}');

		await app.press('t', 'ctrl-u');
		await app.type('oldest');
		await app.press('enter');
		await until(app, '{"n":0}');

		await until(app, /LIVE .*seen 2$/m);
	});

	test('goes on behind another pane, and ends when its stream is left', async () => {
		await using app = await startWithStream();
		await openTail(app);

		await app.press('1');
		const before = readCount(app);
		while (readCount(app) < before + 2) await pass(app, 100);

		await app.press('3', 'esc');
		await pass(app, 1000);
		const left = readCount(app);
		await pass(app, 2500);
		expect(readCount(app)).toBe(left);
		expect(app.state().streams.tails).toEqual({});
	});

	test('is followed into the children of a shard that is split from the map', async () => {
		await using app = await startWithStream();
		await openTail(app);
		await app.press('tab');
		await until(app, ' > 0 ');
		await app.press('S', 'enter');
		await until(app, 'Split shard 0 of clicks');

		await app.confirm('clicks');
		await until(app, /hash 0 ├─+ 1 ─+├─+ 2 ─+┤/);
		expect(app.screen()).toMatch(/└ 0 .*split to 1/);

		await app.press('shift-tab');
		await until(app, 'Reading 2 shards');
		await put(app, 'truck_17');
		await until(app, / 2 +0s truck_17 /);
		expect(app.screen()).toMatch(/shard 1 /);
	});

	test('opens a record over the whole screen, and comes back to it', async () => {
		await using app = await startWithStream();
		await openTail(app);
		await put(app, 'first');
		await put(app, 'second');
		await until(app, '{"of":"second"}');

		await app.press('up', 'enter');
		expect(app.row('3 Streams')).toContain('clicks › record');
		expect(app.screen()).toContain('"of": "first"');

		await app.press('esc');
		expect(app.row(' > ')).toContain('first');
		expect(app.row('3 Streams')).toContain('PAUSED');

		await app.press('G');
		await until(app, 'LIVE');
		expect(app.row(' > ')).toContain('second');
	});

	test('is read in READ-ONLY, too; putting is not possible there', async () => {
		await using app = await startWithStream({mode: 'READ-ONLY'});
		await openTail(app);
		expect(app.row('3 Streams')).toContain('LIVE');

		await app.press('s');
		expect(app.screen()).toContain('Put a record: refused in READ-ONLY');
	});
});

describe('a record that is put', () => {
	test('goes through the gate to the shard that the sheet named', async () => {
		await using app = await startWithStream();
		await app.press('3', 'enter');
		await until(app, 'hash 0 ├');
		await app.press('s');
		await app.type('k');
		await app.press('tab');
		await app.type('{}');
		expect(app.screen()).toContain('goes to shard 0');

		await app.press('enter');
		await until(app, 'Put to clicks');
		await app.advance(500);
		await app.press('y');

		await until(app, 'Put to shard 0 of clicks.');
	});
});
