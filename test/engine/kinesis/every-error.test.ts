import * as kinesis from '@aws-sdk/client-kinesis';
import {cbor} from '@smithy/core/cbor';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createManualClock, type ManualClock} from '../../../source/shared/clock.ts';
import {startTestEngine, type TestEngine} from '../../helpers/engine.ts';

/*
Every refusal of Kinesis whose words are known, as it goes over the wire: in JSON 1.1 and in CBOR by hand, and over HTTP/2 through the SDK's client.
*/

let engine: TestEngine;
let clock: ManualClock;

const accountId = '000000000000';
const StreamName = 'clicks';
const stream = {StreamName};
const arnOf = (name: string): string => `arn:aws:kinesis:us-east-1:${accountId}:stream/${name}`;
const last = String(2n ** 128n - 1n);

/** What rows need that only `beforeAll` knows. */
const made = {oldIterator: '', oldIteratorAtMs: 0, numberOfOther: '', numberOfSecondShard: ''};

beforeAll(async () => {
	clock = createManualClock();
	engine = await startTestEngine({clock, kinesisDelayMs: 0});
	const send = async (name: string, input: object): Promise<Record<string, string>> =>
		(await engine.kinesis.send(commandOf(name, input))) as unknown as Record<string, string>;
	await send('CreateStream', {StreamName, ShardCount: 2});
	await send('CreateStream', {StreamName: 'kept', ShardCount: 1});
	await send('CreateStream', {StreamName: 'elastic'});
	await send('IncreaseStreamRetentionPeriod', {StreamName: 'kept', RetentionPeriodHours: 25});
	const put = {Data: Buffer.from('x'), PartitionKey: 'a'};
	clock.advance(5000);
	await send('CreateStream', {StreamName: 'other', ShardCount: 1});
	made.numberOfOther = (await send('PutRecord', {StreamName: 'other', ...put}))['SequenceNumber'] ?? '';
	made.numberOfSecondShard = (await send('PutRecord', {...stream, ...put, ExplicitHashKey: last}))['SequenceNumber'] ?? '';
	const at = {...stream, ShardId: 'shardId-000000000000', ShardIteratorType: 'LATEST'};
	made.oldIterator = (await send('GetShardIterator', at))['ShardIterator'] ?? '';
	made.oldIteratorAtMs = clock.nowMs();
	clock.advance(300_001);
});

afterAll(() => engine.close());

type Row = readonly [fact: string, action: string, input: object | (() => object), code: string, message: string | (() => string)];

const invalid = 'ValidationException';
const argument = 'InvalidArgumentException';
const notFound = 'ResourceNotFoundException';
const one = (value: string, path: string, constraint: string): string =>
	`1 validation error detected: Value ${value} at '${path}' failed to satisfy constraint: ${constraint}`;
const namePattern = 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+';
const missingStream = `Stream nope under account ${accountId} not found.`;

const needsStream: ReadonlyArray<readonly [action: string, rest: object]> = [
	['AddTagsToStream', {Tags: {a: 'b'}}],
	['DecreaseStreamRetentionPeriod', {RetentionPeriodHours: 24}],
	['DeleteStream', {}],
	['DescribeStream', {}],
	['DescribeStreamSummary', {}],
	['DisableEnhancedMonitoring', {ShardLevelMetrics: ['ALL']}],
	['EnableEnhancedMonitoring', {ShardLevelMetrics: ['ALL']}],
	['IncreaseStreamRetentionPeriod', {RetentionPeriodHours: 24}],
	['ListShards', {}],
	['ListTagsForStream', {}],
	['MergeShards', {ShardToMerge: 'shardId-000000000000', AdjacentShardToMerge: 'shardId-000000000001'}],
	['PutRecord', {Data: Buffer.from('x'), PartitionKey: 'a'}],
	['PutRecords', {Records: [{Data: Buffer.from('x'), PartitionKey: 'a'}]}],
	['RemoveTagsFromStream', {TagKeys: ['a']}],
	['SplitShard', {ShardToSplit: 'shardId-000000000000', NewStartingHashKey: '5'}],
	['StartStreamEncryption', {EncryptionType: 'KMS', KeyId: 'key'}],
	['StopStreamEncryption', {EncryptionType: 'KMS', KeyId: 'key'}],
	['UpdateShardCount', {TargetShardCount: 1, ScalingType: 'UNIFORM_SCALING'}],
];

const streams: readonly Row[] = [
	...needsStream.flatMap(([action, rest]): readonly Row[] => [
		[`${action} of no stream`, action, {StreamName: 'nope', ...rest}, notFound, missingStream],
		[`${action} of no stream by ARN`, action, {StreamARN: arnOf('nope'), ...rest}, notFound, missingStream],
	]),
	[
		'a name that is taken',
		'CreateStream',
		{StreamName, ShardCount: 1},
		'ResourceInUseException',
		`Stream clicks under account ${accountId} already exists.`,
	],
	['no name', 'CreateStream', {ShardCount: 1}, invalid, one('null', 'streamName', 'Member must not be null')],
	[
		'an empty name',
		'CreateStream',
		{StreamName: '', ShardCount: 1},
		invalid,
		`2 validation errors detected: Value '' at 'streamName' failed to satisfy constraint: ${namePattern}; Value '' at 'streamName' failed to satisfy constraint: Member must have length greater than or equal to 1`,
	],
	['a name with a blank', 'CreateStream', {StreamName: 'a b', ShardCount: 1}, invalid, one("'a b'", 'streamName', namePattern)],
	[
		'a name of 129 characters',
		'CreateStream',
		{StreamName: 'a'.repeat(129), ShardCount: 1},
		invalid,
		one(`'${'a'.repeat(129)}'`, 'streamName', 'Member must have length less than or equal to 128'),
	],
	[
		'no shards',
		'CreateStream',
		{StreamName: 'new', ShardCount: 0},
		invalid,
		one("'0'", 'shardCount', 'Member must have value greater than or equal to 1'),
	],
	[
		'100,001 shards',
		'CreateStream',
		{StreamName: 'new', ShardCount: 100_001},
		invalid,
		one("'100001'", 'shardCount', 'Member must have value less than or equal to 100000'),
	],
	[
		'more shards than the account may have',
		'CreateStream',
		{StreamName: 'new', ShardCount: 20_000},
		'LimitExceededException',
		`This request would exceed the shard limit for the account ${accountId} in us-east-1. Current shard count for the account: 8. Limit: 20000. Number of additional shards that would have resulted from this request: 20000. Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request higher limits.`,
	],
	[
		'a retention of 23 hours',
		'DecreaseStreamRetentionPeriod',
		{...stream, RetentionPeriodHours: 23},
		argument,
		'Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.',
	],
	[
		'an increase that is none',
		'IncreaseStreamRetentionPeriod',
		{StreamName: 'kept', RetentionPeriodHours: 24},
		argument,
		'Requested retention period (24 hours) for stream kept can not be shorter than existing retention period (25 hours). Use DecreaseRetentionPeriod API.',
	],
	[
		'a decrease that is none',
		'DecreaseStreamRetentionPeriod',
		{StreamName: 'kept', RetentionPeriodHours: 26},
		argument,
		'Requested retention period (26 hours) for stream kept can not be longer than existing retention period (25 hours). Use IncreaseRetentionPeriod API.',
	],
	[
		'a tag with an odd character',
		'AddTagsToStream',
		{...stream, Tags: {'a;': 'b'}},
		argument,
		'Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.',
	],
	[
		'51 tags',
		'AddTagsToStream',
		{...stream, Tags: Object.fromEntries(Array.from({length: 51}, (_, index) => [`n${index}`, 'x']))},
		argument,
		`Failed to add tags to stream clicks under account ${accountId} because a given stream cannot have more than 10 tags associated with it.`,
	],
];

const record = (input: object): object => ({...stream, Data: Buffer.from('x'), PartitionKey: 'a', ...input});

const writing: readonly Row[] = [
	[
		'an empty partition key',
		'PutRecord',
		record({PartitionKey: ''}),
		invalid,
		one("''", 'partitionKey', 'Member must have length greater than or equal to 1'),
	],
	[
		'a partition key of 257 characters',
		'PutRecord',
		record({PartitionKey: 'a'.repeat(257)}),
		invalid,
		one(`'${'a'.repeat(257)}'`, 'partitionKey', 'Member must have length less than or equal to 256'),
	],
	['no data', 'PutRecord', record({Data: undefined}), invalid, one('null', 'data', 'Member must not be null')],
	[
		'a hash key that is no number',
		'PutRecord',
		record({ExplicitHashKey: '01'}),
		invalid,
		one("'01'", 'explicitHashKey', String.raw`Member must satisfy regular expression pattern: 0|([1-9]\d{0,38})`),
	],
	[
		'a hash key beyond the last',
		'PutRecord',
		record({ExplicitHashKey: String(2n ** 128n)}),
		argument,
		`Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${2n ** 128n}`,
	],
	[
		'a number to exceed that nobody gave out',
		'PutRecord',
		record({SequenceNumberForOrdering: '5'}),
		argument,
		`ExclusiveMinimumSequenceNumber 5 used in PutRecord on stream clicks under account ${accountId} is invalid.`,
	],
	[
		'no records',
		'PutRecords',
		{...stream, Records: []},
		invalid,
		one("'[]'", 'records', 'Member must have length greater than or equal to 1'),
	],
	[
		'a record without a key',
		'PutRecords',
		{
			...stream,
			Records: [
				{Data: Buffer.from('x'), PartitionKey: 'a'},
				{Data: Buffer.from('x'), PartitionKey: ''},
			],
		},
		invalid,
		one("''", 'records.2.member.partitionKey', 'Member must have length greater than or equal to 1'),
	],
	[
		'one record with a hash key beyond the last',
		'PutRecords',
		{
			...stream,
			Records: [
				{Data: Buffer.from('x'), PartitionKey: 'a'},
				{Data: Buffer.from('x'), PartitionKey: 'a', ExplicitHashKey: String(2n ** 128n)},
			],
		},
		argument,
		`Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${2n ** 128n}`,
	],
];

const iterator = (input: object): object => ({...stream, ShardId: 'shardId-000000000000', ...input});
const combination =
	'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber.';
const used = (number: string): string =>
	`StartingSequenceNumber ${number} used in GetShardIterator on shard shardId-000000000000 in stream clicks under account ${accountId} is invalid`;

const reading: readonly Row[] = [
	[
		'an iterator type that is none',
		'GetShardIterator',
		iterator({ShardIteratorType: 'NEWEST'}),
		invalid,
		one(
			"'NEWEST'",
			'shardIteratorType',
			'Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]',
		),
	],
	[
		'a shard that is not there',
		'GetShardIterator',
		iterator({ShardId: 'shardId-000000000009', ShardIteratorType: 'LATEST'}),
		notFound,
		`Shard shardId-000000000009 in stream clicks under account ${accountId} does not exist`,
	],
	[
		'a stream that is not there',
		'GetShardIterator',
		{StreamName: 'nope', ShardId: 'shardId-000000000000', ShardIteratorType: 'LATEST'},
		notFound,
		`Shard shardId-000000000000 in stream nope under account ${accountId} does not exist`,
	],
	...['LATEST', 'TRIM_HORIZON'].map((ShardIteratorType): Row => [
		`${ShardIteratorType} and a number`,
		'GetShardIterator',
		iterator({ShardIteratorType, StartingSequenceNumber: '5'}),
		argument,
		`${combination} Request specified ${ShardIteratorType} and also a StartingSequenceNumber.`,
	]),
	...['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'].map((ShardIteratorType): Row => [
		`${ShardIteratorType} without a number`,
		'GetShardIterator',
		iterator({ShardIteratorType}),
		argument,
		`${combination} Request specified ${ShardIteratorType} and no StartingSequenceNumber.`,
	]),
	[
		'a number that nobody gave out',
		'GetShardIterator',
		iterator({ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '5'}),
		argument,
		`${used('5')}.`,
	],
	[
		'a number of another shard',
		'GetShardIterator',
		() => iterator({ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: made.numberOfSecondShard}),
		argument,
		'Invalid StartingSequenceNumber. It encodes shardId-000000000001, while it was used in a call to a shard with shardId-000000000000',
	],
	[
		'a number of another stream',
		'GetShardIterator',
		() => iterator({ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: made.numberOfOther}),
		argument,
		() => `${used(made.numberOfOther)} because it did not come from this stream.`,
	],
	[
		'AT_TIMESTAMP without a time',
		'GetShardIterator',
		iterator({ShardIteratorType: 'AT_TIMESTAMP'}),
		argument,
		'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.',
	],
	[
		'a time in the future',
		'GetShardIterator',
		() => iterator({ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(clock.nowMs() + 1000)}),
		argument,
		() =>
			`The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${clock.nowMs() + 1000}, currentTimestampInMillis: ${clock.nowMs()}`,
	],
	['an iterator that is none', 'GetRecords', {ShardIterator: 'AAAA'}, argument, 'Invalid ShardIterator.'],
	[
		'an empty iterator',
		'GetRecords',
		{ShardIterator: ''},
		invalid,
		one("''", 'shardIterator', 'Member must have length greater than or equal to 1'),
	],
	[
		'an iterator that is too old',
		'GetRecords',
		() => ({ShardIterator: made.oldIterator}),
		'ExpiredIteratorException',
		() =>
			`Iterator expired. The iterator was created at time ${javaDate(made.oldIteratorAtMs)} while right now it is ${javaDate(clock.nowMs())} which is further in the future than the tolerated delay of 300000 milliseconds.`,
	],
	...[
		[0, 'Member must have value greater than or equal to 1'] as const,
		[10_001, 'Member must have value less than or equal to 10000'] as const,
	].map(([Limit, constraint]): Row => [
		`${Limit} records`,
		'GetRecords',
		{ShardIterator: 'AAAA', Limit},
		invalid,
		one(`'${Limit}'`, 'limit', constraint),
	]),
	[
		'shards by a token and a name',
		'ListShards',
		{StreamName, NextToken: 'AAAA'},
		argument,
		'NextToken and StreamName cannot be provided together.',
	],
	['shards of nothing', 'ListShards', {}, argument, 'Either NextToken or StreamName should be provided.'],
];

/** As Java prints a time. */
function javaDate(atMs: number): string {
	const [day, date, month, year, time] = new Date(atMs).toUTCString().replace(',', '').split(' ');
	return `${day} ${month} ${date} ${time} UTC ${year}`;
}

const split = (input: object): object => ({...stream, ShardToSplit: 'shardId-000000000000', ...input});
const half = 2n ** 127n;
const noRoom = (key: bigint): string =>
	`NewStartingHashKey ${key} used in SplitShard() on shard shardId-000000000000 in stream clicks under account ${accountId} is not both greater than one plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey ${half - 1n}.`;
const notAdjacent = (left: string, right: string): string =>
	`Shards ${left} and ${right} in stream clicks under account ${accountId} are not an adjacent pair of shards eligible for merging`;

const resharding: readonly Row[] = [
	...[0n, 1n, half - 1n, half].map((key): Row => [
		`a split at ${key}`,
		'SplitShard',
		split({NewStartingHashKey: String(key)}),
		argument,
		noRoom(key),
	]),
	...['shardId-000000000009', 'shardId-99999999999', 'nonsense'].map((shardId): Row => [
		`a split of ${shardId}`,
		'SplitShard',
		split({ShardToSplit: shardId, NewStartingHashKey: '5'}),
		notFound,
		`Could not find shard ${shardId} in stream clicks under account ${accountId}.`,
	]),
	[
		'shards in the wrong order',
		'MergeShards',
		{...stream, ShardToMerge: 'shardId-000000000001', AdjacentShardToMerge: 'shardId-000000000000'},
		argument,
		notAdjacent('shardId-000000000001', 'shardId-000000000000'),
	],
	[
		'a shard with itself',
		'MergeShards',
		{...stream, ShardToMerge: 'shardId-000000000000', AdjacentShardToMerge: 'shardId-000000000000'},
		argument,
		notAdjacent('shardId-000000000000', 'shardId-000000000000'),
	],
	[
		'more than double the shards',
		'UpdateShardCount',
		{...stream, TargetShardCount: 5, ScalingType: 'UNIFORM_SCALING'},
		argument,
		'UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 2 Target shard count: 5',
	],
	[
		'a way of scaling that is none',
		'UpdateShardCount',
		{...stream, TargetShardCount: 4, ScalingType: 'ODD'},
		invalid,
		one("'ODD'", 'scalingType', 'Member must satisfy enum value set: [UNIFORM_SCALING]'),
	],
];

describe.each([
	['streams', streams],
	['writing', writing],
	['reading', reading],
	['resharding', resharding],
] as const)('what is refused of %s, in the words of each protocol:', (_what, rows) => {
	test.each(rows)('%s', async (_fact, action, given, code, said) => {
		const input: object = typeof given === 'function' ? (given as () => object)() : given;
		const message = typeof said === 'function' ? said() : said;
		const refusal = {status: 400, code, message};

		expect(await jsonRefusal(action, input)).toEqual(refusal);
		expect(await cborRefusal(action, input)).toEqual(refusal);
		expect(await sdkRefusal(action, input)).toEqual(refusal);
	});
});

const authorization =
	'AWS4-HMAC-SHA256 Credential=test/20261125/us-east-1/kinesis/aws4_request, SignedHeaders=host;x-amz-date, Signature=0123456789abcdef';

function post(action: string, version: 'json' | 'cbor', body: string | Uint8Array<ArrayBuffer>): Promise<Response> {
	return engine.send('/', {
		method: 'POST',
		headers: {
			authorization,
			'x-amz-date': '20261125T031204Z',
			'content-type': `application/x-amz-${version}-1.1`,
			'x-amz-target': `Kinesis_20131202.${action}`,
		},
		body,
	});
}

type Refusal = {readonly status: number | undefined; readonly code: string | undefined; readonly message: string | undefined};
type Wire = {readonly __type?: string; readonly message?: string};

/** By hand, in JSON: data as base64, times in seconds. */
async function jsonRefusal(action: string, input: object): Promise<Refusal> {
	const body = JSON.stringify(input, function replace(this: Record<string, unknown>, key, value: unknown) {
		const plain = this[key];
		if (plain instanceof Date) return plain.getTime() / 1000;
		return plain instanceof Uint8Array ? Buffer.from(plain).toString('base64') : value;
	});
	const response = await post(action, 'json', body);
	const {__type: code, message} = (await response.json()) as Wire;
	return {status: response.status, code, message};
}

/** By hand, in CBOR: data as bytes, times in milliseconds. */
async function cborRefusal(action: string, input: object): Promise<Refusal> {
	const given = Object.fromEntries(
		Object.entries(input)
			.filter(([, value]) => value !== undefined)
			.map(([name, value]: [string, unknown]) => [name, value instanceof Date ? value.getTime() : value]),
	);
	const response = await post(action, 'cbor', Buffer.from(cbor.serialize(given)));
	const {__type: code, message} = cbor.deserialize(new Uint8Array(await response.arrayBuffer())) as Wire;
	return {status: response.status, code, message};
}

/** The error that the SDK's client throws. */
async function sdkRefusal(action: string, input: object): Promise<Refusal> {
	try {
		await engine.kinesis.send(commandOf(action, input));
	} catch (error) {
		const {name, message, $metadata} = error as Error & {$metadata?: {httpStatusCode?: number}};
		return {status: $metadata?.httpStatusCode, code: name, message};
	}
	throw new Error(`${action} was not refused`);
}

function commandOf(action: string, input: object): never {
	// Command classes are looked up by name.
	const commands = kinesis as unknown as Readonly<Record<string, new (given: object) => object>>;
	const Command = commands[`${action}Command`];
	if (!Command) throw new Error(`The client has no ${action}.`);
	return new Command(input) as never;
}

test('nothing of this changed a stream, or met a bug of the engine', async () => {
	const {StreamDescriptionSummary: summary} = await engine.kinesis.send(new kinesis.DescribeStreamSummaryCommand(stream));
	const {Shards} = await engine.kinesis.send(new kinesis.ListShardsCommand(stream));
	const {Tags} = await engine.kinesis.send(new kinesis.ListTagsForStreamCommand(stream));

	expect(summary).toMatchObject({StreamStatus: 'ACTIVE', OpenShardCount: 2, RetentionPeriodHours: 24});
	expect(Shards).toHaveLength(2);
	expect(Tags).toEqual([]);
	expect(engine.bugs).toEqual([]);
});
