import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {connect} from 'node:tls';
import {describe, expect, test} from 'vitest';
import {openSession} from '../../source/aws/connect.ts';
import type {Session} from '../../source/aws/session.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {startTestEngine, type TestEngine} from '../helpers/engine.ts';
import {startProxy} from '../helpers/proxy.ts';

const keys = {AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test'};

async function withSession<Result>(
	endpointUrl: string,
	environment: Record<string, string>,
	work: (session: Session) => Promise<Result>,
): Promise<Result> {
	const session = openSession({target: 'endpoint', endpointUrl}, {clock: createManualClock(), environment: {...keys, ...environment}});
	try {
		return await work(session);
	} finally {
		session.close();
	}
}

/** One call of each service. */
async function askAll(session: Session): Promise<void> {
	for (const list of [session.queues.list(), session.topics.list(), session.streams.list()]) {
		for await (const page of list) expect(page).toEqual([]);
	}
}

/** The engine's address with TLS. Its certificate names localhost. */
const secureUrl = (engine: TestEngine): string => `https://localhost:${engine.port}`;

/** A file with the certificate that the engine signed for itself. */
async function certificateFile(engine: TestEngine): Promise<string> {
	const text = await new Promise<string>(resolve => {
		const socket = connect({port: engine.port, host: 'localhost', rejectUnauthorized: false}, () => {
			resolve(socket.getPeerX509Certificate()?.toString() ?? '');
			socket.destroy();
		});
	});
	const path = join(mkdtempSync(join(tmpdir(), 'sluice-ca-')), 'ca.pem');
	writeFileSync(path, text);
	return path;
}

describe('an endpoint with a certificate of its own', () => {
	test('is not trusted, and the sentence says how to trust it', async () => {
		await using engine = await startTestEngine();

		await withSession(secureUrl(engine), {}, async session => {
			await expect(askAll(session)).rejects.toMatchObject({
				code: 'untrusted-certificate',
				nextSteps: expect.arrayContaining([expect.stringContaining('AWS_CA_BUNDLE')]),
			});
		});
	});

	test('is trusted by all services, and for the events of a subscription, with AWS_CA_BUNDLE', async () => {
		await using engine = await startTestEngine({kinesisDelayMs: 0});
		const path = await certificateFile(engine);

		await withSession(secureUrl(engine), {AWS_CA_BUNDLE: path}, async session => {
			await askAll(session);
			await session.streams.create({name: 'clicks', shardCount: 1});
			const {arn} = await session.streams.summary('clicks');
			const consumer = await session.streams.register({streamArn: arn, name: 'reader'});
			await session.streams.put('clicks', {partitionKey: 'k', data: Buffer.from('hello')});
			const position = {type: 'oldest'} as const;
			const events = await session.streams.subscribe({
				consumerArn: consumer.arn,
				shardId: 'shardId-000000000000',
				stream: 'clicks',
				position,
			});
			const {value} = await events[Symbol.asyncIterator]().next();

			expect(value?.records).toHaveLength(1);
		});
	});

	test('or with ca_bundle of the profile', async () => {
		await using engine = await startTestEngine();
		const path = await certificateFile(engine);
		const config = `[profile corp]\nca_bundle = ${path}\n`;
		const session = openSession(
			{target: 'endpoint', endpointUrl: secureUrl(engine), profile: 'corp'},
			{clock: createManualClock(), environment: {AWS_CONFIG_FILE: '/c'}, readText: file => (file === '/c' ? config : undefined)},
		);

		await expect(askAll(session)).resolves.toBeUndefined();
		session.close();
	});

	test.each([
		['that is not there', '/nowhere/ca.pem', 'The certificates in /nowhere/ca.pem cannot be read.'],
		[
			'that holds none',
			import.meta.filename.replace('network.test.ts', 'test-session.ts'),
			/^There is no certificate in .*test-session\.ts\.$/,
		],
	])('a bundle %s is named with who names it', async (_, path, message) => {
		await withSession('https://localhost:1', {AWS_CA_BUNDLE: path}, async session => {
			await expect(askAll(session)).rejects.toMatchObject({
				code: 'bad-ca-bundle',
				message: expect.stringMatching(message),
				nextSteps: [expect.stringContaining('AWS_CA_BUNDLE')],
			});
		});
	});
});

// Node's agents read proxies since 24.5, which is older than the Node that tests run on.
describe('behind a proxy', () => {
	test('plain requests go through HTTP_PROXY, Kinesis over HTTP/1.1', async () => {
		await using engine = await startTestEngine();
		await using proxy = await startProxy();

		await withSession(engine.url, {HTTP_PROXY: proxy.url}, askAll);

		expect(proxy.asked).toEqual(Array.from({length: 3}, () => `POST 127.0.0.1:${engine.port}`));
	});

	test('secure requests go through a tunnel of HTTPS_PROXY', async () => {
		await using engine = await startTestEngine();
		await using proxy = await startProxy();
		const path = await certificateFile(engine);

		await withSession(secureUrl(engine), {https_proxy: proxy.url, AWS_CA_BUNDLE: path}, askAll);

		expect(proxy.asked).toEqual(Array.from({length: 3}, () => `CONNECT localhost:${engine.port}`));
	});

	test('hosts of NO_PROXY are asked directly', async () => {
		await using engine = await startTestEngine();
		await using proxy = await startProxy();

		await withSession(engine.url, {HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1'}, askAll);

		expect(proxy.asked).toEqual([]);
	});

	test('a proxy that does not answer is named', async () => {
		await using engine = await startTestEngine();
		const proxy = await startProxy();
		await proxy[Symbol.asyncDispose]();

		await withSession(engine.url, {HTTP_PROXY: proxy.url}, async session => {
			await expect(askAll(session)).rejects.toMatchObject({
				code: 'unreachable',
				nextSteps: expect.arrayContaining([expect.stringContaining(`HTTP_PROXY (${new URL(proxy.url).host})`)]),
			});
		});
	});

	test.each([
		['https://sqs.eu-central-1.amazonaws.com/123456789012/orders', 'sqs.eu-central-1.amazonaws.com'],
		['https://us-west-2.queue.amazonaws.com/123456789012/orders', 'sqs.us-west-2.amazonaws.com'],
		['https://sqs.cn-north-1.amazonaws.com.cn/123456789012/orders', 'sqs.cn-north-1.amazonaws.com.cn'],
		['http://localhost:4566/123456789012/orders', 'sqs.eu-west-1.amazonaws.com'],
	])('the region of the URL %s is the one that is asked', async (url, host) => {
		await using proxy = await startProxy({refusesTunnels: true});
		const environment = {...keys, HTTPS_PROXY: proxy.url, AWS_MAX_ATTEMPTS: '1'};
		const session = openSession({target: 'aws', region: 'eu-west-1'}, {clock: createManualClock(), environment, readText: () => undefined});

		// Purge is never repeated, so that the test need not wait for attempts.
		session.setMode('CHANGE');
		await expect(session.queues.purge(url)).rejects.toMatchObject({
			nextSteps: expect.arrayContaining([expect.stringContaining('HTTPS_PROXY')]),
		});

		expect(proxy.asked).toEqual([`CONNECT ${host}:443`]);
		session.close();
	});
});
