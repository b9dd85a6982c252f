import {cbor} from '@smithy/core/cbor';
import {kinesisCbor, kinesisJson, type Api} from '../api.ts';
import type {Connection} from '../client.ts';
import {cpuOf, share, type Loading} from '../load.ts';
import {createStream, deleteStream, oneKibData, putRecords, shardIterator} from './kinesis-requests.ts';

/** So many calls of a hundred records, a record. */
export function putHundred(callCount: number, api: Api = kinesisJson): Loading {
	return async ({server, connections, connection}) =>
		async round => {
			const name = await createStream(connection, `puts-${round}`, 4);
			const body = inApi(api, putRecords(name, 100));
			const put = async (putter: Connection): Promise<void> => void (await putter.call(api, 'PutRecords', body));
			await share(connections, callCount / 4, put);
			const measure = await cpuOf(server, callCount * 100, () => share(connections, callCount, put));
			await deleteStream(connection, name);
			return measure;
		};
}

/** So many reads of all 10,000 records of a shard, a record. */
export function scan(readCount: number, api: Api = kinesisJson): Loading {
	// CBOR needs no base64.
	const recordLength = api === kinesisCbor ? 1024 : oneKibData.length;
	return async ({server, connection}) => {
		const name = await createStream(connection, 'scan', 1);
		const puts = putRecords(name, 500);
		for (let index = 0; index < 20; index++) await connection.call(kinesisJson, 'PutRecords', puts);
		return async () => {
			const iterator = await shardIterator(connection, name, {ShardIteratorType: 'TRIM_HORIZON'});
			const body = inApi(api, JSON.stringify({ShardIterator: iterator, Limit: 10_000}));
			return cpuOf(server, readCount * 10_000, () =>
				share([connection], readCount, async reader => {
					const answer = await reader.call(api, 'GetRecords', body);
					if (answer.length < 10_000 * recordLength) throw new Error(`The answer has only ${answer.length} characters.`);
				}),
			);
		};
	};
}

/** A request as the client sends it: CBOR a byte a character. */
function inApi(api: Api, json: string): string {
	if (api !== kinesisCbor) return json;
	const request = JSON.parse(json, (name, value: unknown) => (name === 'Data' ? Buffer.from(String(value), 'base64') : value)) as object;
	return Buffer.from(cbor.serialize(request)).toString('latin1');
}
