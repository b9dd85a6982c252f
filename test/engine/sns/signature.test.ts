import {createVerify, X509Certificate} from 'node:crypto';
import {expect, test} from 'vitest';
import {createMessageSigner} from '../../../source/engine/sns/signer.ts';
import {createSystemRandom} from '../../../source/shared/random.ts';
import {createEndpoint, subscribeEndpoint, type Endpoint} from './endpoint.ts';

/** As verifiers do it: the fields by name, the certificate's public key. */
function isSignedBy(certificate: string, message: Readonly<Record<string, string>>): boolean {
	const names =
		message['Type'] === 'Notification'
			? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
			: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
	const verify = createVerify(message['SignatureVersion'] === '2' ? 'RSA-SHA256' : 'RSA-SHA1');
	for (const name of names) {
		if (message[name] !== undefined) verify.update(`${name}\n${message[name]}\n`);
	}
	return verify.verify(new X509Certificate(certificate).publicKey, message['Signature'] ?? '', 'base64');
}

const signer = createMessageSigner(createSystemRandom());

function createSigned(attributes: Readonly<Record<string, string>> = {}): {endpoint: Endpoint; TopicArn: string} {
	const endpoint = createEndpoint({wiring: {signer}});
	return {endpoint, TopicArn: endpoint.sns.createTopic('orders', attributes)};
}

test('a notification is signed with SHA-1 by default', () => {
	const {endpoint, TopicArn} = createSigned();
	subscribeEndpoint(endpoint, TopicArn);

	endpoint.sns.call('Publish', {TopicArn, Message: 'paid ✓\n', Subject: 'Order'});
	endpoint.sns.call('Publish', {TopicArn, Message: 'no subject'});

	const [first = {}, second = {}] = endpoint.messages();
	expect(first['SignatureVersion']).toBe('1');
	expect([first, second].map(message => isSignedBy(signer.certificatePem(), message))).toEqual([true, true]);
	expect(isSignedBy(signer.certificatePem(), {...first, Message: 'forged'})).toBe(false);
});

test('a topic can ask for SHA-256', () => {
	const {endpoint, TopicArn} = createSigned({SignatureVersion: '2'});
	subscribeEndpoint(endpoint, TopicArn);

	endpoint.sns.call('Publish', {TopicArn, Message: 'paid'});

	const [message = {}] = endpoint.messages();
	expect(message['SignatureVersion']).toBe('2');
	expect(isSignedBy(signer.certificatePem(), message)).toBe(true);
});

test('a confirmation is signed over its own fields', () => {
	const {endpoint, TopicArn} = createSigned();

	endpoint.sns.call('Subscribe', {TopicArn, Protocol: 'http', Endpoint: 'http://example.com/in'});

	expect(isSignedBy(signer.certificatePem(), endpoint.messages()[0] ?? {})).toBe(true);
});

test('what a queue gets is signed too, when its body is finished', () => {
	const endpoint = createEndpoint({wiring: {signer, takesLateBodies: true}});
	const TopicArn = endpoint.sns.createTopic();
	endpoint.sns.subscribeQueue(TopicArn, 'billing');

	endpoint.sns.call('Publish', {TopicArn, Message: 'paid'});

	const [message] = endpoint.sns.delivered;
	expect(isSignedBy(signer.certificatePem(), JSON.parse(message?.lateBody?.finish() ?? ''))).toBe(true);
});

test('the certificate names the host that verifiers look for, is signed by itself, and is found at its path', () => {
	const certificate = new X509Certificate(signer.certificatePem());

	expect(certificate.subject).toBe('CN=sns.amazonaws.com');
	expect(certificate.subjectAltName).toBe('DNS:sns.amazonaws.com');
	expect(certificate.checkHost('sns.amazonaws.com')).toBe('sns.amazonaws.com');
	expect(certificate.verify(certificate.publicKey)).toBe(true);
	expect(certificate.validTo).toBe('Dec 31 23:59:59 2049 GMT');
	expect(signer.certificatePath()).toMatch(/^\/SimpleNotificationService-[\da-f]{32}\.pem$/);
});

test('every certificate can be read, whatever its number', () => {
	for (const digits of ['00', '7f', '80', 'ff']) {
		const random = {...createSystemRandom(), hex: (byteCount: number) => digits.repeat(byteCount)};
		const certificate = new X509Certificate(createMessageSigner(random).certificatePem());

		expect(certificate.verify(certificate.publicKey)).toBe(true);
	}
});

test('signatures have the length that stand-ins have', () => {
	expect(signer.sign('x', 'sha1')).toHaveLength(signer.signatureLength);
	expect(signer.sign('x', 'sha256')).toHaveLength(signer.signatureLength);
});
