import {describe, expect, test} from 'vitest';
import type {StreamRecord} from '../../source/aws/stream.ts';
import {planReplay, type ReplaySource} from '../../source/operations/replay.ts';
import {batchesOf, runReplay, type ReplayEvent} from '../../source/operations/run-replay.ts';
import type {ReplayTarget} from '../../source/operations/replay-target.ts';
import {tailStream} from '../../source/operations/tail.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {idle} from '../aws/test-session.ts';
import {aQueue, aStream, setStage, withStreams, type Stage} from './stage.ts';

const range: ReplaySource = {type: 'range', from: {type: 'oldest'}, fromText: 'oldest'};

async function put({session}: Stage, texts: readonly string[]): Promise<void> {
	for (const text of texts) await session.streams.put('clicks', {partitionKey: text.charAt(0), data: Buffer.from(text)});
}

/** Runs to the end, while the clock goes on where the work waits for it. */
async function replay(
	stage: Stage,
	options: {source?: ReplaySource; to: string; ratePerSecond?: number; isDryRun?: boolean; isBase64?: boolean},
	within: {signal?: AbortSignal; session?: Stage['session']; onEvent?: (event: ReplayEvent) => void} = {},
): Promise<readonly ReplayEvent[]> {
	const {clock} = stage;
	const {session = stage.session} = within;
	const {isDryRun = false, source = range, ...rest} = options;
	const plan = await planReplay(session, {stream: 'clicks', source, clock, ...rest});
	const events: ReplayEvent[] = [];
	let isOver = false;
	const running = (async () => {
		for await (const event of runReplay(session, plan, {clock, isDryRun}, within.signal ? {signal: within.signal} : {})) {
			events.push(event);
			within.onEvent?.(event);
		}
		isOver = true;
	})();
	while (!isOver) {
		await idle(session);
		await new Promise(resolve => setImmediate(resolve));
		if (!isOver) clock.advance(250);
	}
	await running;
	return events;
}

async function textsOf({session, clock}: Stage, stream: string): Promise<string[]> {
	const texts: string[] = [];
	for await (const event of tailStream(session, {clock, stream, from: {type: 'oldest'}})) {
		if (event.type !== 'records') continue;
		texts.push(...event.records.map(({data}) => Buffer.from(data).toString()));
		break;
	}
	return texts;
}

describe('to a stream', () => {
	test('what was there at the beginning is sent, in order within each key, and no more', async () => {
		await using stage = await setStage();
		await aStream(stage, {shardCount: 2});
		await aStream(stage, {name: 'copy'});
		await put(stage, ['a1', 'b1', 'a2', 'c1', 'a3', 'b2']);

		const events = await replay(stage, {to: 'stream:copy'});

		expect(events.at(-1)).toMatchObject({type: 'ended', readCount: 6, matchedCount: 6, sentCount: 6, failedCount: 0, isInterrupted: false});
		const texts = await textsOf(stage, 'copy');
		expect(texts.filter(text => text.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
		expect(texts.filter(text => text.startsWith('b'))).toEqual(['b1', 'b2']);
		expect(texts).toHaveLength(6);
	});

	test('onto itself it ends: what it sent itself is not sent again', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await put(stage, ['a1', 'a2']);
		stage.clock.advance(1000);

		const events = await replay(stage, {to: 'stream:clicks'});

		expect(events.at(-1)).toMatchObject({type: 'ended', sentCount: 2});
		expect(await textsOf(stage, 'clicks')).toEqual(['a1', 'a2', 'a1', 'a2']);
	});

	test('only what the filter lets through', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await aStream(stage, {name: 'copy'});
		await put(stage, ['a1', 'b1', 'a2']);
		const matches = ({partitionKey}: StreamRecord): boolean => partitionKey === 'a';

		const events = await replay(stage, {to: 'stream:copy', source: {...range, filter: {text: 'key:a', matches}} as ReplaySource});

		expect(events.at(-1)).toMatchObject({readCount: 3, matchedCount: 2, sentCount: 2});
		expect(await textsOf(stage, 'copy')).toEqual(['a1', 'a2']);
	});

	test('a dry run reads and counts, and sends nothing', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await aStream(stage, {name: 'copy'});
		await put(stage, ['a1', 'b1']);

		const events = await replay(stage, {to: 'stream:copy', isDryRun: true});

		expect(events.at(-1)).toMatchObject({summary: 'Read 2 records of clicks; 2 would go to stream copy.', sentCount: 0});
		expect(stage.session.calls().some(({action}) => action === 'PutRecords')).toBe(false);
	});

	test('stopped in the middle, it says how many were sent', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await aStream(stage, {name: 'copy'});
		await put(stage, ['a1', 'a2', 'a3', 'a4']);
		const stopping = new AbortController();

		const events = await replay(
			stage,
			{to: 'stream:copy', ratePerSecond: 1},
			{
				signal: stopping.signal,
				onEvent: event => {
					if (event.type === 'progress' && event.sentCount === 2) stopping.abort();
				},
			},
		);

		expect(events.at(-1)).toMatchObject({type: 'ended', isInterrupted: true, sentCount: 2, failedCount: 0});
		expect(await textsOf(stage, 'copy')).toEqual(['a1', 'a2']);
	});

	test('a call without an answer is told as doubtful, and nothing follows it', async () => {
		await using stage = await setStage();
		await aStream(stage);
		await aStream(stage, {name: 'copy'});
		await put(stage, ['a1', 'a2']);
		const session = withStreams(stage.session, {
			putBatch: () => Promise.reject(new SluiceError('No answer came.', {code: 'unreachable'})),
		});

		const events = await replay(stage, {to: 'stream:copy'}, {session});

		expect(events.at(-1)).toMatchObject({type: 'ended', sentCount: 0, doubtfulCount: 1, error: {code: 'unreachable'}});
	});
});

describe('to a queue or a topic', () => {
	test('each record is a message; in a FIFO queue its key is the group', async () => {
		await using stage = await setStage();
		await aStream(stage);
		const queue = await aQueue(stage, {name: 'orders.fifo', attributes: {FifoQueue: 'true'}});
		await put(stage, ['a1', 'b1', 'a2']);

		const events = await replay(stage, {to: 'queue:orders.fifo'});

		expect(events.at(-1)).toMatchObject({sentCount: 3});
		const messages = await stage.session.queues.receive(queue.url, {count: 10});
		expect(messages.map(({body, groupId}) => `${groupId} ${body}`).toSorted()).toEqual(['a a1', 'a a2', 'b b1']);
	});

	test('bytes that are no text are left out and told, and sent as base64 when asked for', async () => {
		await using stage = await setStage();
		await aStream(stage);
		const queue = await aQueue(stage);
		await stage.session.streams.put('clicks', {partitionKey: 'a', data: Uint8Array.of(0xff, 0x00)});

		const events = await replay(stage, {to: 'queue:orders'});
		expect(events.find(({type}) => type === 'failed')).toMatchObject({reason: 'it is no text; base64 would send it'});
		expect(events.at(-1)).toMatchObject({sentCount: 0, failedCount: 1});

		await replay(stage, {to: 'queue:orders', isBase64: true});
		expect(await stage.session.queues.receive(queue.url, {count: 10})).toMatchObject([{body: '/wA='}]);
	});

	test('a topic gets them, and so do its subscribers', async () => {
		await using stage = await setStage();
		await aStream(stage);
		const queue = await aQueue(stage);
		const topic = await stage.session.topics.create('events', {});
		await stage.session.topics.subscribe({
			topicArn: topic.arn,
			protocol: 'sqs',
			endpoint: queue.arn,
			attributes: {RawMessageDelivery: 'true'},
		});
		await put(stage, ['a1']);

		await replay(stage, {to: 'topic:events'});

		expect(await stage.session.queues.receive(queue.url, {count: 10})).toMatchObject([{body: 'a1'}]);
	});
});

test('no batch holds two records of a key, and none overtakes another of its key', () => {
	const items = ['a1', 'a2', 'b1', 'a3', 'b2', 'c1'].map(text => ({
		partitionKey: text.charAt(0),
		data: Buffer.from(text),
		sequenceNumber: text,
	}));
	// Only its type matters here.
	const target = {type: 'stream', name: 'copy'} as ReplayTarget;

	const batches = [...batchesOf(items, target)].map(batch => batch.map(({sequenceNumber}) => sequenceNumber));

	expect(batches).toEqual([['a1', 'b1', 'c1'], ['a2', 'b2'], ['a3']]);
});
