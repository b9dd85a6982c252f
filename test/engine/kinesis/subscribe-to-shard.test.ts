import {expect, test} from 'vitest';
import {base64, createCaller, type Answer} from './call.ts';

const zero = 'shardId-000000000000';
const half = (1n << 127n).toString();

/** A stream with an ACTIVE consumer. */
function aConsumer(options: {enforceLimits?: boolean} = {}) {
	const caller = createCaller({kinesisDelayMs: 0, ...options});
	const stream = caller.aStream();
	const {ConsumerARN: consumerArn} = caller.call('RegisterStreamConsumer', {
		StreamARN: caller.arnOf(stream),
		ConsumerName: 'billing',
	}).Consumer;
	const request = (more: object = {}) => ({ConsumerARN: consumerArn, ShardId: zero, StartingPosition: {Type: 'LATEST'}, ...more});
	return {...caller, stream, consumerArn, request, subscribe: (more?: object) => caller.call('SubscribeToShard', request(more))};
}

/** The value of the next event; undefined at the end. */
async function next(events: Answer): Promise<Answer> {
	const {value} = await events.next();
	return value?.value;
}

const texts = (event: Answer): string[] => event.Records.map((record: Answer) => Buffer.from(record.Data, 'base64').toString());

/** Lets promises that are ready go on. */
const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

test('a put wakes the subscription that waits', async () => {
	const {subscribe, put, stream} = aConsumer();
	const events = subscribe();

	const waiting = next(events);
	await settle();
	const {SequenceNumber: number} = put({stream, text: 'a'});

	const event = await waiting;
	expect(texts(event)).toEqual(['a']);
	expect(event).toMatchObject({ContinuationSequenceNumber: number, MillisBehindLatest: 0});
	expect(event.ChildShards).toBeUndefined();
});

test('each starting position begins where it says', async () => {
	for (const [position, expected] of [
		[{Type: 'TRIM_HORIZON'}, ['a', 'b', 'c']],
		[{Type: 'LATEST'}, ['c']],
		[{Type: 'AT_SEQUENCE_NUMBER', SequenceNumber: 'b'}, ['b', 'c']],
		[{Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: 'b'}, ['c']],
		[{Type: 'AT_TIMESTAMP', Timestamp: 'b'}, ['b', 'c']],
	] as const) {
		const {subscribe, put, stream, clock} = aConsumer();
		put({stream, text: 'a'});
		clock.advance(1000);
		const {SequenceNumber: number} = put({stream, text: 'b'});
		const bAtMs = clock.nowMs();
		const events = subscribe({
			StartingPosition: {
				Type: position.Type,
				SequenceNumber: 'SequenceNumber' in position ? number : undefined,
				Timestamp: 'Timestamp' in position ? bAtMs : undefined,
			},
		});
		put({stream, text: 'c'});

		expect(texts(await next(events))).toEqual(expected);
	}
});

test('an idle subscription sends an empty event with a number to go on from', async () => {
	const {subscribe, clock, put, stream, call, iterator} = aConsumer();
	put({stream, text: 'before'});
	const events = subscribe();

	const waiting = next(events);
	await settle();
	clock.advance(5000);
	const {Records: records, ContinuationSequenceNumber: number} = await waiting;
	put({stream, text: 'after'});

	expect(records).toEqual([]);
	const token = iterator({stream, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: number});
	expect(texts(call('GetRecords', {ShardIterator: token}))).toEqual(['after']);
});

test('the number of an empty shard can be gone on from too', async () => {
	const {subscribe, clock, put, stream, call, iterator} = aConsumer();
	const events = subscribe();
	const waiting = next(events);
	await settle();
	clock.advance(5000);
	const {ContinuationSequenceNumber: number} = await waiting;
	put({stream, text: 'first'});

	const token = iterator({stream, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: number});
	expect(texts(call('GetRecords', {ShardIterator: token}))).toEqual(['first']);
});

test('a subscription ends cleanly after five minutes', async () => {
	const {subscribe, clock} = aConsumer();
	const events = subscribe();
	clock.advance(299_999);
	expect(await next(events)).toMatchObject({Records: []});

	const waiting = events.next();
	await settle();
	clock.advance(1);

	expect(await waiting).toEqual({done: true, value: undefined});
	expect(await events.next()).toEqual({done: true, value: undefined});
	expect(clock.pendingCount()).toBe(0);
});

test('at the end of a closed shard come its children without a number, and then the end', async () => {
	const {subscribe, call, put, stream} = aConsumer();
	put({stream, text: 'last'});
	const events = subscribe({StartingPosition: {Type: 'TRIM_HORIZON'}});

	expect(texts(await next(events))).toEqual(['last']);
	const waiting = next(events);
	await settle();
	call('SplitShard', {StreamName: stream, ShardToSplit: zero, NewStartingHashKey: half});
	const event = await waiting;

	expect(event).toMatchObject({Records: [], MillisBehindLatest: 0});
	expect(event.ContinuationSequenceNumber).toBeUndefined();
	expect(event.ChildShards.map((child: Answer) => child.ParentShards)).toEqual([[zero], [zero]]);
	expect(await events.next()).toEqual({done: true, value: undefined});
});

test('a second call within five seconds is refused, a later one takes over', async () => {
	const {subscribe, refused, request, clock, put, stream} = aConsumer();
	const first = subscribe();
	const waiting = first.next();
	await settle();

	clock.advance(4999);
	expect(refused('SubscribeToShard', request())).toEqual({
		code: 'ResourceInUseException',
		message: `Another active subscription exists for this consumer: 000000000000:orders:${zero}:billing`,
	});
	clock.advance(1);
	const second = subscribe();
	put({stream, text: 'a'});

	expect(texts(await next(second))).toEqual(['a']);
	expect(await waiting).toEqual({done: true, value: undefined});
});

test('a slow reader finds what it missed in the shard, up to a MiB at a time', async () => {
	const {subscribe, put, stream, clock} = aConsumer();
	const events = subscribe();
	for (let index = 0; index < 5; index++) {
		put({stream, key: 'k', text: String(index).padEnd(400_000, 'x')});
		clock.advance(1000);
	}

	const first = await next(events);
	const second = await next(events);
	const third = await next(events);

	expect([first, second, third].map(event => event.Records.length)).toEqual([2, 2, 1]);
	expect([first, second, third].map(event => event.MillisBehindLatest)).toEqual([4000, 2000, 0]);
});

test('with limits a subscription gets 2 MiB a second', async () => {
	const {subscribe, call, stream, clock} = aConsumer({enforceLimits: true});
	const events = subscribe();
	const data = base64('x'.repeat(512 * 1024 - 1));
	for (let index = 0; index < 3; index++) {
		call('PutRecord', {StreamName: stream, PartitionKey: 'k', Data: data});
		clock.advance(500);
	}

	expect((await next(events)).Records).toHaveLength(2);
	const waiting = next(events);
	await settle();
	clock.advance(499);
	await settle();
	expect(clock.pendingCount()).toBe(1);
	clock.advance(1);
	expect((await waiting).Records).toHaveLength(1);
});

test('a subscription ends when its reader goes, its consumer is deregistered, or its stream is deleted', async () => {
	const gone = aConsumer();
	const left = gone.subscribe();
	const waiting = left.next();
	await settle();
	await left.return();
	expect(await waiting).toEqual({done: true, value: undefined});

	const deregistered = aConsumer();
	const ended = deregistered.subscribe().next();
	await settle();
	deregistered.call('DeregisterStreamConsumer', {ConsumerARN: deregistered.consumerArn});
	expect(await ended).toEqual({done: true, value: undefined});

	const deleted = aConsumer();
	const failed = deleted.subscribe().next();
	await settle();
	deleted.call('DeleteStream', {StreamName: deleted.stream, EnforceConsumerDeletion: true});
	await expect(failed).rejects.toMatchObject({code: 'ResourceNotFoundException'});
});

test('a consumer that is not ACTIVE, or a shard that is not there, is refused', () => {
	const {call, clock, refused, arnOf, aStream} = createCaller();
	const arn = arnOf(aStream());
	const {ConsumerARN: consumerArn} = call('RegisterStreamConsumer', {StreamARN: arn, ConsumerName: 'billing'}).Consumer;
	const request = {ConsumerARN: consumerArn, ShardId: zero, StartingPosition: {Type: 'LATEST'}};

	expect(refused('SubscribeToShard', request).code).toBe('ResourceInUseException');
	clock.advance(500);
	expect(refused('SubscribeToShard', {...request, ShardId: '7'}).message).toBe(
		'Shard shardId-000000000007 in stream orders under account 000000000000 does not exist',
	);
	expect(refused('SubscribeToShard', {...request, ShardId: 'x'}).code).toBe('ResourceNotFoundException');
	expect(refused('SubscribeToShard', {...request, ConsumerARN: `${consumerArn}0`}).code).toBe('ResourceNotFoundException');
	expect(refused('SubscribeToShard', {...request, DryRun: true}).code).toBe('DryRunOperationException');
	expect(refused('SubscribeToShard', {...request, StartingPosition: {Type: 'AT_SEQUENCE_NUMBER'}}).code).toBe('InvalidArgumentException');
	call('DeregisterStreamConsumer', {ConsumerARN: consumerArn});
	expect(refused('SubscribeToShard', request).code).toBe('ResourceInUseException');
});
