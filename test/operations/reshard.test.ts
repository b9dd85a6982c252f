import {describe, expect, test} from 'vitest';
import type {Session} from '../../source/aws/session.ts';
import {executeMerge, planMerge} from '../../source/operations/merge.ts';
import {planChanges} from '../../source/operations/plan.ts';
import {describeShards, viewShards} from '../../source/operations/shards.ts';
import {executeSplit, planSplit} from '../../source/operations/split.ts';
import {waitUntilActive} from '../../source/operations/wait-until-active.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {inSteps} from '../aws/test-session.ts';
import {aStream, setStage, withStreams, type Stage} from './stage.ts';

const half = 1n << 127n;
const end = (1n << 128n) - 1n;

async function wait({clock, session}: Stage, stream: string): Promise<Array<{status: string; elapsedMs: number}>> {
	const seen: Array<{status: string; elapsedMs: number}> = [];
	for await (const state of waitUntilActive(session, {clock, stream})) seen.push(state);
	return seen;
}

async function splitIn(stage: Stage, shardId: string): Promise<void> {
	await executeSplit(stage.session, await planSplit(stage.session, {stream: 'clicks', shardId}));
	stage.clock.advance(1000);
}

describe('a split', () => {
	test('its plan says where, into what, and what it costs', async () => {
		await using stage = await setStage();
		await aStream(stage);

		const plan = await planSplit(stage.session, {stream: 'clicks', shardId: '0'});

		expect(plan).toMatchObject({
			operation: 'split',
			level: 'destroy',
			title: 'Split shard 0 of clicks',
			subject: {kind: 'stream', name: 'clicks'},
			command: 'sluice split clicks 0',
			request: {stream: 'clicks', shardId: 'shardId-000000000000', newStartingHashKey: String(half)},
		});
		expect(plan.facts).toContainEqual({label: 'splits', text: 'shard 0, 100.0 % of the hash keys'});
		expect(plan.facts).toContainEqual({label: 'into', text: `50.0 %  from 0 on\n50.0 %  from ${half} on`});
		expect(plan.facts).toContainEqual({label: 'costs', text: '2 open shards instead of 1, billed by the hour'});
		expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
	});

	test('its plan names the registered consumers, and who is more than a minute behind', async () => {
		await using stage = await setStage();
		await aStream(stage);
		const {arn} = await stage.session.streams.summary('clicks');
		for (const name of ['audit', 'billing']) await stage.session.streams.register({streamArn: arn, name});
		stage.clock.advance(1000);
		const {clock} = stage;
		const registered = async (session: Session): Promise<string | undefined> =>
			(await planSplit(session, {stream: 'clicks', shardId: '0', clock})).facts.find(({label}) => label === 'consumers')?.text;
		const metric = (...values: readonly number[]): Session => ({
			...stage.session,
			metrics: {
				...stage.session.metrics,
				read: () => Promise.resolve({status: 'known', value: values.map(value => [{atMs: clock.nowMs(), value}])}),
			},
		});

		expect(await registered(metric(0, 60_000))).toBe('audit, billing; none is more than a minute behind');
		expect(await registered(metric(0, 192_000))).toBe('audit, billing; billing is 3m12s behind: let it catch up first');
		const onAws = metric(0, 192_000);
		expect(await registered({...onAws, context: {...onAws.context, target: 'aws'}})).toBe('audit, billing');
		const denied = withStreams(stage.session, {consumers: () => Promise.reject(new SluiceError('You may not.', {code: 'denied'}))});
		expect(await registered(denied)).toBe('2 consumers; their names may not be read');
	});

	test('at a typed key the command line has it, too', async () => {
		await using stage = await setStage();
		await aStream(stage);

		const plan = await planSplit(stage.session, {stream: 'clicks', shardId: 'shardId-000000000000', at: 1000n});

		expect(plan.command).toBe('sluice split clicks 0 --at 1000');
		expect(plan.request.newStartingHashKey).toBe('1000');
	});

	test('is watched until the stream is ACTIVE with two children', async () => {
		await using stage = await setStage({kinesisDelayMs: 1000});
		await aStream(stage);
		const plan = await planSplit(stage.session, {stream: 'clicks', shardId: '0'});

		const outcome = await executeSplit(stage.session, plan);
		const seen = await inSteps(wait(stage, 'clicks'), {...stage, stepMs: 50});

		expect(outcome.summary).toBe('Splitting shard 0 of clicks; it is UPDATING until its two children are there.');
		expect(seen).toEqual([...[0, 250, 500, 750].map(elapsedMs => ({status: 'UPDATING', elapsedMs})), {status: 'ACTIVE', elapsedMs: 1000}]);
		expect(await describeShards(stage.session, {stream: 'clicks'})).toMatchObject([
			{shard: {id: 'shardId-000000000001'}, isOpen: true, share: 0.5, origin: 'split', parentIds: ['shardId-000000000000']},
			{shard: {id: 'shardId-000000000002'}, isOpen: true, share: 0.5},
			{shard: {id: 'shardId-000000000000'}, isOpen: false, closedBy: 'split', childIds: ['shardId-000000000001', 'shardId-000000000002']},
		]);
	});

	test.each([0n, 1n, end])('the key %s is not inside the range', async at => {
		await using stage = await setStage();
		await aStream(stage);

		await expect(planSplit(stage.session, {stream: 'clicks', shardId: '0', at})).rejects.toMatchObject({
			code: 'bad-hash-key',
			message: `Shard 0 cannot be split at ${at}: a key above 1 and below ${end} can.`,
		});
	});

	test.each([2n, end - 1n])('the key %s is', async at => {
		await using stage = await setStage();
		await aStream(stage);

		await executeSplit(stage.session, await planSplit(stage.session, {stream: 'clicks', shardId: '0', at}));
		stage.clock.advance(1000);

		expect(await stage.session.streams.summary('clicks')).toMatchObject({openShardCount: 2});
	});

	test('of a closed shard, an unknown one, or while UPDATING is refused', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await splitIn(stage, '0');

		await expect(planSplit(stage.session, {stream: 'clicks', shardId: '0'})).rejects.toMatchObject({
			code: 'shard-closed',
			message: 'Shard 0 of clicks is closed: it takes no records any more.',
		});
		await expect(planSplit(stage.session, {stream: 'clicks', shardId: '7'})).rejects.toMatchObject({
			code: 'shard-not-found',
			nextSteps: ['Its shards: 0, 1, 2'],
		});
		const plan = await planSplit(stage.session, {stream: 'clicks', shardId: '1'});
		await executeSplit(stage.session, plan);
		await expect(planSplit(stage.session, {stream: 'clicks', shardId: '2'})).rejects.toMatchObject({
			code: 'stream-busy',
			message: 'clicks is UPDATING; it must be ACTIVE first.',
		});
		await expect(executeSplit(stage.session, plan)).rejects.toMatchObject({code: 'stream-busy'});
	});

	test('of an on-demand stream is refused', async () => {
		await using stage = await setStage();
		await aStream(stage);
		const session = withStreams(stage.session, {
			summary: async name => ({...(await stage.session.streams.summary(name)), mode: 'ON_DEMAND'}),
		});

		await expect(planSplit(session, {stream: 'clicks', shardId: '0'})).rejects.toMatchObject({
			code: 'on-demand',
			message: 'clicks is an on-demand stream: AWS splits and merges its shards by itself.',
		});
	});

	test('a plan read again after somebody else’s split is not the same', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 2});
		const before = await planSplit(stage.session, {stream: 'clicks', shardId: '0'});
		await splitIn(stage, '1');

		expect(planChanges(before, await planSplit(stage.session, {stream: 'clicks', shardId: '0'}))).toEqual(['open shards 2 → 3']);
	});
});

describe('a merge', () => {
	test('takes the neighbours in any order', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 2});

		const plan = await planMerge(stage.session, {stream: 'clicks', shardId: '1', adjacentShardId: '0'});
		const outcome = await executeMerge(stage.session, plan);
		stage.clock.advance(1000);

		expect(plan).toMatchObject({
			level: 'destroy',
			title: 'Merge shards 0 and 1 of clicks',
			command: 'sluice merge clicks 0 1',
			request: {shardId: 'shardId-000000000000', adjacentShardId: 'shardId-000000000001'},
		});
		expect(plan.facts).toContainEqual({label: 'into', text: `100.0 %  from 0 to ${end}`});
		expect(outcome.summary).toBe('Merging shards 0 and 1 of clicks; it is UPDATING until their child is there.');
		expect(await describeShards(stage.session, {stream: 'clicks'})).toMatchObject([
			{shard: {id: 'shardId-000000000002'}, origin: 'merge', share: 1, parentIds: ['shardId-000000000000', 'shardId-000000000001']},
			{shard: {id: 'shardId-000000000001'}, closedBy: 'merge'},
			{shard: {id: 'shardId-000000000000'}, closedBy: 'merge'},
		]);
	});

	test('of a shard with itself is refused', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 2});

		await expect(planMerge(stage.session, {stream: 'clicks', shardId: '1', adjacentShardId: '1'})).rejects.toMatchObject({
			code: 'not-adjacent',
			message: 'Shard 1 of clicks cannot be merged with itself.',
		});
	});

	test('of shards that are no neighbours is refused', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 3});

		await expect(planMerge(stage.session, {stream: 'clicks', shardId: '0', adjacentShardId: '2'})).rejects.toMatchObject({
			code: 'not-adjacent',
			message: 'Shards 0 and 2 of clicks are no neighbours: their hash key ranges do not meet.',
		});
	});
});

describe('the map', () => {
	test('each open shard knows the one that begins where it ends', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 3});

		const views = await describeShards(stage.session, {stream: 'clicks'});

		expect(views.map(({nextId}) => nextId)).toEqual(['shardId-000000000001', 'shardId-000000000002', undefined]);
	});

	test('open shards stand in order of their hash keys, not of their numbers', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 2});
		await splitIn(stage, '0');

		const views = await describeShards(stage.session, {stream: 'clicks'});

		expect(views.map(({shard}) => Number(shard.id.slice(8)))).toEqual([2, 3, 1, 0]);
		expect(views.map(({share}) => share)).toEqual([0.25, 0.25, 0.5, 0.5]);
	});

	test('a closed shard whose children are not listed does not say what closed it', () => {
		const shard = {id: 'shardId-000000000000', hashKeyStart: 0n, hashKeyEnd: end, sequenceNumberStart: '1', sequenceNumberEnd: '2'};

		expect(viewShards([shard])[0]).not.toHaveProperty('closedBy');
	});
});

describe('waiting until a stream is ACTIVE', () => {
	test('a throttle is waited out', async () => {
		await using stage = await setStage();
		await aStream(stage);
		let throttleCount = 1;
		const session = withStreams(stage.session, {
			summary: (name, options) =>
				throttleCount-- > 0 ? Promise.reject(new SluiceError('slow', {code: 'throttled'})) : stage.session.streams.summary(name, options),
		});

		const seen = await inSteps(wait({...stage, session}, 'clicks'), {...stage, stepMs: 1000});

		expect(seen).toEqual([{status: 'ACTIVE', elapsedMs: 4000}]);
	});

	test('a stream that is deleted meanwhile is an error', async () => {
		await using stage = await setStage();

		await expect(wait(stage, 'clicks')).rejects.toMatchObject({code: 'stream-not-found'});
	});
});
