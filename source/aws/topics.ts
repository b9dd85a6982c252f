import type * as sdk from '@aws-sdk/client-sns';
import type {Caller} from './call.ts';
import {modules, type Clients} from './clients.ts';
import {attributesInput} from './queue-wire.ts';
import {createSend, type Send} from './send.ts';
import type {Subscription, TopicGateway, TopicRef} from './topic.ts';

type Sns = Send<typeof sdk>;

/** `orders` of `arn:aws:sns:eu-west-1:123456789012:orders` */
export function topicName(arn: string): string {
	return arn.slice(arn.lastIndexOf(':') + 1);
}

export function createTopicGateway(options: {caller: Caller; clients: Clients}): TopicGateway {
	const {caller, clients} = options;
	const send = createSend({service: 'sns', caller, load: modules.sns, client: clients.sns});
	return {...topicReads(send), ...topicChanges(send)};
}

function topicReads(
	send: Sns,
): Pick<TopicGateway, 'list' | 'attributes' | 'subscriptions' | 'allSubscriptions' | 'subscriptionAttributes'> {
	return {
		async *list({signal} = {}) {
			let token: string | undefined;
			do {
				const page = await send('ListTopics', {NextToken: token}, {signal});
				yield (page.Topics ?? []).map(({TopicArn = ''}) => topicRef(TopicArn));
				token = page.NextToken;
			} while (token !== undefined);
		},
		async attributes(arn, {signal} = {}) {
			const answer = await send('GetTopicAttributes', {TopicArn: arn}, {signal, about: topicName(arn)});
			const raw = answer.Attributes ?? {};
			return {
				...topicRef(arn),
				displayName: raw['DisplayName'] ?? '',
				isFifo: raw['FifoTopic'] === 'true',
				confirmedCount: Number(raw['SubscriptionsConfirmed'] ?? 0),
				pendingCount: Number(raw['SubscriptionsPending'] ?? 0),
				raw,
			};
		},
		async *subscriptions(topicArn, {signal} = {}) {
			let token: string | undefined;
			do {
				const page = await send('ListSubscriptionsByTopic', {TopicArn: topicArn, NextToken: token}, {signal, about: topicName(topicArn)});
				yield (page.Subscriptions ?? []).map(entry => readSubscription(entry, topicArn));
				token = page.NextToken;
			} while (token !== undefined);
		},
		async *allSubscriptions({signal} = {}) {
			let token: string | undefined;
			do {
				const page = await send('ListSubscriptions', {NextToken: token}, {signal});
				yield (page.Subscriptions ?? []).map(entry => readSubscription(entry, ''));
				token = page.NextToken;
			} while (token !== undefined);
		},
		async subscriptionAttributes(arn, {signal} = {}) {
			const answer = await send('GetSubscriptionAttributes', {SubscriptionArn: arn}, {signal});
			return readSubscriptionAttributes(answer.Attributes ?? {});
		},
	};
}

function topicChanges(send: Sns): Pick<TopicGateway, 'create' | 'subscribe' | 'publish'> {
	return {
		async create(name, attributes, {signal} = {}) {
			const answer = await send('CreateTopic', {Name: name, Attributes: {...attributes}}, {signal, about: name});
			return topicRef(answer.TopicArn ?? '');
		},
		async subscribe({signal, topicArn, protocol, endpoint, attributes}) {
			const answer = await send(
				'Subscribe',
				{TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint, Attributes: {...attributes}, ReturnSubscriptionArn: true},
				{signal, about: topicName(topicArn)},
			);
			return {arn: answer.SubscriptionArn ?? ''};
		},
		async publish(topicArn, publication, {signal} = {}) {
			const answer = await send(
				'Publish',
				{
					TopicArn: topicArn,
					Message: publication.message,
					Subject: publication.subject,
					MessageGroupId: publication.groupId,
					MessageDeduplicationId: publication.deduplicationId,
					MessageAttributes: attributesInput(publication.attributes),
				},
				{signal, about: topicName(topicArn)},
			);
			const {requestId} = answer.$metadata;
			return {
				messageId: answer.MessageId ?? '',
				...(answer.SequenceNumber !== undefined && {sequenceNumber: answer.SequenceNumber}),
				...(requestId !== undefined && {requestId}),
			};
		},
	};
}

function readSubscription(entry: sdk.Subscription, topicArn: string): Subscription {
	return {
		// Pending and deleted ones have a word in the place of the ARN.
		...(entry.SubscriptionArn?.startsWith('arn:') && {arn: entry.SubscriptionArn}),
		topicArn: entry.TopicArn ?? topicArn,
		protocol: entry.Protocol ?? '',
		endpoint: entry.Endpoint ?? '',
		owner: entry.Owner ?? '',
	};
}

function readSubscriptionAttributes(raw: Readonly<Record<string, string>>): Partial<Subscription> {
	const {Endpoint, FilterPolicy, FilterPolicyScope, Owner, Protocol, RawMessageDelivery, RedrivePolicy, SubscriptionArn, TopicArn} = raw;
	const deadLetterQueueArn = deadLetterTarget(RedrivePolicy);
	return {
		...(SubscriptionArn?.startsWith('arn:') && {arn: SubscriptionArn}),
		...(TopicArn !== undefined && {topicArn: TopicArn}),
		...(Protocol !== undefined && {protocol: Protocol}),
		...(Endpoint !== undefined && {endpoint: Endpoint}),
		...(Owner !== undefined && {owner: Owner}),
		isRaw: RawMessageDelivery === 'true',
		...(FilterPolicy && {filterPolicy: FilterPolicy}),
		...(FilterPolicyScope && {filterPolicyScope: FilterPolicyScope}),
		...(deadLetterQueueArn !== undefined && {deadLetterQueueArn}),
	};
}

/** A subscription's redrive policy names only the queue. */
function deadLetterTarget(policy: string | undefined): string | undefined {
	if (!policy) return undefined;
	try {
		const {deadLetterTargetArn} = JSON.parse(policy) as {deadLetterTargetArn?: unknown};
		return typeof deadLetterTargetArn === 'string' ? deadLetterTargetArn : undefined;
	} catch {
		// Not JSON: AWS would not have accepted it, and the list can do without.
		return undefined;
	}
}

function topicRef(arn: string): TopicRef {
	return {name: topicName(arn), arn};
}
