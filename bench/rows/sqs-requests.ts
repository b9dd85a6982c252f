import {sqsJson} from '../api.ts';
import type {Connection} from '../client.ts';
import {share} from '../load.ts';

export const oneKib = 'x'.repeat(1024);

/** A ready request. */
export type Request = {readonly action: string; readonly body: string};

export async function createQueue(connection: Connection, name: string, attributes?: Readonly<Record<string, string>>): Promise<string> {
	const answer = await connection.call(sqsJson, 'CreateQueue', JSON.stringify({QueueName: name, Attributes: attributes}));
	return (JSON.parse(answer) as {QueueUrl: string}).QueueUrl;
}

export async function deleteQueue(connection: Connection, queueUrl: string): Promise<void> {
	await connection.call(sqsJson, 'DeleteQueue', JSON.stringify({QueueUrl: queueUrl}));
}

/** Ten messages of 1 KiB. */
export function sendBatch(queueUrl: string): Request {
	const entries = Array.from({length: 10}, (_, index) => ({Id: String(index), MessageBody: oneKib}));
	return {action: 'SendMessageBatch', body: JSON.stringify({QueueUrl: queueUrl, Entries: entries})};
}

/** Up to ten messages, without waiting. */
export function receiveTen(queueUrl: string): Request {
	return {action: 'ReceiveMessage', body: JSON.stringify({QueueUrl: queueUrl, MaxNumberOfMessages: 10})};
}

/** Puts so many messages of 1 KiB into a queue, ten a request. */
export async function fill(connections: readonly Connection[], queueUrl: string, messageCount: number): Promise<void> {
	const {action, body} = sendBatch(queueUrl);
	await share(connections, messageCount / 10, async connection => void (await connection.call(sqsJson, action, body)));
}

/** Receives ten messages and deletes them. */
export function receiveAndDelete(queueUrl: string): (connection: Connection) => Promise<void> {
	const receive = receiveTen(queueUrl);
	return async connection => {
		const answer = await connection.call(sqsJson, receive.action, receive.body);
		const {Messages: messages = []} = JSON.parse(answer) as {Messages?: ReadonlyArray<{ReceiptHandle: string}>};
		if (messages.length !== 10) throw new Error(`Received ${messages.length} messages instead of ten.`);
		const entries = messages.map(({ReceiptHandle}, index) => ({Id: String(index), ReceiptHandle}));
		await connection.call(sqsJson, 'DeleteMessageBatch', JSON.stringify({QueueUrl: queueUrl, Entries: entries}));
	};
}
