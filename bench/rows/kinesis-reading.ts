import {connect} from 'node:http2';
import {kinesisCbor, kinesisJson, requestHeaders} from '../api.ts';
import type {Connection} from '../client.ts';
import {cpuOf, serverSeries, share, type Loading} from '../load.ts';
import type {Row} from '../row.ts';
import {putHundred, scan} from './kinesis-loads.ts';
import {createStream, oneKibData, partitionKey, shardIterator} from './kinesis-requests.ts';

/** What the engine is compared with itself or with the clock in: CBOR, the middle of a long shard, and how soon subscribers have what is put. */
export const kinesisReadingRows: readonly Row[] = [
	{
		name: 'put-records-cbor',
		title: 'PutRecords of a hundred times 1 KiB in JSON and in CBOR, a record',
		unit: 'µs',
		besideUnit: '/s',
		series: [serverSeries('json', 'sluice', putHundred(240)), serverSeries('cbor', 'sluice', putHundred(240, kinesisCbor))],
		bounds: [{series: 'cbor', atMost: 1.3, timesOf: 'json'}],
	},
	{
		name: 'scan-cbor',
		title: 'GetRecords of 10,000 records of 1 KiB in JSON and in CBOR, a record',
		unit: 'µs',
		besideUnit: ' records/s',
		series: [serverSeries('json', 'sluice', scan(10)), serverSeries('cbor', 'sluice', scan(10, kinesisCbor))],
		bounds: [{series: 'cbor', atMost: 1.3, timesOf: 'json'}],
	},
	{
		name: 'subscribe',
		title: 'From the answer to PutRecord to its arrival at a subscriber, median',
		unit: 'ms',
		series: [serverSeries('sluice', 'sluice', timeSubscriber())],
		bounds: [{series: 'sluice', atMost: 2}],
	},
	{
		name: 'middle-1m',
		title: 'GetShardIterator and GetRecords of 1,000 in a shard of a million records, a call',
		unit: 'µs',
		besideUnit: '/s',
		series: [serverSeries('start', 'sluice', readFrom(0)), serverSeries('middle', 'sluice', readFrom(500_000))],
		bounds: [{series: 'middle', atMost: 1.2, timesOf: 'start'}],
		isLong: true,
	},
];

const sampleCount = 200;

function timeSubscriber(): Loading {
	return async ({server, connection}) => {
		const name = await createStream(connection, 'events', 1);
		const streamArn = `arn:aws:kinesis:us-east-1:000000000000:stream/${name}`;
		return async round => {
			const request = {StreamARN: streamArn, ConsumerName: `reader-${round}`};
			const answer = await connection.call(kinesisJson, 'RegisterStreamConsumer', JSON.stringify(request));
			const {ConsumerARN: arn} = (JSON.parse(answer) as {Consumer: {ConsumerARN: string}}).Consumer;
			const describe = JSON.stringify({ConsumerARN: arn});
			while (!(await connection.call(kinesisJson, 'DescribeStreamConsumer', describe)).includes('ACTIVE'));
			const subscriber = await subscribe(server.url, arn);
			const tookMs: number[] = [];
			for (let sample = 0; sample < sampleCount; sample++) {
				const data = Buffer.from(`event ${round} ${sample}.`).toString('base64');
				const arrived = subscriber.arrival(data);
				await connection.call(kinesisJson, 'PutRecord', JSON.stringify({StreamName: name, PartitionKey: 'k', Data: data}));
				const answeredAtMs = performance.now();
				// An event may be here before the answer is.
				tookMs.push(Math.max(0, (await arrived) - answeredAtMs));
			}
			subscriber.close();
			return {value: tookMs.toSorted((left, right) => left - right)[sampleCount / 2] ?? Number.NaN};
		};
	};
}

/** A subscription over h2c, which tells when it has seen some data. */
async function subscribe(url: string, arn: string): Promise<{arrival(data: string): Promise<number>; close(): void}> {
	const session = connect(url);
	const stream = session.request({':method': 'POST', ':path': '/', ...requestHeaders(kinesisJson, 'SubscribeToShard')});
	let awaited: {readonly data: string; readonly resolve: (atMs: number) => void} | undefined;
	stream.on('data', (chunk: Buffer) => {
		if (awaited && chunk.includes(awaited.data)) awaited.resolve(performance.now());
	});
	const begun = new Promise<void>((resolve, reject) => {
		stream.on('error', reject);
		stream.once('data', () => resolve());
	});
	stream.end(JSON.stringify({ConsumerARN: arn, ShardId: 'shardId-000000000000', StartingPosition: {Type: 'LATEST'}}));
	await begun;
	return {
		arrival: data =>
			new Promise(resolve => {
				awaited = {data, resolve};
			}),
		close: () => session.destroy(),
	};
}

const recordCount = 1_000_000;
const readCount = 400;

function readFrom(position: number): Loading {
	return async ({server, connections, connection}) => {
		const name = await createStream(connection, 'long', 1);
		const data = oneKibData.slice(0, 128);
		const records = Array.from({length: 500}, (_, index) => ({Data: data, PartitionKey: partitionKey(index)}));
		const body = JSON.stringify({StreamName: name, Records: records});
		let sequenceNumber = '';
		for (let put = 0; put < recordCount; put += 500) {
			const answer = await connection.call(kinesisJson, 'PutRecords', body);
			if (put === position) sequenceNumber = /"SequenceNumber":"(\d+)"/.exec(answer)?.[1] ?? '';
		}
		const read = async (reader: Connection): Promise<void> => {
			const at = {ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: sequenceNumber};
			const request = JSON.stringify({ShardIterator: await shardIterator(reader, name, at), Limit: 1000});
			const answer = await reader.call(kinesisJson, 'GetRecords', request);
			if (!answer.startsWith(`{"Records":[{"SequenceNumber":"${sequenceNumber}"`)) throw new Error('It began elsewhere.');
		};
		return async () => {
			await share(connections, readCount / 8, read);
			return cpuOf(server, readCount, () => share(connections, readCount, read));
		};
	};
}
