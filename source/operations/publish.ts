import type {Session} from '../aws/session.ts';
import type {OutgoingPublication, TopicAttributes, TopicRef} from '../aws/topic.ts';
import {UsageError} from '../shared/errors.ts';
import {formatBytes, formatCount, plural} from '../shared/units.ts';
import {attributeWords} from './attribute-words.ts';
import {canShow, commandLine} from './command-line.ts';
import {messageBytes} from './message-size.ts';
import type {Outcome, Plan} from './plan.ts';
import {accountFact} from './where.ts';

export type PublishRequest = {readonly topic: TopicAttributes; readonly publication: OutgoingPublication};

/** Unless the topic has its own MaximumMessageSize. */
const messageBytesMaxDefault = 262_144;

/**
Says what publishing will do, and checks the message against the topic.

@throws UsageError when AWS would refuse the message; what GetTopicAttributes answers.
*/
export async function planPublish(
	session: Session,
	options: {topic: TopicRef; publication: OutgoingPublication},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<PublishRequest>> {
	const {publication} = options;
	const within = signal ? {signal} : {};
	const [topic, account] = await Promise.all([session.topics.attributes(options.topic.arn, within), accountFact(session, within)]);
	checkPublication(topic, publication);
	const bytes = messageBytes(publication.message, publication.attributes);
	const names = Object.keys(publication.attributes ?? {});
	const facts = [
		account,
		{label: 'sends', text: `1 message, ${formatBytes(bytes)} of ${formatBytes(bytesMax(topic))}`},
		{label: 'subject', text: publication.subject ?? ''},
		{label: 'attributes', text: names.join(', ')},
		{label: 'group', text: publication.groupId ?? ''},
		{label: 'to', text: `${plural(topic.confirmedCount, 'subscription')}, unless their filters say no`},
		{label: 'for good', text: 'what is delivered cannot be called back'},
	];
	return {
		operation: 'publish',
		level: 'change',
		title: `Publish to ${topic.name}`,
		verb: 'publish it',
		subject: {kind: 'topic', name: topic.name},
		facts: facts.filter(({text}) => text !== ''),
		warnings: topic.confirmedCount === 0 ? [`Nobody subscribes to ${topic.name}: the message goes nowhere.`] : [],
		command: publishCommand(topic, publication),
		counts: {subscriptions: topic.confirmedCount},
		settings: {},
		request: {topic, publication},
	};
}

/** Publishes the message. Changes real data, and cannot be undone. */
export async function executePublish(
	session: Session,
	plan: Plan<PublishRequest>,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Outcome & {messageId: string; sequenceNumber?: string}> {
	const {topic, publication} = plan.request;
	const published = await session.topics.publish(topic.arn, publication, signal ? {signal} : {});
	return {summary: `Published ${published.messageId} to ${topic.name}.`, ...published};
}

function checkPublication(topic: TopicAttributes, publication: OutgoingPublication): void {
	const {attributes, deduplicationId, groupId, message, subject} = publication;
	if (message === '') throw new UsageError('A message needs a text that is not empty.');
	const bytes = messageBytes(message, attributes);
	if (bytes > bytesMax(topic))
		throw new UsageError(`The message has ${formatCount(bytes)} bytes; ${topic.name} takes ${formatCount(bytesMax(topic))} at most.`);
	if (subject !== undefined && (subject === '' || subject.length > 100 || /[\u0000-\u001F\u007F]/.test(subject)))
		throw new UsageError('A subject must have 1 to 100 characters, on one line.');
	if (!topic.isFifo) {
		if (deduplicationId !== undefined) throw new UsageError(`${topic.name} is no FIFO topic, so it takes no deduplication ID.`);
		return;
	}
	if (groupId === undefined)
		throw new UsageError(`${topic.name} is a FIFO topic: a message needs a message group ID.`, {nextSteps: ['Give one: --group ID']});
	if (deduplicationId === undefined && topic.raw['ContentBasedDeduplication'] !== 'true')
		throw new UsageError(`${topic.name} does not deduplicate by content: a message needs a deduplication ID.`, {
			nextSteps: ['Give one: --dedup ID'],
		});
}

function bytesMax(topic: TopicAttributes): number {
	return Number(topic.raw['MaximumMessageSize'] ?? messageBytesMaxDefault);
}

function publishCommand(topic: TopicAttributes, publication: OutgoingPublication): string {
	const {attributes = {}, deduplicationId, groupId, message, subject} = publication;
	const isShown = canShow(message);
	return commandLine(
		'publish',
		topic.name,
		isShown ? message : '-',
		...(subject === undefined ? [] : ['--subject', subject]),
		...(groupId === undefined ? [] : ['--group', groupId]),
		...(deduplicationId === undefined ? [] : ['--dedup', deduplicationId]),
		...attributeWords(attributes),
	);
}
