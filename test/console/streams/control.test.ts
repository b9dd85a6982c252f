import {ListStreamConsumersCommand, PutResourcePolicyCommand} from '@aws-sdk/client-kinesis';
import {describe, expect, test} from 'vitest';
import {startTestConsole, type TestConsole} from '../../helpers/console.ts';
import {aStream} from '../../helpers/topic-and-stream.ts';

async function consoleOnStream(
	options: {
		shardCount?: number;
		records?: ReadonlyArray<readonly [string, string]>;
		columns?: number;
		context?: {readonly target: 'aws'};
	} = {},
): Promise<TestConsole> {
	const {columns, context, records = [['a', 'old record']], shardCount = 2} = options;
	const app = await startTestConsole({
		...(columns !== undefined && {columns, rows: 50}),
		...(context && {context}),
		prepare: async ({kinesis}) => {
			await aStream(kinesis, 'clicks', {shardCount, records});
			await aStream(kinesis, 'copy', {shardCount: 1});
		},
	});
	await app.press('3');
	await app.select('clicks');
	await app.press('enter');
	return app;
}

async function pass(app: TestConsole, seconds: number): Promise<void> {
	for (let second = 0; second < seconds; second++) await app.advance(1000);
}

async function toTab(app: TestConsole, label: string): Promise<void> {
	for (let presses = 0; presses < 8 && !app.screen().includes(`[${label}`); presses++) await app.press('tab');
	await pass(app, 1);
}

async function consumerNames(app: TestConsole): Promise<readonly string[]> {
	const stream = await app.session.streams.summary('clicks');
	return (await app.session.streams.consumers(stream)).map(({name}) => name);
}

describe('consumers', () => {
	test('one is registered by the palette, listed, and deregistered with D and the name of the stream', async () => {
		await using app = await consoleOnStream();
		await toTab(app, 'Consumers');
		expect(app.screen()).toContain('No consumer is registered');

		await app.command('register a consumer');
		await app.type('audit');
		await app.press('enter');
		await app.advance(500);
		await app.press('y');
		await pass(app, 3);
		expect(app.row('audit')).toContain('ACTIVE');
		expect(app.screen()).toContain('[Consumers 1]');

		await app.press('D');
		await app.confirm('clicks');
		await pass(app, 3);
		expect(await consumerNames(app)).toEqual([]);
	});

	test('a tail reads by fan-out as a consumer of its own, which goes when the tail is closed', async () => {
		await using app = await consoleOnStream({shardCount: 1});
		await toTab(app, 'Tail');
		await app.command('read by fan-out');
		await pass(app, 1);
		expect(app.screen()).toContain('sluice-tail-');
		await app.press('enter');
		await app.advance(500);
		await app.press('y');
		await pass(app, 4);

		const [name = ''] = await consumerNames(app);
		expect(name).toMatch(/^sluice-tail-/);
		expect(app.screen()).toContain(`by fan-out as ${name}`);
		await app.session.streams.put('clicks', {partitionKey: 'k', data: Buffer.from('pushed')});
		for (let second = 0; second < 10 && app.row('pushed') === ''; second++) await pass(app, 1);
		expect(app.row('pushed')).not.toBe('');
		expect(app.row(' Reading ')).toContain(`Reading 1 shard by fan-out as ${name}: none of the shared reads.`);

		await app.press('esc');
		await pass(app, 2);
		expect(await consumerNames(app)).toEqual([]);
	});

	describe('a tail by fan-out whose subscriptions are denied', () => {
		/** Registered, and not ACTIVE before its policy is there. */
		const registeringMs = 3000;

		async function registered(app: TestConsole): Promise<{readonly arn: string}> {
			for (;;) {
				const {Consumers: [consumer] = []} = await app.engine.kinesis.send(
					new ListStreamConsumersCommand({StreamARN: (await app.session.streams.summary('clicks')).arn}),
				);
				if (consumer?.ConsumerARN) return {arn: consumer.ConsumerARN};
			}
		}

		async function deniedTail(columns = 80): Promise<TestConsole> {
			const app = await startTestConsole({
				columns,
				rows: columns > 80 ? 50 : 24,
				engine: {enforcePolicies: true, kinesisDelayMs: registeringMs},
				prepare: async ({kinesis}) => aStream(kinesis, 'clicks', {shardCount: 1}),
			});
			await pass(app, 4);
			await app.press('3', 'r');
			await pass(app, 2);
			await app.select('clicks');
			await app.press('enter');
			await toTab(app, 'Tail');
			await app.command('read by fan-out');
			await app.press('enter');
			await app.advance(500);
			// Time stands still meanwhile, and so the consumer stays CREATING.
			app.dispatch({type: 'key', key: 'y', atMs: app.clock.nowMs()});
			const consumer = await registered(app);
			await app.engine.kinesis.send(
				new PutResourcePolicyCommand({
					ResourceARN: consumer.arn,
					Policy: JSON.stringify({
						Version: '2012-10-17',
						Statement: [{Effect: 'Deny', Principal: '*', Action: 'kinesis:SubscribeToShard', Resource: consumer.arn}],
					}),
				}),
			);
			await app.waitFor('is denied');
			return app;
		}

		test('goes on by GetRecords, says what is missing, and leaves no consumer', async () => {
			await using app = await deniedTail();
			await app.session.streams.put('clicks', {partitionKey: 'k', data: Buffer.from('put after')});
			await app.waitFor('put after');
			await pass(app, 5);
			expect(app.row('By GetRecords')).toContain('kinesis:SubscribeToShard is denied.');
			expect(app.screen()).toContain('LIVE');
			expect(
				app.session
					.calls()
					.filter(({action}) => action === 'SubscribeToShard')
					.map(({outcome}) => outcome),
			).toEqual(['denied']);
			expect(await consumerNames(app)).toEqual([]);
		});

		test('names the permission with its resource where there is room', async () => {
			await using app = await deniedTail(200);

			expect(app.row('By GetRecords')).toContain(
				'Ask for the permission kinesis:SubscribeToShard on arn:aws:kinesis:us-east-1:000000000000:stream/clicks/consumer/sluice-tail-*.',
			);
		});
	});

	test('leaving the console removes the temporary consumer and says so', async () => {
		await using app = await consoleOnStream({shardCount: 1});
		await toTab(app, 'Tail');
		await app.command('read by fan-out');
		await app.press('enter');
		await app.advance(500);
		await app.press('y');
		await pass(app, 4);

		await app.press('ctrl-c');

		expect(app.lastWords()?.join('\n')).toMatch(/Removed the consumer sluice-tail-\w+ of clicks\./);
	});

	test('one that was left over is told of when its stream is opened', async () => {
		await using app = await startTestConsole({
			prepare: async ({kinesis}) => {
				await aStream(kinesis, 'clicks');
				const {RegisterStreamConsumerCommand, DescribeStreamSummaryCommand} = await import('@aws-sdk/client-kinesis');
				const {StreamDescriptionSummary} = await kinesis.send(new DescribeStreamSummaryCommand({StreamName: 'clicks'}));
				await kinesis.send(
					new RegisterStreamConsumerCommand({StreamARN: StreamDescriptionSummary?.StreamARN, ConsumerName: 'sluice-tail-dead'}),
				);
			},
		});
		await app.press('3', 'enter');
		await pass(app, 1);

		expect(app.screen()).toContain('clicks: sluice-tail-dead may be left over and costs. Consumers: D removes.');
		await toTab(app, 'Consumers');
		expect(app.row('sluice-tail-dead')).toContain('left over: D removes');
	});
});

test('a consumer that was left over is found at the start, without opening its stream, and removed from there', async () => {
	await using app = await startTestConsole({
		isOnFirstScreen: true,
		async prepare({kinesis}) {
			await aStream(kinesis, 'clicks');
			await aStream(kinesis, 'views');
			const {RegisterStreamConsumerCommand, DescribeStreamSummaryCommand} = await import('@aws-sdk/client-kinesis');
			const {StreamDescriptionSummary} = await kinesis.send(new DescribeStreamSummaryCommand({StreamName: 'clicks'}));
			const StreamARN = StreamDescriptionSummary?.StreamARN;
			for (const ConsumerName of ['audit', 'sluice-tail-dead'])
				await kinesis.send(new RegisterStreamConsumerCommand({StreamARN, ConsumerName}));
		},
	});
	await app.waitFor('sluice-tail-dead may be left over');
	await pass(app, 5);
	// Only the stream that has consumers is asked for them, and once.
	expect(app.session.calls().filter(({action}) => action === 'ListStreamConsumers')).toHaveLength(1);

	await app.press('enter');
	expect(app.row(' > sluice-tail-dead')).toContain('left over: D removes');
	await app.press('D');
	await app.confirm('clicks');
	await pass(app, 3);

	expect(await consumerNames(app)).toEqual(['audit']);
	await app.press('0');
	await app.waitFor('Nothing is burning');
});

describe('settings and tags', () => {
	test('e changes the setting under the cursor, after saying what that means', async () => {
		await using app = await consoleOnStream();
		await toTab(app, 'Settings');
		expect(app.row('Retention')).toContain('24h');

		await app.press('e', 'ctrl-u');
		await app.type('23h');
		expect(app.screen()).toContain('Retention is 24h to 8760h');
		await app.press('ctrl-u');
		await app.type('7d');
		expect(app.screen()).toContain('sluice stream set clicks retention=7d');
		await app.press('enter');
		expect(app.screen()).toContain('24h → 168h');
		await app.advance(500);
		await app.press('y');
		await pass(app, 3);

		expect(app.row('Retention')).toContain('168h');
	});

	test('a tag is set and removed', async () => {
		await using app = await consoleOnStream();
		await toTab(app, 'Tags');
		await app.press('e');
		await app.type('team');
		await app.press('tab');
		await app.type('pay');
		await app.press('enter');
		await app.advance(500);
		await app.press('y');
		await pass(app, 3);
		expect(app.row('team')).toContain('pay');

		await app.press('D');
		await app.advance(500);
		await app.press('y');
		await pass(app, 3);
		expect(await app.session.streams.tags('clicks')).toEqual({});
	});

	test('on the engine the list and the overview say what was put in the last whole minute', async () => {
		await using app = await consoleOnStream();
		for (let index = 0; index < 13; index++) await app.advance(10_000);

		expect(app.screen()).toMatch(/IN +(?:<1|0)\/s {3}the last whole minute, by CloudWatch/);
		await app.press('esc');
		expect(app.screen()).toMatch(/OPEN +IN\/S +RETENTION/);
	});

	test('on AWS the history is read from CloudWatch only when asked for, and no rate of the list without consent', async () => {
		await using app = await consoleOnStream({context: {target: 'aws'}});
		await app.advance(15_000);
		const askedCount = (): number => app.session.calls().filter(({action}) => action === 'GetMetricData').length;
		expect(askedCount()).toBe(0);
		await toTab(app, 'History');
		expect(app.screen()).toContain('6 metrics, about $0.00006 a look.');
		expect(askedCount()).toBe(0);

		await app.press('enter');
		await pass(app, 1);

		expect(app.row(' IN ')).not.toBe('');
		expect(askedCount()).toBe(1);
	});
});

describe('whole streams', () => {
	test('one is created, resharded, and deleted by its name', async () => {
		await using app = await consoleOnStream();
		await app.press('esc');
		await app.command('create a stream');
		await app.type('fresh');
		await app.press('tab');
		await app.type('2');
		await app.press('enter');
		await app.advance(500);
		await app.press('y');
		await pass(app, 3);
		expect(app.row('fresh')).toContain('ACTIVE');

		await app.select('fresh');
		await app.command('reshard to a number');
		await app.type('5');
		expect(app.screen()).toContain('One call goes up to double: 4.');
		await app.press('backspace');
		await app.type('4');
		await app.press('enter');
		await app.confirm('fresh');
		await pass(app, 4);
		expect((await app.session.streams.summary('fresh')).openShardCount).toBe(4);

		await app.command('delete the stream');
		await app.confirm('fresh');
		await pass(app, 4);
		expect(app.row('fresh  ')).toBe('');
	});
});

describe('replay', () => {
	test('a time range goes to another stream, by its name typed', async () => {
		await using app = await consoleOnStream({
			shardCount: 1,
			records: [
				['a', 'one'],
				['b', 'two'],
			],
		});
		await pass(app, 2);

		await app.press('R');
		await app.press('tab', 'ctrl-u');
		await app.type('oldest');
		await app.press('tab', 'tab', 'tab');
		await app.type('stream:copy');
		expect(app.screen()).toContain('sluice replay clicks --to stream:copy --from oldest');
		await app.press('enter');
		expect(app.screen()).toContain('kept within each key');
		await app.confirm('copy');
		for (let second = 0; second < 10 && !app.screen().includes('Replayed'); second++) await pass(app, 1);

		expect(app.screen()).toContain('Replayed 2 records of clicks to stream copy.');
	});

	test('marked records only; a dry run sends nothing', async () => {
		await using app = await consoleOnStream({
			shardCount: 1,
			records: [
				['a', 'one'],
				['b', 'two'],
				['c', 'three'],
			],
		});
		await app.press('t', 'ctrl-u');
		await app.type('oldest');
		await app.press('enter');
		await pass(app, 3);
		await app.press('g', 'space');

		await app.press('R');
		expect(app.screen()).toContain('(•) marked');
		await app.press('tab');
		await app.type('queue:nowhere');
		await app.press('enter');
		await pass(app, 1);
		expect(app.screen()).toContain('nowhere');
		await app.press('esc');

		await app.press('R', 'tab');
		await app.type('stream:copy');
		await app.press('tab', 'tab', 'tab', 'space', 'enter');
		for (let second = 0; second < 10 && !app.screen().includes('Dry run'); second++) await pass(app, 1);
		expect(app.screen()).toContain('Dry run. Read 1 record of clicks; 1 would go to stream copy.');
		expect(app.session.calls().some(({action}) => action === 'PutRecords')).toBe(false);
	});
});
