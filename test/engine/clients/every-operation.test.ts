import * as kinesis from '@aws-sdk/client-kinesis';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import {expect, test} from 'vitest';
import {createManualClock} from '../../../source/shared/clock.ts';
import {startTestEngine} from '../../helpers/engine.ts';

/*
Every operation of the clients, sent by the clients themselves and answered: what the SDK cannot read, it refuses. What answers mean has its own tests.
*/

/** An answer, whose members the next steps of a tour use. */
type Answer = Readonly<Record<string, unknown>> & {readonly $metadata: {readonly httpStatusCode?: number}};

/** The names of a client's operations, by its command classes. */
function operationsOf(client: object): string[] {
	return Object.keys(client)
		.filter(name => /^[A-Z]\w+Command$/.test(name))
		.map(name => name.slice(0, -'Command'.length));
}

/** Sends operations by name and remembers which. */
function createTour(module: object, client: {send(command: never): Promise<unknown>}) {
	const visited = new Set<string>();
	// Command classes are looked up by the names that the module itself gives them.
	const commands = module as Readonly<Record<string, new (input: object) => object>>;
	return {
		visited,
		async send(name: string, input: object = {}): Promise<Answer> {
			const Command = commands[`${name}Command`];
			if (!Command) throw new Error(`The client has no ${name}.`);
			visited.add(name);
			const answer = (await client.send(new Command(input) as never)) as Answer;
			expect([name, answer.$metadata.httpStatusCode]).toEqual([name, 200]);
			return answer;
		},
	};
}

test('SQS answers every operation of its client', async () => {
	const clock = createManualClock();
	await using engine = await startTestEngine({clock});
	const {send, visited} = createTour(sqs, engine.sqs);

	const {QueueUrl: dlqUrl} = await send('CreateQueue', {QueueName: 'dlq'});
	const dlqArn = 'arn:aws:sqs:us-east-1:000000000000:dlq';
	const RedrivePolicy = JSON.stringify({deadLetterTargetArn: dlqArn, maxReceiveCount: 1});
	const {QueueUrl} = await send('CreateQueue', {QueueName: 'orders', Attributes: {VisibilityTimeout: '0'}});
	await send('SetQueueAttributes', {QueueUrl, Attributes: {RedrivePolicy}});
	await send('GetQueueAttributes', {QueueUrl, AttributeNames: ['All']});
	await send('GetQueueUrl', {QueueName: 'orders'});
	await send('ListQueues');
	await send('ListDeadLetterSourceQueues', {QueueUrl: dlqUrl});
	await send('TagQueue', {QueueUrl, Tags: {a: 'b'}});
	await send('ListQueueTags', {QueueUrl});
	await send('UntagQueue', {QueueUrl, TagKeys: ['a']});
	await send('AddPermission', {QueueUrl, Label: 'a', AWSAccountIds: ['111111111111'], Actions: ['SendMessage']});
	await send('RemovePermission', {QueueUrl, Label: 'a'});
	await send('SendMessage', {QueueUrl, MessageBody: 'x'});
	await send('SendMessageBatch', {QueueUrl, Entries: [{Id: 'a', MessageBody: 'x'}]});
	const {Messages} = await send('ReceiveMessage', {QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 30});
	const [first, second] = Messages as ReadonlyArray<{ReceiptHandle: string}>;
	await send('ChangeMessageVisibility', {QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 60});
	await send('ChangeMessageVisibilityBatch', {QueueUrl, Entries: [{Id: 'a', ReceiptHandle: second?.ReceiptHandle, VisibilityTimeout: 0}]});
	await send('DeleteMessage', {QueueUrl, ReceiptHandle: first?.ReceiptHandle});
	// The second receive of the other one is once too often.
	await send('ReceiveMessage', {QueueUrl});
	const {TaskHandle} = await send('StartMessageMoveTask', {SourceArn: dlqArn, MaxNumberOfMessagesPerSecond: 1});
	await send('ListMessageMoveTasks', {SourceArn: dlqArn});
	await send('CancelMessageMoveTask', {TaskHandle});
	await send('DeleteMessageBatch', {QueueUrl, Entries: [{Id: 'a', ReceiptHandle: second?.ReceiptHandle}]});
	await send('PurgeQueue', {QueueUrl});
	await send('DeleteQueue', {QueueUrl});

	expect([...visited].toSorted()).toEqual(operationsOf(sqs).toSorted());
	expect(engine.bugs).toEqual([]);
});

test('SNS answers every operation of its client', async () => {
	await using engine = await startTestEngine({clock: createManualClock()});
	const {send, visited} = createTour(sns, engine.sns);
	const outbox = async (): Promise<ReadonlyArray<Record<string, string>>> =>
		((await (await engine.send('/_sluice/outbox')).json()) as {entries: ReadonlyArray<Record<string, string>>}).entries;

	const {TopicArn} = await send('CreateTopic', {Name: 'events'});
	const ResourceArn = TopicArn;
	await send('GetTopicAttributes', {TopicArn});
	await send('SetTopicAttributes', {TopicArn, AttributeName: 'DisplayName', AttributeValue: 'Events'});
	await send('ListTopics');
	await send('TagResource', {ResourceArn, Tags: [{Key: 'a', Value: 'b'}]});
	await send('ListTagsForResource', {ResourceArn});
	await send('UntagResource', {ResourceArn, TagKeys: ['a']});
	await send('AddPermission', {TopicArn, Label: 'a', AWSAccountId: ['111111111111'], ActionName: ['Publish']});
	await send('RemovePermission', {TopicArn, Label: 'a'});
	const DataProtectionPolicy = JSON.stringify({Name: 'p', Version: '2021-06-01', Statement: []});
	await send('PutDataProtectionPolicy', {ResourceArn, DataProtectionPolicy});
	await send('GetDataProtectionPolicy', {ResourceArn});
	await send('Subscribe', {TopicArn, Protocol: 'email', Endpoint: 'a@example.com'});
	const confirmationUrl = new URL((await outbox()).at(-1)?.['confirmationUrl'] ?? '');
	const {SubscriptionArn} = await send('ConfirmSubscription', {TopicArn, Token: confirmationUrl.searchParams.get('Token')});
	await send('GetSubscriptionAttributes', {SubscriptionArn});
	await send('SetSubscriptionAttributes', {SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue: '{"a":["b"]}'});
	await send('ListSubscriptions');
	await send('ListSubscriptionsByTopic', {TopicArn});
	await send('Publish', {TopicArn, Message: 'x'});
	await send('PublishBatch', {TopicArn, PublishBatchRequestEntries: [{Id: 'a', Message: 'x'}]});
	await send('Unsubscribe', {SubscriptionArn});

	const Attributes = {PlatformCredential: 'c', PlatformPrincipal: 'p'};
	const {PlatformApplicationArn} = await send('CreatePlatformApplication', {Name: 'app', Platform: 'GCM', Attributes});
	await send('SetPlatformApplicationAttributes', {PlatformApplicationArn, Attributes: {SuccessFeedbackSampleRate: '1'}});
	await send('GetPlatformApplicationAttributes', {PlatformApplicationArn});
	await send('ListPlatformApplications');
	const {EndpointArn} = await send('CreatePlatformEndpoint', {PlatformApplicationArn, Token: 'device'});
	await send('SetEndpointAttributes', {EndpointArn, Attributes: {CustomUserData: 'x'}});
	await send('GetEndpointAttributes', {EndpointArn});
	await send('ListEndpointsByPlatformApplication', {PlatformApplicationArn});
	await send('DeleteEndpoint', {EndpointArn});
	await send('DeletePlatformApplication', {PlatformApplicationArn});

	const PhoneNumber = '+15550100';
	await send('SetSMSAttributes', {attributes: {DefaultSMSType: 'Transactional'}});
	await send('GetSMSAttributes');
	await send('CheckIfPhoneNumberIsOptedOut', {phoneNumber: PhoneNumber});
	await send('ListPhoneNumbersOptedOut');
	await send('OptInPhoneNumber', {phoneNumber: PhoneNumber});
	await send('ListOriginationNumbers');
	await send('GetSMSSandboxAccountStatus');
	await send('CreateSMSSandboxPhoneNumber', {PhoneNumber});
	const password = /\d{6}/.exec((await outbox()).at(-1)?.['body'] ?? '')?.[0];
	await send('VerifySMSSandboxPhoneNumber', {PhoneNumber, OneTimePassword: password});
	await send('ListSMSSandboxPhoneNumbers');
	await send('DeleteSMSSandboxPhoneNumber', {PhoneNumber});
	await send('DeleteTopic', {TopicArn});

	expect([...visited].toSorted()).toEqual(operationsOf(sns).toSorted());
	expect(engine.bugs).toEqual([]);
});

test('Kinesis answers every operation of its client', async () => {
	const clock = createManualClock();
	await using engine = await startTestEngine({clock, kinesisDelayMs: 0});
	const {send, visited} = createTour(kinesis, engine.kinesis);
	const StreamName = 'clicks';
	const stream = {StreamName};
	const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/clicks';
	const ResourceARN = StreamARN;

	await send('CreateStream', {StreamName, ShardCount: 2});
	await send('DescribeStream', stream);
	await send('DescribeStreamSummary', stream);
	await send('ListStreams');
	await send('ListShards', stream);
	await send('DescribeLimits');
	await send('UpdateAccountSettings', {MinimumThroughputBillingCommitment: {Status: 'ENABLED'}});
	await send('DescribeAccountSettings');
	await send('PutRecord', {StreamName, PartitionKey: 'k', Data: Buffer.from('a')});
	await send('PutRecords', {StreamName, Records: [{PartitionKey: 'k', Data: Buffer.from('b')}]});
	const shard = {StreamName, ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON'};
	const {ShardIterator} = await send('GetShardIterator', shard);
	await send('GetRecords', {ShardIterator});
	await send('SplitShard', {StreamName, ShardToSplit: 'shardId-000000000000', NewStartingHashKey: String(1n << 126n)});
	await send('MergeShards', {StreamName, ShardToMerge: 'shardId-000000000002', AdjacentShardToMerge: 'shardId-000000000003'});
	await send('UpdateShardCount', {StreamName, TargetShardCount: 1, ScalingType: 'UNIFORM_SCALING'});
	await send('IncreaseStreamRetentionPeriod', {StreamName, RetentionPeriodHours: 48});
	await send('DecreaseStreamRetentionPeriod', {StreamName, RetentionPeriodHours: 24});
	await send('StartStreamEncryption', {StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis'});
	await send('StopStreamEncryption', {StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis'});
	await send('EnableEnhancedMonitoring', {StreamName, ShardLevelMetrics: ['ALL']});
	await send('DisableEnhancedMonitoring', {StreamName, ShardLevelMetrics: ['ALL']});
	await send('UpdateMaxRecordSize', {StreamARN, MaxRecordSizeInKiB: 2048});
	await send('AddTagsToStream', {StreamName, Tags: {a: 'b'}});
	await send('ListTagsForStream', stream);
	await send('RemoveTagsFromStream', {StreamName, TagKeys: ['a']});
	await send('TagResource', {ResourceARN, Tags: {a: 'b'}});
	await send('ListTagsForResource', {ResourceARN});
	await send('UntagResource', {ResourceARN, TagKeys: ['a']});
	await send('PutResourcePolicy', {ResourceARN, Policy: '{"Statement":[]}'});
	await send('GetResourcePolicy', {ResourceARN});
	await send('DeleteResourcePolicy', {ResourceARN});
	const {Consumer} = await send('RegisterStreamConsumer', {StreamARN, ConsumerName: 'app'});
	const {ConsumerARN} = Consumer as {ConsumerARN: string};
	await send('DescribeStreamConsumer', {ConsumerARN});
	await send('ListStreamConsumers', {StreamARN});
	const {EventStream} = await send('SubscribeToShard', {ConsumerARN, ShardId: '0', StartingPosition: {Type: 'TRIM_HORIZON'}});
	for await (const event of EventStream as AsyncIterable<object>) {
		expect(event).toHaveProperty('SubscribeToShardEvent');
		break;
	}
	await send('DeregisterStreamConsumer', {ConsumerARN});
	await send('UpdateStreamMode', {StreamARN, StreamModeDetails: {StreamMode: 'ON_DEMAND'}});
	await send('UpdateStreamWarmThroughput', {StreamARN, WarmThroughputMiBps: 10});
	await send('UpdateStreamRecordDistributionStrategy', {StreamARN, RecordDistributionStrategy: 'AUTO'});
	const bucket = {BucketARN: 'arn:aws:s3:::bucket', ExpectedBucketOwner: '000000000000'};
	const {ChannelDescription} = await send('CreateChannel', {
		ChannelName: 'archive',
		ServiceExecutionRoleARN: 'arn:aws:iam::000000000000:role/archive',
		StreamConfigurationList: [{StreamARN, RecordConfiguration: {RecordFormatType: 'JSON'}}],
		S3DestinationConfiguration: {StorageConfiguration: {...bucket, CompressionType: 'GZIP'}},
	});
	const {ChannelARN} = ChannelDescription as {ChannelARN: string};
	await send('DescribeChannel', {ChannelARN});
	await send('ListChannels', {StreamFilter: [{StreamARN}]});
	await send('UpdateChannel', {ChannelARN, S3DestinationConfiguration: {DataFreshnessInSeconds: 60}});
	await send('DeleteChannel', {ChannelARN});
	await send('DeleteStream', stream);

	expect([...visited].toSorted()).toEqual(operationsOf(kinesis).toSorted());
	expect(engine.bugs).toEqual([]);
});

test('STS answers who calls, and says plainly what it lacks', async () => {
	await using engine = await startTestEngine({clock: createManualClock()});
	const {send, visited} = createTour(sts, engine.sts);

	await send('GetCallerIdentity');

	expect([...visited]).toEqual(['GetCallerIdentity']);
	await expect(engine.sts.send(new sts.GetSessionTokenCommand({}))).rejects.toMatchObject({
		message: 'not implemented by sluice: GetSessionToken',
	});
	expect(engine.bugs).toEqual([]);
});
