import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {GetQueueAttributesCommand, GetQueueUrlCommand} from '@aws-sdk/client-sqs';
import {describe, expect, test} from 'vitest';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {aDeadLetterPair, aQueue, countsOf} from '../helpers/resources.ts';

describe('purging a queue', () => {
	test('has no key: it is reached by the palette and asks for the name of the queue', async () => {
		await using app = await startTestConsole({prepare: async ({sqs}) => aQueue(sqs, 'mail', {messages: ['1', '2']})});

		await app.command('purge');

		expect(app.screen()).toContain('Purge mail');
		expect(app.screen()).toContain('about 2 ready, 0 in flight, 0 delayed');
		expect(app.screen()).toContain("Type the queue's name to purge it:");
	});

	test('a wrong name purges nothing, the right one does', async () => {
		let url = '';
		await using app = await startTestConsole({prepare: async ({sqs}) => void (url = await aQueue(sqs, 'mail', {messages: ['1', '2']}))});
		await app.command('purge');

		await app.confirm('mial');
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 2, inFlight: 0});

		await app.press('ctrl-u');
		await app.confirm('mail');
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 0, inFlight: 0});
		expect(app.screen()).toContain('Purged mail; about 2 messages are gone.');
	});

	test('Enter alone confirms nothing, and esc leaves everything as it was', async () => {
		let url = '';
		await using app = await startTestConsole({prepare: async ({sqs}) => void (url = await aQueue(sqs, 'mail', {messages: ['1']}))});
		await app.command('purge');
		await app.advance(1000);

		await app.press('enter', 'enter', 'y', 'enter', 'esc');

		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 1, inFlight: 0});
		expect(app.screen()).not.toContain("Type the queue's name");
	});

	test('keys held down while the dialog opens are not taken for its answer', async () => {
		await using app = await startTestConsole({prepare: async ({sqs}) => aQueue(sqs, 'm', {messages: ['1']})});
		await app.command('purge');

		await app.press('m', 'enter');

		expect(app.screen()).toContain('Enter does nothing until the name is whole.');
	});

	test('a queue that grew meanwhile is shown anew and needs one more Enter', async () => {
		let url = '';
		await using app = await startTestConsole({prepare: async ({sqs}) => void (url = await aQueue(sqs, 'mail', {messages: ['1']}))});
		await app.command('purge');
		await aQueue(app.engine.sqs, 'mail', {messages: Array.from({length: 200}, () => 'x')});

		await app.confirm('mail');
		expect(app.screen()).toContain('ready 1 → 201');
		expect((await countsOf(app.engine.sqs, url)).ready).toBe(201);

		await app.press('enter');
		expect((await countsOf(app.engine.sqs, url)).ready).toBe(0);
	});

	test("a second purge within a minute leaves the screen as it was and says AWS's reason", async () => {
		await using app = await startTestConsole({prepare: async ({sqs}) => aQueue(sqs, 'mail', {messages: ['1']})});
		await app.command('purge');
		await app.confirm('mail');
		await app.command('purge');

		await app.confirm('mail');

		expect(app.screen()).toMatch(/60 s/);
		expect(app.screen()).toContain("Type the queue's name to purge it:");
	});

	test('in LOOK the plan is shown and nothing can be sent', async () => {
		let url = '';
		await using app = await startTestConsole({
			mode: 'LOOK',
			prepare: async ({sqs}) => void (url = await aQueue(sqs, 'mail', {messages: ['1']})),
		});
		await app.command('purge');

		await app.confirm('mail');

		expect(app.screen()).toContain('CHANGE is off');
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 1, inFlight: 0});
	});
});

describe('a paste', () => {
	test('outside a field does nothing and says so', async () => {
		await using app = await startTestConsole({prepare: async ({sqs}) => aDeadLetterPair(sqs, 'orders', {deadMessages: ['1']})});

		await app.paste('DDDPPPqqq\n');

		expect(app.screen()).toContain('Pasted text ignored: 10 characters.');
		expect(app.session.calls().every(call => !['PurgeQueue', 'DeleteMessage', 'ReceiveMessage'].includes(call.action))).toBe(true);
	});

	test('in the gate it goes into the field and confirms nothing by itself', async () => {
		let url = '';
		await using app = await startTestConsole({prepare: async ({sqs}) => void (url = await aQueue(sqs, 'mail', {messages: ['1']}))});
		await app.command('purge');
		await app.advance(1000);

		await app.paste('mail\n');

		expect(app.screen()).toContain('Enter: purge it.');
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 1, inFlight: 0});
	});
});

describe('sending a message', () => {
	test('asks for y, not Enter, and says what was sent', async () => {
		let url = '';
		await using app = await startTestConsole({prepare: async ({sqs}) => void (url = await aQueue(sqs, 'mail'))});
		await app.press('s');
		await app.paste('{"a":1}');
		await app.press('enter');
		await app.advance(1000);

		await app.press('enter');
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 0, inFlight: 0});

		await app.press('y');
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 1, inFlight: 0});
		expect(app.screen()).toMatch(/Sent [\da-f-]+ to mail\./);
	});

	test('in PROD it asks for the word yes', async () => {
		let url = '';
		await using app = await startTestConsole({
			context: {isProd: true, name: 'acme-prod'},
			prepare: async ({sqs}) => void (url = await aQueue(sqs, 'mail')),
		});
		await app.press('s');
		await app.type('hello');
		await app.press('enter');
		expect(app.screen()).toContain('This is PROD. Type yes to send it:');

		await app.confirm('yes');

		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 1, inFlight: 0});
	});

	test('a body that SQS refuses is named with its character before anything is sent', async () => {
		await using app = await startTestConsole({prepare: async ({sqs}) => aQueue(sqs, 'mail')});
		await app.press('s');

		await app.paste('x\u001B[2J');

		expect(app.screen()).toContain('U+001B');
		expect(app.session.calls().map(call => call.action)).not.toContain('SendMessage');
	});

	test('a FIFO queue needs a group', async () => {
		await using app = await startTestConsole({prepare: async ({sqs}) => aQueue(sqs, 'pay.fifo', {attributes: {FifoQueue: 'true'}})});
		await app.press('s');

		await app.type('hello');

		expect(app.screen()).toContain('needs a message group ID');
	});
});

describe('entering CHANGE', () => {
	test('from LOOK takes the name of the context, and in PROD ends by itself after 30 minutes', async () => {
		await using app = await startTestConsole({mode: 'LOOK', context: {isProd: true, name: 'acme-prod'}});
		await app.command('mode change');

		await app.confirm('acme-prod');
		expect(app.row('sluice')).toContain('CHANGE 30m');
		expect(app.session.mode()).toBe('CHANGE');

		for (let minute = 0; minute < 31; minute++) {
			await app.advance(60_000);
			await app.press('down');
		}
		expect(app.row('sluice')).toContain('LOOK');
		expect(app.session.mode()).toBe('LOOK');
	});

	test('two minutes before its end CHANGE says so, and can be renewed', async () => {
		await using app = await startTestConsole({mode: 'LOOK', context: {isProd: true, name: 'acme-prod'}});
		await app.command('mode change');
		await app.confirm('acme-prod');

		await app.advance(28 * 60_000 - 1);
		expect(app.screen()).not.toContain('CHANGE ends');
		await app.advance(1);
		expect(app.screen()).toMatch(/CHANGE ends at \d\d:\d\d:\d\dZ\. {3}: mode change renews it/);
		await app.command('mode change');
		await app.confirm('acme-prod');

		expect(app.row('sluice')).toContain('CHANGE 30m');
	});

	test('CHANGE ends to the second without any key, and a dialog that is open then refuses', async () => {
		let url = '';
		await using app = await startTestConsole({
			mode: 'LOOK',
			context: {isProd: true, name: 'acme-prod'},
			prepare: async ({sqs}) => void (url = await aQueue(sqs, 'mail', {messages: ['1']})),
		});
		await app.command('mode change');
		await app.confirm('acme-prod');
		await app.command('purge');

		await app.advance(30 * 60_000 - 1);
		expect(app.session.mode()).toBe('CHANGE');
		await app.advance(1);
		expect(app.session.mode()).toBe('LOOK');
		await app.confirm('mail');

		expect(app.screen()).toContain('CHANGE is off');
		expect((await countsOf(app.engine.sqs, url)).ready).toBe(1);
	});

	test('CHANGE that the command line asked for in PROD ends after 30 minutes, too', async () => {
		await using app = await startTestConsole({mode: 'CHANGE', context: {isProd: true, name: 'acme-prod'}});
		expect(app.row('sluice')).toContain('CHANGE 30m');

		for (let minute = 0; minute < 31; minute++) await app.advance(60_000);

		expect(app.session.mode()).toBe('LOOK');
	});

	test('READ-ONLY cannot be left', async () => {
		await using app = await startTestConsole({mode: 'READ-ONLY'});

		await app.command('mode change');

		expect(app.session.mode()).toBe('READ-ONLY');
		expect(app.screen()).toContain('READ-ONLY is left only by starting again');
	});
});

describe('milder ways than a purge', () => {
	async function dialogOn(
		name: string,
		options: {columns?: number; rows?: number} = {},
	): Promise<TestConsole & {urls: {url: string; dlqUrl: string}}> {
		let urls = {url: '', dlqUrl: ''};
		const app = await startTestConsole({
			...options,
			prepare: async ({sqs}) =>
				void (urls = await aDeadLetterPair(sqs, 'orders', {maxReceiveCount: 1, deadMessages: ['{"n":1}', '{"n":2}']})),
		});
		await app.select(name);
		await app.command('purge');
		await app.advance(500);
		return {...app, urls};
	}

	test('a dead-letter queue can be saved first, or set aside', async () => {
		await using app = await dialogOn('orders-dlq');

		expect(app.row('instead')).toContain('( ) save them to a file first (about 2, 2 requests)');
		expect(app.screen()).toContain('( ) set aside: move them all to orders-dlq-aside');
		expect(app.row('tab to instead')).toContain('esc leave');
	});

	test.each([
		[80, 24],
		[200, 50],
	])('the whole dialog fits at %dx%d, whichever way is chosen', async (columns, rows) => {
		await using app = await dialogOn('orders-dlq', {columns, rows});
		const parts = [
			'account',
			'deletes',
			'for good',
			'instead',
			'the same as  sluice purge orders-dlq',
			"Type the queue's name",
			'esc leave',
		];
		for (const part of parts) expect(app.screen()).toContain(part);

		await app.press('tab', 'space');

		for (const part of [...parts, 'first', '.ndjson']) expect(app.screen()).toContain(part);
		expect(app.screen()).not.toContain('says the rest');
		expect(app.screen()).toMatch(/Counts read again <1m ago\. They are read once more before the purge is sent\./);
	});

	test('to delete a queue that others use says all at 80x24, first that there is no way back', async () => {
		await using app = await startTestConsole({prepare: async ({sqs}) => aDeadLetterPair(sqs, 'orders', {deadMessages: ['1', '2']})});
		await app.select('orders-dlq');
		await app.press(':');
		await app.type('delete queue');
		await app.press('enter');

		expect(app.row('for good')).toContain('no undo; policy, tags, settings go too; name free after 60 s');
		expect(app.row('What fails in orders')).toContain('has nowhere to go then, and comes back.');
		expect(app.row('read by')).not.toBe('');
		expect(app.screen()).not.toContain('…');
		expect(app.screen()).not.toContain('says the rest');
	});

	test('a queue that is no dead-letter queue can only be saved first, for AWS moves nothing else as a whole', async () => {
		await using app = await dialogOn('orders');

		expect(app.row('instead')).toContain('save them to a file first');
		expect(app.screen()).not.toContain('set aside');
	});

	test('saving first writes every message to a file, and only then purges', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'sluice-purge-'));
		const before = process.cwd();
		process.chdir(folder);
		try {
			await using app = await dialogOn('orders-dlq');
			await app.press('tab', 'space');
			expect(app.row('instead')).toContain('(•) save them to a file first');

			await app.confirm('orders-dlq');

			const [file = ''] = readdirSync(folder);
			expect(readFileSync(join(folder, file), 'utf8').trim().split('\n')).toHaveLength(2);
			expect(await countsOf(app.engine.sqs, app.urls.dlqUrl)).toEqual({ready: 0, inFlight: 0});
		} finally {
			process.chdir(before);
			rmSync(folder, {recursive: true});
		}
	});

	test('what could not be saved is not purged, and the dialog says why', async () => {
		await using app = await dialogOn('orders-dlq');
		const before = process.cwd();
		const folder = mkdtempSync(join(tmpdir(), 'sluice-purge-'));
		await app.press('tab', 'space');
		process.chdir(folder);
		try {
			rmSync(folder, {recursive: true});
			await app.confirm('orders-dlq');
			expect(app.screen()).toContain('cannot be written');
		} finally {
			process.chdir(before);
		}

		expect(await countsOf(app.engine.sqs, app.urls.dlqUrl)).toEqual({ready: 2, inFlight: 0});
	});

	test('setting aside moves everything to a queue beside, which keeps it for 14 days', async () => {
		await using app = await dialogOn('orders-dlq');
		await app.press('tab', 'down', 'space');
		expect(app.screen()).toContain('Set aside orders-dlq');

		await app.confirm('orders-dlq');
		await app.advance(2000);

		const {QueueUrl} = await app.engine.sqs.send(new GetQueueUrlCommand({QueueName: 'orders-dlq-aside'}));
		const {Attributes} = await app.engine.sqs.send(new GetQueueAttributesCommand({QueueUrl, AttributeNames: ['All']}));
		expect(Attributes).toMatchObject({MessageRetentionPeriod: '1209600', ApproximateNumberOfMessages: '2'});
		expect(await countsOf(app.engine.sqs, app.urls.dlqUrl)).toEqual({ready: 0, inFlight: 0});
	});

	test('a way that is chosen twice is not chosen any more, and what was typed is gone', async () => {
		await using app = await dialogOn('orders-dlq');
		await app.type('orders');
		await app.press('tab', 'space', 'tab', 'space');

		expect(app.row('instead')).toContain('( ) save them');
		expect(app.row("Type the queue's name to purge it:")).not.toContain('it:  o');
	});

	test('typed letters choose nothing while the ways have the keys', async () => {
		await using app = await dialogOn('orders-dlq');
		await app.press('tab');
		await app.confirm('orders-dlq');

		expect(await countsOf(app.engine.sqs, app.urls.dlqUrl)).toEqual({ready: 2, inFlight: 0});
	});
});
