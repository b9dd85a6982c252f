import {hash} from 'node:crypto';
import type {MessageAttributes} from './message.ts';

/** Lower-case hexadecimal MD5 of the text's UTF-8 bytes, as in `MD5OfMessageBody`. */
export function md5OfText(text: string): string {
	return hash('md5', text, 'hex');
}

const stringTransport = Buffer.of(1);
const binaryTransport = Buffer.of(2);

/**
MD5 of message attributes as clients compute it: sorted by name, each part led by its length.

@see [Calculating the MD5 message digest for message attributes](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation)
*/
export function md5OfAttributes(attributes: MessageAttributes): string {
	const parts: Buffer[] = [];
	const append = (bytes: Buffer): void => {
		const length = Buffer.allocUnsafe(4);
		length.writeUInt32BE(bytes.length);
		parts.push(length, bytes);
	};
	for (const name of Object.keys(attributes).toSorted(byCodeUnit)) {
		const value = attributes[name];
		if (!value) continue;
		append(Buffer.from(name));
		append(Buffer.from(value.DataType));
		const isBinary = value.DataType.startsWith('Binary');
		parts.push(isBinary ? binaryTransport : stringTransport);
		append(isBinary ? Buffer.from(value.BinaryValue ?? '', 'base64') : Buffer.from(value.StringValue ?? ''));
	}
	return hash('md5', Buffer.concat(parts), 'hex');
}

/** Attribute names are ASCII, so that code units order as bytes do. */
function byCodeUnit(left: string, right: string): number {
	return left < right ? -1 : left > right ? 1 : 0;
}
