import {AddTagsToStreamCommand, DescribeStreamSummaryCommand, RegisterStreamConsumerCommand} from '@aws-sdk/client-kinesis';
import {TagQueueCommand} from '@aws-sdk/client-sqs';
import {expect, describe, test} from 'vitest';
import type {ServiceId} from '../../source/aws/allowed-calls.ts';
import {startTestConsole, type TestConsole, type TestConsoleOptions} from '../helpers/console.ts';
import type {TestEngine} from '../helpers/engine.ts';
import {startRefusingProxy, type RefusingProxy} from '../helpers/refusing-proxy.ts';
import {aDeadLetterPair, arnOf} from '../helpers/resources.ts';
import {aStream, aTopic} from '../helpers/topic-and-stream.ts';

/** A story, and all that was on screen in it. */
type Told = TestConsole & {readonly seen: () => string};

type Story = (app: Told) => Promise<void>;

/** Lets a dialog listen, and says yes in the ways there are. */
async function agree(app: Told, name: string): Promise<void> {
	await app.advance(500);
	if (!app.screen().includes('Type ')) return app.press('y');
	await app.type(name);
	await app.press('enter');
	await app.advance(1000);
}

async function tour(app: Told): Promise<void> {
	await app.press('enter');
	for (let tab = 0; tab < 7; tab++) {
		await app.press('tab');
		await app.advance(1000);
	}
}

const onDlq: Story = async app => {
	await app.press('1');
	await app.select('orders-dlq');
};
const peeked: Story = async app => {
	await onDlq(app);
	await app.press('p', 'enter');
	await app.advance(500);
};
const onStream: Story = async app => {
	await app.press('3');
	await app.select('clicks');
	await app.press('enter');
};
const toTab = async (app: Told, label: string): Promise<void> => {
	for (let presses = 0; presses < 8 && !app.screen().includes(`[${label}`); presses++) await app.press('tab');
	await app.advance(1000);
};

const queueTour: Story = async app => {
	await app.press('1');
	await app.press('r');
	await app.select('orders');
	await app.press('w', 'esc');
	await tour(app);
};
const topicTour: Story = async app => {
	await app.press('2');
	await app.advance(1000);
	await app.press('w', 'esc');
	await tour(app);
};
const streamTour: Story = async app => {
	await app.press('3', 'r');
	await app.advance(3000);
	await app.press('w', 'esc');
	await tour(app);
};

const tail: Story = async app => {
	await onStream(app);
	await toTab(app, 'Tail');
	await app.advance(1000);
	await app.advance(1000);
};

const cases: ReadonlyArray<readonly [service: ServiceId, action: string, story: Story]> = [
	['sts', 'GetCallerIdentity', async app => app.press('4', 'tab', 'tab', 'tab', 'tab')],
	['sqs', 'ListQueues', async app => app.press('1', 'r')],
	['sqs', 'GetQueueAttributes', queueTour],
	['sqs', 'ListQueueTags', queueTour],
	['sns', 'ListSubscriptions', queueTour],
	['sns', 'GetSubscriptionAttributes', queueTour],
	['lambda', 'ListEventSourceMappings', queueTour],
	['cloudwatch', 'GetMetricData', queueTour],
	[
		'sqs',
		'ListMessageMoveTasks',
		async app => {
			await onDlq(app);
			await app.press('R');
			await app.advance(1000);
		},
	],
	['sns', 'ListTopics', topicTour],
	['sns', 'GetTopicAttributes', topicTour],
	['sns', 'ListSubscriptionsByTopic', topicTour],
	['kinesis', 'ListStreams', streamTour],
	['kinesis', 'DescribeStreamSummary', streamTour],
	['kinesis', 'ListShards', streamTour],
	['kinesis', 'ListStreamConsumers', streamTour],
	['kinesis', 'ListTagsForStream', streamTour],
	['kinesis', 'GetShardIterator', tail],
	['kinesis', 'GetRecords', tail],
	['sqs', 'ReceiveMessage', peeked],
	[
		'sqs',
		'ChangeMessageVisibilityBatch',
		async app => {
			await peeked(app);
			await app.press('x');
			expect(app.screen()).not.toContain('Extended');
			expect(app.screen()).toContain('sqs:ChangeMessageVisibilityBatch');
			await app.press('X');
		},
	],
	[
		'sqs',
		'DeleteMessageBatch',
		async app => {
			await peeked(app);
			await app.press('D');
			await agree(app, 'delete 1');
		},
	],
	[
		'sqs',
		'SendMessage',
		async app => {
			await onDlq(app);
			await app.press('s');
			await app.type('hello');
			await app.press('enter');
			await agree(app, '');
		},
	],
	[
		'sqs',
		'PurgeQueue',
		async app => {
			await onDlq(app);
			await app.command('purge');
			await agree(app, 'orders-dlq');
		},
	],
	[
		'sqs',
		'DeleteQueue',
		async app => {
			await onDlq(app);
			await app.command('delete queue');
			await agree(app, 'orders-dlq');
		},
	],
	[
		'sqs',
		'CreateQueue',
		async app => {
			await app.press('1');
			await app.command('create queue');
			await app.type('new');
			await app.press('enter');
			await agree(app, 'new');
		},
	],
	[
		'sqs',
		'SetQueueAttributes',
		async app => {
			await onDlq(app);
			await app.press('enter');
			await toTab(app, 'Settings');
			await app.press('e', 'backspace', 'backspace', 'backspace');
			await app.type('2m');
			await app.press('enter');
			await agree(app, 'orders-dlq');
		},
	],
	[
		'sqs',
		'TagQueue',
		async app => {
			await onDlq(app);
			await app.press('enter');
			await app.command('add a tag');
			await app.type('team');
			await app.press('tab');
			await app.type('pay');
			await app.press('enter');
			await agree(app, 'orders-dlq');
		},
	],
	[
		'sqs',
		'StartMessageMoveTask',
		async app => {
			await onDlq(app);
			await app.press('R');
			await app.press('enter');
			await agree(app, 'orders-dlq');
		},
	],
	[
		'sns',
		'Publish',
		async app => {
			await app.press('2', 's');
			await app.type('hello');
			await app.press('enter');
			await agree(app, 'events');
		},
	],
	[
		'kinesis',
		'PutRecord',
		async app => {
			await onStream(app);
			await app.press('s');
			await app.type('hello');
			await app.press('enter');
			await agree(app, 'clicks');
		},
	],
	[
		'kinesis',
		'SplitShard',
		async app => {
			await onStream(app);
			await toTab(app, 'Shards');
			await app.press('S', 'enter');
			await agree(app, 'clicks');
		},
	],
	[
		'kinesis',
		'MergeShards',
		async app => {
			await onStream(app);
			await toTab(app, 'Shards');
			await app.press('M');
			await agree(app, 'clicks');
		},
	],
	[
		'kinesis',
		'RegisterStreamConsumer',
		async app => {
			await onStream(app);
			await app.command('register a consumer');
			await app.type('audit');
			await app.press('enter');
			await agree(app, 'clicks');
		},
	],
	[
		'kinesis',
		'AddTagsToStream',
		async app => {
			await onStream(app);
			await app.command('set a tag');
			await app.type('team=pay');
			await app.press('enter');
			await agree(app, 'clicks');
		},
	],
	[
		'kinesis',
		'IncreaseStreamRetentionPeriod',
		async app => {
			await onStream(app);
			await toTab(app, 'Settings');
			await app.press('e', 'ctrl-u');
			await app.type('48h');
			await app.press('enter');
			await agree(app, 'clicks');
		},
	],
	[
		'kinesis',
		'CreateStream',
		async app => {
			await app.press('3');
			await app.command('create a stream');
			await app.type('new');
			await app.press('enter');
			await agree(app, 'new');
		},
	],
	[
		'kinesis',
		'DeleteStream',
		async app => {
			await app.press('3');
			await app.select('clicks');
			await app.command('delete the stream');
			await agree(app, 'clicks');
		},
	],
	[
		'sqs',
		'UntagQueue',
		async app => {
			await onDlq(app);
			await app.press('enter');
			await toTab(app, 'Tags');
			await app.press('e', 'tab', 'space', 'enter');
			await agree(app, 'orders-dlq');
		},
	],
	[
		'kinesis',
		'RemoveTagsFromStream',
		async app => {
			await onStream(app);
			await toTab(app, 'Tags');
			await app.press('D');
			await agree(app, 'clicks');
		},
	],
	[
		'kinesis',
		'DeregisterStreamConsumer',
		async app => {
			await onStream(app);
			await toTab(app, 'Consumers');
			await app.press('D');
			await agree(app, 'clicks');
		},
	],
	[
		'kinesis',
		'UpdateShardCount',
		async app => {
			await app.press('3');
			await app.select('clicks');
			await app.command('reshard to a number');
			await app.type('4');
			await app.press('enter');
			await agree(app, 'clicks');
		},
	],
];

async function behindProxy(options: TestConsoleOptions = {}, denied: readonly string[] = []) {
	let made: RefusingProxy | undefined;
	const app = await startTestConsole({
		...options,
		async prepare(engine) {
			const {url, dlqUrl} = await aDeadLetterPair(engine.sqs, 'orders', {deadMessages: ['{"a":1}']});
			await aTopic(engine.sns, 'events', {queueArns: [await arnOf(engine.sqs, url)]});
			await aStream(engine.kinesis, 'clicks', {records: [['k', 'v']]});
			await tagAndRegister(engine, dlqUrl);
			made = await startRefusingProxy(engine.url);
			made.serveFunctions({mappings: {}});
			for (const action of denied) made.refuse(action, 'denied');
		},
		through: () => made?.url ?? '',
	});
	const proxy = made as RefusingProxy | undefined;
	if (!proxy) throw new Error('The console was not prepared.');
	const screens: string[] = [];
	const press: TestConsole['press'] = async (...keys) => {
		for (const key of keys) {
			await app.press(key);
			screens.push(app.screen());
		}
	};
	const told: Told = {
		...app,
		press,
		async advance(durationMs) {
			await app.advance(durationMs);
			screens.push(app.screen());
		},
		seen: () => [...screens, app.screen(), ...app.state().notices.map(({text}) => text)].join('\n').replaceAll(/[│\s]+/g, ' '),
	};
	return {
		app: told,
		proxy,
		async [Symbol.asyncDispose]() {
			await app.close();
			await proxy[Symbol.asyncDispose]();
		},
	};
}

/** What there must be to take away. */
async function tagAndRegister({sqs, kinesis}: TestEngine, queueUrl: string): Promise<void> {
	await sqs.send(new TagQueueCommand({QueueUrl: queueUrl, Tags: {team: 'pay'}}));
	await kinesis.send(new AddTagsToStreamCommand({StreamName: 'clicks', Tags: {team: 'pay'}}));
	const {StreamDescriptionSummary: stream} = await kinesis.send(new DescribeStreamSummaryCommand({StreamName: 'clicks'}));
	await kinesis.send(new RegisterStreamConsumerCommand({StreamARN: stream?.StreamARN, ConsumerName: 'billing'}));
}

const lists = [
	['1', 'orders', 'ListQueues'],
	['2', 'events', 'ListTopics'],
	['3', 'clicks', 'ListStreams'],
] as const;

/** Every pane still answers keys, and what may be read is there. */
async function expectUsable(app: Told, without: string): Promise<void> {
	await app.press('esc', 'esc', 'esc', 'esc');
	const listed = lists.filter(([, , action]) => action !== without);
	for (const [pane, name] of listed) {
		await app.press(pane, 'esc', 'esc');
		expect(app.row(name)).not.toBe('');
	}
	await app.press('4', '?');
	expect(app.screen()).toContain('EVERYWHERE');
	await app.press('esc', 'q');
	expect(app.lastWords()).toBeDefined();
}

describe('one permission denied at a time', () => {
	test.each(cases)('%s:%s: the sentence names it, and all the rest works', async (service, action, story) => {
		await using behind = await behindProxy({}, [action]);
		const {app} = behind;

		await story(app);

		expect(app.session.calls().filter(call => call.action === action && call.outcome === 'denied')).not.toEqual([]);
		expect(app.seen()).toContain(`${service}:${action}`);
		await expectUsable(app, action);
	});
});

test.each([
	[80, 24],
	[200, 50],
])('all denied at once, at %dx%d: each pane says what is missing, and the keys work', async (columns, rows) => {
	await using behind = await behindProxy(
		{columns, rows},
		cases.map(([, action]) => action),
	);
	const {app} = behind;
	for (const [pane, permission] of [
		['0', 'sqs:ListQueues'],
		['1', 'sqs:ListQueues'],
		['2', 'sns:ListTopics'],
		['3', 'kinesis:ListStreams'],
	] as const) {
		await app.press(pane);
		expect(app.screen()).toContain(`You may not ${permission}`);
		expect(app.screen()).toContain(`Ask for the permission ${permission}`);
	}
	await app.press('4', 'tab', 'tab', 'tab', 'tab');
	expect(app.screen()).toContain('AccessDenied');
	await app.press('?');
	expect(app.screen()).toContain('EVERYWHERE');
	await app.press('esc', 'c');
	expect(app.screen()).toContain('Where do you want to work?');
	await app.press('esc', 'q');
	expect(app.lastWords()).toEqual([]);
});
