import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {ListShardsCommand, PutRecordCommand} from '@aws-sdk/client-kinesis';
import {describe, expect, test} from 'vitest';
import {readRecordLine} from '../../../source/operations/record-json.ts';
import {startTestConsole, type TestConsole} from '../../helpers/console.ts';
import {aStream} from '../../helpers/topic-and-stream.ts';

async function consoleOnStream(options: {shardCount?: number; mode?: 'LOOK'} = {}): Promise<TestConsole> {
	const {shardCount = 2, mode} = options;
	const app = await startTestConsole({
		...(mode ? {mode} : {}),
		prepare: ({kinesis}) => aStream(kinesis, 'clicks', {shardCount, records: [['a', 'old record']]}),
	});
	await app.press('3', 'enter');
	return app;
}

async function openShardIds(app: TestConsole): Promise<readonly string[]> {
	const {Shards = []} = await app.engine.kinesis.send(new ListShardsCommand({StreamName: 'clicks'}));
	return Shards.filter(shard => shard.SequenceNumberRange?.EndingSequenceNumber === undefined).map(shard => shard.ShardId ?? '');
}

async function pass(app: TestConsole, seconds: number): Promise<void> {
	for (let second = 0; second < seconds; second++) await app.advance(1000);
}

describe('a tail', () => {
	test('from latest shows what is put from now on, and not what was there', async () => {
		await using app = await consoleOnStream();
		await app.press('tab');
		await pass(app, 2);

		await app.engine.kinesis.send(new PutRecordCommand({StreamName: 'clicks', PartitionKey: 'k', Data: Buffer.from('new record')}));
		await pass(app, 3);

		expect(app.screen()).toContain('new record');
		expect(app.screen()).not.toContain('old record');
	});

	test('from oldest shows what was there', async () => {
		await using app = await consoleOnStream();

		await app.press('t', 'ctrl-u');
		await app.type('oldest');
		await app.press('enter');
		await pass(app, 3);

		expect(app.screen()).toContain('old record');
	});

	test('a start that is no time is refused with the nearest right form', async () => {
		await using app = await consoleOnStream();

		await app.press('t', 'ctrl-u');
		await app.type('15 minutes');

		expect(app.screen()).toContain('-15m');
	});
});

async function put(app: TestConsole, ...records: ReadonlyArray<readonly [key: string, data: string | Uint8Array]>): Promise<void> {
	for (const [PartitionKey, data] of records)
		await app.engine.kinesis.send(new PutRecordCommand({StreamName: 'clicks', PartitionKey, Data: Buffer.from(data)}));
}

describe('the records of a tail', () => {
	test('an aggregate is unfolded, and a filter looks at both levels', async () => {
		await using app = await consoleOnStream({shardCount: 1});
		await app.press('tab');
		await pass(app, 2);
		await put(app, ['a', readFileSync(new URL('../../fixtures/kpl/three-records.bin', import.meta.url))], ['plain', 'n of none']);
		await pass(app, 3);

		expect(app.row('kpl 3 ›')).toContain('kpl 3 › {"n":1}');
		expect(app.row('truck_2')).toMatch(/truck_2 +├─ \{"n":2/);
		expect(app.screen()).toMatch(/truck_1 +└─ /);

		await app.press('/');
		await app.type('key:truck_2');
		await app.press('enter');
		await pass(app, 1);
		expect(app.row('kpl 3 ›')).not.toBe('');
		expect(app.row('"n":2')).not.toBe('');
		expect(app.row('n of none')).toBe('');
		expect(app.screen()).toContain('match 1');
	});

	test('a record within an aggregate counts as marked by itself, and in its aggregate when that is marked, too', async () => {
		await using app = await consoleOnStream({shardCount: 1});
		await app.press('tab');
		await pass(app, 2);
		await put(app, ['a', readFileSync(new URL('../../fixtures/kpl/three-records.bin', import.meta.url))]);
		await pass(app, 3);
		await app.resize(200, 50);
		await app.press('up', 'space');
		expect(app.row('"n":2')).toMatch(/^ [*>]/);

		await app.press('R');
		expect(app.screen()).toMatch(/\(•\) marked +1 record/);
		await app.press('tab');
		await app.type('stream:clicks');
		expect(app.row('The same as')).toMatch(/--record \d+\/1/);
		await app.press('esc');

		await app.press('g', 'space', 'R');
		expect(app.screen()).toMatch(/\(•\) marked +1 record/);
	});

	test('a filter that only highlights leaves the rest in view; n and N go from match to match', async () => {
		await using app = await consoleOnStream({shardCount: 1});
		await app.press('tab');
		await pass(app, 2);
		await put(app, ['a', 'apple 1'], ['b', 'pear'], ['c', 'apple 2'], ['d', 'plum']);
		await pass(app, 3);

		await app.press('/');
		await app.type('apple');
		expect(app.screen()).toContain('highlight only');
		await app.press('shift-tab', 'enter');
		await pass(app, 1);
		expect(app.row('pear')).not.toBe('');

		await app.press('N');
		expect(app.row('apple 2')).toMatch(/^ > /);
		await app.press('N');
		expect(app.row('apple 1')).toMatch(/^ > /);
		await app.press('N');
		expect(app.screen()).toContain('No earlier match is kept.');
		await app.press('n');
		expect(app.row('apple 2')).toMatch(/^ > /);
	});

	test('the bar cursor takes the list to what arrived then, and says how many there were', async () => {
		await using app = await consoleOnStream({shardCount: 1});
		await app.press('tab');
		await pass(app, 2);
		await put(app, ['a', 'early']);
		await pass(app, 10);
		await put(app, ['b', 'late']);
		await pass(app, 3);

		for (let presses = 0; presses < 14 && !/^ > .*early/.test(app.row('early')); presses++) await app.press(',');

		expect(app.row('early')).toMatch(/^ > /);
		expect(app.screen()).toMatch(/Z: 1 record; 1 in the list\. f goes on\./);
		expect(app.screen()).toContain('PAUSED');
		await app.press('-');
		await pass(app, 1);
		expect(app.screen()).toMatch(/\b5 min ·/);
	});

	test('v chooses the shards that are read', async () => {
		await using app = await consoleOnStream({shardCount: 2});
		await app.press('tab');
		await pass(app, 2);

		await app.press('v');
		await app.type('7');
		expect(app.screen()).toContain('There is no shard 7 in this stream.');
		await app.press('backspace');
		await app.type('1');
		await app.press('enter');
		await pass(app, 4);

		expect(app.screen()).toContain('Reading 1 shard');
	});

	test('shown records are saved as lines that put reads back', async () => {
		await using app = await consoleOnStream({shardCount: 1});
		const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
		const path = join(folder, 'clicks.ndjson');
		await app.press('tab');
		await pass(app, 2);
		await put(app, ['a', 'text'], ['b', Uint8Array.of(0xff)]);
		await pass(app, 3);

		await app.command('save records');
		await app.press('ctrl-u');
		await app.type(path);
		await app.press('enter');

		expect(app.screen()).toContain('Saved 2 records');
		const lines = readFileSync(path, 'utf8').trim().split('\n');
		expect(lines.map(line => readRecordLine(line))).toEqual([
			{partitionKey: 'a', data: Buffer.from('text')},
			{partitionKey: 'b', data: Buffer.from([0xff])},
		]);
		rmSync(folder, {recursive: true});
	});

	test('a stream that is deleted under the tail leaves what was kept', async () => {
		await using app = await consoleOnStream({shardCount: 1});
		await app.press('tab');
		await pass(app, 2);
		await put(app, ['a', 'kept']);
		await pass(app, 2);

		await app.session.streams.delete({name: 'clicks', hasConsumers: false});
		await pass(app, 3);

		expect(app.screen()).toContain('clicks was deleted; 1 record kept.');
		await app.press('tab', 'shift-tab');
		await pass(app, 2);
		await app.press('r');
		expect(app.screen()).toContain('clicks was deleted. o saves what is kept; t reads a new one of that name.');
		expect(app.row('4B kept')).not.toBe('');
	});
});

describe('splitting and merging', () => {
	test('a split at the middle asks for the name of the stream and makes two shards of one', async () => {
		await using app = await consoleOnStream({shardCount: 1});
		await app.press('tab', 'tab');
		await pass(app, 1);

		await app.press('S');
		await app.press('enter');
		expect(app.screen()).toContain("Type the stream's name to split it:");
		await app.confirm('clicks');
		await pass(app, 3);

		expect(await openShardIds(app)).toEqual(['shardId-000000000001', 'shardId-000000000002']);
		expect(app.screen()).toContain('closed');
	});

	test('a merge makes one shard of two neighbours', async () => {
		await using app = await consoleOnStream({shardCount: 2});
		await app.press('tab', 'tab');
		await pass(app, 1);

		await app.press('M');
		await app.confirm('clicks');
		await pass(app, 3);

		expect(await openShardIds(app)).toEqual(['shardId-000000000002']);
	});

	test('in LOOK the plan of a split is shown, and nothing is split', async () => {
		await using app = await consoleOnStream({shardCount: 1, mode: 'LOOK'});
		await app.press('tab', 'tab');
		await pass(app, 1);
		await app.press('S', 'enter');

		await app.confirm('clicks');

		expect(app.screen()).toContain('CHANGE is off');
		expect(await openShardIds(app)).toEqual(['shardId-000000000000']);
	});

	test('b says which shard has a key', async () => {
		await using app = await consoleOnStream({shardCount: 2});
		await app.press('tab', 'tab');
		await pass(app, 1);

		await app.press('b');
		await app.type('truck_17');

		expect(app.screen()).toMatch(/^ shard +1$/m);
	});
});

test('a record is put through the gate with y, and its shard is told', async () => {
	await using app = await consoleOnStream();
	await app.press('s');
	await app.type('k');
	await app.press('tab');
	await app.type('hello');
	await app.press('enter');
	await app.advance(500);

	await app.press('y');

	expect(app.screen()).toMatch(/Put to shard [01] of clicks/);
});
