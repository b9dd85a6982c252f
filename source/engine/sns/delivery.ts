import type {DeliveredMessage} from '../action.ts';
import {unreachable} from '../../shared/errors.ts';
import type {Envelopes} from './envelope.ts';
import {invokeFunction} from './function-delivery.ts';
import {postToEndpoint} from './http-delivery.ts';
import {textFor} from './message-structure.ts';
import {countTopic} from './metrics.ts';
import {addToOutbox} from './outbox.ts';
import {pushTo} from './platform.ts';
import type {Publication} from './publication.ts';
import type {Failure} from './retry.ts';
import {sendSms} from './sms.ts';
import type {SnsState} from './state.ts';
import type {Subscription} from './subscription.ts';
import type {Topic} from './topic.ts';

/** One publication on its way to one subscription. */
export type Delivery = {
	readonly state: SnsState;
	readonly topic: Topic;
	readonly subscription: Subscription;
	readonly publication: Publication;
	readonly envelopes: Envelopes;
};

export function deliver(delivery: Delivery): void {
	const {protocol} = delivery.subscription;
	switch (protocol) {
		case 'sqs':
			deliverToQueue(delivery);
			return;
		case 'http':
		case 'https':
			deliverToHttp(delivery);
			return;
		case 'lambda':
			deliverToFunction(delivery);
			return;
		case 'application':
			deliverToApplication(delivery);
			return;
		case 'sms':
			deliverToPhone(delivery);
			return;
		case 'email':
		case 'email-json':
		case 'firehose':
			deliverToOutbox(delivery, protocol);
			return;
		default:
			unreachable(protocol);
	}
}

/** SQS takes no more message attributes than these; a raw delivery with more fails. */
const queueAttributeCountMax = 10;

function deliverToQueue(delivery: Delivery): void {
	const {state, topic, subscription, publication} = delivery;
	const {isRaw, deadLetterQueueArn} = subscription.settings;
	const isRefused = isRaw && Object.keys(publication.attributes).length > queueAttributeCountMax;
	const message = queueMessage(delivery, subscription.endpoint, {isRaw});
	if (!isRefused && !state.environment.wiring.deliverToQueue(subscription.endpoint, message, topic.arn)) delivered(delivery);
	// Attributes that kept it out of one queue would keep it out of the other, too: the envelope has room for all of them.
	else failed(delivery, queueMessage(delivery, deadLetterQueueArn ?? subscription.endpoint, {isRaw: isRaw && !isRefused}));
}

/** What a queue gets, be it the subscriber or its dead-letter queue. */
function queueMessage(
	{state, subscription, publication, envelopes}: Delivery,
	queueArn: string,
	{isRaw}: {isRaw: boolean},
): DeliveredMessage {
	const isToFifo = queueArn.endsWith('.fifo');
	const text = textFor(publication.texts, subscription.protocol);
	const lateBody = !isRaw && state.environment.wiring.takesLateBodies ? envelopes.late(text, subscription.arn) : undefined;
	let content: Pick<DeliveredMessage, 'body' | 'lateBody' | 'messageAttributes'>;
	if (isRaw) content = {body: text, messageAttributes: publication.attributes};
	else if (lateBody) content = {body: '', lateBody};
	else content = {body: envelopes.envelope(text, subscription.arn)};
	return {
		...content,
		// Groups go to FIFO queues, and from standard topics to standard queues, where they make fair queues.
		...(publication.groupId !== undefined && isToFifo === (publication.sequenceNumber !== undefined)
			? {messageGroupId: publication.groupId}
			: {}),
		...(isToFifo && publication.deduplicationId !== undefined ? {messageDeduplicationId: publication.deduplicationId} : {}),
		...(publication.traceHeader === undefined ? {} : {traceHeader: publication.traceHeader}),
	};
}

function deliverToHttp(delivery: Delivery): void {
	const {state, topic, subscription, publication, envelopes} = delivery;
	const text = textFor(publication.texts, subscription.protocol);
	const {isRaw} = subscription.settings;
	const body = isRaw ? text : envelopes.envelope(text, subscription.arn);
	postToEndpoint(state, topic, subscription, {
		type: 'Notification',
		messageId: publication.messageId,
		body,
		isRaw,
		namesSubscription: true,
		onDone: failure => (failure ? failed(delivery, {body, messageAttributes: failureAttributes(delivery, failure)}) : delivered(delivery)),
	});
}

function deliverToFunction(delivery: Delivery): void {
	invokeFunction(delivery, (body, failure) =>
		failure ? failed(delivery, {body, messageAttributes: failureAttributes(delivery, failure)}) : delivered(delivery),
	);
}

function deliverToApplication(delivery: Delivery): void {
	const {state, subscription, publication} = delivery;
	if (pushTo(state, subscription.endpoint, publication, subscription.arn)) delivered(delivery);
	else failed(delivery, {body: textFor(publication.texts, subscription.protocol)});
}

function deliverToPhone(delivery: Delivery): void {
	const {state, topic, subscription, publication} = delivery;
	const body = textFor(publication.texts, 'sms');
	const {messageId, attributes} = publication;
	const isSent = sendSms(state, {
		to: subscription.endpoint,
		body,
		messageId,
		attributes,
		topicArn: topic.arn,
		subscriptionArn: subscription.arn,
	});
	if (isSent) delivered(delivery);
	else failed(delivery, {body});
}

function deliverToOutbox(delivery: Delivery, protocol: 'email' | 'email-json' | 'firehose'): void {
	const {state, topic, subscription, publication, envelopes} = delivery;
	const text = textFor(publication.texts, protocol);
	const isText = protocol === 'email' || (protocol === 'firehose' && subscription.settings.isRaw);
	addToOutbox(state, {
		protocol,
		to: subscription.endpoint,
		kind: 'notification',
		messageId: publication.messageId,
		topicArn: topic.arn,
		subscriptionArn: subscription.arn,
		...(protocol === 'firehose' ? {} : {subject: publication.subject ?? 'AWS Notification Message'}),
		body: isText ? text : envelopes.envelope(text, subscription.arn),
	});
	delivered(delivery);
}

/** What AWS tells beside a message that an endpoint did not take. */
function failureAttributes({state}: Delivery, failure: Failure): DeliveredMessage['messageAttributes'] {
	return {
		RequestID: {DataType: 'String', StringValue: state.environment.random.uuid()},
		ErrorCode: {DataType: 'String', StringValue: failure.code},
		ErrorMessage: {DataType: 'String', StringValue: failure.message},
	};
}

function delivered({state, topic}: Delivery): void {
	countTopic(state, topic, 'NumberOfNotificationsDelivered');
}

/** Lost, unless the subscription has a dead-letter queue. */
function failed({state, topic, subscription}: Delivery, message: DeliveredMessage): void {
	countTopic(state, topic, 'NumberOfNotificationsFailed');
	const {deadLetterQueueArn} = subscription.settings;
	if (deadLetterQueueArn === undefined) return;
	const error = state.environment.wiring.deliverToQueue(deadLetterQueueArn, message, topic.arn);
	countTopic(state, topic, error ? 'NumberOfNotificationsFailedToRedriveToDlq' : 'NumberOfNotificationsRedrivenToDlq');
}
