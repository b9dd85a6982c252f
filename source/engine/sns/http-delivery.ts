import type {OutgoingRequest} from '../action.ts';
import {combinePolicies, contentTypeOf, defaultRetryPolicy, retryDelaysSeconds} from './delivery-policy.ts';
import {deliverWithRetries, noAnswer, outcomeOf, type Failure, type Outcome} from './retry.ts';
import type {SnsState} from './state.ts';
import type {Subscription} from './subscription.ts';
import {topicDeliveryPolicy} from './topic-attributes.ts';
import type {Topic} from './topic.ts';

/** AWS waits this long for an endpoint's answer. */
const timeoutMs = 15_000;

export type EndpointPost = {
	readonly type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
	readonly messageId: string;
	readonly body: string;
	readonly isRaw: boolean;
	readonly namesSubscription: boolean;
	/** Called once, with the failure that was the last, if it was one. */
	readonly onDone: (failure?: Failure) => void;
};

/**
Posts to an HTTP endpoint, and again by its delivery policy. Returns at once.

@see [Amazon SNS message delivery retries](https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html)
*/
export function postToEndpoint(state: SnsState, topic: Topic, subscription: Subscription, post: EndpointPost): void {
	const policy = combinePolicies(topicDeliveryPolicy(topic), subscription.settings.delivery);
	const delays = retryDelaysSeconds(policy.retry ?? defaultRetryPolicy);
	const request = endpointRequest(subscription, post, contentTypeOf(policy));
	const isWanted = (): boolean => post.type === 'UnsubscribeConfirmation' || state.subscriptions.get(subscription.arn) === subscription;
	const start = (): void =>
		deliverWithRetries(state, {
			attempt: () => send(state, request),
			schedule: index => delays[index],
			isWanted,
			onDelivered: () => post.onDone(),
			onGivenUp: post.onDone,
		});
	const startAtMs = post.type === 'Notification' ? takeSlot(state, subscription, policy.maxReceivesPerSecond) : undefined;
	if (startAtMs === undefined) start();
	else
		state.environment.clock.schedule(startAtMs, () => {
			if (isWanted()) start();
		});
}

/** When a throttled endpoint may get its next message; undefined for now. */
function takeSlot(state: SnsState, subscription: Subscription, maxReceivesPerSecond: number | undefined): number | undefined {
	if (maxReceivesPerSecond === undefined) return undefined;
	const nowMs = state.environment.clock.nowMs();
	const atMs = Math.max(nowMs, subscription.nextDeliveryAtMs);
	subscription.nextDeliveryAtMs = atMs + 1000 / maxReceivesPerSecond;
	return atMs > nowMs ? atMs : undefined;
}

async function send(state: SnsState, request: OutgoingRequest): Promise<Outcome> {
	const {httpPost} = state.environment.wiring;
	if (!httpPost) return {type: 'refused', code: 'NoNetwork', message: 'This engine sends nothing over the network.'};
	try {
		return outcomeOf((await httpPost(request)).status);
	} catch (error) {
		return noAnswer(error);
	}
}

function endpointRequest(subscription: Subscription, post: EndpointPost, contentType: string): OutgoingRequest {
	const url = new URL(subscription.endpoint);
	const {username, password} = url;
	url.username = '';
	url.password = '';
	const headers: Record<string, string> = {
		'User-Agent': 'Amazon Simple Notification Service Agent',
		'Content-Type': contentType,
		'Accept-Encoding': 'gzip,deflate',
		'X-Amz-Sns-Message-Type': post.type,
		'X-Amz-Sns-Message-Id': post.messageId,
		'X-Amz-Sns-Topic-Arn': subscription.topicArn,
	};
	if (post.namesSubscription) headers['X-Amz-Sns-Subscription-Arn'] = subscription.arn;
	if (post.isRaw) headers['X-Amz-Sns-Rawdelivery'] = 'true';
	if (username !== '' || password !== '') {
		const credentials = `${decoded(username)}:${decoded(password)}`;
		headers['Authorization'] = `Basic ${Buffer.from(credentials).toString('base64')}`;
	}
	return {url: url.href, headers, body: post.body, timeoutMs};
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		// A lone percent sign stands for itself.
		return text;
	}
}
