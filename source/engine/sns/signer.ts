import {createHash, generateKeyPairSync, sign, type KeyObject} from 'node:crypto';
import type {Random} from '../../shared/random.ts';
import type {MessageSigner} from '../action.ts';
import {pem, selfSignedCertificate} from './certificate.ts';

const keyBits = 2048;

type KeyPair = {readonly privateKey: KeyObject; readonly certificatePem: string; readonly certificatePath: string};

/** Makes its key pair and certificate when the first message is signed or the certificate is asked for: that takes some 50 ms. */
export function createMessageSigner(random: Random): MessageSigner {
	let made: KeyPair | undefined;
	const keyPair = (): KeyPair => (made ??= makeKeyPair(random));
	return {
		signatureLength: Math.ceil(keyBits / 8 / 3) * 4,
		sign: (text, digest) => sign(digest, Buffer.from(text), keyPair().privateKey).toString('base64'),
		certificatePem: () => keyPair().certificatePem,
		certificatePath: () => keyPair().certificatePath,
	};
}

function makeKeyPair(random: Random): KeyPair {
	const {privateKey, publicKey} = generateKeyPairSync('rsa', {modulusLength: keyBits});
	const serial = Buffer.from(random.hex(16), 'hex');
	// Some verifiers hold the certificate's name against this one.
	const certificate = selfSignedCertificate({host: 'sns.amazonaws.com', serial, publicKey, privateKey});
	const fingerprint = createHash('md5').update(certificate).digest('hex');
	return {
		privateKey,
		certificatePem: pem('CERTIFICATE', certificate),
		certificatePath: `/SimpleNotificationService-${fingerprint}.pem`,
	};
}
