import {describe, expect, test} from 'vitest';
import {startTestConsole} from '../../helpers/console.ts';
import {startTestEngine} from '../../helpers/engine.ts';
import {startRefusingProxy} from '../../helpers/refusing-proxy.ts';
import {aDeadLetterPair, aQueue, arnOf} from '../../helpers/resources.ts';
import {aStream, aTopic} from '../../helpers/topic-and-stream.ts';

describe('the doctor', () => {
	test('tells all that is wrong with a queue, its proof and its fix, what is not known yet and what is fine', async () => {
		await using app = await startTestConsole({
			columns: 120,
			rows: 50,
			prepare: ({sqs}) => aDeadLetterPair(sqs, 'orders', {maxReceiveCount: 2}),
		});
		await app.select('orders-dlq');

		await app.press('w');

		expect(app.row('RISK')).toContain('DLQ keeps 4d, its source keeps 4d');
		expect(app.screen()).toContain('A message keeps the clock of its first send');
		expect(app.screen()).toContain('sluice set orders-dlq retention=14d');
		expect(app.row('only 2 receives')).toContain('its source orders');
		expect(app.row('DLQ is filling')).toContain('needs one more look, 10 s');
		expect(app.screen()).toMatch(/\d+ rules found nothing, \d\d:\d\dZ: /);
	});

	test('goes to the thing, does what its findings name, and leaves', async () => {
		await using app = await startTestConsole({prepare: ({sqs}) => aDeadLetterPair(sqs, 'orders', {deadMessages: ['1']})});
		await app.select('orders-dlq');

		await app.press('w', 'L');
		expect(app.screen()).toContain('1 Queues › orders ');
		await app.press('w', 'esc', 'w', 'enter');
		expect(app.state().layer).toBeUndefined();
		expect(app.screen()).toContain('1 Queues › orders ');
	});

	test('copies what helps', async () => {
		await using app = await startTestConsole({prepare: ({sqs}) => aDeadLetterPair(sqs, 'orders')});
		await app.select('orders-dlq');

		await app.press('w', 'y');

		expect(app.copied).toEqual(['sluice set orders-dlq retention=14d']);
	});

	test('explains a queue that may not be read: which permission, on what, and the statement to ask for', async () => {
		await using engine = await startTestEngine();
		const arn = await arnOf(engine.sqs, await aQueue(engine.sqs, 'records'));
		await using proxy = await startRefusingProxy(engine.url);
		proxy.refuse('GetQueueAttributes', 'denied');
		await using app = await startTestConsole({endpointUrl: proxy.url});

		await app.press('w');
		expect(app.row('Missing')).toContain('sqs:GetQueueAttributes');
		expect(app.row('Resource')).toContain(arn);
		await app.press('y');

		expect(JSON.parse(app.copied[0] ?? '')).toEqual({Effect: 'Allow', Action: 'sqs:GetQueueAttributes', Resource: arn});
	});

	test('knows topics and streams', async () => {
		await using app = await startTestConsole({
			isOnFirstScreen: true,
			prepare: async engine => {
				await aTopic(engine.sns, 'events', {queueArns: [await arnOf(engine.sqs, await aQueue(engine.sqs, 'audit'))]});
				await aStream(engine.kinesis, 'clicks');
			},
		});

		await app.advance(1000);
		await app.press('2', 'w');
		expect(app.row('RISK')).toContain('none arrive on AWS: its policy refuses');
		await app.press('esc', '3', 'w');
		expect(app.screen()).toContain('Nothing is wrong here, as far as is known.');
		expect(app.row('hot shard')).toContain('needs a tail: t reads it');
	});
});
