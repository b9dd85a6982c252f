import {parseArn, formatArn} from '../../shared/arn.ts';
import {AwsError} from '../action.ts';
import {checkArnParts} from './arn-parts.ts';
import {checkDataProtectionPolicy} from './data-protection.ts';
import {invalidParameter, notFound} from './errors.ts';
import {createFifoTopic, type FifoTopic} from './fifo.ts';
import type {SnsState} from './state.ts';
import type {Subscription} from './subscription.ts';
import {checkTags} from './tags.ts';
import {checkNewTopicAttributes, topicAttributes} from './topic-attributes.ts';

export type Topic = {
	readonly arn: string;
	readonly name: string;
	/** What CloudWatch knows it by. */
	readonly metricDimensions: {readonly TopicName: string};
	readonly ownerId: string;
	/** Those that were set, as they were given. `FifoTopic` is not among them. */
	readonly attributes: Map<string, string>;
	readonly tags: Map<string, string>;
	/** By ARN, in the order of their making; pending ones too. */
	readonly subscriptions: Map<string, Subscription>;
	/** The same, by protocol and endpoint. */
	readonly byEndpoint: Map<string, Subscription>;
	/** Undefined for a standard topic. */
	readonly fifo: FifoTopic | undefined;
	deletedSubscriptionCount: number;
	/** Empty when there is none. */
	dataProtectionPolicy: string;
};

const topicNamePattern = /^[A-Za-z0-9_-]{1,256}$/;
const fifoTopicNamePattern = /^[A-Za-z0-9_-]{1,251}\.fifo$/;

export type NewTopic = {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly tags: ReadonlyArray<{readonly Key: string; readonly Value: string}>;
	readonly dataProtectionPolicy?: string | undefined;
};

/** Makes a topic, or finds the one of that name if what is given agrees with it. */
export function createTopic(state: SnsState, wanted: NewTopic): Topic {
	const {accountId, region} = state.environment;
	const isFifo = wanted.attributes['FifoTopic']?.toLowerCase() === 'true';
	if (!(isFifo ? fifoTopicNamePattern : topicNamePattern).test(wanted.name)) throw invalidParameter('Topic Name');

	checkTags(wanted.tags);
	checkDataProtectionPolicy(wanted.dataProtectionPolicy ?? '', {isFifo});
	const arn = formatArn({service: 'sns', region, accountId, resource: wanted.name});
	const attributes = checkNewTopicAttributes(wanted.attributes, isFifo);
	const existing = state.topics.get(arn);
	if (existing) {
		checkAgrees(existing, wanted);
		return existing;
	}

	const topic: Topic = {
		arn,
		name: wanted.name,
		metricDimensions: {TopicName: wanted.name},
		ownerId: accountId,
		attributes,
		tags: new Map(wanted.tags.map(tag => [tag.Key, tag.Value])),
		subscriptions: new Map(),
		byEndpoint: new Map(),
		fifo: isFifo ? createFifoTopic() : undefined,
		deletedSubscriptionCount: 0,
		dataProtectionPolicy: wanted.dataProtectionPolicy ?? '',
	};
	state.topics.set(arn, topic);
	return topic;
}

function checkAgrees(topic: Topic, wanted: NewTopic): void {
	const current = topicAttributes(topic);
	for (const [name, value] of Object.entries(wanted.attributes)) {
		if (name === 'FifoTopic' && value.toLowerCase() === String(topic.fifo !== undefined)) continue;
		if ((current[name] ?? '') !== value) throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
	}
	if (wanted.tags.length === 0) return;
	const agrees = wanted.tags.length === topic.tags.size && wanted.tags.every(tag => topic.tags.get(tag.Key) === tag.Value);
	if (!agrees) throw invalidParameter('Tags Reason: Topic already exists with different tags');
}

/** Idempotent. Its subscriptions go with it. */
export function deleteTopic(state: SnsState, arn: string): void {
	const topic = state.topics.get(arn);
	if (!topic) {
		checkTopicArn(state, arn);
		return;
	}
	// Assumed: that AWS refuses is documented, the text is not.
	if (topic.attributes.has('ArchivePolicy')) {
		throw new AwsError('The topic has an active archive policy. Remove it before you delete the topic.', {code: 'InvalidState'});
	}
	for (const subscriptionArn of topic.subscriptions.keys()) state.subscriptions.delete(subscriptionArn);
	state.topics.delete(arn);
}

/**
The topic of an ARN.

@param parameter What AWS calls the parameter in its error: `TopicArn`, `TargetArn`.
*/
export function requireTopic(state: SnsState, arn: string, parameter = 'TopicArn'): Topic {
	const topic = state.topics.get(arn);
	if (topic) return topic;
	checkTopicArn(state, arn, parameter);
	throw notFound('Topic does not exist');
}

function checkTopicArn(state: SnsState, arn: string, parameter = 'TopicArn'): void {
	checkArnParts(arn, parameter);
	const parsed = parseArn(arn);
	const isTopicArn =
		parsed?.service === 'sns' && parsed.region === state.environment.region && /^[\w-]{1,256}(?:\.fifo)?$/.test(parsed.resource);
	if (!isTopicArn) throw invalidParameter(parameter);
}

/** All topics, by ARN. */
export function listTopics(state: SnsState): readonly Topic[] {
	return [...state.topics.values()].toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
}
