import {base64ByteCount} from '../shape.ts';
import {Mismatch} from './mismatch.ts';

/** Where texts are decoded to see whether they can be; what it holds is never read. */
const decoded = Buffer.allocUnsafe(64 * 1024);

/** Node's decoder skips what it cannot read, so that less comes out of it, but it reads the URL's alphabet too, and the lower halves of wide characters. A regular expression would take several times as long. */
function isBase64(text: string): boolean {
	const byteCount = base64ByteCount(text);
	const decodedCount = byteCount <= decoded.length ? decoded.write(text, 'base64') : Buffer.from(text, 'base64').length;
	return decodedCount === byteCount && !text.includes('-') && !text.includes('_') && isAscii(text);
}

const encoder = new TextEncoder();

/** Short texts are encoded to see whether they grow, which takes a third of counting. */
function isAscii(text: string): boolean {
	if (text.length > decoded.length / 3) return Buffer.byteLength(text) === text.length;
	return encoder.encodeInto(text, decoded).written === text.length;
}

/** The text itself, if it is base64 as an encoder makes it. Throws a Mismatch in AWS's words. */
export function checkBase64(text: string): string {
	if (text.length % 4 !== 0) throw noBlob(text, `Base64 encoded length is expected a multiple of 4 bytes but found: ${text.length}`);
	if (!isBase64(text)) {
		const wrong = /[^A-Za-z0-9+/=]|=[^=]/.exec(text)?.[0][0] ?? '=';
		throw noBlob(text, `Invalid Base64 character: '${wrong}'`);
	}
	if (text.endsWith('=') && !hasZeroPadBits(text)) throw noBlob(text, 'Invalid last non-pad Base64 character dectected');
	return text;
}

function noBlob(text: string, why: string): Mismatch {
	return new Mismatch(`'${text.length > 1024 ? `${text.slice(0, 1024)}…` : text}' can not be converted to a Blob: ${why}`);
}

/** Of base64's characters, those whose lower four bits are zero, and those whose lower two are. */
const zeroBeforeTwoPads = 'AQgw';
const zeroBeforeOnePad = 'AEIMQUYcgkosw048';

/** Whether the bits that padding throws away are zero, as in text that an encoder made. */
function hasZeroPadBits(text: string): boolean {
	return text.endsWith('==')
		? zeroBeforeTwoPads.includes(text.charAt(text.length - 3))
		: zeroBeforeOnePad.includes(text.charAt(text.length - 2));
}
