import {connect, type ClientHttp2Session} from 'node:http2';
import {requestHeaders} from './api.ts';
import type {Connection} from './client.ts';

const windowBytes = 32 * 1024 * 1024;

/** A connection as in client.ts, in HTTP/2 by prior knowledge, as the JavaScript and Java clients of Kinesis talk. */
export async function openH2cConnection(url: string): Promise<Connection> {
	const session = await openSession(url);
	const authority = new URL(url).host;
	return {
		call(api, action, body) {
			const stream = session.request({
				':method': 'POST',
				':path': '/',
				':authority': authority,
				...requestHeaders(api, action),
				'content-length': String(body.length),
			});
			stream.setEncoding('latin1');
			let status = 0;
			let answer = '';
			stream.on('response', headers => {
				status = Number(headers[':status']);
			});
			stream.on('data', (chunk: string) => {
				answer += chunk;
			});
			stream.end(body, 'latin1');
			return new Promise((resolve, reject) => {
				stream.on('error', reject);
				stream.on('end', () => {
					if (status === 200) resolve(answer);
					else reject(new Error(`The server answered ${status}: ${answer.slice(0, 1000)}`));
				});
			});
		},
		close: () => session.destroy(),
	};
}

function openSession(url: string): Promise<ClientHttp2Session> {
	return new Promise((resolve, reject) => {
		const session = connect(url, {settings: {initialWindowSize: windowBytes, enablePush: false}});
		session.once('error', reject);
		session.once('connect', () => {
			session.setLocalWindowSize(windowBytes);
			resolve(session);
		});
	});
}
