import {createServer, type IncomingHttpHeaders} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, expect, test} from 'vitest';
import {openSession, type ContextChoice} from '../../source/aws/connect.ts';
import type {Session} from '../../source/aws/session.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {startTestEngine} from '../helpers/engine.ts';
import {openTestSession} from './test-session.ts';

/** Answers every request with an empty JSON object over HTTP/1.1, and keeps what was asked. */
async function startRecorder(answer: {status?: number; body?: string} = {}) {
	const requests: IncomingHttpHeaders[] = [];
	const server = createServer((request, response) => {
		requests.push(request.headers);
		request.resume();
		response.writeHead(answer.status ?? 200, {'content-type': 'application/x-amz-json-1.0'}).end(answer.body ?? '{}');
	});
	let connectionCount = 0;
	server.on('connection', () => connectionCount++);
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		connectionCount: () => connectionCount,
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		async [Symbol.asyncDispose]() {
			server.closeAllConnections();
			await new Promise<void>(resolve => server.close(() => resolve()));
		},
	};
}

async function askWith(choice: Partial<ContextChoice>, environment: Record<string, string>): Promise<IncomingHttpHeaders> {
	await using recorder = await startRecorder();
	const session = openSession({target: 'endpoint', endpointUrl: recorder.url, ...choice}, {clock: createManualClock(), environment});
	await session.queues.find('orders');
	session.close();
	return recorder.requests[0] ?? {};
}

const keys = {AWS_ACCESS_KEY_ID: 'AKIDENV', AWS_SECRET_ACCESS_KEY: 'secret'};

describe('who asks', () => {
	test.each([
		['an endpoint takes test keys', {}, {}, 'test'],
		['unless the environment has some', {}, keys, 'AKIDENV'],
		['which win over AWS_PROFILE, as for the aws CLI', {}, {...keys, AWS_PROFILE: 'nobody'}, 'AKIDENV'],
		['the engine takes test keys in any case', {target: 'engine' as const}, keys, 'test'],
	])('%s', async (_, choice, environment, key) => {
		const headers = await askWith(choice, environment);

		expect(headers.authorization).toMatch(new RegExp(`^AWS4-HMAC-SHA256 Credential=${key}/\\d{8}/us-east-1/sqs/aws4_request`));
	});

	test('a session token goes along', async () => {
		const headers = await askWith({}, {...keys, AWS_SESSION_TOKEN: 'token'});

		expect(headers['x-amz-security-token']).toBe('token');
	});

	test('the region is the one that requests are signed for', async () => {
		const headers = await askWith({region: 'eu-west-1'}, keys);

		expect(headers.authorization).toContain('/eu-west-1/sqs/');
	});

	test('administrators find the tool by its user agent', async () => {
		const headers = await askWith({}, {});

		expect(headers['user-agent']).toMatch(/\bsluice\b/);
	});
});

describe('what answers', () => {
	test('a web page is not AWS', async () => {
		await using recorder = await startRecorder({body: '<html>Welcome</html>'});
		const session = openSession({target: 'endpoint', endpointUrl: recorder.url}, {clock: createManualClock(), environment: {}});

		await expect(session.queues.find('orders')).rejects.toMatchObject({
			code: 'not-aws',
			message: `What answers at ${recorder.url} does not speak AWS's protocol: GetQueueUrl got something else.`,
			nextSteps: ['Check the endpoint.', 'The endpoint was given by hand, as with --endpoint-url.'],
		});
		session.close();
	});

	test.each([
		['SQS', (session: Session) => session.queues.find('orders')],
		['Kinesis', (session: Session) => session.streams.summary('clicks')],
	])('calls of %s that follow each other share one connection', async (_, ask) => {
		await using recorder = await startRecorder({body: '{"QueueUrl":"u","StreamDescriptionSummary":{"StreamName":"clicks"}}'});
		const session = openSession({target: 'endpoint', endpointUrl: recorder.url}, {clock: createManualClock(), environment: {}});

		for (let index = 0; index < 5; index++) await ask(session);
		session.close();

		expect([recorder.requests.length, recorder.connectionCount()]).toEqual([5, 1]);
	});

	test('an engine that was stopped is unreachable, and one that is there again answers', async () => {
		const clock = createManualClock();
		const first = await startTestEngine({clock});
		await using session = openTestSession(first.url, {clock});
		await session.queues.create('orders', {});
		await session.streams.create({name: 'clicks', shardCount: 1});
		await first.close();

		await expect(session.queues.find('orders')).rejects.toMatchObject({code: 'unreachable'});
		await expect(session.streams.summary('clicks')).rejects.toMatchObject({code: 'unreachable'});

		await using second = await startTestEngine({clock, port: first.port});
		expect(second.url).toBe(first.url);
		await expect(session.queues.find('orders')).rejects.toMatchObject({code: 'queue-not-found'});
		await expect(session.streams.summary('clicks')).rejects.toMatchObject({code: 'stream-not-found'});
	});

	test('closing the session ends a long poll at once', async () => {
		const clock = createManualClock();
		await using engine = await startTestEngine({clock});
		await using session = openTestSession(engine.url, {clock});
		const {url} = await session.queues.create('orders', {});

		const poll = session.queues.receive(url, {count: 1, waitSeconds: 20});
		session.close();

		await expect(poll).rejects.toMatchObject({code: 'aborted'});
	});

	test('sixty long polls do not keep another call waiting', async () => {
		const clock = createManualClock();
		await using engine = await startTestEngine({clock});
		await using session = openTestSession(engine.url, {clock});
		const {url} = await session.queues.create('orders', {});
		const stop = new AbortController();
		const polls = Array.from({length: 60}, () => session.queues.receive(url, {count: 1, waitSeconds: 20, signal: stop.signal}));

		const found = await session.queues.find('orders');
		stop.abort();

		expect(found.url).toBe(url);
		expect((await Promise.allSettled(polls)).map(({status}) => status)).not.toContain('fulfilled');
	});
});
