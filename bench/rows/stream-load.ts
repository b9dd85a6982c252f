import {kinesisJson} from '../api.ts';
import type {Connection} from '../client.ts';

const recordBytes = 500;
export const recordsPerCall = 500;
const data = Buffer.from(JSON.stringify({speed: 88, pad: 'x'.repeat(recordBytes - 24)})).toString('base64');

/** Puts records of 500 B into a stream at this rate, until it is over. */
export async function produce(
	connection: Connection,
	{stream, perSecond, isOver}: {stream: string; perSecond: number; isOver: () => boolean},
): Promise<void> {
	const callsPerSecond = perSecond / recordsPerCall;
	const startMs = performance.now();
	for (let call = 0; !isOver(); call++) {
		const waitMs = startMs + (call * 1000) / callsPerSecond - performance.now();
		if (waitMs > 0) await sleep(waitMs);
		await putRecords(connection, stream, call * recordsPerCall);
	}
}

export async function createStream(connection: Connection, name: string, shardCount: number): Promise<void> {
	await connection.call(kinesisJson, 'CreateStream', JSON.stringify({StreamName: name, ShardCount: shardCount}));
	await sleep(1500);
}

/** One call of 500, of 977 keys in turn. */
export async function putRecords(connection: Connection, stream: string, first: number): Promise<void> {
	const records = Array.from({length: recordsPerCall}, (_, index) => ({Data: data, PartitionKey: `truck_${(first + index) % 977}`}));
	await connection.call(kinesisJson, 'PutRecords', JSON.stringify({StreamName: stream, Records: records}));
}

export function sleep(durationMs: number): Promise<void> {
	return new Promise(resolve => setTimeout(resolve, durationMs));
}
