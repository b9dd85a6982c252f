import {describe, expect, test} from 'vitest';
import type {OutgoingMessage} from '../../source/aws/queue.ts';
import type {OutgoingRecord} from '../../source/aws/stream.ts';
import {inBatchesOf} from '../../source/operations/batches.ts';
import {putMany} from '../../source/operations/put-many.ts';
import {retryFailed} from '../../source/operations/retry-failed.ts';
import {sendMany} from '../../source/operations/send-many.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {elapse, sentActions} from '../aws/test-session.ts';
import {aQueue, aStream, setStage, withQueues, withStreams} from './stage.ts';

async function* each<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
	yield* items;
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
	const found: Item[] = [];
	for await (const item of items) found.push(item);
	return found;
}

const limits = {countMax: 3, bytesMax: 10, lingerMs: 200};

describe('batches', () => {
	test('are cut by count and by size; what is too large alone stays alone', async () => {
		const clock = createManualClock();

		const batches = await all(
			inBatchesOf(each(['1', '1', '1', '1', '666666', '55555', 'xxxxxxxxxxxxxxx', '1']), item => item.length, {...limits, clock}),
		);

		expect(batches).toEqual([['1', '1', '1'], ['1', '666666'], ['55555'], ['xxxxxxxxxxxxxxx'], ['1']]);
	});

	test('of nothing are none', async () => {
		expect(await all(inBatchesOf(each<string>([]), item => item.length, {...limits, clock: createManualClock()}))).toEqual([]);
	});

	test('a source that pauses does not hold back what it gave for longer than the linger', async () => {
		const clock = createManualClock();
		const {promise, resolve} = Promise.withResolvers<string>();
		async function* source() {
			yield 'a';
			yield await promise;
			yield 'c';
		}
		const batches = inBatchesOf(source(), item => item.length, {...limits, clock});

		const first = await elapse(batches.next(), {clock, stepMs: 100});
		resolve('b');
		const second = await elapse(batches.next(), {clock, stepMs: 100});

		expect(first.value).toEqual(['a']);
		expect(second.value).toEqual(['b', 'c']);
		expect((await batches.next()).done).toBe(true);
	});

	test('the source is read no further than was asked for', async () => {
		let readCount = 0;
		async function* source() {
			while (true) {
				readCount++;
				yield 'x';
			}
		}
		const batches = inBatchesOf(source(), item => item.length, {...limits, clock: createManualClock()});

		await batches.next();

		expect(readCount).toBe(3);
		await batches.return(undefined);
	});

	test('a source that fails fails the batches', async () => {
		async function* source() {
			yield 'a';
			throw new Error('line 2 is no JSON');
		}

		await expect(all(inBatchesOf(source(), item => item.length, {...limits, clock: createManualClock()}))).rejects.toThrow(
			'line 2 is no JSON',
		);
	});
});

describe('trying again', () => {
	test('only what was refused is sent again, and its place is kept', async () => {
		const clock = createManualClock();
		const tries: string[][] = [];

		const lost = await elapse(
			retryFailed(['a', 'b', 'c', 'd'], {
				clock,
				async send(items) {
					tries.push([...items]);
					if (tries.length === 1)
						return {
							refused: [
								{index: 1, code: 'InternalError', message: '', canRetry: true},
								{index: 2, code: 'InvalidParameterValue', message: 'bad', canRetry: false},
								{index: 3, code: 'InternalError', message: '', canRetry: true},
							],
						};
					return {refused: tries.length === 2 ? [{index: 1, code: 'InternalError', message: '', canRetry: true}] : []};
				},
			}),
			{clock, stepMs: 100},
		);

		expect(tries).toEqual([['a', 'b', 'c', 'd'], ['b', 'd'], ['d']]);
		expect(lost).toEqual([{index: 2, code: 'InvalidParameterValue', message: 'bad'}]);
	});

	test('after eight tries it is lost', async () => {
		const clock = createManualClock();
		let tryCount = 0;

		const lost = await elapse(
			retryFailed(['a'], {
				clock,
				async send() {
					tryCount++;
					return {refused: [{index: 0, code: 'InternalError', message: 'still', canRetry: true}]};
				},
			}),
			{clock, stepMs: 1000},
		);

		expect(tryCount).toBe(8);
		expect(lost).toEqual([{index: 0, code: 'InternalError', message: 'still'}]);
	});

	test('a throttled call is one of all its items; any other failure is passed on', async () => {
		const clock = createManualClock();
		const codes = ['throttled', 'denied'];
		const send = () => Promise.reject(new SluiceError('no', {code: codes.shift() ?? ''}));

		await expect(elapse(retryFailed(['a'], {clock, send}), {clock, stepMs: 100})).rejects.toMatchObject({code: 'denied'});
		expect(codes).toEqual([]);
	});
});

describe('many messages', () => {
	const messages = (count: number): OutgoingMessage[] => Array.from({length: count}, (_, index) => ({body: `m-${index}`}));

	test('go ten in a call, and progress is told after each', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);

		const progress = await all(sendMany(stage.session, {queue, messages: each(messages(25)), clock: stage.clock}));

		expect(progress).toEqual([10, 20, 25].map(sentCount => ({sentCount, refusedCount: 0, refused: []})));
		expect(sentActions(stage.session).filter(action => action === 'SendMessageBatch')).toHaveLength(3);
		expect(await stage.session.queues.attributes(queue.url)).toMatchObject({readyCount: 25});
	});

	test('a batch never has more than a mebibyte', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);
		const large = Array.from({length: 3}, () => ({body: 'x'.repeat(400 * 1024)}));

		const progress = await all(sendMany(stage.session, {queue, messages: each(large), clock: stage.clock}));

		expect(progress.map(({sentCount}) => sentCount)).toEqual([2, 3]);
	});

	test('one that AWS refuses is named by its place among all', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {attributes: {MaximumMessageSize: '1024'}});
		const mixed = [...messages(12), {body: 'x'.repeat(1025)}, {body: 'last'}];

		const progress = await all(sendMany(stage.session, {queue, messages: each(mixed), clock: stage.clock}));

		expect(progress.at(-1)).toMatchObject({sentCount: 13, refusedCount: 1, refused: [{index: 12, code: 'InvalidParameterValue'}]});
	});

	test('an entry that fails for reasons of AWS is sent again alone', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);
		const bodies: string[][] = [];
		const session = withQueues(stage.session, {
			sendBatch(url, batch, options) {
				bodies.push(batch.map(({body}) => body));
				if (bodies.length > 1) return stage.session.queues.sendBatch(url, batch, options);
				const failed = [{id: '1', index: 1, code: 'InternalError', message: '', isSenderFault: false}];
				return Promise.resolve({sent: [{index: 0, messageId: 'm'}], failed});
			},
		});

		const progress = await elapse(all(sendMany(session, {queue, messages: each(messages(2)), clock: stage.clock})), {
			clock: stage.clock,
			stepMs: 100,
		});

		expect(bodies).toEqual([['m-0', 'm-1'], ['m-1']]);
		expect(progress).toEqual([{sentCount: 2, refusedCount: 0, refused: []}]);
	});

	test('FIFO groups keep their order', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {name: 'orders.fifo', attributes: {FifoQueue: 'true'}});
		const ordered = messages(15).map(({body}, index) => ({body, groupId: 'g', deduplicationId: `d-${index}`}));

		await all(sendMany(stage.session, {queue, messages: each(ordered), clock: stage.clock}));

		const received = await stage.session.queues.receive(queue.url, {count: 10});
		expect(received.map(({body}) => body)).toEqual(ordered.slice(0, 10).map(({body}) => body));
	});

	test('LOOK refuses the first batch, and the source is closed', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);
		stage.session.setMode('LOOK');
		let isClosed = false;
		async function* source() {
			try {
				yield* messages(20);
			} finally {
				isClosed = true;
			}
		}

		await expect(all(sendMany(stage.session, {queue, messages: source(), clock: stage.clock}))).rejects.toMatchObject({
			code: 'refused-by-mode',
		});
		expect(isClosed).toBe(true);
	});
});

describe('many records', () => {
	const records = (count: number): OutgoingRecord[] =>
		Array.from({length: count}, (_, index) => ({partitionKey: `k-${index}`, data: Buffer.from(String(index))}));

	test('go 500 in a call', async () => {
		await using stage = await setStage();
		const stream = await aStream(stage, {shardCount: 2});

		const progress = await all(putMany(stage.session, {stream, records: each(records(501)), clock: stage.clock}));

		expect(progress.map(({putCount}) => putCount)).toEqual([500, 501]);
		expect(sentActions(stage.session).filter(action => action === 'PutRecords')).toHaveLength(2);
	});

	test('what a shard refuses for now is put again, and only that', async () => {
		await using stage = await setStage();
		const stream = await aStream(stage);
		const keys: string[][] = [];
		const session = withStreams(stage.session, {
			putBatch(name, batch, options) {
				keys.push(batch.map(({partitionKey}) => partitionKey));
				if (keys.length > 1) return stage.session.streams.putBatch(name, batch, options);
				return Promise.resolve([
					{code: 'ProvisionedThroughputExceededException', message: 'Rate exceeded'},
					{shardId: 's', sequenceNumber: '1'},
					{code: 'ValidationException', message: 'never'},
				]);
			},
		});

		const progress = await elapse(all(putMany(session, {stream, records: each(records(3)), clock: stage.clock})), {
			clock: stage.clock,
			stepMs: 100,
		});

		expect(keys).toEqual([['k-0', 'k-1', 'k-2'], ['k-0']]);
		expect(progress).toEqual([{putCount: 2, refusedCount: 1, refused: [{index: 2, code: 'ValidationException', message: 'never'}]}]);
	});
});
