import {
	CreateStreamCommand,
	DescribeStreamCommand,
	DescribeStreamSummaryCommand,
	GetRecordsCommand,
	GetResourcePolicyCommand,
	GetShardIteratorCommand,
	ListShardsCommand,
	MergeShardsCommand,
	PutRecordCommand,
	PutRecordsCommand,
	RegisterStreamConsumerCommand,
	SplitShardCommand,
	SubscribeToShardCommand,
	UpdateMaxRecordSizeCommand,
	waitUntilStreamExists,
	type KinesisClient,
	type SubscribeToShardCommandOutput,
	type SubscribeToShardEvent,
} from '@aws-sdk/client-kinesis';
import {cbor} from '@smithy/core/cbor';
import {expect, test} from 'vitest';
import {createManualClock} from '../../../source/shared/clock.ts';
import {startTestEngine, type TestEngine} from '../../helpers/engine.ts';

const stream = {StreamName: 'orders'};
const arn = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
const zero = 'shardId-000000000000';
const half = (1n << 127n).toString();

async function aStream(kinesis: KinesisClient, shardCount = 1): Promise<void> {
	await kinesis.send(new CreateStreamCommand({...stream, ShardCount: shardCount}));
}

async function put(kinesis: KinesisClient, text: string, explicitHashKey?: string): Promise<string> {
	const record = {...stream, PartitionKey: text, Data: Buffer.from(text), ExplicitHashKey: explicitHashKey};
	const {SequenceNumber: number = ''} = await kinesis.send(new PutRecordCommand(record));
	return number;
}

/** Reads a shard from its oldest record to its tip or end, and then its children, each shard once. */
async function readLineage(kinesis: KinesisClient, shardId: string, seen = new Set<string>()): Promise<string[]> {
	const texts: string[] = [];
	if (seen.has(shardId)) return texts;
	seen.add(shardId);
	let {ShardIterator: iterator} = await kinesis.send(
		new GetShardIteratorCommand({...stream, ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON'}),
	);
	while (iterator !== undefined) {
		const answer = await kinesis.send(new GetRecordsCommand({ShardIterator: iterator, Limit: 2}));
		texts.push(...(answer.Records ?? []).map(({Data: data}) => Buffer.from(data ?? []).toString()));
		for (const child of answer.ChildShards ?? []) texts.push(...(await readLineage(kinesis, child.ShardId ?? '', seen)));
		if (answer.Records?.length === 0 && answer.MillisBehindLatest === 0) break;
		iterator = answer.NextShardIterator;
	}
	return texts;
}

async function* eventsOf(output: SubscribeToShardCommandOutput): AsyncGenerator<SubscribeToShardEvent, void> {
	for await (const {SubscribeToShardEvent: event} of output.EventStream ?? []) if (event) yield event;
}

async function subscribe(engine: TestEngine, consumerName: string): Promise<AsyncGenerator<SubscribeToShardEvent, void>> {
	const {Consumer: consumer} = await engine.kinesis.send(new RegisterStreamConsumerCommand({StreamARN: arn, ConsumerName: consumerName}));
	return eventsOf(
		await engine.kinesis.send(
			new SubscribeToShardCommand({ConsumerARN: consumer?.ConsumerARN, ShardId: zero, StartingPosition: {Type: 'TRIM_HORIZON'}}),
		),
	);
}

const textsOf = (event: SubscribeToShardEvent | void | undefined): string[] =>
	(event?.Records ?? []).map(({Data: data}) => Buffer.from(data ?? []).toString());

test('a reader who follows splits and merges sees each record once', async () => {
	await using engine = await startTestEngine({kinesisDelayMs: 0});
	const {kinesis} = engine;
	await aStream(kinesis);
	for (const text of ['a', 'b', 'c']) await put(kinesis, text);

	await kinesis.send(new SplitShardCommand({...stream, ShardToSplit: zero, NewStartingHashKey: half}));
	await put(kinesis, 'low', '0');
	await put(kinesis, 'high', half);
	await kinesis.send(
		new MergeShardsCommand({...stream, ShardToMerge: 'shardId-000000000001', AdjacentShardToMerge: 'shardId-000000000002'}),
	);
	await put(kinesis, 'merged');

	expect(await readLineage(kinesis, zero)).toEqual(['a', 'b', 'c', 'low', 'merged', 'high']);
	expect(engine.bugs).toEqual([]);
});

test('shards come with the lineage and the sequence numbers that AWS gives', async () => {
	await using engine = await startTestEngine({kinesisDelayMs: 0});
	const {kinesis} = engine;
	await aStream(kinesis, 2);
	await kinesis.send(new SplitShardCommand({...stream, ShardToSplit: zero, NewStartingHashKey: '1000'}));

	const {Shards: shards = []} = await kinesis.send(new ListShardsCommand(stream));

	expect(shards.map(shard => shard.ParentShardId)).toEqual([undefined, undefined, zero, zero]);
	expect(shards.map(shard => shard.SequenceNumberRange?.EndingSequenceNumber?.length)).toEqual([56, undefined, undefined, undefined]);
	const starts = shards.map(shard => BigInt(shard.SequenceNumberRange?.StartingSequenceNumber ?? 0));
	expect((starts[1] ?? 0n) - (starts[0] ?? 0n)).toBe(2n ** 144n + 16n);
});

test('the waiter of the SDK sees a stream become ACTIVE', async () => {
	await using engine = await startTestEngine({kinesisDelayMs: 20});
	const {kinesis} = engine;
	await aStream(kinesis);

	const {state} = await waitUntilStreamExists({client: kinesis, maxWaitTime: 10, minDelay: 1, maxDelay: 1}, stream);

	expect(state).toBe('SUCCESS');
});

test('errors arrive as the classes of the SDK, in the words of AWS', async () => {
	await using engine = await startTestEngine({kinesisDelayMs: 0});
	const {kinesis} = engine;
	await aStream(kinesis);

	await expect(kinesis.send(new DescribeStreamCommand({StreamName: 'bills'}))).rejects.toMatchObject({
		name: 'ResourceNotFoundException',
		message: 'Stream bills under account 000000000000 not found.',
		$metadata: {httpStatusCode: 400},
	});
	await expect(aStream(kinesis)).rejects.toMatchObject({name: 'ResourceInUseException'});
	await expect(kinesis.send(new GetRecordsCommand({ShardIterator: 'x'}))).rejects.toMatchObject({
		name: 'InvalidArgumentException',
		message: 'Invalid ShardIterator.',
	});
	await expect(kinesis.send(new CreateStreamCommand({StreamName: 'a b', ShardCount: 1}))).rejects.toMatchObject({
		name: 'ValidationException',
		message:
			"1 validation error detected: Value 'a b' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
	});
});

test('an iterator that is too old is refused with both times', async () => {
	const clock = createManualClock();
	await using engine = await startTestEngine({clock, kinesisDelayMs: 0});
	const {kinesis} = engine;
	await aStream(kinesis);
	const {ShardIterator: iterator} = await kinesis.send(
		new GetShardIteratorCommand({...stream, ShardId: zero, ShardIteratorType: 'LATEST'}),
	);
	clock.advance(300_001);

	await expect(kinesis.send(new GetRecordsCommand({ShardIterator: iterator}))).rejects.toMatchObject({
		name: 'ExpiredIteratorException',
		message:
			'Iterator expired. The iterator was created at time Wed Nov 25 03:12:04 UTC 2026 while right now it is Wed Nov 25 03:17:04 UTC 2026 which is further in the future than the tolerated delay of 300000 milliseconds.',
	});
});

test('empty data and bytes that are no text are kept', async () => {
	await using engine = await startTestEngine({kinesisDelayMs: 0});
	const {kinesis} = engine;
	await aStream(kinesis);
	const bytes = Uint8Array.from({length: 256}, (_, index) => index);
	await kinesis.send(
		new PutRecordsCommand({
			...stream,
			Records: [
				{PartitionKey: 'a', Data: bytes},
				{PartitionKey: 'b', Data: new Uint8Array()},
			],
		}),
	);

	const {ShardIterator: iterator} = await kinesis.send(
		new GetShardIteratorCommand({...stream, ShardId: zero, ShardIteratorType: 'TRIM_HORIZON'}),
	);
	const {Records: records = []} = await kinesis.send(new GetRecordsCommand({ShardIterator: iterator}));

	expect(records.map(({Data: data}) => [...(data ?? [])])).toEqual([[...bytes], []]);
	expect(records.map(({PartitionKey: key}) => key)).toEqual(['a', 'b']);
});

test('four connections that put 500 records a call into one shard lose none and keep the order', async () => {
	await using engine = await startTestEngine({kinesisDelayMs: 0});
	const {kinesis} = engine;
	await aStream(kinesis);
	const call = (writer: number, batch: number) =>
		kinesis.send(
			new PutRecordsCommand({
				...stream,
				Records: Array.from({length: 500}, (_, index) => ({
					PartitionKey: 'k',
					Data: Buffer.from(`${writer}:${batch * 500 + index}`),
				})),
			}),
		);

	await Promise.all(
		[0, 1, 2, 3].map(async writer => {
			for (let batch = 0; batch < 3; batch++) await call(writer, batch);
		}),
	);

	const {ShardIterator: iterator} = await kinesis.send(
		new GetShardIteratorCommand({...stream, ShardId: zero, ShardIteratorType: 'TRIM_HORIZON'}),
	);
	const {Records: records = []} = await kinesis.send(new GetRecordsCommand({ShardIterator: iterator}));
	const numbers = records.map(({SequenceNumber: number = '0'}) => BigInt(number));
	expect(records).toHaveLength(6000);
	expect(numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0n))).toBe(true);
	const texts = records.map(({Data: data}) => Buffer.from(data ?? []).toString());
	for (const writer of [0, 1, 2, 3]) {
		const own = texts.filter(text => text.startsWith(`${writer}:`));
		expect(own).toEqual(Array.from({length: 1500}, (_, index) => `${writer}:${index}`));
	}
});

test('records larger than 1 MiB travel once the stream allows them', async () => {
	await using engine = await startTestEngine({kinesisDelayMs: 0});
	const {kinesis} = engine;
	await aStream(kinesis);
	await kinesis.send(new UpdateMaxRecordSizeCommand({StreamARN: arn, MaxRecordSizeInKiB: 10_240}));

	await kinesis.send(new PutRecordCommand({...stream, PartitionKey: 'k', Data: Buffer.alloc(10 * 1024 * 1024 - 1, 7)}));

	const {ShardIterator: iterator} = await kinesis.send(
		new GetShardIteratorCommand({...stream, ShardId: zero, ShardIteratorType: 'TRIM_HORIZON'}),
	);
	const {Records: records = []} = await kinesis.send(new GetRecordsCommand({ShardIterator: iterator}));
	expect(records[0]?.Data?.length).toBe(10 * 1024 * 1024 - 1);
});

test('a subscription brings records as they are put, and the children when the shard is split', async () => {
	await using engine = await startTestEngine({kinesisDelayMs: 0});
	const {kinesis} = engine;
	await aStream(kinesis);
	const first = await put(kinesis, 'before');
	const events = await subscribe(engine, 'billing');

	const before = (await events.next()).value;
	expect(textsOf(before)).toEqual(['before']);
	expect(before).toMatchObject({ContinuationSequenceNumber: first, MillisBehindLatest: 0});
	const waiting = events.next();
	await put(kinesis, 'after');
	expect(textsOf((await waiting).value)).toEqual(['after']);

	const end = events.next();
	await kinesis.send(new SplitShardCommand({...stream, ShardToSplit: zero, NewStartingHashKey: half}));
	const last = (await end).value;
	expect(textsOf(last)).toEqual([]);
	expect(last?.ContinuationSequenceNumber).toBeUndefined();
	expect(last?.ChildShards?.map(child => child.ParentShards)).toEqual([[zero], [zero]]);
	expect((await events.next()).done).toBe(true);
	expect(engine.bugs).toEqual([]);
});

test('a subscription ends after five minutes, and another one within five seconds is refused', async () => {
	const clock = createManualClock();
	await using engine = await startTestEngine({clock, kinesisDelayMs: 0});
	await aStream(engine.kinesis);
	await put(engine.kinesis, 'a');
	const events = await subscribe(engine, 'billing');
	expect(textsOf((await events.next()).value)).toEqual(['a']);
	const again = new SubscribeToShardCommand({
		ConsumerARN: `${arn}/consumer/billing:${Math.floor(clock.nowMs() / 1000)}`,
		ShardId: zero,
		StartingPosition: {Type: 'LATEST'},
	});

	await expect(engine.kinesis.send(again)).rejects.toMatchObject({
		name: 'ResourceInUseException',
		message: `Another active subscription exists for this consumer: 000000000000:orders:${zero}:billing`,
	});
	clock.advance(300_000);
	for await (const event of events) expect(textsOf(event)).toEqual([]);
	expect(engine.bugs).toEqual([]);
});

test('settings that are not set read as AWS reads them', async () => {
	await using engine = await startTestEngine({kinesisDelayMs: 0});
	await aStream(engine.kinesis);

	expect((await engine.kinesis.send(new GetResourcePolicyCommand({ResourceARN: arn}))).Policy).toBe('{}');
	const {StreamDescriptionSummary: summary} = await engine.kinesis.send(new DescribeStreamSummaryCommand(stream));
	expect(summary).toMatchObject({StreamARN: arn, OpenShardCount: 1, RetentionPeriodHours: 24, EncryptionType: 'NONE'});
});

test('an action without output answers with no body', async () => {
	await using engine = await startTestEngine({kinesisDelayMs: 0});

	const response = await engine.send('/', {
		method: 'POST',
		headers: {...signed, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Kinesis_20131202.CreateStream'},
		body: '{"StreamName":"orders","ShardCount":1}',
	});

	expect([response.status, await response.text()]).toEqual([200, '']);
});

test('CBOR carries data as bytes and times as whole milliseconds', async () => {
	const clock = createManualClock(Date.UTC(2026, 10, 25, 3, 12, 4, 789));
	await using engine = await startTestEngine({clock, kinesisDelayMs: 0});
	await aStream(engine.kinesis);
	const send = async (action: string, input: object): Promise<Record<string, unknown>> => {
		const response = await engine.send('/', {
			method: 'POST',
			headers: {...signed, 'content-type': 'application/x-amz-cbor-1.1', 'x-amz-target': `Kinesis_20131202.${action}`},
			body: Buffer.from(cbor.serialize(input)),
		});
		// The decoder's own type is unknown; a map is what the protocol says.
		return cbor.deserialize(new Uint8Array(await response.arrayBuffer())) as Record<string, unknown>;
	};
	const bytes = Uint8Array.from([0, 255, 128]);
	await send('PutRecord', {...stream, PartitionKey: 'k', Data: bytes});
	await send('PutRecord', {...stream, PartitionKey: 'k', Data: new Uint8Array()});

	const {ShardIterator: iterator} = await send('GetShardIterator', {...stream, ShardId: zero, ShardIteratorType: 'TRIM_HORIZON'});
	const {Records: records} = await send('GetRecords', {ShardIterator: iterator});

	expect(records).toMatchObject([
		{PartitionKey: 'k', Data: bytes, ApproximateArrivalTimestamp: {value: clock.nowMs()}},
		{PartitionKey: 'k', Data: new Uint8Array()},
	]);
	expect(await send('DescribeStream', {StreamName: 'bills'})).toEqual({
		__type: 'ResourceNotFoundException',
		message: 'Stream bills under account 000000000000 not found.',
	});
});

const signed = {
	authorization: 'AWS4-HMAC-SHA256 Credential=test/20261125/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=00',
	'x-amz-date': '20261125T031204Z',
};
