import type {Session} from '../../aws/session.ts';
import type {Subscription, TopicAttributes, TopicRef} from '../../aws/topic.ts';
import {findTopic} from '../../operations/find-topic.ts';
import {listTopics} from '../../operations/list-topics.ts';
import {defineCommand, type Invocation} from '../command.ts';
import {type ExitCode, exitCodes} from '../exit-code.ts';
import {countCell, type ListedRow, typeCell, writeListing} from '../listing.ts';
import {type Column, writeRows} from '../output.ts';
import {withSession} from '../workplace.ts';

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
		const {clock, input} = invocation;
		const [name] = input;
		const signal = invocation.interrupted();
		return withSession(invocation, session => {
			if (name !== undefined) return listSubscriptions(invocation, session, {name, signal});
			const empty = `There are no topics in ${session.context.region} of ${session.context.name}.`;
			return writeListing(invocation, listTopics(session, {clock, signal}), {columns: topicColumns, empty});
		});
	},
});

async function listSubscriptions(
	invocation: Invocation,
	session: Session,
	options: {name: string; signal: AbortSignal},
): Promise<ExitCode> {
	const {name, signal} = options;
	const topic = await findTopic(session, name, {signal});
	const rows: Subscription[] = [];
	for await (const page of session.topics.subscriptions(topic.arn, {signal})) {
		for (const subscription of page) {
			const own = subscription.arn === undefined ? {} : await session.topics.subscriptionAttributes(subscription.arn, {signal});
			rows.push({...subscription, ...own});
		}
	}
	writeRows(invocation, rows, {columns: subscriptionColumns, empty: `Nobody is subscribed to ${topic.name}.`});
	return exitCodes.done;
}

const topicColumns: ReadonlyArray<Column<ListedRow<TopicRef, TopicAttributes>>> = [
	{title: 'NAME', text: row => row.name},
	{title: 'TYPE', text: row => typeCell(row.isFifo)},
	{title: 'SUBSCRIBED', align: 'right', text: row => countCell(row.confirmedCount)},
	{title: 'PENDING', align: 'right', text: row => countCell(row.pendingCount)},
	{title: 'ARN', text: row => row.error ?? row.arn},
];

const subscriptionColumns: ReadonlyArray<Column<Subscription>> = [
	{title: 'PROTOCOL', text: row => row.protocol},
	{title: 'ENDPOINT', text: row => row.endpoint},
	{title: 'DELIVERY', text: row => (row.arn === undefined ? 'pending' : row.isRaw ? 'raw' : 'envelope')},
	{title: 'FILTER', text: row => row.filterPolicy ?? 'none'},
];
