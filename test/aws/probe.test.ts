import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect, test} from 'vitest';
import {probeEndpoints} from '../../source/aws/probe.ts';
import {startTestEngine} from '../helpers/engine.ts';

const {signal} = new AbortController();

/** Something that listens on this machine and answers so; undefined: never. */
async function listening(answer: string | undefined, headers: Record<string, string> = {}) {
	const server = createServer((_, response) => {
		if (answer !== undefined) response.writeHead(200, headers).end(answer);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		async [Symbol.asyncDispose]() {
			server.closeAllConnections();
			await new Promise<void>(resolve => server.close(() => resolve()));
		},
	};
}

/** Ports that nobody listens on, for all that a test is not about. */
const nobody = {4566: 1, 9297: 1, 9324: 1};

test('the engine is known by its health page, and named once', async () => {
	await using engine = await startTestEngine();

	expect(await probeEndpoints({signal, ports: {...nobody, 4566: engine.port}})).toEqual([{url: engine.url, name: 'sluice'}]);
});

test.each([
	[4566, '{"services": {"sqs": "running"}}', {}, 'LocalStack'],
	[9324, '<ListQueuesResponse/>', {}, 'ElasticMQ'],
	[9297, '{}', {'x-amzn-requestid': '1'}, "AWS's emulator"],
])('port %i that answers %s is named', async (port, answer, headers, name) => {
	await using server = await listening(answer, headers);

	expect(await probeEndpoints({signal, ports: {...nobody, [port]: server.port}})).toEqual([{url: `http://127.0.0.1:${server.port}`, name}]);
});

test('an emulator with a certificate of its own is offered by https', async () => {
	await using engine = await startTestEngine();
	// Its certificate is made at the first connection, which takes longer than a probe waits.
	const {get} = await import('node:https');
	await new Promise(resolve =>
		get(`https://127.0.0.1:${engine.port}/`, {rejectUnauthorized: false, agent: false}, response => response.resume().on('end', resolve)),
	);

	expect(await probeEndpoints({signal, ports: {...nobody, 9297: engine.port}})).toEqual([
		{url: `https://127.0.0.1:${engine.port}`, name: "AWS's emulator"},
	]);
});

test.each([
	['a web page', '<html>Welcome</html>'],
	['nothing', undefined],
])('a port that answers %s is not offered', async (_, answer) => {
	await using server = await listening(answer);

	expect(await probeEndpoints({signal, ports: {4566: server.port, 9297: 1, 9324: server.port}})).toEqual([]);
});
