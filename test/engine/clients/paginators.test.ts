import * as kinesis from '@aws-sdk/client-kinesis';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {startTestEngine, type TestEngine} from '../../helpers/engine.ts';

/*
The paginators and waiters of the clients, all of them: what they walk through is whole, without a gap and without anything twice.
*/

let engine: TestEngine;

/** More than the 100 that SNS puts on a page. */
const count = 103;
const numbers = Array.from({length: count}, (_, index) => String(index).padStart(3, '0'));
const topic = 'arn:aws:sns:us-east-1:000000000000:topic-000';
const application = 'arn:aws:sns:us-east-1:000000000000:app/GCM/app-000';
const stream = 'arn:aws:kinesis:us-east-1:000000000000:stream/stream-0';

beforeAll(async () => {
	engine = await startTestEngine({kinesisDelayMs: 0});
	await makeQueues();
	// All are made for the first ones.
	const [first = '', ...others] = numbers;
	await makeForSns(first);
	await Promise.all(others.map(makeForSns));
	await makeStreams();
});

afterAll(() => engine.close());

async function makeQueues(): Promise<void> {
	const {sqs: client} = engine;
	await client.send(new sqs.CreateQueueCommand({QueueName: 'dlq'}));
	const RedrivePolicy = JSON.stringify({deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dlq', maxReceiveCount: 1});
	for (const number of numbers.slice(0, 7))
		await client.send(new sqs.CreateQueueCommand({QueueName: `queue-${number}`, Attributes: {RedrivePolicy}}));
}

async function makeForSns(number: string): Promise<void> {
	const {sns: client} = engine;
	const Attributes = {PlatformPrincipal: 'p', PlatformCredential: 'c'};
	await client.send(new sns.CreateTopicCommand({Name: `topic-${number}`}));
	await client.send(new sns.CreatePlatformApplicationCommand({Name: `app-${number}`, Platform: 'GCM', Attributes}));
	if (number === '000') return;
	const Endpoint = `arn:aws:sqs:us-east-1:000000000000:queue-${number}`;
	await client.send(new sns.SubscribeCommand({TopicArn: topic, Protocol: 'sqs', Endpoint}));
	await client.send(new sns.CreatePlatformEndpointCommand({PlatformApplicationArn: application, Token: number}));
	if (Number(number) <= 10) await client.send(new sns.CreateSMSSandboxPhoneNumberCommand({PhoneNumber: `+1555010${number}`}));
}

async function makeStreams(): Promise<void> {
	const {kinesis: client} = engine;
	const bucket = {BucketARN: 'arn:aws:s3:::bucket', ExpectedBucketOwner: '000000000000'};
	for (const index of [0, 1, 2, 3, 4]) await client.send(new kinesis.CreateStreamCommand({StreamName: `stream-${index}`}));
	for (const index of [0, 1, 2, 3, 4]) {
		await client.send(new kinesis.RegisterStreamConsumerCommand({StreamARN: stream, ConsumerName: `consumer-${index}`}));
		await client.send(
			new kinesis.CreateChannelCommand({
				ChannelName: `channel-${index}`,
				ServiceExecutionRoleARN: 'arn:aws:iam::000000000000:role/r',
				StreamConfigurationList: [{StreamARN: stream, RecordConfiguration: {RecordFormatType: 'JSON'}}],
				S3DestinationConfiguration: {StorageConfiguration: {...bucket, CompressionType: 'NONE'}},
			}),
		);
	}
}

type Paginate = (configuration: object, input: object) => AsyncIterable<Readonly<Record<string, unknown>>>;

const modules: Readonly<Record<string, object>> = {sqs, sns, kinesis};

/** Pages as a list of lists of what is on them, as text. */
async function pagesOf(service: 'sqs' | 'sns' | 'kinesis', operation: string, input: object, pageSize?: number): Promise<string[][]> {
	// Paginators are looked up by the names that the modules give them.
	const paginate = (modules[service] as Readonly<Record<string, Paginate>>)[`paginate${operation}`];
	if (!paginate) throw new Error(`There is no paginator of ${operation}.`);
	const pages: string[][] = [];
	for await (const page of paginate({client: engine[service], ...(pageSize !== undefined && {pageSize})}, input))
		pages.push(
			Object.values(page)
				.filter(Array.isArray)
				.flat()
				.map(item => JSON.stringify(item)),
		);
	return pages;
}

const walks = [
	['sqs', 'ListQueues', {QueueNamePrefix: 'queue-'}, 3, [3, 3, 1]],
	['sqs', 'ListDeadLetterSourceQueues', {QueueUrl: 'dlq'}, 3, [3, 3, 1]],
	['sns', 'ListTopics', {}, undefined, [100, 3]],
	['sns', 'ListSubscriptions', {}, undefined, [100, 2]],
	['sns', 'ListSubscriptionsByTopic', {TopicArn: topic}, undefined, [100, 2]],
	['sns', 'ListPlatformApplications', {}, undefined, [100, 3]],
	['sns', 'ListEndpointsByPlatformApplication', {PlatformApplicationArn: application}, undefined, [100, 2]],
	['sns', 'ListPhoneNumbersOptedOut', {}, undefined, [0]],
	['sns', 'ListOriginationNumbers', {}, undefined, [0]],
	['sns', 'ListSMSSandboxPhoneNumbers', {}, 4, [4, 4, 2]],
	['kinesis', 'ListStreamConsumers', {StreamARN: stream}, 2, [2, 2, 1]],
	['kinesis', 'ListChannels', {}, 2, [2, 2, 1]],
] as const;

test.each(walks)('%s %s %o', async (service, operation, input, pageSize, sizes) => {
	const pages = await pagesOf(service, operation, input, pageSize);

	expect(pages.map(({length}) => length)).toEqual(sizes);
	expect(new Set(pages.flat()).size).toBe(pages.flat().length);
});

test('ListStreams tells each stream by its name and in a summary', async () => {
	const pages = await pagesOf('kinesis', 'ListStreams', {}, 2);

	expect(pages.map(({length}) => length)).toEqual([4, 4, 2]);
	expect(new Set(pages.flat()).size).toBe(10);
});

test('there is no other paginator', () => {
	const known = [...walks.map(([service, operation]) => `${service} ${operation}`), 'kinesis ListStreams'];
	const offered = Object.entries(modules).flatMap(([service, module]) =>
		Object.keys(module)
			.filter(name => name.startsWith('paginate'))
			.map(name => `${service} ${name.slice('paginate'.length)}`),
	);

	expect(offered.toSorted()).toEqual(known.toSorted());
});

test('the waiters of Kinesis see streams come and go, and channels become ACTIVE', async () => {
	const {kinesis: client} = engine;
	const options = {client, maxWaitTime: 10, minDelay: 1, maxDelay: 1};
	const ChannelARN = 'arn:aws:kinesis:us-east-1:000000000000:channel/channel-0';

	expect(await kinesis.waitUntilStreamExists(options, {StreamName: 'stream-4'})).toMatchObject({state: 'SUCCESS'});
	expect(await kinesis.waitUntilChannelActive(options, {ChannelARN})).toMatchObject({state: 'SUCCESS'});
	await client.send(new kinesis.DeleteStreamCommand({StreamName: 'stream-4'}));
	expect(await kinesis.waitUntilStreamNotExists(options, {StreamName: 'stream-4'})).toMatchObject({state: 'SUCCESS'});
	expect(engine.bugs).toEqual([]);
});
