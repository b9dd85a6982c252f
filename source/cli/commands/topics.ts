import type {Session} from '../../aws/session.ts';
import type {Subscription, TopicAttributes, TopicRef} from '../../aws/topic.ts';
import {SluiceError} from '../../shared/errors.ts';
import {formatCount} from '../../shared/units.ts';
import {defineCommand, type Invocation} from '../command.ts';
import {type ExitCode, exitCodes} from '../exit-code.ts';
import {findTopic} from '../find-topic.ts';
import {collectNamed, inParallel} from '../in-parallel.ts';
import {writeRows} from '../output.ts';
import {withSession} from '../workplace.ts';

type TopicRow = TopicRef & Partial<Omit<TopicAttributes, 'raw'>> & {readonly error?: string};

export const topicsCommand = defineCommand({
	name: 'topics',
	summary: 'List topics, or the subscriptions of one',
	takes: '[TOPIC]',
	inputMin: 0,
	inputMax: 1,
	description: 'Without TOPIC, all topics of the region. With the name or ARN of one, who gets its messages, and by which filter.',
	flags: {},
	examples: [
		['sluice topics --local', 'Topics of the local engine'],
		['sluice topics order-events', 'Who gets the messages of order-events'],
	],
	async run(invocation) {
		const [name] = invocation.input;
		const signal = invocation.interrupted();
		return withSession(invocation, session =>
			name === undefined ? listTopics(invocation, session, signal) : listSubscriptions(invocation, session, {name, signal}),
		);
	},
});

async function listTopics(invocation: Invocation, session: Session, signal: AbortSignal): Promise<ExitCode> {
	const topics = await collectNamed(session.topics.list({signal}), undefined);
	const rows = await inParallel(topics, async (topic): Promise<TopicRow> => {
		try {
			const {raw: _, ...attributes} = await session.topics.attributes(topic.arn, {signal});
			return attributes;
		} catch (error) {
			if (!(error instanceof SluiceError) || signal.aborted) throw error;
			return {...topic, error: error.message};
		}
	});
	writeRows(invocation, rows, {columns: topicColumns, empty: `No topics in ${session.context.region} of ${session.context.name}.`});
	return rows.some(row => row.error !== undefined) ? exitCodes.partly : exitCodes.done;
}

async function listSubscriptions(
	invocation: Invocation,
	session: Session,
	options: {name: string; signal: AbortSignal},
): Promise<ExitCode> {
	const {name, signal} = options;
	const topic = await findTopic(session, name, {signal});
	const subscriptions: Subscription[] = [];
	for await (const page of session.topics.subscriptions(topic.arn, {signal})) subscriptions.push(...page);
	const rows = await inParallel(subscriptions, async subscription => {
		if (subscription.arn === undefined) return subscription;
		return {...subscription, ...(await session.topics.subscriptionAttributes(subscription.arn, {signal}))};
	});
	writeRows(invocation, rows, {columns: subscriptionColumns, empty: `Nobody is subscribed to ${topic.name}.`});
	return exitCodes.done;
}

const topicColumns = [
	{title: 'NAME', text: (row: TopicRow) => row.name},
	{title: 'TYPE', text: (row: TopicRow) => (row.isFifo === undefined ? '–' : row.isFifo ? 'fifo' : 'std')},
	{title: 'SUBSCRIBED', align: 'right', text: (row: TopicRow) => count(row.confirmedCount)},
	{title: 'PENDING', align: 'right', text: (row: TopicRow) => count(row.pendingCount)},
	{title: 'ARN', text: (row: TopicRow) => row.error ?? row.arn},
] as const;

const subscriptionColumns = [
	{title: 'PROTOCOL', text: (row: Subscription) => row.protocol},
	{title: 'ENDPOINT', text: (row: Subscription) => row.endpoint},
	{title: 'DELIVERY', text: (row: Subscription) => (row.arn === undefined ? 'pending' : row.isRaw ? 'raw' : 'envelope')},
	{title: 'FILTER', text: (row: Subscription) => row.filterPolicy ?? 'none'},
] as const;

function count(value: number | undefined): string {
	return value === undefined ? '–' : formatCount(value);
}
