import type {QueueAttributes} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {SluiceError} from '../shared/errors.ts';

type Abortable = {readonly signal?: AbortSignal};

/** A demo queue: its settings, and which queue takes what fails. */
type QueuePlan = {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly deadLetterQueue?: {readonly name: string; readonly maxReceiveCount: number};
	/** May be sent to by these topics. */
	readonly topics?: readonly string[];
};

const day = 86_400;
const fifo = {FifoQueue: 'true', ContentBasedDeduplication: 'true'};

/** Those without a dead-letter queue are made first, for the others name them. */
const queuePlans: readonly QueuePlan[] = [
	{name: 'orders-dlq', attributes: {MessageRetentionPeriod: String(14 * day)}},
	{
		name: 'orders',
		attributes: {VisibilityTimeout: '10', ReceiveMessageWaitTimeSeconds: '0'},
		deadLetterQueue: {name: 'orders-dlq', maxReceiveCount: 3},
	},
	{name: 'refunds', attributes: {VisibilityTimeout: '10'}, deadLetterQueue: {name: 'orders-dlq', maxReceiveCount: 2}},
	{name: 'payments-dlq.fifo', attributes: {...fifo, MessageRetentionPeriod: String(14 * day)}},
	{
		name: 'payments.fifo',
		attributes: {...fifo, VisibilityTimeout: '5'},
		deadLetterQueue: {name: 'payments-dlq.fifo', maxReceiveCount: 3},
	},
	{name: 'shipments', attributes: {VisibilityTimeout: '30'}, topics: ['order-events']},
	{name: 'audit', attributes: {VisibilityTimeout: '60', MessageRetentionPeriod: String(day)}, topics: ['order-events', 'truck-alerts']},
	{name: 'dispatch', attributes: {VisibilityTimeout: '20'}, topics: ['truck-alerts']},
	// Its policy was forgotten: what the topic sends here is refused, and lost.
	{name: 'reports', attributes: {VisibilityTimeout: '30'}},
	{name: 'mail-dlq', attributes: {MessageRetentionPeriod: String(14 * day)}},
	{name: 'mail', attributes: {DelaySeconds: '20', VisibilityTimeout: '30'}, deadLetterQueue: {name: 'mail-dlq', maxReceiveCount: 1}},
	{name: 'orders-backfill', attributes: {DelaySeconds: '900'}},
];

const topicNames = ['order-events', 'truck-alerts'] as const;

const subscriptionPlans = [
	{
		topic: 'order-events',
		queue: 'shipments',
		attributes: {RawMessageDelivery: 'true', FilterPolicy: JSON.stringify({type: ['created', 'paid']})},
	},
	{topic: 'order-events', queue: 'audit', attributes: {}},
	{
		topic: 'order-events',
		queue: 'reports',
		attributes: {RawMessageDelivery: 'true', FilterPolicy: JSON.stringify({type: ['sent', 'cancelled']})},
	},
	{topic: 'truck-alerts', queue: 'dispatch', attributes: {RawMessageDelivery: 'true', FilterPolicy: JSON.stringify({severity: ['high']})}},
	{topic: 'truck-alerts', queue: 'audit', attributes: {}},
] as const;

const streamPlans = [
	{name: 'clicks', shardCount: 4},
	{name: 'truck-positions', shardCount: 2},
] as const;

/** Where the demo's producers and consumers work. */
export type DemoResources = {
	/** Queue URLs by name. */
	readonly queueUrls: ReadonlyMap<string, string>;
	/** Topic ARNs by name. */
	readonly topicArns: ReadonlyMap<string, string>;
	readonly streamNames: readonly string[];
};

/**
Creates the demo's queues, topics, subscriptions and streams, or finds them where they exist already. Streams may still be CREATING when it answers.

@throws whatever the gateways throw; what was created until then stays.
*/
export async function createDemoResources(session: Session, options: Abortable = {}): Promise<DemoResources> {
	const [topics] = await Promise.all([
		Promise.all(topicNames.map(name => session.topics.create(name, {}, options))),
		Promise.all(streamPlans.map(plan => ifAbsent(() => session.streams.create({...plan, ...options})))),
	]);
	const topicArns = new Map(topics.map(topic => [topic.name, topic.arn]));

	const queues = new Map<string, QueueAttributes>();
	for (const tier of [queuePlans.filter(plan => !plan.deadLetterQueue), queuePlans.filter(plan => plan.deadLetterQueue)]) {
		const made = await Promise.all(tier.map(plan => createQueue(session, plan, {queues, topicArns, ...options})));
		for (const queue of made) queues.set(queue.name, queue);
	}

	await Promise.all(
		subscriptionPlans.map(({topic, queue, attributes}) =>
			session.topics.subscribe({
				topicArn: known(topicArns, topic),
				protocol: 'sqs',
				endpoint: known(queues, queue).arn,
				attributes,
				...options,
			}),
		),
	);
	return {
		queueUrls: new Map(queuePlans.map(({name}) => [name, known(queues, name).url])),
		topicArns,
		streamNames: streamPlans.map(plan => plan.name),
	};
}

async function createQueue(
	session: Session,
	plan: QueuePlan,
	made: Abortable & {queues: ReadonlyMap<string, QueueAttributes>; topicArns: ReadonlyMap<string, string>},
): Promise<QueueAttributes> {
	const options = made.signal ? {signal: made.signal} : {};
	const attributes: Record<string, string> = {...plan.attributes};
	if (plan.deadLetterQueue) {
		const {name, maxReceiveCount} = plan.deadLetterQueue;
		attributes['RedrivePolicy'] = JSON.stringify({deadLetterTargetArn: known(made.queues, name).arn, maxReceiveCount});
	}
	await ifAbsent(() => session.queues.create(plan.name, attributes, options));
	const {url} = await session.queues.find(plan.name, options);
	const queue = await session.queues.attributes(url, options);
	if (!plan.topics || queue.policy) return queue;
	const topicArns = plan.topics.map(name => known(made.topicArns, name));
	await session.queues.setAttributes(url, {Policy: sendingPolicy(queue.arn, topicArns)}, options);
	return queue;
}

/** Lets SNS send to the queue, for these topics only. */
function sendingPolicy(queueArn: string, topicArns: readonly string[]): string {
	return JSON.stringify({
		Version: '2012-10-17',
		Statement: [
			{
				Sid: 'topics',
				Effect: 'Allow',
				Principal: {Service: 'sns.amazonaws.com'},
				Action: 'sqs:SendMessage',
				Resource: queueArn,
				Condition: {ArnEquals: {'aws:SourceArn': topicArns}},
			},
		],
	});
}

/** An engine that is attached to may hold the demo from before, perhaps with settings that someone changed: then those stand. */
async function ifAbsent(create: () => Promise<unknown>): Promise<void> {
	try {
		await create();
	} catch (error) {
		const code = error instanceof SluiceError ? (error.call?.awsCode ?? error.code) : '';
		if (!/QueueAlreadyExists|QueueNameExists|ResourceInUse|already-exists/.test(code)) throw error;
	}
}

function known<Value>(map: ReadonlyMap<string, Value>, name: string): Value {
	const value = map.get(name);
	if (value === undefined) throw new Error(`The demo's plan names ${name} before it is made`);
	return value;
}
