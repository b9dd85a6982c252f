import type {Message} from './message.ts';

/**
The ID of a message, a version 4 UUID: scrambled of its number in the queue and of the queue's key, which is random. So it is unique without being kept.

@param queueKey 16 hexadecimal digits that no other queue has.
*/
export function formatMessageId(queueKey: string, serial: number): string {
	const low = scramble((serial >>> 0) ^ Number.parseInt(queueKey.slice(8), 16))
		.toString(16)
		.padStart(8, '0');
	const high = Math.floor(serial / 2 ** 32)
		.toString(16)
		.padStart(4, '0');
	return `${low}-${queueKey.slice(0, 4)}-4${queueKey.slice(4, 7)}-a${queueKey.slice(7, 10)}-${queueKey.slice(10, 16)}${high}${queueKey.slice(0, 2)}`;
}

/** The ID of a message in a queue of this key; a message that was redriven keeps its first. */
export function messageId(queue: {readonly key: string}, message: Message): string {
	return message.details?.id ?? formatMessageId(queue.key, message.serial);
}

/** MurmurHash3's finalizer: no two numbers of 32 bits give the same. */
function scramble(value: number): number {
	let mixed = Math.imul(value ^ (value >>> 16), 0x85_eb_ca_6b);
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2_b2_ae_35);
	return (mixed ^ (mixed >>> 16)) >>> 0;
}
