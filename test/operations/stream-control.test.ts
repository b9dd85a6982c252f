import {describe, expect, test} from 'vitest';
import {executeDeregister, executeRegister, planDeregister, planRegister} from '../../source/operations/consumers.ts';
import {executeCreateStream, newStreamProblem, planCreateStream} from '../../source/operations/create-stream.ts';
import {executeDeleteStream, planDeleteStream} from '../../source/operations/delete-stream.ts';
import {executeReshard, planReshard, reshardProblem} from '../../source/operations/reshard.ts';
import {executeSetStream, planSetStream} from '../../source/operations/set-stream.ts';
import {parseStreamChange, type StreamSetting} from '../../source/operations/stream-setting-words.ts';
import {executeStreamTag, planStreamTag} from '../../source/operations/stream-tags.ts';
import {aStream, setStage} from './stage.ts';

const factOf = (plan: {facts: ReadonlyArray<{label: string; text: string}>}, label: string): string =>
	plan.facts.find(fact => fact.label === label)?.text ?? '';

describe('consumers', () => {
	test('one that was registered is listed, and gone when it was deregistered', async () => {
		await using stage = await setStage();
		const {clock, session} = stage;
		await aStream(stage);

		await executeRegister(session, await planRegister(session, {stream: 'clicks', name: 'audit'}));
		clock.advance(1000);
		const stream = await session.streams.summary('clicks');
		expect(await session.streams.consumers(stream)).toMatchObject([{name: 'audit', status: 'ACTIVE'}]);

		const plan = await planDeregister(session, {stream: 'clicks', name: 'audit'});
		expect(plan).toMatchObject({
			level: 'destroy',
			subject: {kind: 'stream', name: 'clicks'},
			command: 'sluice consumers clicks --deregister audit',
		});
		await executeDeregister(session, plan);
		clock.advance(1000);
		expect(await session.streams.consumers(stream)).toEqual([]);
	});

	test('a name that is taken, one that AWS refuses, and one that is not there are told before anything is sent', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await executeRegister(stage.session, await planRegister(stage.session, {stream: 'clicks', name: 'audit'}));

		await expect(planRegister(stage.session, {stream: 'clicks', name: 'audit'})).rejects.toMatchObject({code: 'consumer-exists'});
		await expect(planRegister(stage.session, {stream: 'clicks', name: 'a b'})).rejects.toMatchObject({code: 'usage'});
		await expect(planDeregister(stage.session, {stream: 'clicks', name: 'audi'})).rejects.toMatchObject({
			code: 'consumer-not-found',
			nextSteps: ['It has audit.'],
		});
	});
});

describe('resharding by count', () => {
	test.each([
		[4, 8, undefined],
		[4, 9, 'One call goes up to double: 8. Go there first, then again.'],
		[4, 2, undefined],
		[4, 1, 'One call goes down to half: 2. Go there first, then again.'],
		[5, 3, undefined],
		[5, 2, 'One call goes down to half: 3. Go there first, then again.'],
		[4, 4, 'It has 4 open shards already.'],
		[4, 0, 'A number of shards is whole, from 1 on.'],
	])('from %i to %i: %s', (open, count, problem) => {
		expect(reshardProblem(open, count)).toBe(problem);
	});

	test('goes to the number of shards that was planned', async () => {
		await using stage = await setStage();
		const {clock, session} = stage;
		await aStream(stage, {shardCount: 2});

		const plan = await planReshard(session, {stream: 'clicks', shardCount: 4, clock});
		expect(factOf(plan, 'shards')).toBe('2 → 4, all of the same size afterwards');
		expect(plan.warnings).toEqual([]);
		await executeReshard(session, plan);
		clock.advance(1000);

		expect((await session.streams.summary('clicks')).openShardCount).toBe(4);
	});

	test('other numbers than double or half are warned of', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 4});

		const plan = await planReshard(stage.session, {stream: 'clicks', shardCount: 6, clock: stage.clock});

		expect(plan.warnings[0]).toContain('Only double or half');
	});
});

describe('settings', () => {
	test.each([
		['retention', '7d', 'retention=168h', {retentionHours: 168}],
		['record-size', '2048', 'record-size=2048', {recordBytesMax: 2048 * 1024}],
		['encryption', 'alias/aws/kinesis', 'encryption=alias/aws/kinesis', {encryption: 'KMS'}],
		['mode', 'on-demand', 'mode=on-demand', {mode: 'ON_DEMAND'}],
		['shard-metrics', 'IncomingBytes,IncomingRecords', 'shard-metrics=IncomingBytes,IncomingRecords', {}],
	] as ReadonlyArray<[StreamSetting, string, string, object]>)('%s is set to %s', async (setting, typed, word, expected) => {
		await using stage = await setStage();
		const {clock, session} = stage;
		await aStream(stage);

		const plan = await planSetStream(session, {stream: 'clicks', change: parseStreamChange(setting, typed)});
		expect(plan.command).toBe(`sluice stream set clicks ${word}`);
		await executeSetStream(session, plan);
		clock.advance(1000);

		expect(await session.streams.summary('clicks')).toMatchObject(expected);
		await expect(planSetStream(session, {stream: 'clicks', change: parseStreamChange(setting, typed)})).rejects.toMatchObject({
			code: 'nothing-to-change',
		});
	});

	test('a shorter retention deletes, so it asks for the name', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await executeSetStream(
			stage.session,
			await planSetStream(stage.session, {stream: 'clicks', change: {setting: 'retention', hours: 48}}),
		);
		stage.clock.advance(1000);

		const plan = await planSetStream(stage.session, {stream: 'clicks', change: {setting: 'retention', hours: 24}});

		expect(plan.level).toBe('destroy');
		expect(factOf(plan, 'deletes')).toBe('records older than 24h, at once and for good');
	});

	test.each([
		['retention', '23h', 'Retention is 24h to 8760h'],
		['retention', '366d', 'Retention is 24h to 8760h'],
		['record-size', '1023', '1024 to 10240 KiB'],
		['record-size', '10241', '1024 to 10240 KiB'],
		['mode', 'fast', 'provisioned or on-demand'],
		['encryption', '', 'none, or a KMS key'],
		['shard-metrics', 'Nonsense', '"Nonsense" is no shard metric'],
		['warm-throughput', '1.5', 'whole number'],
	] as ReadonlyArray<[StreamSetting, string, string]>)('%s does not take "%s"', (setting, typed, message) => {
		expect(() => parseStreamChange(setting, typed)).toThrow(message);
	});
});

describe('tags', () => {
	test('one is set, told, and removed', async () => {
		await using stage = await setStage();
		const {session} = stage;
		await aStream(stage);

		await executeStreamTag(session, await planStreamTag(session, {stream: 'clicks', key: 'team', value: 'pay'}));
		expect(await session.streams.tags('clicks')).toEqual({team: 'pay'});
		const plan = await planStreamTag(session, {stream: 'clicks', key: 'team'});
		expect(factOf(plan, 'team')).toBe('pay → removed');
		await executeStreamTag(session, plan);

		expect(await session.streams.tags('clicks')).toEqual({});
	});
});

describe('creating and deleting', () => {
	test.each([
		['clicks', 1, undefined],
		['clicks', 10_000, undefined],
		['clicks', 10_001, 'A number of shards is whole, 1 to 10,000.'],
		['clicks', 0, 'A number of shards is whole, 1 to 10,000.'],
		['', 1, 'A stream name has 1 to 128 letters, digits, dots, hyphens and underscores.'],
		['a'.repeat(128), undefined, undefined],
		['a'.repeat(129), undefined, 'A stream name has 1 to 128 letters, digits, dots, hyphens and underscores.'],
	])('a stream %j with %s shards: %s', (name, shardCount, problem) => {
		expect(newStreamProblem({name, ...(shardCount !== undefined && {shardCount})})).toBe(problem);
	});

	test('a stream without a number of shards is on demand', async () => {
		await using stage = await setStage();

		await executeCreateStream(stage.session, await planCreateStream(stage.session, {name: 'clicks'}));
		stage.clock.advance(1000);

		expect(await stage.session.streams.summary('clicks')).toMatchObject({mode: 'ON_DEMAND', openShardCount: 4});
		await expect(planCreateStream(stage.session, {name: 'clicks'})).rejects.toMatchObject({code: 'stream-exists'});
	});

	test('deleting names the consumers that go with it', async () => {
		await using stage = await setStage();
		const {clock, session} = stage;
		await aStream(stage);
		await executeRegister(session, await planRegister(session, {stream: 'clicks', name: 'audit'}));
		clock.advance(1000);

		const plan = await planDeleteStream(session, {stream: 'clicks'});
		expect(plan).toMatchObject({level: 'whole', command: 'sluice stream delete clicks --enforce-consumer-deletion'});
		expect(factOf(plan, 'consumers')).toBe('deregistered with it: audit');
		await executeDeleteStream(session, plan);
		clock.advance(1000);

		await expect(session.streams.summary('clicks')).rejects.toMatchObject({code: 'stream-not-found'});
	});
});
