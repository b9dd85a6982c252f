import type {OutgoingRequest} from '../action.ts';
import type {Delivery} from './delivery.ts';
import {unsubscribeUrl} from './envelope.ts';
import {textFor} from './message-structure.ts';
import {addToOutbox} from './outbox.ts';
import {awsEndpointSchedule, deliverWithRetries, noAnswer, outcomeOf, type Failure} from './retry.ts';
import {signatureVersion} from './topic-attributes.ts';

/** A function may run for 15 minutes. */
const timeoutMs = 900_000;

/**
Calls a function with a publication: the local one, where the engine was told of it; otherwise the event goes to the outbox.

@param onDone Called once, with the event and the failure that was the last, if it was one.
@see [Invoke](https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html)
*/
export function invokeFunction(delivery: Delivery, onDone: (event: string, failure?: Failure) => void): void {
	const {state, topic, subscription, publication} = delivery;
	const event = functionEvent(delivery);
	const url = functionUrl(state.environment.options.functionUrls ?? {}, subscription.endpoint);
	const {httpPost} = state.environment.wiring;
	if (url === undefined || !httpPost) {
		addToOutbox(state, {
			protocol: 'lambda',
			to: subscription.endpoint,
			kind: 'notification',
			messageId: publication.messageId,
			topicArn: topic.arn,
			subscriptionArn: subscription.arn,
			body: event,
		});
		onDone(event);
		return;
	}
	const headers = {'Content-Type': 'application/json', 'X-Amz-Invocation-Type': 'Event'};
	const request: OutgoingRequest = {url, headers, body: event, timeoutMs};
	deliverWithRetries(state, {
		attempt: () => httpPost(request).then(answer => outcomeOf(answer.status), noAnswer),
		schedule: awsEndpointSchedule,
		isWanted: () => state.subscriptions.get(subscription.arn) === subscription,
		onDelivered: () => onDone(event),
		onGivenUp: failure => onDone(event, failure),
	});
}

/** `arn:aws:lambda:region:account:function:name`, perhaps with a version or alias after the name. */
function functionUrl(urls: Readonly<Record<string, string>>, arn: string): string | undefined {
	const name = arn.split(':')[6] ?? '';
	const own = Object.hasOwn(urls, name) ? urls[name] : undefined;
	const base = own ?? (Object.hasOwn(urls, '*') ? urls['*'] : undefined);
	if (base === undefined || !URL.canParse(base)) return undefined;
	const url = new URL(base);
	// The Runtime Interface Emulator has one function, and calls it so.
	if (url.pathname === '/') url.pathname = `/2015-03-31/functions/${own === undefined ? name : 'function'}/invocations`;
	return url.href;
}

/**
What a function gets. Its spelling of two members, and its null and empty ones, differ from the envelope's.

@see [Using Lambda with Amazon SNS](https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html)
*/
function functionEvent({topic, subscription, publication, envelopes}: Delivery): string {
	const text = textFor(publication.texts, 'lambda');
	const signature = envelopes.signature(text);
	const attributes: Record<string, {Type: string; Value: string}> = {};
	for (const [name, attribute] of Object.entries(publication.attributes)) {
		attributes[name] = {Type: attribute.DataType, Value: attribute.StringValue ?? attribute.BinaryValue ?? ''};
	}
	const sns = {
		Type: 'Notification',
		MessageId: publication.messageId,
		TopicArn: topic.arn,
		Subject: publication.subject ?? null,
		Message: text,
		Timestamp: new Date(publication.publishedAtMs).toISOString(),
		SignatureVersion: signatureVersion(topic),
		Signature: signature.value,
		SigningCertUrl: signature.certificateUrl,
		UnsubscribeUrl: unsubscribeUrl(publication.endpointUrl, subscription.arn),
		MessageAttributes: attributes,
	};
	return JSON.stringify({
		Records: [{EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: subscription.arn, Sns: sns}],
	});
}
