import {expect, test} from 'vitest';
import {createManualClock} from '../../../source/shared/clock.ts';
import {startTestEngine} from '../../helpers/engine.ts';
import {openHttp2, type Http2Connection} from './connection.ts';

const connectionCount = 10;
/** As many as the engine lets one connection have. */
const pollsPerConnection = 1000;
const queueCount = 100;

function call(connection: Http2Connection, action: string, input: object) {
	const headers = {'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}`};
	return connection.post(headers, JSON.stringify(input));
}

test('ten thousand clients wait at once, on a timer a queue, and each is woken by the send itself', async () => {
	const clock = createManualClock();
	await using engine = await startTestEngine({clock});
	const connections = Array.from({length: connectionCount}, () => openHttp2(engine.url));
	using sender = openHttp2(engine.url);
	const queueOf = (index: number): string => `queue-${index % queueCount}`;
	for (let index = 0; index < queueCount; index++) await call(sender, 'CreateQueue', {QueueName: queueOf(index)});

	const polls = connections.flatMap(connection =>
		Array.from({length: pollsPerConnection}, (_, index) =>
			call(connection, 'ReceiveMessage', {QueueUrl: queueOf(index), WaitTimeSeconds: 20}),
		),
	);
	// Streams of a connection are read in order, so its PING comes after its polls.
	await Promise.all(connections.map(({session}) => new Promise(resolve => session.ping(resolve))));
	expect(clock.pendingCount()).toBe(queueCount);

	for (let batch = 0; batch < polls.length / 10; batch++) {
		const Entries = Array.from({length: 10}, (_, index) => ({Id: `${index}`, MessageBody: `${batch} ${index}`}));
		await call(sender, 'SendMessageBatch', {QueueUrl: queueOf(batch), Entries});
	}
	const answers = await Promise.all(polls);

	const bodies = answers.map(({body}) => (JSON.parse(body) as {Messages: Array<{Body: string}>}).Messages[0]?.Body);
	expect(new Set(bodies).size).toBe(polls.length);
	expect(clock.pendingCount()).toBe(0);
	expect(engine.bugs).toEqual([]);
	for (const connection of connections) connection[Symbol.dispose]();
});
