import {
	CreateStreamCommand,
	DeleteResourcePolicyCommand,
	DeleteStreamCommand,
	DescribeStreamConsumerCommand,
	DescribeStreamSummaryCommand,
	GetRecordsCommand,
	GetShardIteratorCommand,
	KinesisClient,
	ListShardsCommand,
	PutRecordCommand,
	PutResourcePolicyCommand,
	RegisterStreamConsumerCommand,
} from '@aws-sdk/client-kinesis';
import {describe, expect, test} from 'vitest';
import {startTestEngine, type TestEngine} from '../../helpers/engine.ts';

const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/clicks';
const strangerId = '111111111111';
const put = new PutRecordCommand({StreamARN, PartitionKey: 'k', Data: Buffer.from('hello')});

async function startShared(options: {enforcePolicies: boolean}): Promise<TestEngine & {readonly stranger: KinesisClient}> {
	const engine = await startTestEngine({...options, kinesisDelayMs: 0});
	await engine.kinesis.send(new CreateStreamCommand({StreamName: 'clicks', ShardCount: 1}));
	const stranger = new KinesisClient(engine.clientOptions({accountId: strangerId}));
	return {
		...engine,
		stranger,
		async [Symbol.asyncDispose]() {
			stranger.destroy();
			await engine.close();
		},
	};
}

function setPolicy(engine: TestEngine, ...statements: object[]): Promise<unknown> {
	const Policy = JSON.stringify({Version: '2012-10-17', Statement: statements});
	return engine.kinesis.send(new PutResourcePolicyCommand({ResourceARN: StreamARN, Policy}));
}

/** Reads a shard from its start, as another account must: by the stream's ARN. */
async function read(client: KinesisClient): Promise<string[]> {
	const {ShardIterator} = await client.send(
		new GetShardIteratorCommand({StreamARN, ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON'}),
	);
	const {Records = []} = await client.send(new GetRecordsCommand({StreamARN, ShardIterator}));
	return Records.map(({Data}) => Buffer.from(Data ?? []).toString());
}

describe("another account's stream", () => {
	test('is written, read and described by its ARN', async () => {
		await using engine = await startShared({enforcePolicies: false});

		await engine.stranger.send(put);

		expect(await read(engine.stranger)).toEqual(['hello']);
		expect(await read(engine.kinesis)).toEqual(['hello']);
		const {StreamDescriptionSummary} = await engine.stranger.send(new DescribeStreamSummaryCommand({StreamARN}));
		expect(StreamDescriptionSummary?.StreamARN).toBe(StreamARN);
		expect((await engine.stranger.send(new ListShardsCommand({StreamARN}))).Shards).toHaveLength(1);
	});

	test('is not changed by anybody else', async () => {
		await using engine = await startShared({enforcePolicies: false});

		await expect(engine.stranger.send(new DeleteStreamCommand({StreamARN}))).rejects.toMatchObject({name: 'ResourceNotFoundException'});

		expect((await engine.kinesis.send(new ListShardsCommand({StreamARN}))).Shards).toHaveLength(1);
	});

	test('is not that of the same name', async () => {
		await using engine = await startShared({enforcePolicies: false});

		await expect(engine.stranger.send(new DescribeStreamSummaryCommand({StreamName: 'clicks'}))).rejects.toMatchObject({
			name: 'ResourceNotFoundException',
			message: `Stream clicks under account ${strangerId} not found.`,
		});
	});
});

describe('where policies are enforced', () => {
	test('another account needs a permission', async () => {
		await using engine = await startShared({enforcePolicies: true});

		await expect(engine.stranger.send(put)).rejects.toMatchObject({
			name: 'AccessDeniedException',
			message: `User: arn:aws:iam::${strangerId}:root is not authorized to perform: kinesis:PutRecord on resource: ${StreamARN} because no resource-based policy allows the kinesis:PutRecord action`,
		});
		await setPolicy(engine, {Effect: 'Allow', Principal: {AWS: strangerId}, Action: ['kinesis:PutRecord'], Resource: StreamARN});
		await engine.stranger.send(put);

		await expect(read(engine.stranger)).rejects.toMatchObject({name: 'AccessDeniedException'});
		expect(await read(engine.kinesis)).toEqual(['hello']);
	});

	test('the owner can be denied, by name, ARN and iterator, but takes the policy back', async () => {
		await using engine = await startShared({enforcePolicies: true});
		const {ShardIterator} = await engine.kinesis.send(
			new GetShardIteratorCommand({StreamName: 'clicks', ShardId: '0', ShardIteratorType: 'LATEST'}),
		);
		await setPolicy(engine, {Effect: 'Deny', Principal: '*', Action: '*', Resource: '*'});
		const message = expect.stringMatching(/ with an explicit deny in a resource-based policy$/);

		await expect(engine.kinesis.send(put)).rejects.toMatchObject({message});
		await expect(engine.kinesis.send(new ListShardsCommand({StreamName: 'clicks'}))).rejects.toMatchObject({message});
		await expect(engine.kinesis.send(new GetRecordsCommand({ShardIterator}))).rejects.toMatchObject({message});
		await engine.kinesis.send(new DeleteResourcePolicyCommand({ResourceARN: StreamARN}));

		expect(await engine.kinesis.send(put)).toHaveProperty('SequenceNumber');
	});

	test('a consumer has a policy of its own', async () => {
		await using engine = await startShared({enforcePolicies: true});
		const {Consumer} = await engine.kinesis.send(new RegisterStreamConsumerCommand({StreamARN, ConsumerName: 'app'}));
		const ConsumerARN = Consumer?.ConsumerARN ?? '';
		await setPolicy(engine, {Effect: 'Allow', Principal: '*', Action: '*', Resource: '*'});
		const describeConsumer = new DescribeStreamConsumerCommand({ConsumerARN});
		await expect(engine.stranger.send(describeConsumer)).rejects.toMatchObject({name: 'AccessDeniedException'});

		const Policy = JSON.stringify({
			Statement: {Effect: 'Allow', Principal: {AWS: strangerId}, Action: 'kinesis:Describe*', Resource: ConsumerARN},
		});
		await engine.kinesis.send(new PutResourcePolicyCommand({ResourceARN: ConsumerARN, Policy}));

		expect((await engine.stranger.send(describeConsumer)).ConsumerDescription?.ConsumerName).toBe('app');
	});
});
