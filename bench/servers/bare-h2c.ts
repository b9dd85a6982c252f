/** The floor of HTTP/2 in cleartext: node:http2 in the way that costs least, which parses the request and answers with text of the size that the service answers with. */
import {createServer} from 'node:http2';
import type {AddressInfo} from 'node:net';
import {bareAnswers, type BareRequest} from './bare-answers.ts';
import {reportToBench} from './serve.ts';

const requestId = '00000000-0000-4000-8000-000000000000';
const windowBytes = 16 * 1024 * 1024;

const server = createServer({settings: {initialWindowSize: windowBytes, maxConcurrentStreams: 1000}, maxSessionMemory: 1000});
server.on('session', session => session.setLocalWindowSize(windowBytes));
server.on('stream', (stream, headers) => {
	const chunks: Buffer[] = [];
	stream.on('data', (chunk: Buffer) => chunks.push(chunk));
	stream.on('end', () => {
		// Only the bench calls, and it sends objects.
		const request = JSON.parse(Buffer.concat(chunks).toString()) as BareRequest;
		const found = bareAnswers[String(headers['x-amz-target'])] ?? '{}';
		const body = typeof found === 'string' ? found : found(request);
		stream.respond({
			':status': 200,
			'x-amzn-requestid': requestId,
			'content-type': headers['content-type'],
			'content-length': Buffer.byteLength(body),
		});
		stream.write(body);
		process.nextTick(() => stream.end());
	});
});

server.listen(0, '127.0.0.1', () => reportToBench(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
