import type {AwsError, DeliveredMessage} from '../action.ts';
import {notificationEnvelope} from './envelope.ts';
import {textFor} from './message-structure.ts';
import type {Publication} from './publication.ts';
import type {SnsState} from './state.ts';
import type {Subscription} from './subscription.ts';
import type {Topic} from './topic.ts';

/** SQS takes no more message attributes than these; a raw delivery with more fails. */
const queueAttributeCountMax = 10;

/** Decides who gets a publication, and puts it in line for each of them. */
export function fanOut(state: SnsState, topic: Topic, publication: Publication): void {
	for (const subscription of topic.subscriptions.values()) {
		if (subscription.pending) continue;
		state.deliveries.add(() => deliver(state, subscription, publication));
	}
}

function deliver(state: SnsState, subscription: Subscription, publication: Publication): void {
	if (subscription.protocol === 'sqs') deliverToQueue(state, subscription, publication);
}

function deliverToQueue(state: SnsState, subscription: Subscription, publication: Publication): void {
	const message = queueMessage(subscription, publication);
	const isOverLimit = subscription.settings.isRaw && Object.keys(publication.attributes).length > queueAttributeCountMax;
	const error: AwsError | undefined | 'over-limit' = isOverLimit
		? 'over-limit'
		: state.environment.wiring.deliverToQueue(subscription.endpoint, message);
	const deadLetterQueueArn = subscription.settings.deadLetterQueueArn;
	if (error && deadLetterQueueArn !== undefined) state.environment.wiring.deliverToQueue(deadLetterQueueArn, message);
}

function queueMessage(subscription: Subscription, publication: Publication): DeliveredMessage {
	const isToFifo = subscription.endpoint.endsWith('.fifo');
	return {
		...(subscription.settings.isRaw
			? {body: textFor(publication.texts, 'sqs'), messageAttributes: publication.attributes}
			: {body: notificationEnvelope(publication, subscription, undefined)}),
		...(publication.groupId !== undefined && (isToFifo || publication.sequenceNumber === undefined)
			? {messageGroupId: publication.groupId}
			: {}),
		...(isToFifo && publication.deduplicationId !== undefined ? {messageDeduplicationId: publication.deduplicationId} : {}),
		...(publication.traceHeader === undefined ? {} : {traceHeader: publication.traceHeader}),
	};
}
