import {AttributeProblem, wordedFor} from './attribute-problem.ts';
import {clearArchive, parseArchivePolicy} from './archive.ts';
import {effectiveTopicPolicy, emptyDeliveryPolicy, parseTopicDeliveryPolicy, type DeliveryPolicy} from './delivery-policy.ts';
import {invalidParameter} from './errors.ts';
import {checkTopicPolicy, defaultTopicPolicy} from './topic-policy.ts';
import type {Topic} from './topic.ts';

/** 256 KiB, unless the topic says otherwise. */
export const messageBytesDefault = 262_144;
const messageBytesMin = 1024;
const messageBytesMax = 1_048_576;

/** Throws an AttributeProblem. */
type Check = (value: string, name: string) => void;

/** Refuses what does not fit, by the attribute's bare name, as AWS was seen to do with DisplayName. */
function fits(test: (value: string) => boolean): Check {
	return (value, name) => {
		if (!test(value)) throw new AttributeProblem(name);
	};
}

const isBoolean = (value: string): boolean => /^(?:true|false)$/i.test(value);
const isMessageBytes = (value: string): boolean =>
	/^\d{1,9}$/.test(value) && Number(value) >= messageBytesMin && Number(value) <= messageBytesMax;
const isSampleRate = (value: string): boolean => /^\d{1,3}$/.test(value) && Number(value) <= 100;

/** What can be set on any topic. */
const standardAttributes: Readonly<Record<string, Check>> = {
	DisplayName: fits(value => value.length <= 100),
	Policy: checkTopicPolicy,
	DeliveryPolicy: value => void parseTopicDeliveryPolicy(value),
	KmsMasterKeyId: () => {},
	SignatureVersion: fits(value => value === '1' || value === '2'),
	TracingConfig: fits(value => value === 'PassThrough' || value === 'Active'),
	MaximumMessageSize: fits(isMessageBytes),
	...feedbackAttributes(),
};

/** What can be set on FIFO topics only. */
const fifoAttributes: Readonly<Record<string, Check>> = {
	ContentBasedDeduplication: fits(isBoolean),
	FifoThroughputScope: fits(value => value === 'Topic' || value === 'MessageGroup'),
	ArchivePolicy: value => void parseArchivePolicy(value),
};

function feedbackAttributes(): Record<string, Check> {
	const checks: Record<string, Check> = {};
	for (const kind of ['HTTP', 'Firehose', 'Lambda', 'Application', 'SQS']) {
		checks[`${kind}SuccessFeedbackRoleArn`] = () => {};
		checks[`${kind}SuccessFeedbackSampleRate`] = fits(isSampleRate);
		checks[`${kind}FailureFeedbackRoleArn`] = () => {};
	}
	return checks;
}

function checkOf(name: string, isFifo: boolean): Check | undefined {
	if (Object.hasOwn(standardAttributes, name)) return standardAttributes[name];
	return isFifo && Object.hasOwn(fifoAttributes, name) ? fifoAttributes[name] : undefined;
}

/** An empty value, and an empty policy, take an attribute back. */
function isCleared(name: string, value: string): boolean {
	return value === '' || (/^(?:DeliveryPolicy|ArchivePolicy)$/.test(name) && /^\s*\{\s*\}\s*$/.test(value));
}

/** Checks what CreateTopic was given, and leaves out what says nothing. */
export function checkNewTopicAttributes(attributes: Readonly<Record<string, string>>, isFifo: boolean): Map<string, string> {
	const kept = new Map<string, string>();
	for (const [name, value] of Object.entries(attributes)) {
		if (name === 'FifoTopic') {
			if (!isBoolean(value)) throw invalidParameter(`Attributes Reason: ${name}`);
			continue;
		}
		const check = checkOf(name, isFifo);
		if (!check) throw invalidParameter(`Attributes Reason: Unknown attribute ${name}`);
		if (isCleared(name, value)) continue;
		wordedFor('Attributes Reason: ', () => check(value, name));
		kept.set(name, value);
	}
	return kept;
}

/** Sets one attribute. An empty value takes it back. */
export function setTopicAttribute(topic: Topic, name: string, value: string): void {
	const check = checkOf(name, topic.fifo !== undefined);
	if (!check) throw invalidParameter('AttributeName');
	if (isCleared(name, value)) {
		topic.attributes.delete(name);
		if (name === 'ArchivePolicy' && topic.fifo) clearArchive(topic.fifo.archive);
		return;
	}
	wordedFor('', () => {
		check(value, name);
		if (name === 'MaximumMessageSize') checkSubscribersTake(topic, Number(value));
	});
	topic.attributes.set(name, value);
}

/** The protocols that take publications above 256 KiB. */
export const largeProtocols: ReadonlySet<string> = new Set(['sqs', 'firehose', 'lambda']);
/** Subscriptions that a topic with such publications may have. */
export const largeSubscriptionCountMax = 100;

function checkSubscribersTake(topic: Topic, byteCount: number): void {
	if (byteCount <= messageBytesDefault) return;
	const isTaken =
		topic.subscriptions.size <= largeSubscriptionCountMax &&
		[...topic.subscriptions.values()].every(({protocol}) => largeProtocols.has(protocol));
	if (!isTaken) throw new AttributeProblem('MaximumMessageSize');
}

/** As GetTopicAttributes answers, without the counts. Members that AWS leaves out are absent. */
export function topicAttributes(topic: Topic): Record<string, string> {
	const attributes: Record<string, string> = {
		Policy: topicPolicy(topic),
		Owner: topic.ownerId,
		TopicArn: topic.arn,
		DisplayName: '',
		EffectiveDeliveryPolicy: effectiveTopicPolicy(topicDeliveryPolicy(topic)),
	};
	if (topic.fifo) {
		attributes['FifoTopic'] = 'true';
		attributes['ContentBasedDeduplication'] = 'false';
	}
	for (const [name, value] of topic.attributes) attributes[name] = value;
	return attributes;
}

export function topicPolicy(topic: Topic): string {
	return topic.attributes.get('Policy') ?? defaultTopicPolicy(topic.arn, topic.ownerId);
}

export function topicDeliveryPolicy(topic: Topic): DeliveryPolicy {
	const text = topic.attributes.get('DeliveryPolicy');
	return text === undefined ? emptyDeliveryPolicy : parseTopicDeliveryPolicy(text);
}

/** The largest publication this topic takes, in bytes. */
export function maximumMessageBytes(topic: Topic): number {
	const set = topic.attributes.get('MaximumMessageSize');
	return set === undefined ? messageBytesDefault : Number(set);
}

export function hasContentDeduplication(topic: Topic): boolean {
	return topic.attributes.get('ContentBasedDeduplication')?.toLowerCase() === 'true';
}

export function signatureVersion(topic: Topic): '1' | '2' {
	return topic.attributes.get('SignatureVersion') === '2' ? '2' : '1';
}
