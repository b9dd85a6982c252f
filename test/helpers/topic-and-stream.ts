import {CreateStreamCommand, PutRecordsCommand, type KinesisClient} from '@aws-sdk/client-kinesis';
import {CreateTopicCommand, SubscribeCommand, type SNSClient} from '@aws-sdk/client-sns';

/** A topic with subscriptions of queues, by ARN. Answers its ARN. */
export async function aTopic(
	sns: SNSClient,
	name: string,
	options: {queueArns?: readonly string[]; attributes?: Record<string, string>} = {},
): Promise<string> {
	const {TopicArn = ''} = await sns.send(new CreateTopicCommand({Name: name}));
	for (const Endpoint of options.queueArns ?? []) {
		await sns.send(
			new SubscribeCommand({TopicArn, Protocol: 'sqs', Endpoint, ...(options.attributes ? {Attributes: options.attributes} : {})}),
		);
	}
	return TopicArn;
}

/** An active stream with records in it, by partition key and text. */
export async function aStream(
	kinesis: KinesisClient,
	name: string,
	options: {shardCount?: number; records?: ReadonlyArray<readonly [key: string, data: string]>} = {},
): Promise<void> {
	const {shardCount = 2, records = []} = options;
	await kinesis.send(new CreateStreamCommand({StreamName: name, ShardCount: shardCount}));
	if (records.length === 0) return;
	await kinesis.send(
		new PutRecordsCommand({StreamName: name, Records: records.map(([PartitionKey, data]) => ({PartitionKey, Data: Buffer.from(data)}))}),
	);
}
