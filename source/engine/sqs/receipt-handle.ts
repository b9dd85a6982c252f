import {eightDigits, fourDigitsAbove} from './hexadecimal.ts';

/** What a receipt handle says: which message of the queue, and which of its receives. */
export type Receipt = {readonly serial: number; readonly receiveCount: number};

/** Real handles start so. */
const prefix = 'AQEB';
const keyDigits = 16;
const serialDigits = 12;
const countDigits = 8;
const checkDigits = 8;
const serialStart = prefix.length + keyDigits;
const countStart = serialStart + serialDigits;
const checkStart = countStart + countDigits;
const handleLength = checkStart + checkDigits;
const handlePattern = /^AQEB[0-9a-f]+$/;

/**
A receipt handle, made only of letters and digits: some clients put their own data behind a dash.

@param queueKey 16 hexadecimal digits that no other queue has.
*/
export function formatReceiptHandle(queueKey: string, receipt: Receipt): string {
	return (
		prefix +
		queueKey +
		fourDigitsAbove(receipt.serial) +
		eightDigits(receipt.serial) +
		eightDigits(receipt.receiveCount) +
		eightDigits(checksum(queueKey, receipt))
	);
}

/** Undefined when the text is garbage or a handle of another queue. */
export function parseReceiptHandle(queueKey: string, text: string): Receipt | undefined {
	if (text.length !== handleLength || !text.startsWith(queueKey, prefix.length) || !handlePattern.test(text)) return undefined;
	const receipt = {
		serial: Number.parseInt(text.slice(serialStart, countStart), 16),
		receiveCount: Number.parseInt(text.slice(countStart, checkStart), 16),
	};
	return Number.parseInt(text.slice(checkStart), 16) === checksum(queueKey, receipt) ? receipt : undefined;
}

/** Tells typing errors and cut handles, not forgeries. */
function checksum(queueKey: string, receipt: Receipt): number {
	let mixed = Math.imul(Number.parseInt(queueKey.slice(0, 8), 16) ^ receipt.serial, 0x9e_37_79_b1);
	mixed = Math.imul(mixed ^ (mixed >>> 15) ^ receipt.receiveCount, 0x85_eb_ca_77);
	return (mixed ^ (mixed >>> 13)) >>> 0;
}
