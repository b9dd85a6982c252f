/** The floor: node:http that parses the request and answers with text of the size that the service answers with. */
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {bareAnswers, type BareRequest} from './bare-answers.ts';
import {reportToBench} from './serve.ts';

const requestId = '00000000-0000-4000-8000-000000000000';

/** An AWS Query request says in its body what it calls; its form is read as Node reads it. */
function answer(target: string | string[] | undefined, body: string): string {
	const isJson = typeof target === 'string';
	// Only the bench calls, and it sends objects.
	const request = (isJson ? JSON.parse(body) : {}) as BareRequest;
	const found = bareAnswers[isJson ? target : (new URLSearchParams(body).get('Action') ?? '')] ?? '{}';
	return typeof found === 'string' ? found : found(request);
}

const server = createServer({keepAliveTimeout: 75_000, requestTimeout: 0}, (request, response) => {
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		const body = answer(request.headers['x-amz-target'], Buffer.concat(chunks).toString());
		response.writeHead(200, [
			'x-amzn-RequestId',
			requestId,
			'Content-Type',
			request.headers['content-type'] ?? '',
			'Content-Length',
			String(Buffer.byteLength(body)),
		]);
		response.end(body);
	});
});

server.listen(0, '127.0.0.1', () => reportToBench(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
