import type {MessageSigner} from '../action.ts';
import type {MessageAttributes} from './message-attributes.ts';
import type {Publication} from './publication.ts';
import {signedFields, type SignatureVersion} from './signature.ts';

/**
The JSON that wraps one publication on its way to subscribers, laid out as AWS lays it out. What all subscribers share is made once.

@see [HTTP/HTTPS notification JSON format](https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html)
*/
export type Envelopes = {
	/** The finished envelope. */
	envelope(text: string, subscriptionArn: string): string;
	/** The same length in bytes, with a signature that means nothing; for a body that is finished when it is first read. */
	standIn(text: string, subscriptionArn: string): string;
	/** FIFO topics send no signature, so that there is nothing to finish. */
	readonly isSigned: boolean;
	/** Its parts, for what is no envelope: the event of a function. */
	signature(text: string): {readonly value: string; readonly certificateUrl: string};
};

type Shared = {readonly head: string; signature: string | undefined};

export function createEnvelopes(publication: Publication, options: {signer: MessageSigner; version: SignatureVersion}): Envelopes {
	const {signer, version} = options;
	const isSigned = publication.sequenceNumber === undefined;
	const attributes = envelopeAttributes(publication.attributes);
	const byText = new Map<string, Shared>();
	const timestamp = new Date(publication.publishedAtMs).toISOString();
	const certificateUrl = (): string => publication.endpointUrl + signer.certificatePath();

	const shared = (text: string): Shared => {
		let found = byText.get(text);
		if (!found) {
			found = {head: envelopeHead(publication, text, timestamp), signature: undefined};
			byText.set(text, found);
		}
		return found;
	};
	const sign = (text: string): string =>
		(shared(text).signature ??= signer.sign(
			signedFields({
				Message: text,
				MessageId: publication.messageId,
				Subject: publication.subject,
				Timestamp: timestamp,
				TopicArn: publication.topicArn,
				Type: 'Notification',
			}),
			version === '2' ? 'sha256' : 'sha1',
		));
	const compose = (text: string, subscriptionArn: string, signature: string): string => {
		const signed = isSigned
			? `,\n  "SignatureVersion" : "${version}",\n  "Signature" : "${signature}",\n  "SigningCertURL" : ${JSON.stringify(certificateUrl())}`
			: '';
		const url = JSON.stringify(unsubscribeUrl(publication.endpointUrl, subscriptionArn));
		return `${shared(text).head}${signed},\n  "UnsubscribeURL" : ${url}${attributes}\n}`;
	};

	return {
		isSigned,
		envelope: (text, subscriptionArn) => compose(text, subscriptionArn, isSigned ? sign(text) : ''),
		standIn: (text, subscriptionArn) => compose(text, subscriptionArn, 'A'.repeat(signer.signatureLength)),
		signature: text => ({value: sign(text), certificateUrl: certificateUrl()}),
	};
}

function envelopeHead(publication: Publication, text: string, timestamp: string): string {
	const fields = [`"Type" : "Notification"`, field('MessageId', publication.messageId)];
	if (publication.sequenceNumber !== undefined) fields.push(field('SequenceNumber', publication.sequenceNumber));
	if (publication.isReplayed) fields.push('"Replayed" : true');
	fields.push(field('TopicArn', publication.topicArn));
	if (publication.subject !== undefined) fields.push(field('Subject', publication.subject));
	fields.push(field('Message', text), field('Timestamp', timestamp));
	return `{\n  ${fields.join(',\n  ')}`;
}

function field(name: string, value: string): string {
	return `"${name}" : ${JSON.stringify(value)}`;
}

/** Empty when there are none, else with the comma before it. */
function envelopeAttributes(attributes: MessageAttributes): string {
	const entries = Object.entries(attributes);
	if (entries.length === 0) return '';
	const lines = entries.map(([name, attribute]) => {
		const value = attribute.StringValue ?? attribute.BinaryValue ?? '';
		return `    ${JSON.stringify(name)} : {"Type":${JSON.stringify(attribute.DataType)},"Value":${JSON.stringify(value)}}`;
	});
	return `,\n  "MessageAttributes" : {\n${lines.join(',\n')}\n  }`;
}

export function unsubscribeUrl(endpointUrl: string, subscriptionArn: string): string {
	return `${endpointUrl}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`;
}
