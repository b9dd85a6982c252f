import {eightDigits, fourDigitsAbove} from './hexadecimal.ts';
import type {Message} from './message.ts';

/** What the IDs of a queue's messages have in common, taken out of its key once. */
export type MessageIdKey = {readonly mask: number; readonly middle: string; readonly end: string};

/** @param queueKey 16 hexadecimal digits that no other queue has. */
export function messageIdKey(queueKey: string): MessageIdKey {
	return {
		mask: Number.parseInt(queueKey.slice(8), 16),
		middle: `-${queueKey.slice(0, 4)}-4${queueKey.slice(4, 7)}-a${queueKey.slice(7, 10)}-${queueKey.slice(10, 16)}`,
		end: queueKey.slice(0, 2),
	};
}

/** The ID of a message, a version 4 UUID: scrambled of its number in the queue and of the queue's key, which is random. So it is unique without being kept. */
export function formatMessageId({mask, middle, end}: MessageIdKey, serial: number): string {
	const low = scramble((serial >>> 0) ^ mask);
	return eightDigits(low) + middle + fourDigitsAbove(serial) + end;
}

/** The ID of a message in a queue of this key; a message that was redriven keeps its first. */
export function messageId(queue: {readonly idKey: MessageIdKey}, message: Message): string {
	return message.details?.id ?? formatMessageId(queue.idKey, message.serial);
}

/** MurmurHash3's finalizer: no two numbers of 32 bits give the same. */
function scramble(value: number): number {
	let mixed = Math.imul(value ^ (value >>> 16), 0x85_eb_ca_6b);
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2_b2_ae_35);
	return (mixed ^ (mixed >>> 16)) >>> 0;
}
