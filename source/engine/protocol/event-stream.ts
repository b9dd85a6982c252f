import {crc32} from 'node:zlib';

/** The prelude (two lengths and their checksum) and the checksum of the whole. */
const frameOverheadBytes = 16;

/** The wire's number for a header whose value is text. */
const stringHeaderType = 7;

/**
One frame of `application/vnd.amazon.eventstream`. All headers are text, as in every frame that Kinesis sends.

@see [Event Stream Specification](https://smithy.io/2.0/aws/amazon-eventstream.html)
*/
export function encodeFrame(headers: Readonly<Record<string, string>>, payload: Uint8Array): Uint8Array {
	const headerBytes = encodeHeaders(headers);
	const byteCount = frameOverheadBytes + headerBytes.length + payload.length;
	const frame = Buffer.allocUnsafe(byteCount);
	frame.writeUInt32BE(byteCount, 0);
	frame.writeUInt32BE(headerBytes.length, 4);
	frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
	headerBytes.copy(frame, 12);
	frame.set(payload, 12 + headerBytes.length);
	frame.writeUInt32BE(crc32(frame.subarray(0, byteCount - 4)), byteCount - 4);
	return frame;
}

function encodeHeaders(headers: Readonly<Record<string, string>>): Buffer {
	return Buffer.concat(
		Object.entries(headers).map(([name, value]) => {
			const nameBytes = Buffer.from(name);
			const valueBytes = Buffer.from(value);
			const header = Buffer.allocUnsafe(4 + nameBytes.length + valueBytes.length);
			header.writeUInt8(nameBytes.length, 0);
			nameBytes.copy(header, 1);
			header.writeUInt8(stringHeaderType, 1 + nameBytes.length);
			header.writeUInt16BE(valueBytes.length, 2 + nameBytes.length);
			valueBytes.copy(header, 4 + nameBytes.length);
			return header;
		}),
	);
}

/** An event, or `initial-response`, which must come first: boto3 and Go refuse a stream without it. */
export function encodeEvent(type: string, contentType: string, payload: Uint8Array): Uint8Array {
	return encodeFrame({':message-type': 'event', ':event-type': type, ':content-type': contentType}, payload);
}

/** An error that the action's documentation names. It ends the stream. */
export function encodeException(type: string, contentType: string, payload: Uint8Array): Uint8Array {
	return encodeFrame({':message-type': 'exception', ':exception-type': type, ':content-type': contentType}, payload);
}

/** Any other error. It ends the stream. */
export function encodeStreamError(code: string, message: string): Uint8Array {
	return encodeFrame({':message-type': 'error', ':error-code': code, ':error-message': message}, new Uint8Array());
}
