import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect, test} from 'vitest';
import {createHttpPost} from '../../../source/engine/outgoing.ts';
import {createManualClock} from '../../../source/shared/clock.ts';

async function startSubscriber(
	answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{url: string; server: Server; close(): void}> {
	const server = createServer(answer).listen(0, '127.0.0.1');
	await once(server, 'listening');
	// A listening TCP server has an address with a port.
	const {port} = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/notify?a=b`,
		server,
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}

test('a post carries its headers and body, and gives back status and text', async () => {
	const subscriber = await startSubscriber((request, response) => {
		response.writeHead(202);
		response.write(`${request.method} ${request.url} ${String(request.headers['x-a'])} `);
		request.pipe(response);
	});

	const answer = await createHttpPost(createManualClock())({url: subscriber.url, headers: {'x-a': 'y'}, body: 'grüße', timeoutMs: 1000});

	expect(answer).toEqual({status: 202, body: 'POST /notify?a=b y grüße'});
	subscriber.close();
});

test('no answer within the timeout of the clock is a failure', async () => {
	const clock = createManualClock();
	const subscriber = await startSubscriber(() => {
		clock.advance(14_999);
		expect(clock.pendingCount()).toBe(1);
		clock.advance(1);
	});

	const post = createHttpPost(clock)({url: subscriber.url, headers: {}, body: '', timeoutMs: 15_000});

	await expect(post).rejects.toThrow(`No answer from ${subscriber.url} within 15000 ms.`);
	subscriber.close();
});

test('a refused connection, a reset and a URL that is none are failures, and leave no timer behind', async () => {
	const clock = createManualClock();
	const post = createHttpPost(clock);
	const subscriber = await startSubscriber(request => request.socket.destroy());

	await expect(post({url: subscriber.url, headers: {}, body: '', timeoutMs: 1000})).rejects.toThrow('socket hang up');
	subscriber.close();
	await expect(post({url: subscriber.url, headers: {}, body: '', timeoutMs: 1000})).rejects.toMatchObject({
		code: expect.stringMatching(/ECONN/),
	});
	await expect(post({url: 'http://', headers: {}, body: '', timeoutMs: 1000})).rejects.toThrow('Invalid URL');

	expect(clock.pendingCount()).toBe(0);
});
