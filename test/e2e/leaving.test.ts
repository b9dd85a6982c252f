import {afterEach, describe, expect, test} from 'vitest';
import {createManualClock, type ManualClock} from '../../source/shared/clock.ts';
import {startTestEngine, type TestEngine} from '../helpers/engine.ts';
import {startProgram, type Program} from '../helpers/pty.ts';
import {aDeadLetterPair, aQueue, countsOf} from '../helpers/resources.ts';

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
