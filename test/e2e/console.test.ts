import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {startTestEngine} from '../helpers/engine.ts';
import {startProgram, type Program, type ProgramOptions} from '../helpers/pty.ts';
import {aDeadLetterPair, aQueue, countsOf} from '../helpers/resources.ts';

const programs: Program[] = [];

function start(options: ProgramOptions): Program {
	const program = startProgram(options);
	programs.push(program);
	return program;
}

afterEach(async () => {
	await Promise.all(programs.splice(0).map(program => program.stop()));
});

/** The modes that a program must leave as it found them. */
function expectRestored(program: Program): void {
	expect(program.screen.isAlternate()).toBe(false);
	expect(program.screen.modes()).toEqual({isBracketedPaste: false, isMouse: false, isSynchronized: false});
	expect(program.screen.cursor().isHidden).toBe(false);
}

describe('the real program in a terminal', () => {
	test('the demo opens on living queues, and q leaves with the terminal restored', async () => {
		const program = start({values: ['demo', '--port', '0']});
		await program.waitFor('RANK');
		await program.press('1');
		await program.waitFor('orders-dlq');
		await program.waitFor(/payments\.fifo +fifo/);
		const before = program.screen.text();
		await program.waitFor(screen => screen.text() !== before);

		await program.press('q');

		expect(await program.waitForExit()).toEqual({exitCode: 0, signal: undefined});
		expectRestored(program);
	});

	test('without a context it asks where to work, opens an endpoint that is typed, and goes elsewhere by c', async () => {
		await using engine = await startTestEngine();
		await aQueue(engine.sqs, 'parcels');
		const program = start({values: []});
		await program.waitFor('Where do you want to work?');
		await program.waitFor('no context yet');
		await program.waitFor('There are no profiles');

		// What happens to listen on this machine is offered in between, when it has answered, so not every paint is that of a key.
		const rowUnderCursor = (): string => /^ *> .*$/m.exec(program.screen.text())?.[0] ?? '';
		for (let row = 0; row < 8 && !rowUnderCursor().includes('An endpoint'); row++) {
			const before = rowUnderCursor();
			await program.press('down');
			await program.waitFor(() => rowUnderCursor() !== before);
		}
		await program.press('enter');
		await program.type(engine.url);
		await program.press('enter');
		await program.waitFor('CHANGE');
		await program.press('1');
		await program.waitFor('parcels');
		await program.press('c');
		await program.waitFor('Where do you want to work?');
		await program.press('esc', 'q');

		expect(await program.waitForExit()).toEqual({exitCode: 0, signal: undefined});
		expectRestored(program);
	});

	test('move, filter, peek, extend, give back; nothing is lost', async () => {
		await using engine = await startTestEngine();
		await aQueue(engine.sqs, 'mail', {messages: ['{"n":1}', '{"n":2}', '{"n":3}']});
		const url = await aQueue(engine.sqs, 'orders', {messages: Array.from({length: 10}, (_, index) => `{"order":${index}}`)});
		const program = start({values: ['--endpoint-url', engine.url]});
		await program.waitFor('1 Queues');
		await program.press('1');
		await program.waitFor('orders');

		await program.press('down', 'up', '/');
		await program.type('ord');
		await program.press('enter');
		await program.waitFor('1/2');
		await program.press('p');
		await program.waitFor('receives messages. On AWS there is no other way to see one.');
		await program.press('enter');
		await program.waitFor('held 10 of about 10');
		expect(await countsOf(engine.sqs, url)).toEqual({ready: 0, inFlight: 10});
		await program.press('x');
		await program.waitFor('Extended 10 messages by 20 s.');
		await program.press('X');
		await program.waitFor('Gave 10 messages back to orders.');

		expect(await countsOf(engine.sqs, url)).toEqual({ready: 10, inFlight: 0});
	});

	test('a purge takes the right name, and a paste of it with Enter is not enough', async () => {
		await using engine = await startTestEngine();
		const url = await aQueue(engine.sqs, 'mail', {messages: ['1', '2']});
		const program = start({values: ['--endpoint-url', engine.url]});
		await program.waitFor('1 Queues');
		await program.press('1');
		await program.waitFor(/mail +std/);

		await program.press(':');
		await program.type('purge');
		await program.press('enter');
		await program.waitFor("Type the queue's name to purge it:");
		await new Promise(resolve => setTimeout(resolve, 450));
		await program.type('wrong');
		await program.press('enter');
		expect(await countsOf(engine.sqs, url)).toEqual({ready: 2, inFlight: 0});
		await program.press('ctrl-u');
		program.paste('mail\n');
		await program.waitFor('Enter: purge it.');
		expect(await countsOf(engine.sqs, url)).toEqual({ready: 2, inFlight: 0});
		await program.press('enter');
		await program.waitFor('Purged mail; about 2 messages are gone.');

		expect(await countsOf(engine.sqs, url)).toEqual({ready: 0, inFlight: 0});
	});

	test('a redrive moves a dead-letter queue back, with its progress on screen', async () => {
		await using engine = await startTestEngine();
		const {url} = await aDeadLetterPair(engine.sqs, 'orders', {deadMessages: ['1', '2', '3']});
		const program = start({values: ['--endpoint-url', engine.url]});
		await program.waitFor('1 Queues');
		await program.press('1');
		await program.waitFor(/D orders-dlq +std +3/);

		await program.press('g', 'R');
		await program.waitFor('where each came from: orders');
		await program.press('enter');
		await program.waitFor("Type the queue's name to redrive it:");
		await new Promise(resolve => setTimeout(resolve, 450));
		await program.type('orders-dlq');
		await program.press('enter');
		await program.waitFor('COMPLETED');

		expect(await countsOf(engine.sqs, url)).toEqual({ready: 3, inFlight: 0});
	});

	test('a resize from 200x50 to 80x24 redraws the whole screen at its new size', async () => {
		await using engine = await startTestEngine();
		await aQueue(engine.sqs, 'mail', {messages: ['1']});
		const program = start({values: ['--endpoint-url', engine.url], columns: 200, rows: 50});
		await program.waitFor('1 Queues');
		await program.press('1');
		await program.waitFor('Numbers: GetQueueAttributes');

		program.resize(80, 24);
		await program.waitFor(screen => screen.lines()[0]?.startsWith(' sluice ') === true && screen.lines()[23]?.includes('? help') === true);

		expect(program.screen.lines()[1]).toMatch(/1 Queues 1/);
		expect(program.screen.text()).not.toContain('Numbers: GetQueueAttributes');
	});

	test.each([
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const)('%s gives back what is held, and restores the terminal', async (signal, exitCode) => {
		await using engine = await startTestEngine();
		const url = await aQueue(engine.sqs, 'mail', {messages: Array.from({length: 10}, (_, index) => String(index))});
		const program = start({values: ['--endpoint-url', engine.url]});
		await program.waitFor('1 Queues');
		await program.press('1');
		await program.waitFor(/mail +std/);
		await program.press('p', 'enter');
		await program.waitFor('held 10 of about 10');

		program.signal(signal);

		expect(await program.waitForExit()).toEqual({exitCode, signal: undefined});
		expect(await countsOf(engine.sqs, url)).toEqual({ready: 10, inFlight: 0});
		expectRestored(program);
		expect(program.screen.text()).toContain('Gave 10 messages back to mail.');
	});

	test('a crash restores the terminal and leaves its report on the normal screen', async () => {
		await using engine = await startTestEngine();
		await aQueue(engine.sqs, 'mail', {messages: ['a secret body', 'another']});
		const planted = encodeURIComponent("process.on('SIGUSR2', () => setImmediate(() => { throw new Error('planted by the test'); }))");
		const program = start({values: ['--endpoint-url', engine.url], env: {NODE_OPTIONS: `--import=data:text/javascript,${planted}`}});
		await program.waitFor('1 Queues');
		await program.press('1');
		await program.waitFor(/mail +std/);
		await program.press('p', 'enter');
		await program.waitFor('held 2 of about 2');
		await engine.close();

		program.signal('SIGUSR2');

		expect((await program.waitForExit()).exitCode).toBe(1);
		expectRestored(program);
		const told = program.screen.lines().join('');
		expect(told).toContain('sluice stopped because of a mistake of its own: planted by the test');
		expect(told).toMatch(/2 messages of mail could not be given back: they come back by themselves by \d\d:\d\d:\d\dZ\./);
		expect(told).toContain('The report is in ');
		const folder = join(program.home, '.local', 'state', 'sluice', 'bugs');
		const report = readFileSync(join(folder, readdirSync(folder)[0] ?? ''), 'utf8');
		expect(report).toMatch(/^sluice \d+\.\d+\.\d+, Node /);
		expect(report).toContain('Error: planted by the test\n    at ');
		expect(report).toContain('Place messages');
		expect(report).toContain('sqs:ReceiveMessage ok');
		expect(report).not.toContain('secret');
	});

	test('hostile bodies reach the screen as escapes, and leave every other cell alone', async () => {
		await using engine = await startTestEngine();
		await aQueue(engine.sqs, 'mail', {
			messages: [
				'total \u009B2J\u009B31mPAID\u009B0m',
				'{"note":"a\\u001b[2Jb","clip":"\\u001b]52;c;ZWNobyBoaQ==\\u0007"}',
				'x\u009D0;owned\u009Cy',
			],
		});
		const program = start({values: ['--endpoint-url', engine.url]});
		await program.waitFor('1 Queues');
		await program.press('1');
		await program.waitFor(/mail +std/);

		await program.press('p', 'enter');
		await program.waitFor('held 3 of about 3');
		await program.press('down', 'down');

		expect(program.screen.text()).toContain(String.raw`total \u009b2J`);
		expect(program.screen.lines()[0]).toMatch(/^ sluice /);
		expect(program.screen.title()).not.toContain('owned');
		expect(program.rawOutput()).not.toMatch(/\u009B|\u009D|\u001B\]52/);
	});
});

describe('without a terminal', () => {
	test('NO_COLOR draws the selection by reverse video and nothing in colour', async () => {
		await using engine = await startTestEngine();
		await aQueue(engine.sqs, 'mail', {messages: ['1']});
		const program = start({values: ['--endpoint-url', engine.url], env: {NO_COLOR: '1'}});
		await program.waitFor('1 Queues');
		await program.press('1');

		await program.waitFor(/mail +std/);

		expect(program.rawOutput()).not.toMatch(/\u001B\[(?:3[0-7]|9[0-7]|4[0-7])m/);
		expect(program.screen.cell(3, 4).isInverse).toBe(true);
	});
});
