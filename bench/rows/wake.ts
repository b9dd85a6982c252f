import {sqsJson} from '../api.ts';
import {openConnection, type Connection} from '../client.ts';
import {serverSeries, type Loading} from '../load.ts';
import type {Row} from '../row.ts';
import type {ServerName} from '../server-process.ts';
import {createQueue, receiveTen} from './sqs-requests.ts';

/** How soon a waiting receiver has what is sent. */
export const wakeRows: readonly Row[] = [
	{
		name: 'wake',
		title: 'From sending a message to its arrival at a long poll, 99th percentile',
		unit: 'ms',
		series: [wake('sluice', 1), wake('fauxqs', 1)],
		bounds: [{series: 'sluice', atMost: 2}],
	},
	{
		name: 'wake-10k',
		title: 'The same while 10,000 receivers wait at a hundred queues',
		unit: 'ms',
		series: [wake('sluice', 10_000)],
		bounds: [{series: 'sluice', atMost: 2}],
		isLong: true,
	},
];

const sampleCount = 500;
const queueCount = 100;

function wake(server: ServerName, waitingCount: number) {
	return serverSeries(server, server, wakeAmong(waitingCount));
}

function wakeAmong(waitingCount: number): Loading {
	return async ({server, connection}) => {
		const url = await createQueue(connection, 'wake');
		const receiver = await openConnection(server.url);
		const others: Connection[] = [];
		return async () => {
			// Waits end after twenty seconds, so each round begins them anew; those of the one before are over or cut.
			for (const other of others.splice(0)) other.close();
			others.push(...(await wait(server.url, connection, waitingCount - 1)));
			const tookMs: number[] = [];
			for (let sample = 0; sample < sampleCount; sample++) tookMs.push(await timeWake(connection, receiver, url));
			return {value: tookMs.toSorted((left, right) => left - right)[Math.floor(sampleCount * 0.99)] ?? Number.NaN};
		};
	};
}

/** Opens so many connections, each of which waits for a message that does not come. */
async function wait(serverUrl: string, connection: Connection, count: number): Promise<readonly Connection[]> {
	const waiting: Connection[] = [];
	const urls: string[] = [];
	for (let index = 0; index < Math.min(queueCount, count); index++) urls.push(await createQueue(connection, `wait-${index}`));
	for (let index = 0; index < count; index++) {
		const receiver = await openConnection(serverUrl);
		const body = JSON.stringify({QueueUrl: urls[index % urls.length], WaitTimeSeconds: 20});
		receiver.call(sqsJson, 'ReceiveMessage', body).catch(() => {
			// Cut at the end of the round.
		});
		waiting.push(receiver);
	}
	return waiting;
}

async function timeWake(sender: Connection, receiver: Connection, url: string): Promise<number> {
	const {action, body} = receiveTen(url);
	const received = receiver.call(sqsJson, action, body.replace('}', ',"WaitTimeSeconds":20}'));
	// So that the poll waits by the time the message comes.
	await sender.call(sqsJson, 'GetQueueUrl', '{"QueueName":"wake"}');
	const startMs = performance.now();
	const sent = sender.call(sqsJson, 'SendMessage', JSON.stringify({QueueUrl: url, MessageBody: 'wake up'}));
	const answer = await received;
	const tookMs = performance.now() - startMs;
	await sent;
	if (!answer.includes('wake up')) throw new Error('The long poll ended without the message.');
	const [handle = ''] = /AQEB\w+|(?<="ReceiptHandle":")[^"]+/.exec(answer) ?? [];
	await sender.call(sqsJson, 'DeleteMessage', JSON.stringify({QueueUrl: url, ReceiptHandle: handle}));
	return tookMs;
}
