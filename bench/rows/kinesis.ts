import {kinesisJson} from '../api.ts';
import type {OpenConnection} from '../client.ts';
import {openH2cConnection} from '../h2c-client.ts';
import {cpuOf, seriesOfServers, serverSeries, share, type Loading} from '../load.ts';
import type {Row, Series} from '../row.ts';
import {putHundred, scan} from './kinesis-loads.ts';
import {createStream, deleteStream, oneKibData, partitionKey, shardIterator} from './kinesis-requests.ts';

const ours = ['bare', 'sluice'] as const;

/** Single requests of Kinesis, over HTTP/1.1 and over HTTP/2 in cleartext, and reading all there is. */
export const kinesisRows: readonly Row[] = [
	{
		name: 'put-record',
		title: 'PutRecord of 1 KiB, four shards',
		unit: 'µs',
		besideUnit: '/s',
		series: [...seriesOfServers(ours, putOne(24_000)), kinesalite(putOne(800))],
		bounds: [{series: 'sluice', atMost: 1.52, timesOf: 'bare'}],
	},
	{
		name: 'put-records',
		title: 'PutRecords of a hundred times 1 KiB, a record',
		unit: 'µs',
		besideUnit: '/s',
		series: [...seriesOfServers(ours, putHundred(800)), kinesalite(putHundred(8))],
		bounds: [{series: 'sluice', atMost: 1.94, timesOf: 'bare'}],
	},
	{
		name: 'get-empty',
		title: 'GetRecords where there is nothing new',
		unit: 'µs',
		besideUnit: '/s',
		series: [...seriesOfServers(ours, getNothing(24_000)), kinesalite(getNothing(800))],
		bounds: [{series: 'sluice', atMost: 1.27, timesOf: 'bare'}],
	},
	h2cRow('put-record-h2c', 'PutRecord of 1 KiB over h2c', putOne(24_000), 1.29),
	h2cRow('put-records-h2c', 'PutRecords of a hundred times 1 KiB over h2c, a record', putHundred(800), 1.74),
	h2cRow('get-empty-h2c', 'GetRecords where there is nothing new, over h2c', getNothing(24_000), 1.29),
	{
		name: 'scan',
		title: 'GetRecords of 10,000 records of 1 KiB, a record; bare is JSON.stringify of as many',
		unit: 'µs',
		besideUnit: ' records/s',
		series: [...seriesOfServers(ours, scan(10)), kinesalite(scan(1))],
		// 250,000 records a second where JSON.stringify makes 143,000.
		bounds: [{series: 'sluice', atMost: 0.572, timesOf: 'bare'}],
	},
];

/** A peer that is slow: fewer requests say as much. */
function kinesalite(loading: Loading): Series {
	return {...serverSeries('kinesalite', 'kinesalite', loading), roundsMax: 2};
}

function h2cRow(name: string, title: string, loading: Loading, atMost: number): Row {
	const open: OpenConnection = openH2cConnection;
	return {
		name,
		title,
		unit: 'µs',
		besideUnit: '/s',
		series: [serverSeries('bare', 'bare-h2c', loading, open), serverSeries('sluice', 'sluice', loading, open)],
		bounds: [{series: 'sluice', atMost, timesOf: 'bare'}],
	};
}

function putOne(count: number): Loading {
	return async ({server, connections, connection}) =>
		async round => {
			const name = await createStream(connection, `put-${round}`, 4);
			const bodies = Array.from({length: 1000}, (_, index) =>
				JSON.stringify({StreamName: name, Data: oneKibData, PartitionKey: partitionKey(index)}),
			);
			const put = async (putter: typeof connection, index: number): Promise<void> =>
				void (await putter.call(kinesisJson, 'PutRecord', bodies[index % bodies.length] ?? ''));
			await share(connections, count / 8, put);
			const measure = await cpuOf(server, count, () => share(connections, count, put));
			await deleteStream(connection, name);
			return measure;
		};
}

function getNothing(count: number): Loading {
	return async ({server, connections, connection}) => {
		const name = await createStream(connection, 'empty', 1);
		return async () => {
			const iterator = await shardIterator(connection, name, {ShardIteratorType: 'LATEST'});
			const body = JSON.stringify({ShardIterator: iterator, Limit: 10_000});
			const get = async (getter: typeof connection): Promise<void> => void (await getter.call(kinesisJson, 'GetRecords', body));
			await share(connections, count / 8, get);
			return cpuOf(server, count, () => share(connections, count, get));
		};
	};
}
