import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, expect, test} from 'vitest';
import {isConfirmed, md5OfAttributes, md5OfBody} from '../../source/aws/md5.ts';
import {isUnanswered, neverLeft} from '../../source/aws/unanswered.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {startTestEngine} from '../helpers/engine.ts';
import {openTestSession, sentActions} from './test-session.ts';

const clock = createManualClock();

/** An endpoint that always answers this JSON. */
async function answering(body: object): Promise<{url: string; requestCount: () => number; [Symbol.asyncDispose](): Promise<void>}> {
	let count = 0;
	const server: Server = createServer((request, response) => {
		count++;
		request.resume();
		response.writeHead(200, {'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'r-1'});
		response.end(JSON.stringify(body));
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const {port} = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		requestCount: () => count,
		async [Symbol.asyncDispose]() {
			server.closeAllConnections();
			await new Promise(resolve => server.close(resolve));
		},
	};
}

describe('checksums', () => {
	test('those of body and attributes are those that AWS was seen to answer', () => {
		expect(md5OfBody('This is a test message')).toBe('fafb00f5732ab283681e124bf8747ed1');
		expect(md5OfAttributes({Foo: {dataType: 'String', stringValue: 'Bar'}})).toBe('ae7155c6026991b6d54b11589678bf9c');
		expect(md5OfAttributes({})).toBeUndefined();
	});

	test('the engine and we agree on labels, bytes and order', async () => {
		await using engine = await startTestEngine({clock});
		await using session = openTestSession(engine.url, {clock});
		const {url} = await session.queues.create('orders', {});
		const attributes = {
			z: {dataType: 'String.label', stringValue: 'größer 😀'},
			B: {dataType: 'Number.int', stringValue: '-0'},
			a: {dataType: 'Binary.png', binaryValue: Uint8Array.of(0, 255)},
		};

		const {sent, failed} = await session.queues.sendBatch(url, [{body: 'größer\r\n', attributes}, {body: 'plain'}]);

		expect(sent.map(({index}) => index)).toEqual([0, 1]);
		expect(failed).toEqual([]);
		await session.queues.send(url, {body: 'x', attributes});
	});

	test.each([
		[{MessageId: 'm', MD5OfMessageBody: md5OfBody('x')}, true],
		[{MessageId: 'm', MD5OfMessageBody: md5OfBody('y')}, false],
		[{MessageId: '', MD5OfMessageBody: md5OfBody('x')}, false],
		[{MessageId: 'm'}, false],
		[{MessageId: 'm', MD5OfMessageBody: md5OfBody('x'), MD5OfMessageAttributes: 'other'}, false],
	])('%o confirms a message: %s', (answer, isRight) => {
		expect(isConfirmed(answer, {body: 'x'})).toBe(isRight);
	});
});

describe('an answer with a wrong checksum', () => {
	test('of a single send is an error, and is not sent again', async () => {
		await using endpoint = await answering({MessageId: 'm', MD5OfMessageBody: md5OfBody('other')});
		await using session = openTestSession(endpoint.url, {clock});

		await expect(session.queues.send('http://127.0.0.1/1/orders', {body: 'x'})).rejects.toMatchObject({
			code: 'not-confirmed',
			message:
				'The message was sent to orders, but what arrived is not confirmed. The answer has no id, or other checksums than the message.',
		});
		expect(endpoint.requestCount()).toBe(1);
	});

	test('in a batch concerns its entry alone', async () => {
		await using endpoint = await answering({
			Successful: [
				{Id: '0', MessageId: 'm-0', MD5OfMessageBody: md5OfBody('other')},
				{Id: '1', MessageId: 'm-1', MD5OfMessageBody: md5OfBody('b'), SequenceNumber: '7'},
			],
		});
		await using session = openTestSession(endpoint.url, {clock});

		const {sent, failed} = await session.queues.sendBatch('http://127.0.0.1/1/orders', [{body: 'a'}, {body: 'b'}, {body: 'c'}]);

		expect(sent).toEqual([{index: 1, messageId: 'm-1', sequenceNumber: '7'}]);
		// The third was not answered at all.
		expect(failed.map(({code, index, isSenderFault}) => ({code, index, isSenderFault}))).toEqual([
			{code: 'NotConfirmed', index: 0, isSenderFault: true},
			{code: 'NotConfirmed', index: 2, isSenderFault: true},
		]);
	});
});

describe('what is not answered', () => {
	test('a batch that is sent once is not sent again by the SDK', async () => {
		let requestCount = 0;
		const server = createServer(request => {
			requestCount++;
			request.socket.destroy();
		});
		await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
		const {port} = server.address() as AddressInfo;
		await using session = openTestSession(`http://127.0.0.1:${port}`, {clock});

		await expect(session.queues.sendBatch('http://127.0.0.1/1/orders', [{body: 'x'}], {isOnce: true})).rejects.toMatchObject({
			code: 'unreachable',
		});
		expect(requestCount).toBe(1);
		await expect(session.queues.sendBatch('http://127.0.0.1/1/orders', [{body: 'x'}])).rejects.toMatchObject({code: 'unreachable'});
		expect(requestCount).toBeGreaterThan(2);
		server.close();
	});

	test('is open, except where no connection was made', async () => {
		await using session = openTestSession('http://127.0.0.1:9', {clock});
		const refused = await session.queues
			.sendBatch('http://127.0.0.1/1/orders', [{body: 'x'}], {isOnce: true})
			.catch((error: unknown) => error);
		if (!(refused instanceof SluiceError)) throw new Error('Nothing listens on port 9.');
		const reset = new SluiceError('no', {code: 'unreachable', cause: Object.assign(new Error('no'), {code: 'ECONNRESET'})});

		expect([isUnanswered(refused), neverLeft(refused)]).toEqual([true, true]);
		expect([isUnanswered(reset), neverLeft(reset)]).toEqual([true, false]);
		expect(isUnanswered(new SluiceError('no', {code: 'denied'}))).toBe(false);
		expect(neverLeft(new SluiceError('no', {code: 'aborted'}))).toBe(false);
		expect(sentActions(session)).toEqual(['SendMessageBatch']);
	});
});

test('the trace header goes and comes back', async () => {
	await using engine = await startTestEngine({clock});
	await using session = openTestSession(engine.url, {clock});
	const {url} = await session.queues.create('traced', {});
	const traceHeader = 'Root=1-5759e988-bd862e3fe1be46a994272793';

	await session.queues.send(url, {body: 'x', traceHeader});
	await session.queues.send(url, {body: 'y'});

	const messages = await session.queues.receive(url, {count: 10});
	expect(messages.map(message => message.traceHeader)).toEqual([traceHeader, undefined]);
});
