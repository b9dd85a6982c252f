import {STATUS_CODES} from 'node:http';
import type {Socket} from 'node:net';
import type {Clock} from '../shared/clock.ts';
import type {writeChunk} from './exchange.ts';
import {keepAliveMs} from './http1.ts';

/** Writes an answer's head up to how long its body is: `HTTP/1.1 200 OK` and what follows, each line with its end. */
export type HeadWriter = (status: number, headers: readonly string[]) => string;

/** What must not stand in a header's value. */
const notInHeader = /[^\t\x20-\x7e\x80-\xff]/;

/**
Makes the function that writes heads. What says the date and that the connection stays is made anew each second.

@param clock The machine's, whatever the engine's says: clients set their own by the date.
*/
export function createHeadWriter(clock: Clock): HeadWriter {
	let writtenAtS = Number.NaN;
	let ofConnection = '';
	return (status, headers) => {
		const nowS = Math.floor(clock.nowMs() / 1000);
		if (nowS !== writtenAtS) {
			writtenAtS = nowS;
			ofConnection = `Date: ${new Date(nowS * 1000).toUTCString()}\r\nConnection: keep-alive\r\nKeep-Alive: timeout=${keepAliveMs / 1000}\r\n`;
		}
		return answerLines(status, headers) + ofConnection;
	};
}

function answerLines(status: number, headers: readonly string[]): string {
	let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n`;
	for (let index = 0; index + 1 < headers.length; index += 2) {
		const value = headers[index + 1] ?? '';
		if (notInHeader.test(value)) throw new TypeError(`The header ${headers[index]} cannot be sent: its value has a control character.`);
		text += `${headers[index]}: ${value}\r\n`;
	}
	return text;
}

/** Writes each chunk as one of HTTP's chunked encoding. */
export function chunked(socket: Socket): Parameters<typeof writeChunk>[0] {
	return {
		get destroyed() {
			return socket.destroyed;
		},
		write(chunk) {
			socket.cork();
			socket.write(`${chunk.byteLength.toString(16)}\r\n`, 'latin1');
			socket.write(chunk);
			const keepsUp = socket.write('\r\n', 'latin1');
			socket.uncork();
			return keepsUp;
		},
		once: (event, listener) => socket.once(event, listener),
		off: (event, listener) => socket.off(event, listener),
	};
}
