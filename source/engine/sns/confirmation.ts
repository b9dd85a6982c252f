import {parseArn} from '../../shared/arn.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {AwsError} from '../action.ts';
import {invalidParameter, notFound} from './errors.ts';
import {postToEndpoint} from './http-delivery.ts';
import {addToOutbox} from './outbox.ts';
import {confirmationUrl, controlEnvelope, type ControlMessage} from './signature.ts';
import type {SnsState} from './state.ts';
import {addSubscription, removeSubscription} from './subscription-index.ts';
import type {Subscription} from './subscription.ts';
import {signatureVersion} from './topic-attributes.ts';
import type {Topic} from './topic.ts';

/** What a token stands for. */
export type TokenEntry = {
	readonly type: 'confirm' | 'restore';
	readonly subscription: Subscription;
	readonly untilMs: EpochMs;
};

/** A subscription waits two days for its confirmation, then it is gone. */
const pendingMs = 48 * 3_600_000;

/** Gives a subscription that must be confirmed its token. */
export function addToken(state: SnsState, type: TokenEntry['type'], subscription: Subscription): string {
	const token = state.environment.random.hex(128);
	state.tokens.set(token, {type, subscription, untilMs: state.environment.clock.nowMs() + pendingMs});
	return token;
}

/** Forgets tokens that are too old, and the subscriptions that nobody confirmed with them. Costs one look when there are none. */
export function forgetExpiredTokens(state: SnsState): void {
	const nowMs = state.environment.clock.nowMs();
	for (const [token, entry] of state.tokens) {
		if (entry.untilMs > nowMs) return;
		state.tokens.delete(token);
		if (entry.subscription.pending) removeSubscription(state, entry.subscription);
	}
}

/** Asks the endpoint's owner whether they want what a topic sends. */
export function sendConfirmation(state: SnsState, topic: Topic, subscription: Subscription, endpointUrl: string): void {
	if (!subscription.pending) return;
	const {token} = subscription.pending;
	const message = `You have chosen to subscribe to the topic ${topic.arn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`;
	sendControl(state, topic, subscription, {type: 'SubscriptionConfirmation', token, message, endpointUrl});
}

/** Tells an endpoint's owner that somebody unknown ended their subscription, and how to undo it. */
export function sendUnsubscribeConfirmation(state: SnsState, topic: Topic, subscription: Subscription, endpointUrl: string): void {
	if (subscription.protocol !== 'http' && subscription.protocol !== 'https') return;
	const token = addToken(state, 'restore', subscription);
	const message = `You have chosen to deactivate subscription ${subscription.arn}.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`;
	sendControl(state, topic, subscription, {type: 'UnsubscribeConfirmation', token, message, endpointUrl});
}

function sendControl(
	state: SnsState,
	topic: Topic,
	subscription: Subscription,
	options: Pick<ControlMessage, 'type' | 'token' | 'message'> & {endpointUrl: string},
): void {
	const {type, token, message, endpointUrl} = options;
	const {random, clock} = state.environment;
	const control: ControlMessage = {
		type,
		token,
		message,
		messageId: random.uuid(),
		topicArn: topic.arn,
		timestamp: new Date(clock.nowMs()).toISOString(),
	};
	if (subscription.protocol === 'email' || subscription.protocol === 'email-json') {
		addToOutbox(state, {
			protocol: subscription.protocol,
			to: subscription.endpoint,
			kind: 'confirmation',
			messageId: control.messageId,
			topicArn: topic.arn,
			subscriptionArn: subscription.arn,
			subject: 'AWS Notification - Subscription Confirmation',
			body: message,
			confirmationUrl: confirmationUrl(endpointUrl, topic.arn, token),
		});
		return;
	}
	const body = controlEnvelope(control, {signer: state.signer, version: signatureVersion(topic), endpointUrl});
	postToEndpoint(state, topic, subscription, {
		type,
		messageId: control.messageId,
		body,
		isRaw: false,
		// AWS sends this one before there is a subscription to name.
		namesSubscription: type === 'UnsubscribeConfirmation',
		onDone: () => {},
	});
}

/**
Confirms a subscription, or brings one back, by its token. Idempotent.

Observed: the topic's ARN must be one of this region, but need not be the subscription's.
*/
export function confirmSubscription(state: SnsState, options: {topicArn: string; token: string; authenticates: boolean}): Subscription {
	forgetExpiredTokens(state);
	const topicArn = parseArn(options.topicArn);
	if (topicArn?.service !== 'sns' || topicArn.region !== state.environment.region) throw invalidParameter('Topic');
	if (!/^[\da-f]{64,}$/i.test(options.token)) throw new AwsError('Invalid token', {code: 'InvalidParameter'});
	const entry = state.tokens.get(options.token);
	if (!entry) throw invalidParameter('Token');
	const {subscription} = entry;
	const topic = state.topics.get(subscription.topicArn);
	if (!topic) throw notFound('Topic does not exist');

	if (entry.type === 'restore') addSubscription(state, topic, subscription);
	else if (!state.subscriptions.has(subscription.arn)) throw invalidParameter('Token');
	subscription.pending = undefined;
	if (options.authenticates) {
		subscription.wasAuthenticated = true;
		subscription.needsAuthentication = true;
	}
	return subscription;
}

/** Links in messages are followed without a signature. */
export function isSignedRequest(context: {header(name: string): string | undefined}): boolean {
	return context.header('authorization') !== undefined;
}
