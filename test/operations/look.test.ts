import {createServer, type RequestListener} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, expect, test} from 'vitest';
import {look} from '../../source/operations/look.ts';
import {openSession} from '../../source/aws/connect.ts';
import type {Session} from '../../source/aws/session.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {openTestSession} from '../aws/test-session.ts';
import {aQueue, setStage} from './stage.ts';

const clock = createManualClock();
const queue = {name: 'orders', url: 'http://sqs.us-east-1.localhost.localstack.cloud:4566/000000000000/orders'};

/** A session with a server that answers by path; the paths that were asked are remembered. */
async function sessionWith(
	answers: Readonly<Record<string, {status?: number; body: unknown}>>,
	region = 'us-east-1',
): Promise<{session: Session; asked: string[]; [Symbol.asyncDispose](): Promise<void>}> {
	const asked: string[] = [];
	const answer: RequestListener = (request, response) => {
		asked.push(`${request.url}`);
		const found = answers[`${request.url}`.split('?')[0] ?? ''];
		response.writeHead(found?.status ?? (found ? 200 : 404), {'content-type': 'application/json'});
		response.end(JSON.stringify(found?.body ?? {}));
	};
	const server = createServer(answer).listen(0, '127.0.0.1');
	await new Promise(resolve => server.once('listening', resolve));
	// A server that listens on a port has an address of this kind.
	const {port} = server.address() as AddressInfo;
	const session = openSession(
		{target: 'endpoint', endpointUrl: `http://127.0.0.1:${port}`, region},
		{clock, environment: {}, isReadOnly: true},
	);
	return {
		session,
		asked,
		async [Symbol.asyncDispose]() {
			session.close();
			await new Promise(resolve => server.close(resolve));
		},
	};
}

const localStackHealth = {'/_localstack/health': {body: {services: {sqs: 'running'}, version: '4.0.0'}}};

const wordedAsXml = (id: string, sentAtMs: number, more: object[] = []): object => ({
	MessageId: id,
	ReceiptHandle: 'SRH',
	Body: `body of ${id}`,
	Attribute: [
		{Name: 'SenderId', Value: '000000000000'},
		{Name: 'SentTimestamp', Value: String(sentAtMs)},
		{Name: 'ApproximateReceiveCount', Value: '2'},
		...more,
	],
	MessageAttribute: {Name: 'kind', Value: {DataType: 'String', StringValue: 'greeting'}},
});

describe('on the local engine', () => {
	test('messages are seen oldest first and counted by nobody, in READ-ONLY too', async () => {
		await using stage = await setStage();
		const {url} = await aQueue(stage, {messageCount: 3});
		await using session = openTestSession(stage.engine.url, {clock: stage.clock, isReadOnly: true});

		const looked = await look(session, {queue: {name: 'orders', url}, count: 2, clock: stage.clock});

		expect(looked.map(({message, state}) => [message.body, message.receiveCount, state])).toEqual([
			['m-0', 0, {status: 'looked', where: 'ready'}],
			['m-1', 0, {status: 'looked', where: 'ready'}],
		]);
		const [received] = await stage.session.queues.receive(url, {count: 1});
		expect(received?.receiveCount).toBe(1);
	});

	test('what is in flight or delayed is seen, with the time it becomes ready', async () => {
		await using stage = await setStage();
		const {url} = await aQueue(stage, {messageCount: 1});
		await stage.session.queues.send(url, {
			body: 'later',
			delaySeconds: 60,
			attributes: {bytes: {dataType: 'Binary', binaryValue: Buffer.of(1, 2)}},
		});
		await stage.session.queues.receive(url, {count: 1, visibilityTimeoutSeconds: 30});

		const looked = await look(stage.session, {queue: {name: 'orders', url}, count: 10, clock: stage.clock});

		const nowMs = stage.clock.nowMs();
		expect(looked.map(({state}) => state)).toEqual([
			{status: 'looked', where: 'inFlight', readyAtMs: nowMs + 30_000},
			{status: 'looked', where: 'delayed', readyAtMs: nowMs + 60_000},
		]);
		expect(looked[1]?.message.attributes['bytes']?.binaryValue).toEqual(Buffer.of(1, 2));
	});
});

describe('on LocalStack', () => {
	test('its own page is asked, and its answer read as it is worded there', async () => {
		const Message = [wordedAsXml('b', 2000, [{Name: 'IsVisible', Value: 'false'}]), wordedAsXml('a', 1000)];
		await using server = await sessionWith({
			...localStackHealth,
			'/_aws/sqs/messages': {body: {ReceiveMessageResponse: {ReceiveMessageResult: {Message}}}},
		});

		const looked = await look(server.session, {queue, count: 10, clock});

		expect(looked).toMatchObject([
			{message: {messageId: 'a', body: 'body of a', sentAtMs: 1000, receiveCount: 2}, state: {where: 'ready'}},
			{message: {messageId: 'b', attributes: {kind: {dataType: 'String', stringValue: 'greeting'}}}, state: {where: 'inFlight'}},
		]);
		expect(server.asked.at(-1)).toContain(`QueueUrl=${encodeURIComponent(queue.url)}`);
	});

	test('one message, which is no list there, is one message', async () => {
		await using server = await sessionWith({
			...localStackHealth,
			'/_aws/sqs/messages': {body: {ReceiveMessageResponse: {ReceiveMessageResult: {Message: wordedAsXml('a', 1000)}}}},
		});

		expect(await look(server.session, {queue, count: 10, clock})).toMatchObject([{message: {messageId: 'a'}}]);
	});

	test('outside of us-east-1 the path says the region, for the URL of a queue may not', async () => {
		const Messages = [{MessageId: 'a', Body: 'x', Attributes: {SentTimestamp: '1000', ApproximateReceiveCount: '0'}}];
		await using server = await sessionWith(
			{...localStackHealth, '/_aws/sqs/messages/eu-west-1/000000000000/orders': {body: {Messages}}},
			'eu-west-1',
		);
		const byPath = {name: 'orders', url: 'http://localhost:4566/000000000000/orders'};

		expect(await look(server.session, {queue: byPath, count: 10, clock})).toMatchObject([{message: {messageId: 'a'}}]);
	});

	test('an empty queue has none', async () => {
		await using server = await sessionWith({
			...localStackHealth,
			'/_aws/sqs/messages': {body: {ReceiveMessageResponse: {ReceiveMessageResult: null}}},
		});

		expect(await look(server.session, {queue, count: 10, clock})).toEqual([]);
	});

	test('the wording of the JSON protocol is understood, too', async () => {
		const Messages = [{MessageId: 'a', Body: 'x', Attributes: {SentTimestamp: '1000', ApproximateReceiveCount: '0', IsDelayed: 'true'}}];
		await using server = await sessionWith({...localStackHealth, '/_aws/sqs/messages': {body: {Messages}}});

		expect(await look(server.session, {queue, count: 10, clock})).toMatchObject([
			{message: {messageId: 'a', receiveCount: 0}, state: {where: 'delayed'}},
		]);
	});

	test('who answers is found once in a session', async () => {
		await using server = await sessionWith({...localStackHealth, '/_aws/sqs/messages': {body: {Messages: []}}});

		await look(server.session, {queue, count: 10, clock});
		await look(server.session, {queue, count: 10, clock});

		expect(server.asked.filter(path => path.includes('health'))).toEqual(['/_sluice/health', '/_localstack/health']);
	});

	test('a refusal is said, not taken for an empty queue', async () => {
		await using server = await sessionWith({...localStackHealth, '/_aws/sqs/messages': {status: 500, body: {}}});

		await expect(look(server.session, {queue, count: 10, clock})).rejects.toMatchObject({
			code: 'look-failed',
			message: 'LocalStack does not show the messages of orders: it answered 500.',
		});
	});
});

describe('elsewhere', () => {
	test('an endpoint without such a page says so, and how to receive instead', async () => {
		await using server = await sessionWith({});

		expect(await server.session.look.isPossible()).toBe(false);
		await expect(look(server.session, {queue, count: 10, clock})).rejects.toMatchObject({
			code: 'cannot-look',
			nextSteps: ['Receive them, and give them back: sluice peek orders'],
		});
	});

	test('AWS is never asked', async () => {
		const session = openSession({target: 'aws', region: 'eu-west-1'}, {clock, environment: {}, readText: () => undefined});

		expect(await session.look.isPossible()).toBe(false);
		session.close();
	});
});
