import {PutRecordsCommand, DescribeStreamSummaryCommand, type KinesisClient} from '@aws-sdk/client-kinesis';
import {afterEach, expect, test} from 'vitest';
import {startTestEngine} from '../helpers/engine.ts';
import {startProgram, type Program} from '../helpers/pty.ts';
import {aStream} from '../helpers/topic-and-stream.ts';

const programs: Program[] = [];

afterEach(async () => {
	await Promise.all(programs.splice(0).map(program => program.stop()));
});

/** Keys that reach both halves of the hash space. */
const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

async function put(kinesis: KinesisClient, round: string): Promise<void> {
	await kinesis.send(
		new PutRecordsCommand({StreamName: 'clicks', Records: keys.map(key => ({PartitionKey: key, Data: Buffer.from(`${round}-${key}`)}))}),
	);
}

test('a tail goes on across a split that is made in the console, and shows what the children get', async () => {
	await using engine = await startTestEngine({kinesisDelayMs: 200});
	await aStream(engine.kinesis, 'clicks', {shardCount: 1});
	const program = startProgram({values: ['--endpoint-url', engine.url], columns: 100, rows: 40});
	programs.push(program);
	await program.press('3');
	await program.waitFor(/clicks +ACTIVE/);
	await program.press('enter', 'tab');
	await program.waitFor('LIVE');
	await program.waitFor('Reading 1 shard');
	await put(engine.kinesis, 'before');
	await program.waitFor(screen => keys.every(key => screen.text().includes(`before-${key}`)));

	await program.press('tab');
	await program.waitFor(/hash 0/);
	await program.press('S');
	await program.waitFor('splits');
	await program.press('enter');
	await program.waitFor("Type the stream's name to split it:");
	await new Promise(resolve => setTimeout(resolve, 450));
	await program.type('clicks');
	await program.press('enter');
	await program.waitFor(/split to 1 and 2/);
	await program.press('shift-tab');
	await put(engine.kinesis, 'after');
	await program.waitFor(screen => keys.every(key => screen.text().includes(`after-${key}`)));

	expect(program.screen.text()).toContain('Reading 2 shards');
	const {StreamDescriptionSummary} = await engine.kinesis.send(new DescribeStreamSummaryCommand({StreamName: 'clicks'}));
	expect(StreamDescriptionSummary?.OpenShardCount).toBe(2);
});

test('a paused tail loses nothing: f stops the picture, and f shows what came meanwhile', async () => {
	await using engine = await startTestEngine();
	await aStream(engine.kinesis, 'clicks', {shardCount: 2});
	const program = startProgram({values: ['--endpoint-url', engine.url], columns: 100, rows: 40});
	programs.push(program);
	await program.press('3');
	await program.waitFor(/clicks +ACTIVE/);
	await program.press('enter', 'tab');
	await program.waitFor('Reading 2 shards');
	await put(engine.kinesis, 'first');
	await program.waitFor('first-h');

	await program.press('f');
	await program.waitFor('PAUSED');
	await put(engine.kinesis, 'second');
	await program.waitFor(/seen 16/);
	expect(program.screen.text()).not.toContain('second-');
	await program.press('f');

	await program.waitFor(screen => keys.every(key => screen.text().includes(`second-${key}`)));
});
