import {ListShardsCommand, PutRecordCommand} from '@aws-sdk/client-kinesis';
import {describe, expect, test} from 'vitest';
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
