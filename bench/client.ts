import {connect, type Socket} from 'node:net';

/**
One keep-alive connection of a client that costs as little as it can, so that the server's process gets the rest of the machine.

It sends ready bytes and looks only for the end of the answer.
*/
export type Connection = {
	/** Sends a SQS request in AWS JSON and returns the answer's body. */
	call(action: string, body: string): Promise<string>;
	close(): void;
};

export async function openConnection(url: string): Promise<Connection> {
	const {hostname, port, host} = new URL(url);
	const socket = await openSocket(hostname, Number(port));
	let received = '';
	let settle: {resolve: (body: string) => void; reject: (error: Error) => void} | undefined;

	const fail = (error: Error): void => settle?.reject(error);
	socket.on('error', fail);
	socket.on('close', () => fail(new Error('The server closed the connection.')));
	socket.on('data', (chunk: string) => {
		received = received === '' ? chunk : received + chunk;
		const headEnd = received.indexOf('\r\n\r\n');
		if (headEnd === -1) return;
		const length = contentLength(received);
		if (received.length < headEnd + 4 + length) return;
		const answer = received;
		received = '';
		if (answer.startsWith('HTTP/1.1 200')) settle?.resolve(answer.slice(headEnd + 4));
		else fail(new Error(`The server answered ${answer.slice(0, 1000)}`));
	});

	return {
		call(action, body) {
			socket.write(head(host, action, body) + body, 'latin1');
			return new Promise((resolve, reject) => {
				settle = {resolve, reject};
			});
		},
		close: () => socket.destroy(),
	};
}

function openSocket(host: string, port: number): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = connect({host, port, noDelay: true}, () => resolve(socket));
		socket.setEncoding('latin1');
		socket.once('error', reject);
	});
}

function contentLength(answer: string): number {
	const match = /\r\ncontent-length: (\d+)/i.exec(answer);
	if (!match) throw new Error(`The answer has no Content-Length: ${answer.slice(0, 200)}`);
	return Number(match[1]);
}

/** The headers that the JavaScript SDK sends, in number and size. */
function head(host: string, action: string, body: string): string {
	return [
		'POST / HTTP/1.1',
		`host: ${host}`,
		'content-type: application/x-amz-json-1.0',
		`content-length: ${body.length}`,
		`x-amz-target: AmazonSQS.${action}`,
		'x-amzn-query-mode: true',
		'x-amz-user-agent: aws-sdk-js/3.1175.0',
		'user-agent: aws-sdk-js/3.1175.0 ua/2.1 os/linux#6.1 lang/js md/nodejs#24.21.0 api/sqs#3.1175.0 m/E,n',
		'amz-sdk-invocation-id: 7cf9f06c-7a3d-4f4e-9e6b-6c9d1f0a4f4b',
		'amz-sdk-request: attempt=1; max=3',
		'x-amz-date: 20261125T031204Z',
		'x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
		'authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261125/us-east-1/sqs/aws4_request, SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target;x-amz-user-agent;x-amzn-query-mode, Signature=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
		'connection: keep-alive',
		'\r\n',
	].join('\r\n');
}
