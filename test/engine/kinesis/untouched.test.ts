import {readFileSync} from 'node:fs';
import {
	CreateStreamCommand,
	GetRecordsCommand,
	GetShardIteratorCommand,
	KinesisClient,
	PutRecordCommand,
	PutRecordsCommand,
	RegisterStreamConsumerCommand,
	SubscribeToShardCommand,
	type _Record,
} from '@aws-sdk/client-kinesis';
import {expect, test} from 'vitest';
import {readKplAggregate} from '../../../source/payload/kpl.ts';
import {startTestEngine} from '../../helpers/engine.ts';

const stream = {StreamName: 'orders'};
const zero = 'shardId-000000000000';
const fixtures = ['three-records', 'gzip-inside', 'empty', 'index-out-of-range', 'magic-only', 'wrong-md5'];

function fixture(name: string): Buffer {
	return readFileSync(new URL(`../../fixtures/kpl/${name}.bin`, import.meta.url));
}

/** All there is in the first shard, some at a time. */
async function readAll(kinesis: KinesisClient, limit: number): Promise<_Record[]> {
	const start = new GetShardIteratorCommand({...stream, ShardId: zero, ShardIteratorType: 'TRIM_HORIZON'});
	let {ShardIterator: iterator} = await kinesis.send(start);
	const records: _Record[] = [];
	for (;;) {
		const answer = await kinesis.send(new GetRecordsCommand({ShardIterator: iterator, Limit: limit}));
		if (!answer.Records?.length) return records;
		records.push(...answer.Records);
		iterator = answer.NextShardIterator;
	}
}

test('what the KPL aggregates passes through as it came, whole or broken, with its outer key', async () => {
	await using engine = await startTestEngine({kinesisDelayMs: 0});
	const {kinesis} = engine;
	await kinesis.send(new CreateStreamCommand({...stream, ShardCount: 1}));
	const entries = fixtures.map(name => ({Data: fixture(name), PartitionKey: name, ExplicitHashKey: '0'}));
	await kinesis.send(new PutRecordsCommand({...stream, Records: entries}));
	await kinesis.send(new PutRecordCommand({...stream, Data: fixture('three-records'), PartitionKey: 'a', ExplicitHashKey: '1'}));

	const read = await readAll(kinesis, 3);
	const streamArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
	const {Consumer: consumer} = await kinesis.send(new RegisterStreamConsumerCommand({StreamARN: streamArn, ConsumerName: 'reader'}));
	const {EventStream: events} = await kinesis.send(
		new SubscribeToShardCommand({ConsumerARN: consumer?.ConsumerARN, ShardId: zero, StartingPosition: {Type: 'TRIM_HORIZON'}}),
	);
	const first = await events?.[Symbol.asyncIterator]().next();
	const pushed = first?.value?.SubscribeToShardEvent?.Records;

	for (const records of [read, pushed]) {
		expect(records.map(({PartitionKey: key}: _Record) => key)).toEqual([...fixtures, 'a']);
		const bytes = records.map(({Data: data}: _Record) => Buffer.from(data ?? []).toString('hex'));
		expect(bytes).toEqual([...fixtures, 'three-records'].map(name => fixture(name).toString('hex')));
		expect(readKplAggregate(records[0].Data)).toMatchObject({records: [{}, {}, {}]});
	}
});

test('of what four clients put into one shard at once, five hundred a call, nothing is lost, and numbers grow in the order of reading', async () => {
	await using engine = await startTestEngine({kinesisDelayMs: 0});
	await engine.kinesis.send(new CreateStreamCommand({...stream, ShardCount: 1}));
	const clients = Array.from({length: 4}, () => new KinesisClient(engine.clientOptions()));

	const put = await Promise.all(
		clients.map(async (client, clientIndex) => {
			const numbers: string[] = [];
			for (let call = 0; call < 3; call++) {
				const records = Array.from({length: 500}, (_, index) => ({
					PartitionKey: `client-${clientIndex}`,
					Data: Buffer.from(`${clientIndex}/${call}/${index}`),
				}));
				const answer = await client.send(new PutRecordsCommand({...stream, Records: records}));
				numbers.push(...(answer.Records ?? []).map(({SequenceNumber: number = ''}) => number));
			}
			return numbers;
		}),
	);
	const read = await readAll(engine.kinesis, 1700);
	for (const client of clients) client.destroy();

	const readNumbers = read.map(({SequenceNumber: number = ''}) => number);
	expect(readNumbers).toEqual(put.flat().toSorted((left, right) => (BigInt(left) < BigInt(right) ? -1 : 1)));
	expect(new Set(readNumbers).size).toBe(6000);
	// Each client's records stand in its own order.
	for (const [index, numbers] of put.entries()) {
		const own = read.filter(({PartitionKey: key}) => key === `client-${index}`);
		expect(own.map(({SequenceNumber: number}) => number)).toEqual(numbers);
		expect(Buffer.from(own[1499]?.Data ?? []).toString()).toBe(`${index}/2/499`);
	}
});
