import {DeleteMessageBatchCommand, ReceiveMessageCommand, SendMessageCommand} from '@aws-sdk/client-sqs';
import {describe, expect, test} from 'vitest';
import {startTestConsole, type TestConsole, type TestConsoleOptions} from '../../helpers/console.ts';
import {startTestEngine, type TestEngine} from '../../helpers/engine.ts';
import {startRefusingProxy} from '../../helpers/refusing-proxy.ts';
import {aDeadLetterPair, aQueue, arnOf} from '../../helpers/resources.ts';
import {aStream, aTopic} from '../../helpers/topic-and-stream.ts';

/** The console as it opens, on what is wrong now. */
function start(options: TestConsoleOptions = {}): Promise<TestConsole> {
	return startTestConsole({isOnFirstScreen: true, ...options});
}

/** Messages that are received once too often, so that they end in the dead-letter queue. */
async function fail(engine: TestEngine, url: string, bodies: readonly string[], receives: number): Promise<void> {
	for (const MessageBody of bodies) await engine.sqs.send(new SendMessageCommand({QueueUrl: url, MessageBody}));
	for (let receive = 0; receive <= receives; receive++)
		await engine.sqs.send(new ReceiveMessageCommand({QueueUrl: url, VisibilityTimeout: 0, MaxNumberOfMessages: 10}));
}

/** A console on a queue whose dead-letter queue gets two messages while it is looked at. */
async function onFillingDlq(options: TestConsoleOptions = {}): Promise<TestConsole> {
	let url = '';
	const app = await start({
		...options,
		prepare: async engine => {
			({url} = await aDeadLetterPair(engine.sqs, 'orders', {deadMessages: ['{"n":1}']}));
			await options.prepare?.(engine);
		},
	});
	await fail(app.engine, url, ['{"n":2}', '{"n":3}'], 5);
	for (let second = 0; second < 12; second++) await app.advance(1000);
	return app;
}

describe('the first screen', () => {
	test('is where the console opens, and says at once what its first look found', async () => {
		await using app = await start({prepare: ({sqs}) => aDeadLetterPair(sqs, 'orders')});

		expect(app.screen()).toContain('0 Now 1   1 Queues 2');
		expect(app.row('RISK')).toMatch(/^ > RISK {2}DLQ keeps 4d, its source keeps 4d +orders-dlq/);
	});

	test('names a dead-letter queue that fills, with how much and since when, and counts it in the header', async () => {
		await using app = await onFillingDlq();

		expect(app.row('FAIL')).toMatch(/^ > FAIL {2}2 more in 1 min, still rising +orders-dlq +\d\d:\d\d /);
		expect(app.screen()).toContain('It takes what fails in orders after 5 receives.');
		expect(app.screen().split('\n')[0]).toMatch(/CHANGE {2}!1 {2}/);
	});

	test('says that nothing burns only when everything was looked at twice, and names the busiest', async () => {
		await using app = await start({
			prepare: async ({sqs}) => {
				const url = await aQueue(sqs, 'mail', {messages: ['1', '2', '3']});
				await sqs.send(new ReceiveMessageCommand({QueueUrl: url}));
			},
		});
		expect(app.screen()).toContain('Nothing burns so far: 1 queue');

		for (let second = 0; second < 12; second++) await app.advance(1000);

		expect(app.screen()).toContain('Nothing is burning: 1 queue looked at, all within 60 s.');
		expect(app.screen()).toContain('Busiest: mail 2 ready, 1 in flight');
	});

	test('names the busiest whole or not at all', async () => {
		const long = (letter: string): string => letter.repeat(40);
		await using app = await start({
			prepare: async ({sqs}) => {
				await aQueue(sqs, long('a'), {messages: ['1', '2']});
				await aQueue(sqs, long('b'), {messages: ['1']});
			},
		});

		expect(app.row('Busiest')).toBe(` Busiest: ${long('a')} 2 ready, 0 in flight`);
	});

	test('finds a subscription that AWS would refuse, and copies the statement that lets it in', async () => {
		await using app = await start({
			prepare: async ({sqs, sns}) => {
				const url = await aQueue(sqs, 'audit');
				await aTopic(sns, 'order-events', {queueArns: [await arnOf(sqs, url)]});
			},
		});
		for (let second = 0; second < 3; second++) await app.advance(1000);

		expect(app.row('none arrive')).toMatch(/^ > RISK {2}none arrive on AWS: its policy refuses +audit \(SNS\)/);
		await app.press('y');
		expect(JSON.parse(app.copied[0] ?? '')).toMatchObject({Effect: 'Allow', Action: 'sqs:SendMessage'});
	});

	test('says when messages that were peeked will expire, as long as they are there', async () => {
		await using app = await start({
			prepare: ({sqs}) => aQueue(sqs, 'orders', {attributes: {MessageRetentionPeriod: '3600'}, messages: ['a', 'b']}),
		});
		for (let look = 0; look < 50; look++) await app.advance(60_000);
		await app.press('p', 'enter', '0');
		for (let second = 0; second < 7; second++) await app.advance(1000);
		await app.press('g');

		expect(app.row('LOSS')).toMatch(/2 messages expire in 9 min +orders /);
		expect(app.screen()).toContain('Seen by: SentTimestamp of 2 peeked messages');
		for (let look = 0; look < 12; look++) await app.advance(60_000);
		expect(app.row('LOSS')).toBe('');
	});

	test('opens the place of a finding with the cursor on it, and comes back', async () => {
		await using app = await onFillingDlq();

		await app.press('enter');
		expect(app.screen()).toContain('1 Queues › orders-dlq');
		await app.press('esc');
		expect(app.row('>D ')).toContain('orders-dlq');
		await app.press('0');
		expect(app.row('FAIL')).toMatch(/^ > FAIL/);
	});

	test('opens the redrive sheet, the peek and the source of the queue that a finding names', async () => {
		await using app = await onFillingDlq();

		await app.press('R');
		expect(app.screen()).toContain('orders-dlq › redrive');
		await app.press('esc', 'L');
		expect(app.screen()).toContain('1 Queues › orders ');
		await app.press('0', 'p');
		expect(app.screen()).toContain('orders-dlq › messages');
	});

	test('hides a finding for an hour, lists what is hidden, and shows it again after that', async () => {
		await using app = await onFillingDlq();

		await app.press('i');
		expect(app.row('FAIL')).toBe('');
		expect(app.screen()).toContain('0 Now 1');
		await app.command('ignored: list');
		expect(app.row('FAIL')).toMatch(/FAIL {2}orders-dlq .*2 more in/);
		await app.press('esc');
		await app.command('ignored: show all');
		expect(app.row('FAIL')).not.toBe('');

		await app.press('g', 'i');
		const [saved] = app.saved.slice(-1);
		expect(Object.keys(saved?.ignored ?? {})[0]).toMatch(/^engine\/local\/us-east-1 dlq-filling /);
		await app.advance(60 * 60_000);
		await app.press('down');
		expect(app.screen()).toContain(`0 Now ${app.state().now.findings.length}`);
	});

	test('remembers what is hidden from session to session, in the context it was hidden in', async () => {
		await using engine = await startTestEngine();
		await aDeadLetterPair(engine.sqs, 'orders');
		const until = Date.UTC(2100, 0);
		const finding = `dlq-retention ${engine.url}/000000000000/orders-dlq`;
		const here = {[`engine/local/us-east-1 ${finding}`]: until};
		const elsewhere = {[`engine/local/eu-west-1 ${finding}`]: until};

		await using hidden = await start({endpointUrl: engine.url, preferences: {ignored: here}});
		await using shown = await start({endpointUrl: engine.url, preferences: {ignored: elsewhere}});

		expect(hidden.state().now.findings.map(({id}) => id)).toEqual([finding]);
		expect(hidden.row('RISK')).toBe('');
		expect(shown.row('RISK')).not.toBe('');
	});

	test('filters by rank, by words and by name', async () => {
		await using app = await onFillingDlq();

		await app.press('/');
		await app.type('keeps');
		await app.press('enter');

		expect(app.screen()).toContain('RISK');
		expect(app.screen()).not.toContain('FAIL');
		await app.press('esc');
		expect(app.screen()).toContain('FAIL');
	});

	test('keeps the cursor on its finding when a worse one comes', async () => {
		await using app = await onFillingDlq({
			prepare: async ({sqs}) => {
				await aQueue(sqs, 'a-bare');
				await aQueue(sqs, 'b-bare');
			},
		});
		await app.press('G');
		const before = app.row(' > ');
		const {sqs} = app.engine;
		const other = await aDeadLetterPair(sqs, 'refunds');
		for (let second = 0; second < 3; second++) await app.advance(1000);
		await fail(app.engine, other.url, ['x'], 5);

		for (let second = 0; second < 70; second++) await app.advance(1000);

		expect(app.screen()).toContain('refunds-dlq');
		expect(app.row(' > ')).toBe(before);
	});

	test('paints nothing for a minute in which nothing changes', async () => {
		await using app = await start({
			prepare: async engine => {
				await aDeadLetterPair(engine.sqs, 'orders', {deadMessages: ['{"n":1}']});
				await aTopic(engine.sns, 'events');
				await aStream(engine.kinesis, 'clicks');
			},
		});
		// Trends are known, and the bars have stopped to grow.
		for (let look = 0; look < 66; look++) await app.advance(10_000);
		await app.advance(60_000 - (app.clock.nowMs() % 60_000));
		for (let second = 0; second < 3; second++) await app.advance(1000);
		const before = app.screen();

		for (let second = 0; second < 55; second++) {
			await app.advance(1000);
			expect(app.screen()).toBe(before);
		}
	});
});

describe('what could not be looked at', () => {
	test.each([
		['ListQueues', 'queues (the list is denied)'],
		['GetQueueAttributes', 'sqs:GetQueueAttributes denied'],
		['ListTopics', 'topics (the list is denied)'],
		['ListSubscriptionsByTopic', 'events (sns:ListSubscriptionsByTopic)'],
	])('is said with its reason when %s is denied, and the rest is judged', async (action, said) => {
		await using engine = await startTestEngine();
		await aDeadLetterPair(engine.sqs, 'orders');
		await aTopic(engine.sns, 'events');
		await using proxy = await startRefusingProxy(engine.url);
		proxy.refuse(action, 'denied');
		await using app = await start({endpointUrl: proxy.url});
		for (let second = 0; second < 4; second++) await app.advance(1000);

		expect(app.screen()).toContain(said);
		expect(app.screen()).not.toContain('Nothing is burning');
		// What needs no queue's attributes is judged all the same, and the other way round.
		expect(app.row('RISK').includes('DLQ keeps 4d')).toBe(!action.includes('Queue'));
	});

	test('is kept from before when it is throttled, and says how old it is', async () => {
		await using engine = await startTestEngine();
		await aDeadLetterPair(engine.sqs, 'orders');
		await using proxy = await startRefusingProxy(engine.url);
		await using app = await start({endpointUrl: proxy.url});
		proxy.refuse('GetQueueAttributes', 'throttled');

		for (let look = 0; look < 3; look++) await app.advance(50_000);

		expect(app.row('RISK')).toContain('orders-dlq');
		expect(app.row('Looked at')).toContain('2/2 queues 2m ago');
	});
});

test('an open queue tells what is wrong with its dead-letter queue as well, and Enter shows the proof', async () => {
	await using app = await onFillingDlq();
	await app.press('1');
	await app.select('orders');
	await app.press('enter');
	await app.advance(1200);

	expect(app.row('FINDINGS')).toMatch(/FINDINGS 2 {2}FAIL {2}DLQ: 2 more in 1 min/);
	expect(app.screen()).toContain('RISK  DLQ keeps 4d, its source keeps 4d');
	await app.press('enter');
	expect(app.screen()).toContain('its DLQ');
	expect(app.state().layer?.type).toBe('doctor');
	await app.press('esc', 'tab', 'w');
	expect(app.state().layer?.type).toBe('doctor');
});

describe('functions that read queues', () => {
	const mapping = (state = 'Enabled') => ({
		UUID: 'u-1',
		FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:orders-worker',
		State: state,
		BatchSize: 10,
	});

	async function withFunctions(options: {timeoutSeconds: number; isDenied?: boolean}) {
		let proxy: Awaited<ReturnType<typeof startRefusingProxy>> | undefined;
		const app = await start({
			async prepare(engine) {
				await aDeadLetterPair(engine.sqs, 'orders');
				proxy = await startRefusingProxy(engine.url);
				proxy.serveFunctions({
					timeoutSeconds: options.timeoutSeconds,
					mappings: {
						'arn:aws:sqs:us-east-1:000000000000:orders': [mapping()],
						'arn:aws:kinesis:us-east-1:000000000000:stream/clicks': [mapping()],
					},
				});
				if (options.isDenied) proxy.refuse('ListEventSourceMappings', 'denied');
			},
			through: () => proxy?.url ?? '',
		});
		await app.advance(1000);
		return {
			app,
			calls: () => proxy?.actions.filter(action => action === 'ListEventSourceMappings').length,
			async [Symbol.asyncDispose]() {
				await app.close();
				await proxy?.[Symbol.asyncDispose]();
			},
		};
	}

	test('are listed once for all queues: one that may run longer than a sixth of the visibility timeout is a risk', async () => {
		await using here = await withFunctions({timeoutSeconds: 6});

		expect(here.app.screen()).toContain("visibility 30s < 6 x function's 6s");
		await here.app.advance(20_000);
		expect(here.calls()).toBe(1);
	});

	test('are none with a timeout of exactly a sixth', async () => {
		await using here = await withFunctions({timeoutSeconds: 5});

		expect(here.app.screen()).not.toContain('visibility 30s is under');
	});

	test('that may not be listed are said to be not looked at', async () => {
		await using here = await withFunctions({timeoutSeconds: 6, isDenied: true});

		expect(here.app.screen()).toContain('functions (lambda:ListEventSourceMappings denied)');
		expect(here.app.screen()).not.toContain('visibility 30s is under');
	});
});

test('a finding goes when what was wrong is mended', async () => {
	await using app = await onFillingDlq();
	const {sqs} = app.engine;
	const dlq = app.state().queues.rows.find(({ref}) => ref.name === 'orders-dlq')?.ref.url ?? '';

	const {Messages = []} = await sqs.send(new ReceiveMessageCommand({QueueUrl: dlq, MaxNumberOfMessages: 10}));
	await sqs.send(
		new DeleteMessageBatchCommand({
			QueueUrl: dlq,
			Entries: Messages.map(({ReceiptHandle}, index) => ({Id: String(index), ReceiptHandle: ReceiptHandle ?? ''})),
		}),
	);
	for (let second = 0; second < 3; second++) await app.advance(1000);

	expect(app.row('FAIL')).toBe('');
});
