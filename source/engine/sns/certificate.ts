import {sign, type KeyObject} from 'node:crypto';

/*
A self-signed X.509 certificate takes these few lines of DER. A library for it would be the largest dependency of the engine, for one certificate that only carries a public key.
*/

/** DER: tag, length, contents. */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
	const body = Buffer.concat(contents);
	if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
	const lengthBytes = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? 4 : 2, '0'), 'hex');
	return Buffer.concat([Buffer.from([tag, 0x80 | lengthBytes.length]), lengthBytes, body]);
}

const sequence = (...items: readonly Uint8Array[]): Buffer => der(0x30, ...items);
const set = (...items: readonly Uint8Array[]): Buffer => der(0x31, ...items);
const integer = (bytes: Uint8Array): Buffer => der(0x02, bytes);
const bitString = (bytes: Uint8Array): Buffer => der(0x03, Buffer.from([0]), bytes);
const octetString = (bytes: Uint8Array): Buffer => der(0x04, bytes);
const utf8String = (text: string): Buffer => der(0x0c, Buffer.from(text));
const utcTime = (text: string): Buffer => der(0x17, Buffer.from(text));
const isTrue = Buffer.from('0101ff', 'hex');

/** Object identifiers, encoded. */
const oid = {
	sha256WithRsa: Buffer.from('06092a864886f70d01010b', 'hex'),
	commonName: Buffer.from('0603550403', 'hex'),
	subjectAltName: Buffer.from('0603551d11', 'hex'),
	basicConstraints: Buffer.from('0603551d13', 'hex'),
};
const derNull = Buffer.from('0500', 'hex');

/**
A self-signed certificate over an RSA key pair, as DER, valid from 2020 to the end of 2049 so that no clock matters.

@param options.host Common name and DNS name: what verifiers compare.
@param options.serial At most 20 bytes. Its first two bits are set to make a number of it that DER takes.
*/
export function selfSignedCertificate(options: {host: string; serial: Uint8Array; publicKey: KeyObject; privateKey: KeyObject}): Buffer {
	const {host, serial, publicKey, privateKey} = options;
	const algorithm = sequence(oid.sha256WithRsa, derNull);
	const name = sequence(set(sequence(oid.commonName, utf8String(host))));
	const extensions = sequence(
		sequence(oid.basicConstraints, isTrue, octetString(sequence())),
		sequence(oid.subjectAltName, octetString(sequence(der(0x82, Buffer.from(host))))),
	);
	const toBeSigned = sequence(
		der(0xa0, integer(Buffer.from([2]))),
		integer(positive(serial)),
		algorithm,
		name,
		sequence(utcTime('200101000000Z'), utcTime('491231235959Z')),
		name,
		publicKey.export({type: 'spki', format: 'der'}),
		der(0xa3, extensions),
	);
	return sequence(toBeSigned, algorithm, bitString(sign('sha256', toBeSigned, privateKey)));
}

/** DER wants the shortest form of a number, and a set first bit makes it negative. */
function positive(bytes: Uint8Array): Buffer {
	const copy = Buffer.from(bytes);
	copy[0] = ((copy[0] ?? 0) & 0x3f) | 0x40;
	return copy;
}

export function pem(label: string, bytes: Uint8Array): string {
	const lines =
		Buffer.from(bytes)
			.toString('base64')
			.match(/.{1,64}/g) ?? [];
	return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
