import {createHash} from 'node:crypto';
import type {MessageAttribute} from './queue.ts';

/** What SQS answers as MD5OfMessageBody: lower-case hexadecimal digits. */
export function md5OfBody(body: string): string {
	return createHash('md5').update(body, 'utf8').digest('hex');
}

const stringTransport = 1;
const binaryTransport = 2;

/**
What SQS answers as MD5OfMessageAttributes: names in order, each part with its length before it. Undefined when there are none.

@see [Calculating the MD5 message digest for message attributes](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html)
*/
export function md5OfAttributes(attributes: Readonly<Record<string, MessageAttribute>> = {}): string | undefined {
	const names = Object.keys(attributes).toSorted();
	if (names.length === 0) return undefined;
	const hash = createHash('md5');
	const add = (bytes: Uint8Array): void => {
		const length = Buffer.alloc(4);
		length.writeUInt32BE(bytes.byteLength);
		hash.update(length).update(bytes);
	};
	for (const name of names) {
		const {dataType = '', stringValue, binaryValue} = attributes[name] ?? {};
		add(Buffer.from(name));
		add(Buffer.from(dataType));
		hash.update(Buffer.of(stringValue === undefined ? binaryTransport : stringTransport));
		add(stringValue === undefined ? (binaryValue ?? new Uint8Array()) : Buffer.from(stringValue));
	}
	return hash.digest('hex');
}

/** What an answer says about a message that was sent. */
export type SendAnswer = {
	readonly MessageId?: string | undefined;
	readonly MD5OfMessageBody?: string | undefined;
	readonly MD5OfMessageAttributes?: string | undefined;
};

/** Whether the answer proves that SQS has exactly this message: its id, and the checksums of its body and of its attributes. */
export function isConfirmed(
	answer: SendAnswer,
	message: {readonly body: string; readonly attributes?: Readonly<Record<string, MessageAttribute>>},
): boolean {
	if (!answer.MessageId || answer.MD5OfMessageBody !== md5OfBody(message.body)) return false;
	// Some endpoints leave out the checksum of attributes; one that is given must be right.
	return answer.MD5OfMessageAttributes === undefined || answer.MD5OfMessageAttributes === md5OfAttributes(message.attributes);
}
