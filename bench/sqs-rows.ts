import {openConnection, type Connection} from './client.ts';
import type {ServerProcess} from './server-process.ts';

/** What one round of a row cost one server. */
export type Measure = {readonly microsecondsPerRequest: number; readonly requestsPerSecond: number};

const connectionCount = 32;
const sendCount = 24_000;
const receiveCount = 8_000;
const body = 'x'.repeat(1024);

/** SendMessage of 1 KiB. */
export async function measureSend(server: ServerProcess, round: number): Promise<Measure> {
	return withConnections(server, async connections => {
		const queueUrl = await createQueue(connections, `send-${round}`);
		const request = JSON.stringify({QueueUrl: queueUrl, MessageBody: body});
		const send = async (connection: Connection): Promise<void> => void (await connection.call('SendMessage', request));
		await share(connections, sendCount / 8, send);
		const measure = await timed(server, sendCount, () => share(connections, sendCount, send));
		await connections[0]?.call('DeleteQueue', JSON.stringify({QueueUrl: queueUrl}));
		return measure;
	});
}

/** ReceiveMessage of one message of 1 KiB, and DeleteMessage of it. */
export async function measureReceive(server: ServerProcess, round: number): Promise<Measure> {
	return withConnections(server, async connections => {
		const queueUrl = await createQueue(connections, `receive-${round}`);
		const request = JSON.stringify({QueueUrl: queueUrl, MessageBody: body});
		await share(connections, receiveCount * 1.25, async connection => void (await connection.call('SendMessage', request)));
		const receive = JSON.stringify({QueueUrl: queueUrl, MaxNumberOfMessages: 1});
		const receiveAndDelete = async (connection: Connection): Promise<void> => {
			const answer = JSON.parse(await connection.call('ReceiveMessage', receive)) as {Messages: Array<{ReceiptHandle: string}>};
			await connection.call('DeleteMessage', JSON.stringify({QueueUrl: queueUrl, ReceiptHandle: answer.Messages[0]?.ReceiptHandle}));
		};
		await share(connections, receiveCount / 8, receiveAndDelete);
		const measure = await timed(server, receiveCount * 2, () => share(connections, receiveCount, receiveAndDelete));
		await connections[0]?.call('DeleteQueue', JSON.stringify({QueueUrl: queueUrl}));
		return measure;
	});
}

async function withConnections<Result>(
	server: ServerProcess,
	use: (connections: readonly Connection[]) => Promise<Result>,
): Promise<Result> {
	const connections = await Promise.all(Array.from({length: connectionCount}, () => openConnection(server.url)));
	try {
		return await use(connections);
	} finally {
		for (const connection of connections) connection.close();
	}
}

async function createQueue(connections: readonly Connection[], name: string): Promise<string> {
	const answer = await connections[0]?.call('CreateQueue', JSON.stringify({QueueName: name}));
	return (JSON.parse(answer ?? '{}') as {QueueUrl: string}).QueueUrl;
}

/** Does the work so many times, each connection one at a time. */
async function share(connections: readonly Connection[], count: number, work: (connection: Connection) => Promise<void>): Promise<void> {
	let left = count;
	await Promise.all(
		connections.map(async connection => {
			while (left-- > 0) await work(connection);
		}),
	);
}

async function timed(server: ServerProcess, requestCount: number, work: () => Promise<void>): Promise<Measure> {
	const cpuBefore = await server.cpuMicroseconds();
	const startMs = performance.now();
	await work();
	const tookMs = performance.now() - startMs;
	const cpu = (await server.cpuMicroseconds()) - cpuBefore;
	return {microsecondsPerRequest: cpu / requestCount, requestsPerSecond: (requestCount / tookMs) * 1000};
}
