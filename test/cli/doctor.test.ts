import {ReceiveMessageCommand, SendMessageCommand} from '@aws-sdk/client-sqs';
import {describe, expect, test} from 'vitest';
import {createManualClock} from '../../source/shared/clock.ts';
import {startTestEngine} from '../helpers/engine.ts';
import {startRefusingProxy} from '../helpers/refusing-proxy.ts';
import {aDeadLetterPair, aQueue, arnOf} from '../helpers/resources.ts';
import {aTopic} from '../helpers/topic-and-stream.ts';
import {runOnTerminal, type TerminalOptions} from './in-process.ts';

type Doctor = {
	readonly engine: Awaited<ReturnType<typeof startTestEngine>>;
	run(words: readonly string[], options?: Partial<TerminalOptions>): ReturnType<typeof runOnTerminal>;
	[Symbol.asyncDispose](): Promise<void>;
};

async function onEngine(endpointOf: (url: string) => string = url => url): Promise<Doctor> {
	const clock = createManualClock();
	const engine = await startTestEngine({clock});
	return {
		engine,
		run: (words, options) => runOnTerminal(['doctor', ...words, '--endpoint-url', endpointOf(engine.url)], {clock, ...options}),
		[Symbol.asyncDispose]: () => engine.close(),
	};
}

function lines(text: string): ReadonlyArray<Record<string, unknown>> {
	return text
		.trim()
		.split('\n')
		.map(line => JSON.parse(line) as Record<string, unknown>);
}

describe('sluice doctor', () => {
	test('says that nothing burns, with what was looked at, and exits 0', async () => {
		await using doctor = await onEngine();
		await aDeadLetterPair(doctor.engine.sqs, 'orders', {maxReceiveCount: 2});

		const run = await doctor.run([]);

		expect(run.code).toBe(0);
		expect(run.stdout).toMatch(/^RANK {2}WHAT +WHERE +SINCE {2}DO NEXT\n/);
		expect(run.stdout).toMatch(/RISK {2}DLQ keeps 4d, its source keeps 4d +orders-dlq +– +sluice set orders-dlq retention=14d/);
		expect(run.stdout).toMatch(/\nNothing is burning\.\nLooked at 2 queues, 0 topics, 0 streams; CloudWatch (not )?asked\.\n$/);
	});

	test('tells a finding as a line of JSON with its proof, and what was looked at', async () => {
		await using doctor = await onEngine();
		const {sqs, sns} = doctor.engine;
		await aTopic(sns, 'order-events', {queueArns: [await arnOf(sqs, await aQueue(sqs, 'audit'))]});

		const run = await doctor.run(['--once', '--json']);

		expect(run.code).toBe(0);
		expect(lines(run.stdout)[0]).toMatchObject({
			type: 'finding',
			rank: 'RISK',
			rule: 'refused-on-aws',
			thing: {kind: 'topic', name: 'order-events'},
			evidence: [{source: 'policy of audit, evaluated here'}],
		});
		expect(lines(run.stdout).at(-1)).toMatchObject({type: 'coverage', queues: {read: 1, all: 1}, topics: {read: 1, all: 1}, missing: []});
	});

	test('takes a second look ten seconds later, which shows a dead-letter queue that fills, and exits 1', async () => {
		await using doctor = await onEngine();
		const {url} = await aDeadLetterPair(doctor.engine.sqs, 'orders', {maxReceiveCount: 1});
		const clock = createManualClock();
		let isSent = false;
		const interfere = async (): Promise<void> => {
			isSent = true;
			await doctor.engine.sqs.send(new SendMessageCommand({QueueUrl: url, MessageBody: 'x'}));
			for (let receive = 0; receive < 2; receive++)
				await doctor.engine.sqs.send(new ReceiveMessageCommand({QueueUrl: url, VisibilityTimeout: 0}));
		};
		const waiting = {
			...clock,
			schedule: (atMs: number, act: () => void) => clock.schedule(atMs, () => (isSent ? act() : void interfere().then(act))),
		};

		const run = await runOnTerminal(['doctor', '--json', '--endpoint-url', doctor.engine.url], {clock: waiting});

		expect(run.code).toBe(1);
		expect(lines(run.stdout)[0]).toMatchObject({rule: 'dlq-filling', what: '1 more in 1 min, still rising'});
	});

	test('judges only what is named, with what it depends on, and says what a wrong name may have meant', async () => {
		await using doctor = await onEngine();
		await aDeadLetterPair(doctor.engine.sqs, 'orders', {maxReceiveCount: 2});
		await aQueue(doctor.engine.sqs, 'mail');

		const run = await doctor.run(['orders-dlq', '--once']);
		const wrong = await doctor.run(['order-dlq', '--once']);

		expect(run.stdout).toContain('DLQ keeps 4d, its source keeps 4d');
		expect(run.stdout).not.toMatch(/mail|only 2 receives/);
		expect(wrong.code).toBe(1);
		expect(wrong.stderr).toContain('Did you mean orders-dlq?');
	});

	test('exits 4 when something could not be read and nothing else was found, and says what and why', async () => {
		let proxyUrl = '';
		await using doctor = await onEngine(() => proxyUrl);
		await aQueue(doctor.engine.sqs, 'records');
		await using proxy = await startRefusingProxy(doctor.engine.url);
		proxyUrl = proxy.url;
		proxy.refuse('GetQueueAttributes', 'denied');

		const run = await doctor.run(['--once']);

		expect(run.code).toBe(4);
		expect(run.stdout).toContain('Looked at 0 of 1 queue');
		expect(run.stdout).toMatch(/Not looked at:[^]*records: You may not .*GetQueueAttributes/);
	});

	test('watches until it is interrupted, and tells only what came and what went', async () => {
		await using doctor = await onEngine();
		const {sqs, sns} = doctor.engine;
		const stop = new AbortController();
		const arn = await arnOf(sqs, await aQueue(sqs, 'audit'));
		let rounds = 0;
		const clock = createManualClock();
		const watched = {
			...clock,
			schedule: (atMs: number, act: () => void) =>
				clock.schedule(atMs, () => {
					rounds++;
					if (rounds === 1) void aTopic(sns, 'order-events', {queueArns: [arn]}).then(act);
					else if (rounds === 3) stop.abort();
					else act();
				}),
		};

		const run = await runOnTerminal(['doctor', '--every', '30', '--json', '--endpoint-url', doctor.engine.url], {
			clock: watched,
			signal: stop.signal,
		});

		expect(run.code).toBe(0);
		expect(lines(run.stdout).map(({type, rule}) => [type, rule])).toEqual([
			['finding', 'no-dlq'],
			['coverage', undefined],
			['finding', 'refused-on-aws'],
		]);
	});
});

describe('functions that read queues', () => {
	async function examine(options: {isDenied: boolean}) {
		const clock = createManualClock();
		await using engine = await startTestEngine({clock});
		await aDeadLetterPair(engine.sqs, 'orders');
		await using proxy = await startRefusingProxy(engine.url);
		const FunctionArn = 'arn:aws:lambda:us-east-1:000000000000:function:orders-worker';
		proxy.serveFunctions({
			timeoutSeconds: 10,
			mappings: {'arn:aws:sqs:us-east-1:000000000000:orders': [{UUID: 'u-1', FunctionArn, State: 'Enabled'}]},
		});
		if (options.isDenied) proxy.refuse('ListEventSourceMappings', 'denied');
		return await runOnTerminal(['doctor', '--once', '--endpoint-url', proxy.url], {clock});
	}

	test('are known to the rules', async () => {
		const {stdout, code} = await examine({isDenied: false});

		expect(stdout).toMatch(/RISK {2}visibility 30s < 6 x function's 10s +orders +– +sluice set orders visibility=60s/);
		expect(code).toBe(0);
	});

	test('that may not be listed are a remark, and no failure', async () => {
		const {stdout, code} = await examine({isDenied: true});

		expect(stdout).toMatch(/Which functions read the queues is not known: .*lambda:ListEventSourceMappings/);
		expect(code).toBe(0);
	});
});
