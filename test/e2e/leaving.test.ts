import {DescribeStreamSummaryCommand, ListStreamConsumersCommand} from '@aws-sdk/client-kinesis';
import {afterEach, describe, expect, test} from 'vitest';
import {createManualClock, type ManualClock} from '../../source/shared/clock.ts';
import {startTestEngine, type TestEngine} from '../helpers/engine.ts';
import {startProgram, type Program} from '../helpers/pty.ts';
import {aDeadLetterPair, aQueue, countsOf} from '../helpers/resources.ts';
import {aStream} from '../helpers/topic-and-stream.ts';
import {runSluice} from '../cli/run-sluice.ts';

const programs: Program[] = [];

afterEach(async () => {
	await Promise.all(programs.splice(0).map(program => program.stop()));
});

type Stage = {readonly clock: ManualClock; readonly engine: TestEngine; readonly program: Program};

/** The real program on an engine whose clock stands still: nothing comes back by itself before the clock is moved. */
async function withQueue(prepare: (engine: TestEngine) => Promise<unknown>, wanted: string): Promise<Stage> {
	const clock = createManualClock();
	const engine = await startTestEngine({clock});
	await prepare(engine);
	const program = startProgram({values: ['--endpoint-url', engine.url]});
	programs.push(program);
	await program.waitFor('1 Queues');
	await program.press('1');
	await program.waitFor(wanted);
	return {clock, engine, program};
}

describe('leaving with ten messages held', () => {
	const bodies = Array.from({length: 10}, (_, index) => `{"order":${index}}`);

	async function holding(): Promise<Stage & {readonly url: string}> {
		let url = '';
		const stage = await withQueue(async ({sqs}) => void (url = await aQueue(sqs, 'orders', {messages: bodies})), 'orders');
		await stage.program.press('p');
		await stage.program.waitFor('receives messages. On AWS there is no other way to see one.');
		await stage.program.press('enter');
		await stage.program.waitFor('held 10 of about 10');
		return {...stage, url};
	}

	const ways: ReadonlyArray<readonly [string, (program: Program) => void | Promise<void>]> = [
		['Ctrl-C', program => program.press('ctrl-c')],
		['q at the top, twice', program => program.press('2', 'q', 'q')],
		['SIGTERM', program => program.signal('SIGTERM')],
		['SIGHUP', program => program.signal('SIGHUP')],
	];

	test.each(ways)('by %s gives all back before the program ends', async (_name, leave) => {
		const {engine, program, url} = await holding();
		await using _closing = engine;
		expect(await countsOf(engine.sqs, url)).toEqual({ready: 0, inFlight: 10});

		await leave(program);
		await program.waitForExit();

		expect(await countsOf(engine.sqs, url)).toEqual({ready: 10, inFlight: 0});
	});

	test('by a terminal that is gone gives all back', async () => {
		const {engine, program, url} = await holding();
		await using _closing = engine;

		program.hangUp();

		// Nobody is told of the end of a program whose terminal is gone: only the queue shows it.
		await expect.poll(() => countsOf(engine.sqs, url), {timeout: 10_000}).toEqual({ready: 10, inFlight: 0});
	});

	test('by kill -9 loses nothing: all are back after their 20 seconds, and no earlier', async () => {
		const {clock, engine, program, url} = await holding();
		await using _closing = engine;

		program.signal('SIGKILL');
		await program.waitForExit();
		clock.advance(19_000);
		expect(await countsOf(engine.sqs, url)).toEqual({ready: 0, inFlight: 10});
		clock.advance(1001);

		expect(await countsOf(engine.sqs, url)).toEqual({ready: 10, inFlight: 0});
	});
});

test('a paste of action keys and Enter outside a field does nothing, and says so', async () => {
	let urls = {url: '', dlqUrl: ''};
	const prepare = async ({sqs}: TestEngine): Promise<void> =>
		void (urls = await aDeadLetterPair(sqs, 'orders', {deadMessages: ['1', '2']}));
	const {engine, program} = await withQueue(prepare, 'orders-dlq');
	await using _closing = engine;

	program.paste('DDDPPPqqq\n');

	await program.waitFor('Pasted text ignored: 10 characters.');
	expect(await countsOf(engine.sqs, urls.dlqUrl)).toEqual({ready: 2, inFlight: 0});
	expect(await countsOf(engine.sqs, urls.url)).toEqual({ready: 0, inFlight: 0});
});

describe('leaving a tail that reads by fan-out as a consumer of its own', () => {
	async function consumersOf({kinesis}: TestEngine): Promise<readonly string[]> {
		const {StreamDescriptionSummary} = await kinesis.send(new DescribeStreamSummaryCommand({StreamName: 'clicks'}));
		const StreamARN = StreamDescriptionSummary?.StreamARN;
		const {Consumers = []} = await kinesis.send(new ListStreamConsumersCommand({StreamARN}));
		return Consumers.filter(({ConsumerStatus}) => ConsumerStatus !== 'DELETING').map(({ConsumerName = ''}) => ConsumerName);
	}

	async function readingByFanOut(): Promise<{
		readonly engine: TestEngine;
		readonly program: Program;
		consumers(): Promise<readonly string[]>;
	}> {
		const engine = await startTestEngine({kinesisDelayMs: 20});
		await aStream(engine.kinesis, 'clicks', {shardCount: 1});
		const planted = encodeURIComponent("process.on('SIGUSR2', () => setImmediate(() => { throw new Error('planted by the test'); }))");
		const env = {NODE_OPTIONS: `--import=data:text/javascript,${planted}`};
		const program = startProgram({values: ['--endpoint-url', engine.url], env});
		programs.push(program);
		await program.press('3');
		await program.waitFor(/clicks +ACTIVE/);
		await program.press('enter', 'tab');
		await program.waitFor('Reading 1 shard');
		await program.press(':');
		program.paste('read by fan-out');
		await program.waitFor('Read by fan-out');
		await program.press('enter');
		await program.waitFor('a new one');
		await program.press('enter');
		await program.waitFor('y  read so');
		// A dialog takes no key before its plan could be read.
		await new Promise(resolve => setTimeout(resolve, 450));
		await program.press('y');
		await program.waitFor('by fan-out as sluice-tail-');
		return {
			engine,
			program,
			consumers: () => consumersOf(engine),
		};
	}

	// Ctrl-C is told by the driver, SIGHUP by the command below: all end in the same place.
	const ways: ReadonlyArray<readonly [string, (program: Program) => void | Promise<void>]> = [
		['SIGTERM', program => program.signal('SIGTERM')],
		['a crash', program => program.signal('SIGUSR2')],
	];

	test.each(ways)('by %s removes the consumer before the program ends, and says so', async (_name, leave) => {
		const {consumers, engine, program} = await readingByFanOut();
		await using _closing = engine;
		expect(await consumers()).toHaveLength(1);

		await leave(program);
		await program.waitForExit();

		expect(await consumers()).toEqual([]);
		expect(program.screen.text()).toMatch(/Removed the consumer sluice-tail-\w+ of clicks\./);
	});

	test.each(['SIGTERM', 'SIGHUP'] as const)('the command too removes it on %s before it ends, and says so', async signal => {
		await using engine = await startTestEngine({kinesisDelayMs: 0});
		await aStream(engine.kinesis, 'clicks', {shardCount: 1, records: [['a', 'one']]});
		let meanwhile: Promise<readonly string[]> = Promise.resolve([]);
		const argv = ['tail', 'clicks', '--fan-out', '--yes', '--from', 'oldest', '--json', '--endpoint-url', engine.url];

		const run = await runSluice(argv, {
			onFirstLine(_line, child) {
				meanwhile = consumersOf(engine).finally(() => child.kill(signal));
			},
		});

		expect(await meanwhile).toHaveLength(1);
		expect(await consumersOf(engine)).toEqual([]);
		expect(run.stderr).toMatch(/Removed the consumer sluice-tail-\w+/);
	});

	test('by kill -9 leaves it over, and the next start finds it and offers to remove it', async () => {
		const {consumers, engine, program} = await readingByFanOut();
		await using _closing = engine;
		program.signal('SIGKILL');
		await program.waitForExit();
		expect(await consumers()).toHaveLength(1);

		const next = startProgram({values: ['--endpoint-url', engine.url]});
		programs.push(next);
		await next.waitFor(/sluice-tail-\w+ may be left over/);
		await next.press('enter');

		await next.waitFor('left over: D removes');
	});
});
