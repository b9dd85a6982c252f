import {jsonText} from '../../shared/json-text.ts';
import type {LateBody, MessageSigner} from '../action.ts';
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
	/** The same, to be made later. Undefined where that saves nothing, for FIFO topics send no signature, and where its characters have to be looked at first. */
	late(text: string, subscriptionArn: string): LateBody | undefined;
	/** Its parts, for what is no envelope: the event of a function. */
	signature(text: string): {readonly value: string; readonly certificateUrl: string};
};

/** What the envelopes of one text share: the signature, all up to the subscription's ARN, and how many bytes that has. */
type Shared = {signature: string | undefined; signed: string | undefined; byteCount: number | undefined};

/** What no queue takes, and JSON does not escape. */
const noncharacters = /[\ufffe\uffff]/;

export function createEnvelopes(publication: Publication, options: {signer: MessageSigner; version: SignatureVersion}): Envelopes {
	const {signer, version} = options;
	const isSigned = publication.sequenceNumber === undefined;
	const byText = new Map<string, Shared>();
	let timestamp: string | undefined;
	let tail: string | undefined;
	const instant = (): string => (timestamp ??= new Date(publication.publishedAtMs).toISOString());
	const certificateUrl = (): string => publication.endpointUrl + signer.certificatePath();

	const sharedBy = (text: string): Shared => {
		let found = byText.get(text);
		if (!found) {
			found = {signature: undefined, signed: undefined, byteCount: undefined};
			byText.set(text, found);
		}
		return found;
	};
	const sign = (text: string): string =>
		(sharedBy(text).signature ??= signer.sign(
			signedFields({
				Message: text,
				MessageId: publication.messageId,
				Subject: publication.subject,
				Timestamp: instant(),
				TopicArn: publication.topicArn,
				Type: 'Notification',
			}),
			version === '2' ? 'sha256' : 'sha1',
		));
	const upToArn = (text: string, signature: string | undefined): string => {
		const fields = [envelopeHead(publication, text, instant())];
		if (signature !== undefined) {
			fields.push(`"SignatureVersion" : "${version}"`, `"Signature" : "${signature}"`, field('SigningCertURL', certificateUrl()));
		}
		// The ARN and the closing quote follow.
		fields.push(field('UnsubscribeURL', unsubscribeUrl(publication.endpointUrl, '')).slice(0, -1));
		return fields.join(',\n  ');
	};
	// A region comes from a request's signature, and so may hold anything.
	const close = (subscriptionArn: string): string =>
		`${jsonText(subscriptionArn).slice(1)}${(tail ??= envelopeAttributes(publication.attributes))}\n}`;
	/** Undefined when it holds what a queue may refuse. */
	const byteCountUpToArn = (text: string): number | undefined => {
		const shared = sharedBy(text);
		if (shared.byteCount === undefined) {
			const start = upToArn(text, 'A'.repeat(signer.signatureLength));
			shared.byteCount = noncharacters.test(start) ? Number.NaN : Buffer.byteLength(start);
		}
		return Number.isNaN(shared.byteCount) ? undefined : shared.byteCount;
	};
	const envelope = (text: string, subscriptionArn: string): string => {
		const shared = sharedBy(text);
		shared.signed ??= upToArn(text, isSigned ? sign(text) : undefined);
		return shared.signed + close(subscriptionArn);
	};

	return {
		envelope,
		late(text, subscriptionArn) {
			const startByteCount = isSigned ? byteCountUpToArn(text) : undefined;
			const end = close(subscriptionArn);
			if (startByteCount === undefined || noncharacters.test(end)) return undefined;
			return {byteCount: startByteCount + Buffer.byteLength(end), finish: () => envelope(text, subscriptionArn)};
		},
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
	return `"${name}" : ${jsonText(value)}`;
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
