const body = 'x'.repeat(1024);
const md5 = '0123456789abcdef0123456789abcdef';
const id = '00000000-0000-4000-8000-000000000000';
const receiptHandle = 'a'.repeat(160);
const message = {MessageId: id, ReceiptHandle: receiptHandle, MD5OfBody: md5, Body: body};
/** Of a request in AWS JSON, what answers depend on. */
export type BareRequest = {
	readonly QueueName?: string;
	readonly QueueUrl?: string;
	/** Of a stream whose name says how it is read. */
	readonly ShardIterator?: string;
	readonly StreamName?: string;
	readonly Records?: readonly unknown[];
};

const ten = Array.from({length: 10}, (_, index) => String(index));
const messages = JSON.stringify({Messages: ten.map(() => message)});

const sequenceNumber = '49690613862466464586234785534218476838593684385498562562';
const put = {SequenceNumber: sequenceNumber, ShardId: 'shardId-000000000000'};
const noRecords = JSON.stringify({Records: [], MillisBehindLatest: 0, NextShardIterator: 'A'.repeat(96)});
let keptRecords: readonly unknown[] | undefined;

/** Ten thousand records of 1 KiB, of which the answer is made anew each time. */
function readRecords(): string {
	keptRecords ??= Array.from({length: 10_000}, (_, index) => ({
		SequenceNumber: sequenceNumber.slice(0, -5) + String(index + 10_000),
		ApproximateArrivalTimestamp: 1_795_577_524.123,
		Data: Buffer.alloc(1024, `${index}:`).toString('base64'),
		PartitionKey: `key-${index}`,
	}));
	return JSON.stringify({Records: keptRecords, MillisBehindLatest: 0, NextShardIterator: 'A'.repeat(96)});
}

/** What the bare server answers, by `x-amz-target`, or by `Action` in AWS Query. Everything else is answered with `{}`. */
export const bareAnswers: Readonly<Record<string, string | ((request: BareRequest) => string)>> = {
	'AmazonSQS.CreateQueue': ({QueueName}) => JSON.stringify({QueueUrl: `http://127.0.0.1/000000000000/${QueueName ?? ''}`}),
	'AmazonSQS.SendMessage': JSON.stringify({MD5OfMessageBody: md5, MessageId: id}),
	'AmazonSQS.SendMessageBatch': JSON.stringify({Successful: ten.map(Id => ({Id, MessageId: id, MD5OfMessageBody: md5}))}),
	'AmazonSQS.ReceiveMessage': ({QueueUrl}) => (QueueUrl?.includes('empty') ? '{}' : messages),
	'AmazonSQS.DeleteMessageBatch': JSON.stringify({Successful: ten.map(Id => ({Id}))}),
	'AmazonSQS.GetQueueAttributes': JSON.stringify({
		Attributes: {
			QueueArn: 'arn:aws:sqs:us-east-1:000000000000:bench-0000',
			ApproximateNumberOfMessages: '0',
			ApproximateNumberOfMessagesNotVisible: '0',
			ApproximateNumberOfMessagesDelayed: '0',
			CreatedTimestamp: '1795577524',
			LastModifiedTimestamp: '1795577524',
			VisibilityTimeout: '30',
			MaximumMessageSize: '1048576',
			MessageRetentionPeriod: '345600',
			DelaySeconds: '0',
			ReceiveMessageWaitTimeSeconds: '0',
			SqsManagedSseEnabled: 'true',
		},
	}),
	'Kinesis_20131202.DescribeStream': JSON.stringify({StreamDescription: {StreamStatus: 'ACTIVE'}}),
	'Kinesis_20131202.GetShardIterator': ({StreamName}) => JSON.stringify({ShardIterator: StreamName ?? ''}),
	'Kinesis_20131202.PutRecord': JSON.stringify(put),
	'Kinesis_20131202.PutRecords': ({Records = []}) => JSON.stringify({FailedRecordCount: 0, Records: Records.map(() => put)}),
	'Kinesis_20131202.GetRecords': ({ShardIterator}) => (ShardIterator?.includes('scan') ? readRecords() : noRecords),
	Publish: `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${id}</MessageId></PublishResult><ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></PublishResponse>`,
	CreateTopic: `<CreateTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><CreateTopicResult><TopicArn>arn:aws:sns:us-east-1:000000000000:bench</TopicArn></CreateTopicResult></CreateTopicResponse>`,
};
