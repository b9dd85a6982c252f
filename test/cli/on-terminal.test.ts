import {describe, expect, test} from 'vitest';
import {aDeadLetterQueue, aQueue, setStage, type Stage} from '../operations/stage.ts';
import {anEmptyHome, runOnTerminal, type TerminalOptions} from './in-process.ts';

function run(stage: Stage, argv: readonly string[], options: Partial<TerminalOptions> = {}) {
	return runOnTerminal([...argv, '--endpoint-url', stage.engine.url], {clock: stage.clock, ...options});
}

/** What a terminal shows at the end: a line that was written over is gone. */
function shown(text: string): string {
	return text
		.split('\n')
		.map(line => line.split('\r').at(-1)?.replaceAll('\u001b[K', '') ?? '')
		.join('\n');
}

describe('on a terminal', () => {
	test('a deletion shows its plan, asks for what is deleted, and ends with one sentence', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 3});
		const messages = await stage.session.queues.receive(queue.url, {count: 2, visibilityTimeoutSeconds: 0});
		const ids = messages.map(({messageId}) => messageId).join(',');

		const {code, stdout, stderr} = await run(stage, ['delete', 'orders', '--ids', ids], {answers: ['delete 2']});

		expect(code).toBe(0);
		expect(stderr).toContain('Delete messages of orders whose ids are given (2)\n');
		expect(stderr).toContain('  for good   no undo; AWS keeps no copy\n');
		expect(stderr).toContain('Type delete 2 to delete them: ');
		expect(stdout).toBe('Deleted 2 messages of orders.\n');
		// What counted meanwhile is not there any more.
		expect(stderr).toContain('\r');
		expect(shown(stderr)).not.toMatch(/\d done/);
	});

	test('another answer deletes nothing, and nothing was received for it', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 1});

		const {code, stderr} = await run(stage, ['delete', 'orders', '--all'], {answers: ['yes']});

		expect(code).toBe(3);
		expect(stderr).toContain('That is not "orders"; nothing was done.');
		expect((await stage.session.queues.receive(queue.url, {count: 1}))[0]?.receiveCount).toBe(1);
	});

	test('a scan prints rows, counts below them, and leaves the count nowhere', async () => {
		await using stage = await setStage();
		await aQueue(stage, {messageCount: 25});
		stage.clock.advance(60_000);

		const {code, stdout, stderr} = await run(stage, ['scan', 'orders', '--filter', 'm-1']);

		expect(code).toBe(0);
		expect(stdout.split('\n').slice(0, 2)).toEqual([
			'       SENT RECV FROM                   SIZE BODY',
			expect.stringMatching(/^ {2}1m\d\ds ago {4}1 – {24}3B m-1$/),
		]);
		expect(shown(stderr)).toBe('Looked at 25 messages of orders; 11 match.\n');
	});

	test('without a terminal nothing but the sum is written to stderr', async () => {
		await using stage = await setStage();
		await aQueue(stage, {messageCount: 25});

		const {stdout, stderr} = await run(stage, ['scan', 'orders', '--all'], {isTTY: false});

		expect(stdout.trimEnd().split('\n')).toHaveLength(25);
		expect(stderr).toBe('Looked at 25 messages of orders; 25 match.\n');
	});

	test('a hostile body cannot write to the terminal, and a wide one stays in its row', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage);
		await stage.session.queues.send(queue.url, {body: `\u009b2J\u202e${'界'.repeat(100)}\n\r\t`});

		const {stdout} = await run(stage, ['receive', 'orders', '--max', '1']);

		expect(stdout).not.toMatch(/[\u0080-\u009f\u202e\r]/);
		expect(stdout.split('\n')).toHaveLength(3);
	});

	test('receive --delete hands out and then deletes, and says how many', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 2});

		const {code, stderr} = await run(stage, ['receive', 'orders', '--delete'], {answers: ['orders']});

		expect(code).toBe(0);
		expect(stderr).toContain("Type the queue's name to receive and delete them: ");
		expect(stderr).toContain('Received 2 messages.');
		expect(await stage.session.queues.attributes(queue.url)).toMatchObject({readyCount: 0, inFlightCount: 0});
	});

	test('the verdict on the one tried first is said when it is known, and the count of the watch vanishes', async () => {
		await using stage = await setStage();
		const {dlq, source} = await aDeadLetterQueue(stage, {deadCount: 3});
		let taken = 0;
		const consume = async (): Promise<void> => {
			if (taken++ > 0) return;
			const [message] = await stage.session.queues.receive(source.url, {count: 1});
			if (message) await stage.session.queues.deleteMessages(source.url, [message.receiptHandle]);
		};

		const {code, stdout, stderr} = await run(stage, ['redrive', 'orders-dlq', '--all', '--canary'], {
			answers: ['orders-dlq'],
			onStderr: text => void (text.includes('Watching') && consume()),
		});

		expect(code).toBe(0);
		expect(shown(stderr)).toContain('The one tried first has gone through: ');
		expect(shown(stderr)).not.toContain('Watching');
		expect(stdout).toBe('Moved 3 messages of orders-dlq to orders.\n');
		expect((await stage.session.queues.attributes(dlq.url)).readyCount).toBe(0);
	});

	test('without a verdict a person is asked, and may go on', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 3});

		const stays = await run(stage, ['redrive', 'orders-dlq', '--all', '--canary'], {answers: ['orders-dlq', 'n']});
		const goes = await run(stage, ['redrive', 'orders-dlq', '--all', '--canary'], {answers: ['orders-dlq', 'y']});

		expect(stays.code).toBe(4);
		expect(stays.stdout).toMatch(/^Moved 1 message of orders-dlq to orders\. No verdict on the one tried first: /);
		expect(goes.stderr).toContain('Type y to send the others all the same: ');
		expect(goes.code).toBe(0);
		expect((await stage.session.queues.attributes(dlq.url)).readyCount).toBe(0);
	});

	test('tasks and the audit log are tables', async () => {
		await using stage = await setStage();
		const {dlq} = await aDeadLetterQueue(stage, {deadCount: 3});
		await stage.session.queues.startMoveTask({sourceArn: dlq.arn, ratePerSecond: 1});
		const home = anEmptyHome();
		await run(stage, ['send', 'orders', 'hello', '--yes'], {home});

		const tasks = await run(stage, ['tasks']);
		const audit = await runOnTerminal(['audit', '--max', '1'], {clock: stage.clock, home});

		expect(tasks.stdout.split('\n')[0]).toMatch(/^QUEUE +TO +STATUS +MOVED +OF +STARTED/);
		expect(tasks.stdout.split('\n')[1]).toMatch(/^orders-dlq +where each came from +(RUNNING|COMPLETED)/);
		expect(audit.stdout.split('\n')[0]).toMatch(/^TIME +WHO +CONTEXT +ACTION +ON +OUTCOME +WHAT/);
		expect(audit.stdout.split('\n')[1]).toMatch(
			/^2026-11-25 03:1\d:\d\dZ +root +127\.0\.0\.1:\d+ +SendMessage +orders +done +bodyBytes 5, [0-9a-f-]{36}$/,
		);
	});

	test('nothing running and nothing recorded are said', async () => {
		await using stage = await setStage();

		expect((await run(stage, ['tasks', '--running'])).stdout).toBe('AWS moves nothing now.\n');
		expect((await runOnTerminal(['audit', '--since', '0s'], {clock: stage.clock})).stdout).toMatch(
			/^Nothing was changed since then: .*audit\.ndjson has no entry\.\n$/,
		);
	});
});

describe('stopped by Ctrl-C', () => {
	test('a scan gives all back, says how far it came, and ends with exit code 4', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 40});
		const abort = new AbortController();
		let writeCount = 0;

		const work = run(stage, ['scan', 'orders', '--all'], {
			isTTY: true,
			signal: abort.signal,
			onStderr: () => void (writeCount++ === 0 && abort.abort()),
		});

		const {code, stderr} = await work;
		expect(shown(stderr)).toMatch(/(Stopped: l|L)ooked at \d+ (of about 40 )?messages of orders; \d+ match\.\n$/);
		expect([0, 4]).toContain(code);
		expect((await stage.session.queues.attributes(queue.url)).readyCount).toBe(40);
	});

	test('a move says what was done, and what remains is in the queue', async () => {
		await using stage = await setStage();
		const queue = await aQueue(stage, {messageCount: 40});
		const aside = await aQueue(stage, {name: 'aside'});
		const abort = new AbortController();

		const {code, stdout} = await run(stage, ['move', 'orders', '--to', 'aside', '--all', '--rate', '2', '--yes'], {
			signal: abort.signal,
			onStderr: text => void (/[1-9]\d* done/.test(text) && abort.abort()),
		});

		expect(code).toBe(4);
		expect(stdout).toMatch(/^Stopped: moved \d+ messages of orders to aside\. /);
		const [here, there] = [await stage.session.queues.attributes(queue.url), await stage.session.queues.attributes(aside.url)];
		expect(here.readyCount + there.readyCount).toBe(40);
		expect(here.inFlightCount).toBe(0);
	});
});
