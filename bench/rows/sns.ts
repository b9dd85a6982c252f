import {snsQuery, sqsJson} from '../api.ts';
import type {Connection} from '../client.ts';
import {cpuOf, seriesOfServers, share, type Loading} from '../load.ts';
import type {Row} from '../row.ts';
import {createQueue, deleteQueue, oneKib} from './sqs-requests.ts';

const servers = ['bare', 'sluice', 'fauxqs'] as const;

/** Publishing, with what it costs to put the messages into the queues. */
export const snsRows: readonly Row[] = [
	{
		name: 'publish-1',
		title: 'Publish of 1 KiB to one queue',
		unit: 'µs',
		besideUnit: '/s',
		series: seriesOfServers(servers, publishTo(1)),
		bounds: [{series: 'sluice', atMost: 2, timesOf: 'bare'}],
	},
	{
		name: 'publish-10',
		title: 'Publish of 1 KiB to ten queues',
		unit: 'µs',
		besideUnit: '/s',
		series: seriesOfServers(servers, publishTo(10)),
		bounds: [{series: 'sluice', atMost: 3.64, timesOf: 'bare'}],
	},
];

const publishCount = 12_000;

function publishTo(queueCount: number): Loading {
	return async ({server, connections, connection}) =>
		async round => {
			const topicArn = await createTopic(connection, `bench-${round}`);
			const queueUrls: string[] = [];
			for (let index = 0; index < queueCount; index++) {
				const name = `bench-${round}-${index}`;
				queueUrls.push(await createQueue(connection, name));
				await callSns(connection, 'Subscribe', {
					TopicArn: topicArn,
					Protocol: 'sqs',
					Endpoint: `arn:aws:sqs:us-east-1:000000000000:${name}`,
				});
			}
			const body = form('Publish', {TopicArn: topicArn, Message: oneKib});
			const publish = async (publisher: Connection): Promise<void> => void (await publisher.call(snsQuery, 'Publish', body));
			await share(connections, publishCount / 8, publish);
			const measure = await cpuOf(server, publishCount, async () => {
				await share(connections, publishCount, publish);
				if (server.name !== 'bare') for (const url of queueUrls) await checkArrival(connection, url);
			});
			for (const url of queueUrls) await deleteQueue(connection, url);
			return measure;
		};
}

/** That the messages are in the queue by now, so that nobody's work is left out of the measure. */
async function checkArrival(connection: Connection, queueUrl: string): Promise<void> {
	const request = JSON.stringify({QueueUrl: queueUrl, AttributeNames: ['ApproximateNumberOfMessages']});
	const answer = await connection.call(sqsJson, 'GetQueueAttributes', request);
	const {ApproximateNumberOfMessages: count} = (JSON.parse(answer) as {Attributes: Readonly<Record<string, string>>}).Attributes;
	if (Number(count) < publishCount) throw new Error(`${queueUrl} has ${count} messages, not ${publishCount}.`);
}

async function createTopic(connection: Connection, name: string): Promise<string> {
	const answer = await callSns(connection, 'CreateTopic', {Name: name});
	return /<TopicArn>([^<]*)/.exec(answer)?.[1] ?? '';
}

function callSns(connection: Connection, action: string, parameters: Readonly<Record<string, string>>): Promise<string> {
	return connection.call(snsQuery, action, form(action, parameters));
}

function form(action: string, parameters: Readonly<Record<string, string>>): string {
	return new URLSearchParams({Action: action, Version: '2010-03-31', ...parameters}).toString();
}
