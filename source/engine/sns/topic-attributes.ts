import {invalidParameter} from './errors.ts';
import {defaultEffectiveDeliveryPolicy} from './delivery-policy.ts';
import {defaultTopicPolicy} from './topic-policy.ts';
import type {Topic} from './topic.ts';

/** 256 KiB, unless the topic says otherwise. */
export const messageBytesDefault = 262_144;
const messageBytesMin = 1024;
const messageBytesMax = 1_048_576;

type Check = (value: string) => boolean;

const isBoolean: Check = value => /^(?:true|false)$/i.test(value);
const isAnything: Check = () => true;
const isJsonObject: Check = value => {
	try {
		const parsed: unknown = JSON.parse(value);
		return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
	} catch {
		// Not JSON is an answer, not a failure.
		return false;
	}
};
const isMessageBytes: Check = value => /^\d{1,9}$/.test(value) && Number(value) >= messageBytesMin && Number(value) <= messageBytesMax;
const isSampleRate: Check = value => /^\d{1,3}$/.test(value) && Number(value) <= 100;

/** What can be set on any topic. */
const standardAttributes: Readonly<Record<string, Check>> = {
	DisplayName: value => value.length <= 100,
	Policy: isJsonObject,
	DeliveryPolicy: isJsonObject,
	KmsMasterKeyId: isAnything,
	SignatureVersion: value => value === '1' || value === '2',
	TracingConfig: value => value === 'PassThrough' || value === 'Active',
	MaximumMessageSize: isMessageBytes,
	...feedbackAttributes(),
};

/** What can be set on FIFO topics only. */
const fifoAttributes: Readonly<Record<string, Check>> = {
	ContentBasedDeduplication: isBoolean,
	FifoThroughputScope: value => value === 'Topic' || value === 'MessageGroup',
	ArchivePolicy: isJsonObject,
};

function feedbackAttributes(): Record<string, Check> {
	const checks: Record<string, Check> = {};
	for (const kind of ['HTTP', 'Firehose', 'Lambda', 'Application', 'SQS']) {
		checks[`${kind}SuccessFeedbackRoleArn`] = isAnything;
		checks[`${kind}SuccessFeedbackSampleRate`] = isSampleRate;
		checks[`${kind}FailureFeedbackRoleArn`] = isAnything;
	}
	return checks;
}

function checkOf(name: string, isFifo: boolean): Check | undefined {
	if (Object.hasOwn(standardAttributes, name)) return standardAttributes[name];
	return isFifo && Object.hasOwn(fifoAttributes, name) ? fifoAttributes[name] : undefined;
}

export function checkNewTopicAttributes(attributes: Readonly<Record<string, string>>, isFifo: boolean): void {
	for (const [name, value] of Object.entries(attributes)) {
		if (name === 'FifoTopic') {
			if (!isBoolean(value)) throw invalidParameter(`Attributes Reason: ${name}: Invalid value [${value}]. Must be true or false.`);
			continue;
		}
		const check = checkOf(name, isFifo);
		if (!check) throw invalidParameter(`Attributes Reason: Unknown attribute ${name}`);
		if (value !== '' && !check(value)) throw invalidParameter(`Attributes Reason: Invalid value for attribute: ${name}`);
	}
}

/** Sets one attribute. An empty value takes it back. */
export function setTopicAttribute(topic: Topic, name: string, value: string): void {
	const check = checkOf(name, topic.fifo !== undefined);
	if (!check) throw invalidParameter('AttributeName');
	if (value === '') {
		topic.attributes.delete(name);
		return;
	}
	if (!check(value)) throw invalidParameter(name);
	topic.attributes.set(name, value);
}

/** As GetTopicAttributes answers, without the counts. Members that AWS leaves out are absent. */
export function topicAttributes(topic: Topic): Record<string, string> {
	const attributes: Record<string, string> = {
		Policy: topic.attributes.get('Policy') ?? defaultTopicPolicy(topic.arn, topic.ownerId),
		Owner: topic.ownerId,
		TopicArn: topic.arn,
		DisplayName: '',
		EffectiveDeliveryPolicy: topic.attributes.get('DeliveryPolicy') ?? defaultEffectiveDeliveryPolicy,
	};
	if (topic.fifo) {
		attributes['FifoTopic'] = 'true';
		attributes['ContentBasedDeduplication'] = 'false';
	}
	for (const [name, value] of topic.attributes) attributes[name] = value;
	return attributes;
}

/** The largest publication this topic takes, in bytes. */
export function maximumMessageBytes(topic: Topic): number {
	const set = topic.attributes.get('MaximumMessageSize');
	return set === undefined ? messageBytesDefault : Number(set);
}

export function hasContentDeduplication(topic: Topic): boolean {
	return topic.attributes.get('ContentBasedDeduplication')?.toLowerCase() === 'true';
}
