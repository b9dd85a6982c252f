import {
	CreateStreamCommand,
	DescribeStreamSummaryCommand,
	GetRecordsCommand,
	GetShardIteratorCommand,
	KinesisClient,
	ListStreamsCommand,
	PutRecordCommand,
	PutRecordsCommand,
	RegisterStreamConsumerCommand,
	SubscribeToShardCommand,
} from '@aws-sdk/client-kinesis';
import {expect, test} from 'vitest';
import {createManualClock} from '../../../source/shared/clock.ts';
import {startTestEngine} from '../../helpers/engine.ts';

test('the stock Kinesis client works without any option, which means over HTTP/2', async () => {
	const clock = createManualClock();
	await using engine = await startTestEngine({clock});

	await engine.kinesis.send(new CreateStreamCommand({StreamName: 'clicks', ShardCount: 1}));
	clock.advance(1000);
	await engine.kinesis.send(new PutRecordCommand({StreamName: 'clicks', PartitionKey: 'a', Data: Buffer.from('grüße')}));
	const {ShardIterator} = await engine.kinesis.send(
		new GetShardIteratorCommand({StreamName: 'clicks', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON'}),
	);
	const {Records, NextShardIterator} = await engine.kinesis.send(new GetRecordsCommand({ShardIterator}));

	expect(
		Records?.map(({Data, PartitionKey, ApproximateArrivalTimestamp}) => [
			Buffer.from(Data ?? []).toString(),
			PartitionKey,
			ApproximateArrivalTimestamp,
		]),
	).toEqual([['grüße', 'a', new Date(clock.nowMs())]]);
	expect(NextShardIterator).toBeDefined();
});

test('times of an answer keep their milliseconds', async () => {
	const clock = createManualClock(Date.UTC(2026, 10, 25, 3, 12, 4, 789));
	await using engine = await startTestEngine({clock});

	await engine.kinesis.send(new CreateStreamCommand({StreamName: 'clicks', ShardCount: 1}));
	const {StreamDescriptionSummary} = await engine.kinesis.send(new DescribeStreamSummaryCommand({StreamName: 'clicks'}));

	expect(StreamDescriptionSummary?.StreamCreationTimestamp).toEqual(new Date(clock.nowMs()));
});

test('10 MiB of records are put in one request', async () => {
	const clock = createManualClock();
	await using engine = await startTestEngine({clock});
	await engine.kinesis.send(new CreateStreamCommand({StreamName: 'clicks', ShardCount: 1}));
	clock.advance(1000);

	const {FailedRecordCount} = await engine.kinesis.send(
		new PutRecordsCommand({
			StreamName: 'clicks',
			Records: Array.from({length: 10}, () => ({PartitionKey: 'a', Data: Buffer.alloc(1024 * 1024 - 1)})),
		}),
	);

	expect(FailedRecordCount).toBe(0);
});

test('a hundred puts at once are all there', async () => {
	const clock = createManualClock();
	await using engine = await startTestEngine({clock});
	await engine.kinesis.send(new CreateStreamCommand({StreamName: 'clicks', ShardCount: 1}));
	clock.advance(1000);

	await Promise.all(
		Array.from({length: 100}, (_, index) =>
			engine.kinesis.send(new PutRecordCommand({StreamName: 'clicks', PartitionKey: 'a', Data: Buffer.from(String(index))})),
		),
	);
	const {ShardIterator} = await engine.kinesis.send(
		new GetShardIteratorCommand({StreamName: 'clicks', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON'}),
	);
	const {Records = []} = await engine.kinesis.send(new GetRecordsCommand({ShardIterator}));

	expect(new Set(Records.map(({Data}) => Buffer.from(Data ?? []).toString())).size).toBe(100);
});

test('an unknown stream is a ResourceNotFoundException of the client', async () => {
	await using engine = await startTestEngine();

	const answer = engine.kinesis.send(new DescribeStreamSummaryCommand({StreamName: 'nothing'}));

	await expect(answer).rejects.toMatchObject({
		name: 'ResourceNotFoundException',
		$metadata: {httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/)},
	});
});

test('accounts and regions know nothing of each other', async () => {
	await using engine = await startTestEngine();
	const other = new KinesisClient(engine.clientOptions({region: 'eu-west-1'}));
	await engine.kinesis.send(new CreateStreamCommand({StreamName: 'clicks', ShardCount: 1}));

	const {StreamNames} = await other.send(new ListStreamsCommand({}));

	other.destroy();
	expect(StreamNames).toEqual([]);
});

test('an unsigned request has no authentication token', async () => {
	await using engine = await startTestEngine();
	const headers = {'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Kinesis_20131202.ListStreams'};

	const response = await engine.send('/', {method: 'POST', headers, body: '{}'});

	expect(response.status).toBe(400);
	expect(await response.json()).toEqual({__type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token'});
});

test('an incomplete signature is told part by part', async () => {
	await using engine = await startTestEngine();
	const headers = {
		'content-type': 'application/x-amz-json-1.1',
		'x-amz-target': 'Kinesis_20131202.ListStreams',
		authorization: 'AWS4-HMAC-SHA256 Credential=a',
	};

	const response = await engine.send('/', {method: 'POST', headers, body: '{}'});

	expect(await response.json()).toEqual({
		__type: 'IncompleteSignatureException',
		message:
			"Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256 Credential=a",
	});
});

test.each([
	['AWS4-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature=0', undefined],
	['AWS4-HMAC-SHA256 XCredential=a, SignedHeaders=host, Signature=0', "'Credential'"],
	['AWS4-HMAC-SHA256 Credential=Signature, SignedHeaders=host, Signature=', "'Signature'"],
	['AWS4-HMAC-SHA256 Credential=Signature, SignedHeaders=, Signature=0', "'SignedHeaders'"],
])('of the authorization %j it is told what is missing', async (authorization, missing) => {
	await using engine = await startTestEngine();
	const target = {'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Kinesis_20131202.ListStreams'};

	const response = await engine.send('/', {
		method: 'POST',
		headers: {...target, 'x-amz-date': '20261125T031204Z', authorization},
		body: '{}',
	});

	const {message} = (await response.json()) as {message?: string};
	expect(message).toEqual(missing && `Authorization header requires ${missing} parameter. Authorization=${authorization}`);
});

test('a body that is no JSON is a SerializationException before anything else', async () => {
	await using engine = await startTestEngine();
	const headers = {'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Kinesis_20131202.ListStreams'};

	const response = await engine.send('/', {method: 'POST', headers, body: '{'});

	expect(response.status).toBe(400);
	expect(await response.json()).toEqual({__type: 'SerializationException'});
});

test('enhanced fan-out delivers records as they come, over HTTP/2', async () => {
	const clock = createManualClock();
	await using engine = await startTestEngine({clock});
	await engine.kinesis.send(new CreateStreamCommand({StreamName: 'clicks', ShardCount: 1}));
	clock.advance(1000);
	const {Consumer} = await engine.kinesis.send(
		new RegisterStreamConsumerCommand({StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/clicks', ConsumerName: 'reader'}),
	);
	clock.advance(1000);

	const {EventStream} = await engine.kinesis.send(
		new SubscribeToShardCommand({ConsumerARN: Consumer?.ConsumerARN, ShardId: 'shardId-000000000000', StartingPosition: {Type: 'LATEST'}}),
	);
	await engine.kinesis.send(new PutRecordCommand({StreamName: 'clicks', PartitionKey: 'a', Data: Buffer.from('grüße')}));
	const seen: string[] = [];
	for await (const {SubscribeToShardEvent} of EventStream ?? []) {
		for (const {Data} of SubscribeToShardEvent?.Records ?? []) seen.push(Buffer.from(Data ?? []).toString());
		if (seen.length > 0) break;
	}

	expect(seen).toEqual(['grüße']);
	expect(engine.bugs).toEqual([]);
});
