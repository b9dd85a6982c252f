import type {Subscription} from '../../aws/topic.ts';
import {parseArn} from '../../shared/arn.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {keep} from '../preferences.ts';
import {step, type Step} from '../effects.ts';
import type {State} from '../state.ts';
import type {FactsEvent} from './facts.ts';
import type {QueueRow} from './state.ts';
import {relationsMax} from './topology.ts';

/** Which topics a queue is subscribed to, as all subscriptions of an account and region said last; their filters are read with each queue. */
export type KnownSenders = {
	readonly accountId: string;
	readonly atMs: EpochMs;
	/** ARNs of topics, by a queue's name. */
	readonly topicArns: Readonly<Record<string, readonly string[]>>;
};

/** The subscriptions that were just read, for this session and, without the rest of them, for the next one. */
export function takeSubscriptions(state: State, {atMs, subscriptions}: Extract<FactsEvent, {type: 'queues/subscriptions'}>): Step {
	const {connection, context, queues} = state;
	const read = {...queues, subscriptions: {value: subscriptions, atMs}};
	if (connection.status !== 'ready') return step({...state, queues: read});
	const {accountId} = connection.identity;
	const knownSenders = {accountId, atMs, topicArns: topicsByQueue(subscriptions, {accountId, region: context.region})};
	return step({...state, queues: {...read, knownSenders}}, keep({senders: {[state.memoryKey]: knownSenders}}));
}

function topicsByQueue(
	subscriptions: readonly Subscription[],
	here: {readonly accountId: string; readonly region: string | undefined},
): KnownSenders['topicArns'] {
	const topics = new Map<string, Set<string>>();
	let count = 0;
	for (const {endpoint, protocol, topicArn} of subscriptions) {
		const queue = protocol === 'sqs' ? parseArn(endpoint) : undefined;
		if (!queue || queue.accountId !== here.accountId || queue.region !== here.region || count++ >= relationsMax) continue;
		topics.set(queue.resource, (topics.get(queue.resource) ?? new Set()).add(topicArn));
	}
	return Object.fromEntries([...topics].map(([name, arns]) => [name, [...arns]]));
}

/** The topics that a queue was subscribed to when this was last read. */
export function knownTopicsOf(state: State, {ref}: QueueRow): readonly string[] {
	const {knownSenders} = state.queues;
	return knownSenders && Object.hasOwn(knownSenders.topicArns, ref.name) ? (knownSenders.topicArns[ref.name] ?? []) : [];
}
