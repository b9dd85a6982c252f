/** The floor: node:http that parses the request's JSON and answers with text of the size that SQS answers with. */
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {reportToBench} from './serve.ts';

const body = 'x'.repeat(1024);
const md5 = '0123456789abcdef0123456789abcdef';
const messageId = '00000000-0000-4000-8000-000000000000';

const answers: Readonly<Record<string, string>> = {
	'AmazonSQS.CreateQueue': '{"QueueUrl":"http://127.0.0.1/000000000000/bench"}',
	'AmazonSQS.SendMessage': JSON.stringify({MD5OfMessageBody: md5, MessageId: messageId}),
	'AmazonSQS.ReceiveMessage': JSON.stringify({
		Messages: [{MessageId: messageId, ReceiptHandle: 'a'.repeat(160), MD5OfBody: md5, Body: body}],
	}),
};

const server = createServer({keepAliveTimeout: 75_000, requestTimeout: 0}, (request, response) => {
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		JSON.parse(Buffer.concat(chunks).toString());
		const target = request.headers['x-amz-target'];
		const answer = (typeof target === 'string' ? answers[target] : undefined) ?? '{}';
		response.writeHead(200, [
			'x-amzn-RequestId',
			messageId,
			'Content-Type',
			'application/x-amz-json-1.0',
			'Content-Length',
			String(Buffer.byteLength(answer)),
		]);
		response.end(answer);
	});
});

server.listen(0, '127.0.0.1', () => reportToBench(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
