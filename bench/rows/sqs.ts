import {sqsJson} from '../api.ts';
import type {Connection} from '../client.ts';
import {cpuOf, seriesOfServers, share, type Load, type Loading} from '../load.ts';
import type {Row} from '../row.ts';
import {createQueue, deleteQueue, oneKib, receiveTen, sendBatch, type Request} from './sqs-requests.ts';

const servers = ['bare', 'sluice', 'fauxqs'] as const;

/** Single requests of SQS. */
export const sqsRows: readonly Row[] = [
	{
		name: 'send',
		title: 'SendMessage of 1 KiB',
		unit: 'µs',
		besideUnit: '/s',
		series: seriesOfServers(servers, inNewQueues({count: 24_000, request: sendOne})),
		bounds: [{series: 'sluice', atMost: 1.5, timesOf: 'bare'}],
	},
	{
		name: 'send-batch',
		title: 'SendMessageBatch of ten times 1 KiB, a message',
		unit: 'µs',
		besideUnit: '/s',
		series: seriesOfServers(servers, inNewQueues({count: 12_000, unitsPerRequest: 10, request: always(sendBatch)})),
		bounds: [{series: 'sluice', atMost: 2, timesOf: 'bare'}],
	},
	{
		name: 'receive-empty',
		title: 'ReceiveMessage from an empty queue',
		unit: 'µs',
		besideUnit: '/s',
		series: seriesOfServers(servers, inNewQueues({count: 24_000, name: 'empty', request: always(receiveTen)})),
		bounds: [{series: 'sluice', atMost: 1.33, timesOf: 'bare'}],
	},
	{
		name: 'send-fifo',
		title: 'SendMessage of 1 KiB to a FIFO queue, 100 groups',
		unit: 'µs',
		besideUnit: '/s',
		series: seriesOfServers(servers, inNewQueues({count: 24_000, attributes: {FifoQueue: 'true'}, request: sendFifo})),
		bounds: [{series: 'sluice', atMost: 1.8, timesOf: 'bare'}],
	},
	{
		name: 'attributes',
		title: 'GetQueueAttributes among 5,000 queues',
		unit: 'µs',
		besideUnit: '/s',
		series: seriesOfServers(servers, readAttributes),
		bounds: [{series: 'sluice', atMost: 1.53, timesOf: 'bare'}],
	},
];

/** Makes the requests to a queue, by number. */
type Requests = (queueUrl: string) => (index: number) => Request;

function always(request: (queueUrl: string) => Request): Requests {
	return queueUrl => {
		const ready = request(queueUrl);
		return () => ready;
	};
}

function sendOne(queueUrl: string): () => Request {
	const ready = {action: 'SendMessage', body: JSON.stringify({QueueUrl: queueUrl, MessageBody: oneKib})};
	return () => ready;
}

function sendFifo(queueUrl: string): (index: number) => Request {
	const start = JSON.stringify({QueueUrl: queueUrl, MessageBody: oneKib}).slice(0, -1);
	return index => ({
		action: 'SendMessage',
		body: `${start},"MessageGroupId":"group-${index % 100}","MessageDeduplicationId":"message-${index}"}`,
	});
}

/** Each round has a queue of its own and some requests before those that count. */
function inNewQueues(options: {
	readonly count: number;
	readonly unitsPerRequest?: number;
	readonly name?: string;
	readonly attributes?: Readonly<Record<string, string>>;
	readonly request: Requests;
}): Loading {
	const {count, unitsPerRequest = 1, name = 'bench', attributes} = options;
	return async ({server, connections, connection}) =>
		async round => {
			const suffix = attributes?.['FifoQueue'] === 'true' ? '.fifo' : '';
			const queueUrl = await createQueue(connection, `${name}-${round}${suffix}`, attributes);
			const request = options.request(queueUrl);
			const warmCount = count / 8;
			const send =
				(from: number) =>
				async (sender: Connection, index: number): Promise<void> => {
					const {action, body} = request(from + index);
					await sender.call(sqsJson, action, body);
				};
			await share(connections, warmCount, send(0));
			const measure = await cpuOf(server, count * unitsPerRequest, () => share(connections, count, send(warmCount)));
			await deleteQueue(connection, queueUrl);
			return measure;
		};
}

const queueCount = 5000;
const readCount = 24_000;

async function readAttributes({server, connections, connection}: Load): ReturnType<Loading> {
	const urls: string[] = [];
	for (let index = 0; index < queueCount; index++) urls.push(await createQueue(connection, `bench-${index}`));
	const bodies = urls.map(url => JSON.stringify({QueueUrl: url, AttributeNames: ['All']}));
	const read = async (reader: Connection, index: number): Promise<void> => {
		// A step that has no divisor in common with their number takes all of them in turn.
		await reader.call(sqsJson, 'GetQueueAttributes', bodies[(index * 7919) % queueCount] ?? '');
	};
	return async () => {
		await share(connections, readCount / 8, read);
		return cpuOf(server, readCount, () => share(connections, readCount, read));
	};
}
