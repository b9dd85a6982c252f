import {readFileSync} from 'node:fs';
import {PutResourcePolicyCommand} from '@aws-sdk/client-kinesis';
import {describe, expect, test} from 'vitest';
import {saveSettings} from '../../source/cli/config.ts';
import {aStream, setStage, type Stage} from '../operations/stage.ts';
import {startRefusingProxy} from '../helpers/refusing-proxy.ts';
import {anEmptyHome, runOnTerminal, type OnTerminal, type TerminalOptions} from './in-process.ts';

type Options = Partial<TerminalOptions> & {readonly url?: string};

function run(stage: Stage, argv: readonly string[], {url, ...options}: Options = {}): Promise<OnTerminal> {
	return runOnTerminal([...argv, '--endpoint-url', url ?? stage.engine.url], {clock: stage.clock, ...options});
}

function piped(stage: Stage, argv: readonly string[], options: Options = {}): Promise<OnTerminal> {
	return run(stage, argv, {isTTY: false, ...options});
}

function rowsOf({stdout}: OnTerminal): ReadonlyArray<Record<string, unknown>> {
	return stdout
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line) as Record<string, unknown>);
}

async function put(
	{session}: Stage,
	stream: string,
	...records: ReadonlyArray<readonly [key: string, data: string | Uint8Array]>
): Promise<void> {
	for (const [partitionKey, data] of records) await session.streams.put(stream, {partitionKey, data: Buffer.from(data)});
}

async function consumersOf({session}: Stage): Promise<readonly string[]> {
	return (await session.streams.consumers(await session.streams.summary('clicks'))).map(({name}) => name);
}

describe('sluice streams, shards and stream show', () => {
	test('are tables on a terminal and a JSON object a line elsewhere', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 2});

		expect((await run(stage, ['streams'])).stdout).toMatch(/^NAME +STATUS[^\n]*\nclicks +ACTIVE/);
		expect(rowsOf(await piped(stage, ['streams']))).toMatchObject([{name: 'clicks', openShardCount: 2}]);
		expect((await run(stage, ['shards', 'clicks'])).stdout).toMatch(/^SHARD[^\n]*\n0 +open/);
		expect(rowsOf(await piped(stage, ['shards', 'clicks']))).toHaveLength(2);
		expect((await run(stage, ['stream', 'show', 'clicks'])).stdout).toMatch(/retention +24h/);
		expect(rowsOf(await piped(stage, ['stream', 'show', 'clicks']))).toMatchObject([{name: 'clicks', retentionHours: 24, tags: {}}]);
	});

	test('shards --key answers the one open shard that takes the records of a key', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 2});
		const {shardId} = await stage.session.streams.put('clicks', {partitionKey: 'truck_3', data: Buffer.from('{}')});

		expect(rowsOf(await piped(stage, ['shards', 'clicks', '--key', 'truck_3'])).map(({id}) => id)).toEqual([shardId]);
		expect((await piped(stage, ['shards', 'clicks', '--key', ''])).code).toBe(2);
	});

	test.each([
		[['shards', 'cliks']],
		[['tail', 'cliks']],
		[['put', 'cliks', 'x', '--key', 'k']],
		[['split', 'cliks', '0']],
		[['merge', 'cliks', '0', '1']],
		[['reshard', 'cliks', '2']],
		[['consumers', 'cliks']],
		[['replay', 'cliks', '--to', 'stream:clicks', '--from', 'oldest']],
		[['stream', 'show', 'cliks']],
	])('%j names the stream that was probably meant, and exits 1', async argv => {
		await using stage = await setStage();
		await aStream(stage);

		const {code, stderr, stdout} = await piped(stage, argv);

		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toContain('Did you mean "clicks"?');
	});
});

describe('sluice reshard', () => {
	test('--dry-run says what it would do and leaves the stream as it is; --yes does it and waits', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 2});

		const dry = await piped(stage, ['reshard', 'clicks', '4', '--dry-run']);
		expect(dry.code).toBe(0);
		expect(rowsOf(dry)).toMatchObject([{operation: 'reshard', command: 'sluice reshard clicks 4'}]);
		expect((await stage.session.streams.summary('clicks')).openShardCount).toBe(2);

		expect((await piped(stage, ['reshard', 'clicks', '4', '--yes'])).code).toBe(0);
		expect(await stage.session.streams.summary('clicks')).toMatchObject({status: 'ACTIVE', openShardCount: 4});
	});

	test.each(['0', '5', '-1', 'two'])('to %s shards from 2 is a usage error', async count => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 2});

		const {code, stderr} = await piped(stage, ['reshard', 'clicks', '--yes', '--', count]);

		expect(code).toBe(2);
		expect(stderr).not.toBe('');
		expect((await stage.session.streams.summary('clicks')).openShardCount).toBe(2);
	});

	test('without a terminal and without --yes nothing is done', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 2});

		expect((await piped(stage, ['reshard', 'clicks', '4'])).code).not.toBe(0);
		expect((await stage.session.streams.summary('clicks')).openShardCount).toBe(2);
	});
});

describe('sluice consumers', () => {
	test('registers, lists and deregisters, the last by the name of the stream', async () => {
		await using stage = await setStage();
		await aStream(stage);
		expect((await run(stage, ['consumers', 'clicks'])).stdout).toBe('clicks has no registered consumers.\n');

		expect((await piped(stage, ['consumers', 'clicks', '--register', 'audit', '--yes'])).code).toBe(0);
		stage.clock.advance(1000);
		expect((await run(stage, ['consumers', 'clicks'])).stdout).toMatch(/^NAME +STATUS[^\n]*\naudit +ACTIVE/);
		expect(rowsOf(await piped(stage, ['consumers', 'clicks']))).toMatchObject([{name: 'audit', isTemporary: false}]);

		expect((await run(stage, ['consumers', 'clicks', '--deregister', 'audit'], {answers: ['orders']})).code).toBe(3);
		expect(await consumersOf(stage)).toEqual(['audit']);
		expect((await run(stage, ['consumers', 'clicks', '--deregister', 'audit'], {answers: ['clicks']})).code).toBe(0);
		stage.clock.advance(1000);
		expect(await consumersOf(stage)).toEqual([]);
	});

	test('of a name that nobody has says who there is; both at once is a usage error', async () => {
		await using stage = await setStage();
		await aStream(stage);

		const unknown = await piped(stage, ['consumers', 'clicks', '--deregister', 'audti', '--yes']);
		expect(unknown.code).toBe(1);
		expect(unknown.stderr).toContain('clicks has no consumer audti');
		expect((await piped(stage, ['consumers', 'clicks', '--register', 'a', '--deregister', 'b'])).code).toBe(2);
	});
});

describe('sluice stream', () => {
	test('creates, sets, tags and deletes', async () => {
		await using stage = await setStage();

		expect((await piped(stage, ['stream', 'create', 'clicks', '--shards', '1', '--yes'])).code).toBe(0);
		expect((await piped(stage, ['stream', 'set', 'clicks', 'retention=48h', '--yes'])).code).toBe(0);
		expect((await piped(stage, ['stream', 'tag', 'clicks', 'team=pay', '--yes'])).code).toBe(0);
		expect(rowsOf(await piped(stage, ['stream', 'show', 'clicks']))).toMatchObject([{retentionHours: 48, tags: {team: 'pay'}}]);
		const dry = await piped(stage, ['stream', 'delete', 'clicks', '--dry-run']);
		expect(rowsOf(dry)).toMatchObject([{operation: 'delete-stream'}]);
		expect((await run(stage, ['stream', 'delete', 'clicks'], {answers: ['clicks']})).code).toBe(0);
		stage.clock.advance(1000);
		expect(rowsOf(await piped(stage, ['streams']))).toEqual([]);
	});

	test.each([
		[['stream', 'polish', 'clicks'], 'Say show, create'],
		[['stream', 'set', 'clicks', 'retenton=7d'], 'Settings: retention'],
		[['stream', 'set', 'clicks', 'retention=1h'], '24h'],
		[['stream', 'create', 'other'], '--shards N or is --on-demand'],
	])('%j is a usage error that says what there is', async (argv, said) => {
		await using stage = await setStage();
		await aStream(stage);

		const {code, stderr} = await piped(stage, argv);

		expect(code).toBe(2);
		expect(stderr).toContain(said);
	});
});

describe('sluice replay', () => {
	async function withCopy(stage: Stage): Promise<void> {
		await aStream(stage);
		await aStream(stage, {name: 'copy'});
	}

	test('--dry-run counts and sends nothing; --yes sends what matches', async () => {
		await using stage = await setStage();
		await withCopy(stage);
		await put(stage, 'clicks', ['a', '{"speed":90}'], ['b', '{"speed":10}']);
		const argv = ['replay', 'clicks', '--to', 'stream:copy', '--from', 'oldest', '--filter', '.speed > 80'];

		const dry = await piped(stage, [...argv, '--dry-run']);
		expect(dry.code).toBe(0);
		expect(dry.stderr).toContain('1 would go to stream copy');
		expect(rowsOf(await piped(stage, ['tail', 'copy', '--from', 'oldest', '--catch-up']))).toEqual([]);

		expect((await piped(stage, [...argv, '--yes'])).code).toBe(0);
		expect(rowsOf(await piped(stage, ['tail', 'copy', '--from', 'oldest', '--catch-up']))).toMatchObject([
			{partitionKey: 'a', data: '{"speed":90}'},
		]);
	});

	test('a record, or one within an aggregate by its place, is taken by itself', async () => {
		await using stage = await setStage();
		await withCopy(stage);
		await put(stage, 'clicks', ['whole', readFileSync(new URL('../fixtures/kpl/three-records.bin', import.meta.url))]);
		const [{sequenceNumber} = {}] = rowsOf(await piped(stage, ['tail', 'clicks', '--from', 'oldest', '--catch-up']));

		expect((await piped(stage, ['replay', 'clicks', '--to', 'stream:copy', '--record', `${String(sequenceNumber)}/1`, '--yes'])).code).toBe(
			0,
		);

		const copied = rowsOf(await piped(stage, ['tail', 'copy', '--from', 'oldest', '--catch-up']));
		expect(copied).toMatchObject([{partitionKey: 'truck_2'}]);
		expect(copied[0]?.['data']).toContain('"n":2');
		const beyond = await piped(stage, ['replay', 'clicks', '--to', 'stream:copy', '--record', `${String(sequenceNumber)}/9`, '--yes']);
		expect(beyond.code).toBe(1);
		expect(beyond.stderr).toContain('has no record');
	});

	test.each([
		[['--from', 'oldest'], 'Where to?'],
		[['--to', 'stream:copy'], 'From when?'],
		[['--to', 'stream:copy', '--from', 'yesterday'], 'Did you mean -1d?'],
		[['--to', 'stream:copy', '--from', 'oldest', '--filter', '.speed >'], 'column'],
		[['--to', 'stream:copy', '--record', 'abc'], 'is no sequence number'],
	])('with %j is a usage error', async (flags, said) => {
		await using stage = await setStage();
		await withCopy(stage);

		const {code, stderr} = await piped(stage, ['replay', 'clicks', ...flags, '--yes']);

		expect(code).toBe(2);
		expect(stderr).toContain(said);
	});
});

describe('sluice tail', () => {
	test('draws rows on a terminal, without what a terminal would obey', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await put(stage, 'clicks', ['k\u009B2J', 'one\u001B[31m']);

		const {stdout} = await run(stage, ['tail', 'clicks', '--from', 'oldest', '--catch-up']);

		expect(stdout).toMatch(/^ARRIVED +SHARD KEY +SIZE DATA\n/);
		expect(stdout).toContain(String.raw`one\u001b[31m`);
		// eslint-disable-next-line no-control-regex -- That is what must not be there.
		expect(stdout).not.toMatch(/[\u001B\u009B]/);
	});

	test('@name is the filter that the console saved for the stream', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await put(stage, 'clicks', ['a', '{"speed":90}'], ['b', '{"speed":10}']);
		const home = anEmptyHome();
		await saveSettings({HOME: home}, {filters: {'stream clicks': {fast: '.speed > 80'}}});

		const found = await piped(stage, ['tail', 'clicks', '--from', 'oldest', '--catch-up', '--filter', '@fast'], {home});
		expect(rowsOf(found)).toMatchObject([{partitionKey: 'a'}]);
		expect((await piped(stage, ['tail', 'clicks', '--filter', '@slow'], {home})).code).toBe(2);
	});

	test('--fan-out removes its consumer when it is told to stop, and asks before it registers one', async () => {
		await using stage = await setStage();
		await aStream(stage);
		const stopping = new AbortController();
		let registered: readonly string[] = [];

		const argv = ['tail', 'clicks', '--fan-out', '--yes'];
		const {code, stderr} = await piped(stage, argv, {
			signal: stopping.signal,
			onStderr(text) {
				if (!text.includes('Reading clicks by fan-out')) return;
				void consumersOf(stage).then(names => {
					registered = names;
					stopping.abort();
				});
			},
		});

		expect(code).toBe(0);
		expect(registered).toHaveLength(1);
		expect(stderr).toContain(`Reading clicks by fan-out as ${registered[0]}.`);
		stage.clock.advance(1000);
		expect(await consumersOf(stage)).toEqual([]);
		expect((await piped(stage, ['tail', 'clicks', '--fan-out'])).code).not.toBe(0);
		expect(await consumersOf(stage)).toEqual([]);
	});

	test('--fan-out that is denied names the permission, its resource and the way without, and exits 1', async () => {
		await using stage = await setStage({enforcePolicies: true});
		await aStream(stage);
		const {arn: streamArn} = await stage.session.streams.summary('clicks');
		const consumer = await stage.session.streams.register({streamArn, name: 'audit'});
		stage.clock.advance(1000);
		const Statement = [{Effect: 'Deny', Principal: '*', Action: 'kinesis:SubscribeToShard', Resource: consumer.arn}];
		const Policy = JSON.stringify({Version: '2012-10-17', Statement});
		await stage.engine.kinesis.send(new PutResourcePolicyCommand({ResourceARN: consumer.arn, Policy}));

		const {code, stderr} = await piped(stage, ['tail', 'clicks', '--fan-out', '--consumer', 'audit', '--yes']);

		expect(code).toBe(1);
		expect(stderr).toContain('Fan-out of clicks is denied: kinesis:SubscribeToShard is missing.');
		expect(stderr).toContain(`Ask for the permission kinesis:SubscribeToShard on ${consumer.arn}.`);
		expect(stderr).toContain('an explicit deny in a resource-based policy');
		expect(stderr).toContain('Or read by GetRecords, which has a permission of its own: sluice tail clicks');
	});

	test('a login that ends in the middle is waited for, and the gap is told', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await using proxy = await startRefusingProxy(stage.engine.url);
		proxy.refuse('GetRecords', 'expired');
		await put(stage, 'clicks', ['a', 'one']);

		const {code, stderr, stdout} = await piped(stage, ['tail', 'clicks', '--from', 'oldest', '--limit', '1'], {
			url: proxy.url,
			onStderr(text) {
				if (text.includes('login')) proxy.refuse('GetRecords', undefined);
			},
		});

		expect(code).toBe(0);
		expect(stdout).toContain('"one"');
		expect(stderr).toMatch(/Shard 0 answers again; gap read: \d+/);
	});
});
