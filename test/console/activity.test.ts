import {describe, expect, test} from 'vitest';
import type {AuditEntry, AuditLog} from '../../source/aws/audit.ts';
import {startTestConsole, type TestConsole, type TestConsoleOptions} from '../helpers/console.ts';
import {aDeadLetterPair, aQueue} from '../helpers/resources.ts';

/** An audit log in memory. */
function aLog(): AuditLog {
	const recorded: Array<AuditEntry | Promise<AuditEntry>> = [];
	return {
		path: 'memory',
		record: entry => void recorded.push(entry),
		async *read() {
			for (const entry of recorded) yield await entry;
		},
		problem: () => undefined,
		flush: () => Promise.resolve(),
	};
}

async function consoleWithDlq(options: TestConsoleOptions = {}): Promise<TestConsole> {
	return startTestConsole({
		prepare: async ({sqs}) => {
			await aDeadLetterPair(sqs, 'orders', {deadMessages: Array.from({length: 8}, (_, index) => `{"n":${index}}`)});
			await aQueue(sqs, 'mail', {messages: ['1', '2']});
		},
		...options,
	});
}

async function startSlowRedrive(app: TestConsole): Promise<void> {
	await app.select('orders-dlq');
	await app.press('R', 'tab', 'tab', 'tab');
	await app.type('1');
	await app.press('enter');
	await app.confirm('orders-dlq');
}

describe('running', () => {
	test('says of a redrive how far it is, how fast, how long it takes, and that AWS goes on without sluice', async () => {
		await using app = await consoleWithDlq();
		await startSlowRedrive(app);
		for (let second = 0; second < 4; second++) await app.advance(1000);

		await app.press('4');

		expect(app.row('> redrive')).toMatch(/> redrive +orders-dlq › source +AWS +[3-5]\/8 +\d\.\d\/s +\ds AWS/);
		expect(app.screen()).toContain('leaving sluice does not stop it.');
		expect(app.row('sluice')).toContain('~1');
	});

	test('D cancels it through the gate', async () => {
		await using app = await consoleWithDlq();
		await startSlowRedrive(app);
		await app.advance(2000);
		await app.press('4', 'D');
		expect(app.screen()).toContain('Cancel');

		await app.advance(1000);
		await app.press('y');
		for (let second = 0; second < 6; second++) await app.advance(1000);

		expect(app.screen()).toContain('Nothing runs');
	});

	test('has the messages that are held, and Enter goes to them', async () => {
		await using app = await consoleWithDlq();
		await app.select('orders-dlq');
		await app.press('p', '4');

		expect(app.row('> held')).toMatch(/held +8 messages +orders-dlq +kept while open .*here/);
		expect(app.row('cancel it')).toBe('');
		await app.press('enter');

		expect(app.state().stacks.queues.at(-1)).toMatchObject({type: 'messages', name: 'orders-dlq'});
	});

	test('leaving with messages held says so first', async () => {
		await using app = await consoleWithDlq();
		await app.select('orders-dlq');
		await app.press('p', '4', 'q');

		expect(app.screen()).toContain('Leaving gives back 8 messages. q again to leave.');
		expect(app.lastWords()).toBeUndefined();
		await app.press('q');

		expect(app.lastWords()).toEqual([expect.stringContaining('8 messages')]);
	});
});

describe('what ended', () => {
	test('stays in Done with how it ended, and is kept for the next console', async () => {
		await using app = await consoleWithDlq();
		await app.command('purge');
		await app.confirm('orders-dlq');

		await app.press('4', 'tab');

		expect(app.row('Purged')).toMatch(/^ > \d\d:\d\d:\d\dZ +Purged orders-dlq/);
		expect(app.saved.at(-1)).toMatchObject({done: [{text: expect.stringContaining('Purged orders-dlq'), context: 'local'}]});
	});

	test('comes back in the next console', async () => {
		await using app = await consoleWithDlq({preferences: {done: [{atMs: 1_700_000_000_000, text: 'Purged old', context: 'prod-eu'}]}});

		await app.press('4', 'tab');

		expect(app.row('Purged old')).toMatch(/11-14 22:13Z +Purged old +prod-eu/);
	});
});

describe('changes', () => {
	test('shows the audit log, newest first', async () => {
		await using app = await consoleWithDlq({audit: aLog()});
		await app.command('purge');
		await app.confirm('orders-dlq');

		await app.press('4', 'tab', 'tab', 'tab');

		expect(app.row('PurgeQueue')).toMatch(/^ > \d\d-\d\d \d\d:\d\d:\d\d +PurgeQueue +orders-dlq +done/);
		expect(app.screen()).toContain('[Changes 1]');
	});

	test('says that there are none', async () => {
		await using app = await consoleWithDlq();

		await app.press('4', 'tab', 'tab', 'tab');

		expect(app.screen()).toContain('Nothing was changed from this machine yet.');
	});
});

describe('API calls', () => {
	test('are listed with time, outcome and request id, and the cursor stays with its call', async () => {
		await using app = await consoleWithDlq();
		await app.press('4', 'shift-tab');
		const row = app.row(' > ');
		expect(row).toMatch(/(sqs|sts):\w+ +\d+ ok +[\w-]{8,}/);

		await app.session.queues.find('mail');
		await app.press('down', 'up');
		await app.advance(1000);

		expect(app.row(' > ')).toBe(row);
	});

	test.each(['engine', 'aws'] as const)('have all tabs before them at 80 columns, and the whole request id below, on %s', async target => {
		await using app = await consoleWithDlq({context: {target, name: 'acme', isProd: false}});
		await app.press('4', 'shift-tab');

		expect(app.row('[API calls]')).toMatch(/^ Running 0 {2}Done 0 {2}Notices 0 {2}Changes( \d+)? {2}\[API calls\] /);
		expect(app.screen().split('\n').at(-2)).toMatch(/^ [\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12} {3}0 of \d+ throttled {3}\$ sums them up$/);
	});

	test('$ sums them up over any place, and esc goes back to it', async () => {
		await using app = await consoleWithDlq();
		await app.press('2', '$');

		expect(app.row('sqs:GetQueueAttributes')).toMatch(/ \d+$/);
		expect(app.row('Cost so far')).toContain('nothing: this endpoint is not AWS');
		await app.press('esc');

		expect(app.state().pane).toBe('topics');
	});

	test('on AWS $ says about how much they cost', async () => {
		await using app = await consoleWithDlq({context: {target: 'aws', name: 'acme', isProd: false}});
		await app.press('$');

		expect(app.row('Cost so far')).toMatch(/ {2}under \$0\.01, by the prices/);
	});
});
