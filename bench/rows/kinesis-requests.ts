import {kinesisJson} from '../api.ts';
import type {Connection} from '../client.ts';

/** 1 KiB in base64. */
export const oneKibData = Buffer.alloc(1024, 'sluice ').toString('base64');

/** Partition keys of the records of a call or of a round: different ones, as applications have. */
export function partitionKey(index: number): string {
	return `key-${String(index).padStart(6, '0')}`;
}

/** A stream that takes records. */
export async function createStream(connection: Connection, name: string, shardCount: number): Promise<string> {
	await connection.call(kinesisJson, 'CreateStream', JSON.stringify({StreamName: name, ShardCount: shardCount}));
	const describe = JSON.stringify({StreamName: name});
	while (!(await connection.call(kinesisJson, 'DescribeStream', describe)).includes('"StreamStatus":"ACTIVE"')) await tick();
	return name;
}

/** So that its memory is free for the next round. */
export async function deleteStream(connection: Connection, name: string): Promise<void> {
	await connection.call(kinesisJson, 'DeleteStream', JSON.stringify({StreamName: name}));
}

function tick(): Promise<void> {
	return new Promise(resolve => {
		setTimeout(resolve, 20);
	});
}

/** Of a stream's first shard. */
export async function shardIterator(
	connection: Connection,
	name: string,
	position: {readonly ShardIteratorType: string; readonly StartingSequenceNumber?: string},
): Promise<string> {
	const request = {StreamName: name, ShardId: 'shardId-000000000000', ...position};
	const answer = await connection.call(kinesisJson, 'GetShardIterator', JSON.stringify(request));
	return (JSON.parse(answer) as {ShardIterator: string}).ShardIterator;
}

/** So many records of 1 KiB. */
export function putRecords(name: string, count: number): string {
	const records = Array.from({length: count}, (_, index) => ({Data: oneKibData, PartitionKey: partitionKey(index)}));
	return JSON.stringify({StreamName: name, Records: records});
}
