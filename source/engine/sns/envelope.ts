import type {MessageAttributes} from './message-attributes.ts';
import {textFor} from './message-structure.ts';
import type {Publication} from './publication.ts';
import type {Subscription} from './subscription.ts';

/**
The JSON that wraps a message on its way to queues and HTTP endpoints, laid out as AWS lays it out. FIFO topics carry a sequence number and no signature.

@see [HTTP/HTTPS notification JSON format](https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html)
*/
export function notificationEnvelope(
	publication: Publication,
	subscription: Subscription,
	signature: EnvelopeSignature | undefined,
): string {
	const fields: string[] = ['"Type" : "Notification"', field('MessageId', publication.messageId)];
	if (publication.sequenceNumber !== undefined) fields.push(field('SequenceNumber', publication.sequenceNumber));
	fields.push(field('TopicArn', publication.topicArn));
	if (publication.subject !== undefined) fields.push(field('Subject', publication.subject));
	fields.push(
		field('Message', textFor(publication.texts, subscription.protocol)),
		field('Timestamp', new Date(publication.publishedAtMs).toISOString()),
	);
	if (signature) {
		fields.push(
			field('SignatureVersion', signature.version),
			field('Signature', signature.value),
			field('SigningCertURL', signature.certificateUrl),
		);
	}
	fields.push(field('UnsubscribeURL', unsubscribeUrl(publication.endpointUrl, subscription.arn)));
	const attributes = envelopeAttributes(publication.attributes);
	if (attributes) fields.push(attributes);
	return `{\n  ${fields.join(',\n  ')}\n}`;
}

export type EnvelopeSignature = {readonly version: string; readonly value: string; readonly certificateUrl: string};

function field(name: string, value: string): string {
	return `"${name}" : ${JSON.stringify(value)}`;
}

function envelopeAttributes(attributes: MessageAttributes): string | undefined {
	const entries = Object.entries(attributes);
	if (entries.length === 0) return undefined;
	const lines = entries.map(([name, attribute]) => {
		const value = attribute.StringValue ?? attribute.BinaryValue ?? '';
		return `    ${JSON.stringify(name)} : {"Type":${JSON.stringify(attribute.DataType)},"Value":${JSON.stringify(value)}}`;
	});
	return `"MessageAttributes" : {\n${lines.join(',\n')}\n  }`;
}

export function unsubscribeUrl(endpointUrl: string, subscriptionArn: string): string {
	return `${endpointUrl}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`;
}
