import {expect, test} from 'vitest';
import type {SubscriptionEvent} from '../../source/aws/stream.ts';
import {endFanOut, executeFanOut, planFanOut} from '../../source/operations/fan-out.ts';
import type {TailEvent} from '../../source/operations/tail-event.ts';
import {tailStream} from '../../source/operations/tail.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {aStream, setStage, withStreams, type Stage} from './stage.ts';

async function open(stage: Stage) {
	const {clock, session} = stage;
	const plan = await planFanOut(session, {stream: 'clicks', suffix: 'ab12'});
	const running = executeFanOut(session, plan, {clock});
	let isOver = false;
	running.finally(() => (isOver = true)).catch(() => {});
	while (!isOver) {
		await new Promise(resolve => setImmediate(resolve));
		clock.advance(100);
	}
	return running;
}

const texts = (events: readonly TailEvent[]): string[] =>
	events.flatMap(event => (event.type === 'records' ? event.records.map(({data}) => Buffer.from(data).toString()) : []));

test('a temporary consumer is registered, named and removed', async () => {
	await using stage = await setStage();
	await aStream(stage);
	const stream = await stage.session.streams.summary('clicks');

	const {fanOut} = await open(stage);
	expect(fanOut).toMatchObject({name: 'sluice-tail-ab12', isTemporary: true});
	expect(await stage.session.streams.consumers(stream)).toMatchObject([{name: 'sluice-tail-ab12', status: 'ACTIVE'}]);
	expect(await endFanOut(stage.session, fanOut)).toBeUndefined();
	stage.clock.advance(1000);

	expect(await stage.session.streams.consumers(stream)).toEqual([]);
});

test('records come by subscription, across a split, parents before children', async () => {
	await using stage = await setStage();
	const {clock, session} = stage;
	await aStream(stage);
	const {fanOut} = await open(stage);
	const stopping = new AbortController();
	const events: TailEvent[] = [];
	for (const text of ['a1', 'b1', 'a2']) await session.streams.put('clicks', {partitionKey: text.charAt(0), data: Buffer.from(text)});
	const [shard] = await session.streams.shards('clicks');
	await session.streams.split({name: 'clicks', shardId: shard?.id ?? '', newStartingHashKey: 1n << 127n});
	clock.advance(1000);
	for (const text of ['a3', 'b2']) await session.streams.put('clicks', {partitionKey: text.charAt(0), data: Buffer.from(text)});

	const reading = (async () => {
		for await (const event of tailStream(
			session,
			{clock, stream: 'clicks', from: {type: 'oldest'}, consumerArn: fanOut.consumerArn},
			{signal: stopping.signal},
		))
			events.push(event);
	})();
	for (let turn = 0; turn < 2000 && texts(events).length < 5; turn++) {
		await new Promise(resolve => setImmediate(resolve));
		if (turn % 20 === 19) clock.advance(500);
	}
	stopping.abort();
	await reading;

	expect(texts(events).filter(text => text.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
	expect(texts(events).filter(text => text.startsWith('b'))).toEqual(['b1', 'b2']);
	expect(session.calls().some(({action}) => action === 'GetRecords')).toBe(false);
	await endFanOut(session, fanOut);
});

test('a subscription that breaks is taken up after the last number it gave, and the gap is told', async () => {
	await using stage = await setStage();
	const {clock} = stage;
	await aStream(stage);
	const asked: unknown[] = [];
	async function* first(): AsyncGenerator<SubscriptionEvent> {
		yield {records: [], millisBehindLatest: 0, continueAfter: '7', childShardIds: []};
		throw new Error('reset');
	}
	async function* last(): AsyncGenerator<SubscriptionEvent> {
		yield {records: [], millisBehindLatest: 0, childShardIds: ['none']};
	}
	const session = withStreams(stage.session, {
		subscribe: async ({position}) => {
			asked.push(position);
			if (asked.length === 2) throw new SluiceError('Busy.', {code: 'stream-busy'});
			return asked.length === 1 ? first() : last();
		},
	});

	const events: TailEvent[] = [];
	let isOver = false;
	const reading = (async () => {
		for await (const event of tailStream(session, {clock, stream: 'clicks', from: {type: 'latest'}, consumerArn: 'c'})) events.push(event);
		isOver = true;
	})();
	while (!isOver) {
		await new Promise(resolve => setImmediate(resolve));
		clock.advance(1000);
	}
	await reading;

	expect(asked).toEqual([
		{type: 'latest'},
		{type: 'after-sequence-number', sequenceNumber: '7'},
		{type: 'after-sequence-number', sequenceNumber: '7'},
	]);
	expect(events.map(({type}) => type)).toEqual([
		'shard-started',
		'records',
		'backed-off',
		'backed-off',
		'resumed',
		'records',
		'shard-ended',
	]);
});
