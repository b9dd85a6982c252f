import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {ListShardsCommand, MergeShardsCommand, PutRecordsCommand, SplitShardCommand, type KinesisClient} from '@aws-sdk/client-kinesis';
import {afterEach, expect, test} from 'vitest';
import {middleOfRange} from '../../source/rules/hash-key.ts';
import {startTestEngine} from '../helpers/engine.ts';
import {startProgram, type Program} from '../helpers/pty.ts';
import {aStream} from '../helpers/topic-and-stream.ts';

const programs: Program[] = [];
const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));

afterEach(async () => {
	await Promise.all(programs.splice(0).map(program => program.stop()));
	rmSync(folder, {recursive: true, force: true});
});

/** Keys that reach every part of the hash space. */
const keys = Array.from({length: 16}, (_, index) => `truck_${index}`);

/** Puts a record of each key, round after round, until it is stopped. */
function startProducer(kinesis: KinesisClient): {stop(): Promise<number>} {
	let isOver = false;
	const rounds = (async () => {
		let round = 0;
		for (; !isOver; round++) {
			const Records = keys.map(key => ({PartitionKey: key, Data: Buffer.from(JSON.stringify({key, round}))}));
			const {FailedRecordCount} = await kinesis.send(new PutRecordsCommand({StreamName: 'clicks', Records}));
			expect(FailedRecordCount).toBe(0);
			await new Promise(resolve => setTimeout(resolve, 40));
		}
		return round;
	})();
	return {
		stop() {
			isOver = true;
			return rounds;
		},
	};
}

async function openShards(kinesis: KinesisClient) {
	const {Shards = []} = await kinesis.send(new ListShardsCommand({StreamName: 'clicks', ShardFilter: {Type: 'AT_LATEST'}}));
	return Shards.toSorted((a, b) => (BigInt(a.HashKeyRange?.StartingHashKey ?? 0) < BigInt(b.HashKeyRange?.StartingHashKey ?? 0) ? -1 : 1));
}

async function splitFirst(kinesis: KinesisClient): Promise<void> {
	const [first] = await openShards(kinesis);
	const range = {start: BigInt(first?.HashKeyRange?.StartingHashKey ?? 0), end: BigInt(first?.HashKeyRange?.EndingHashKey ?? 0)};
	const NewStartingHashKey = String(middleOfRange(range));
	await kinesis.send(new SplitShardCommand({StreamName: 'clicks', ShardToSplit: first?.ShardId, NewStartingHashKey}));
}

/** Merges across what was split: the upper child and the neighbour that was there before. */
async function mergeUpper(kinesis: KinesisClient): Promise<void> {
	const [, left, right] = await openShards(kinesis);
	await kinesis.send(new MergeShardsCommand({StreamName: 'clicks', ShardToMerge: left?.ShardId, AdjacentShardToMerge: right?.ShardId}));
}

type SavedRecord = {readonly partitionKey: string; readonly data: string};

async function saveShown(program: Program, file: string): Promise<readonly SavedRecord[]> {
	const path = join(folder, file);
	await program.press('o');
	await program.waitFor('Save records to a file');
	await program.press('enter');
	await program.waitFor('all shown');
	await program.press('ctrl-u');
	program.paste(path);
	await program.waitFor(file);
	await program.press('enter');
	await program.waitFor(/Saved [\d,]+ records/);
	return readFileSync(path, 'utf8')
		.trim()
		.split('\n')
		.map(line => JSON.parse(line) as SavedRecord);
}

test('at 80x24: across a split and a merge with producers running, each record comes once and in order of its key', async () => {
	await using engine = await startTestEngine({kinesisDelayMs: 150});
	const {kinesis} = engine;
	await aStream(kinesis, 'clicks', {shardCount: 2});
	const program = startProgram({values: ['--endpoint-url', engine.url]});
	programs.push(program);
	await program.press('3');
	await program.waitFor(/clicks +ACTIVE/);
	await program.press('enter', 'tab');
	await program.waitFor('Reading 2 shards');

	const producer = startProducer(kinesis);
	await program.waitFor(/seen \d/);
	await splitFirst(kinesis);
	await program.waitFor(/Reading 3 shards/);
	await mergeUpper(kinesis);
	await program.waitFor(/Reading 2 shards/);
	const rounds = await producer.stop();
	const all = new RegExp(`seen ${(rounds * keys.length).toLocaleString('en')}\\b`);
	await program.waitFor(all);

	await program.press('f');
	await program.waitFor('PAUSED');
	const saved = await saveShown(program, 'live.ndjson');
	for (const key of keys) {
		const roundsOfKey = saved.filter(({partitionKey}) => partitionKey === key).map(({data}) => (JSON.parse(data) as {round: number}).round);
		expect(roundsOfKey).toEqual(Array.from({length: rounds}, (_, round) => round));
	}
	expect(saved).toHaveLength(rounds * keys.length);

	// From the beginning again, parents before children, and only one key of all.
	await program.press('t', 'ctrl-u');
	await program.type('oldest');
	await program.press('enter');
	await program.waitFor(all);
	await program.press('/');
	await program.type('key:truck_3');
	await program.press('enter');
	await program.waitFor(new RegExp(`match ${rounds.toLocaleString('en')}\\b`));
	const filtered = await saveShown(program, 'one-key.ndjson');
	expect(filtered.map(({data}) => data)).toEqual(Array.from({length: rounds}, (_, round) => JSON.stringify({key: 'truck_3', round})));
});
