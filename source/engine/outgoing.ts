import {request as requestHttp} from 'node:http';
import type {Clock} from '../shared/clock.ts';
import type {OutgoingAnswer, OutgoingRequest} from './action.ts';

/** Of an answer's body; more is thrown away, for nobody reads it. */
const answerBytesMax = 1024 * 1024;

/** Makes the function by which services post to subscribers. It rejects when there is no answer: refused, reset, timed out. */
export function createHttpPost(clock: Clock): (request: OutgoingRequest) => Promise<OutgoingAnswer> {
	return ({url, headers, body, timeoutMs}) =>
		new Promise((resolve, reject) => {
			// Loaded when first needed: TLS takes longer to load than the rest of HTTP.
			const send = url.startsWith('https:') ? process.getBuiltinModule('node:https').request : requestHttp;
			// A URL that cannot be parsed throws here, which rejects.
			const outgoing = send(url, {method: 'POST', headers: {...headers, 'content-length': Buffer.byteLength(body)}});
			const cancelTimeout = clock.schedule(clock.nowMs() + timeoutMs, () =>
				outgoing.destroy(new Error(`No answer from ${url} within ${timeoutMs} ms.`)),
			);
			const fail = (error: Error): void => {
				cancelTimeout();
				reject(error);
			};
			outgoing.on('error', fail);
			outgoing.on('response', response => {
				const chunks: Buffer[] = [];
				let byteCount = 0;
				response.on('data', (chunk: Buffer) => {
					byteCount += chunk.length;
					if (byteCount <= answerBytesMax) chunks.push(chunk);
				});
				response.on('error', fail);
				response.on('end', () => {
					cancelTimeout();
					resolve({status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8')});
				});
			});
			outgoing.end(body);
		});
}
