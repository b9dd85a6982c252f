import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {ChangeMessageVisibilityCommand, DeleteQueueCommand, SendMessageCommand} from '@aws-sdk/client-sqs';
import {afterEach, describe, expect, test} from 'vitest';
import {startTestConsole, type TestConsole, type TestConsoleOptions} from '../helpers/console.ts';
import {startRefusingProxy, type RefusingProxy} from '../helpers/refusing-proxy.ts';
import {aQueue, countsOf} from '../helpers/resources.ts';

const open: Array<{[Symbol.asyncDispose](): Promise<void>}> = [];
afterEach(async () => {
	for (const one of open.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

type Stage = {readonly app: TestConsole; readonly url: string; readonly asideUrl: string; readonly proxy: RefusingProxy};

/** Three messages of `mail`, held; `aside` is there to move them to. */
async function holding(options: Partial<TestConsoleOptions> & {name?: string; attributes?: Record<string, string>} = {}): Promise<Stage> {
	const {name = 'mail', attributes = {}, ...rest} = options;
	let [url, asideUrl] = ['', ''];
	let made: RefusingProxy | undefined;
	const app = await startTestConsole({
		...rest,
		async prepare(engine) {
			url = await aQueue(engine.sqs, name, {attributes});
			for (const n of [1, 2, 3])
				await engine.sqs.send(
					new SendMessageCommand({
						QueueUrl: url,
						MessageBody: `{"n":${n}}`,
						...(name.endsWith('.fifo') && {MessageGroupId: `g${n}`, MessageDeduplicationId: String(n)}),
					}),
				);
			asideUrl = await aQueue(engine.sqs, 'aside', {attributes: {MaximumMessageSize: '1024'}});
			made = await startRefusingProxy(engine.url);
			open.push(made);
		},
		through: () => made?.url ?? '',
	});
	open.push(app);
	if (!made) throw new Error('The console was not prepared.');
	await app.select(name);
	await app.press('p', 'enter');
	expect(app.screen()).toContain('held 3 of about 3');
	return {app, url, asideUrl, proxy: made};
}

const flat = (app: TestConsole): string => app.screen().replaceAll(/[│\s]+/g, ' ');

describe('a filter that is wrong', () => {
	test.each([
		['.n >', 5, 'a value is missing'],
		['/(/', 2, 'missing closing )'],
		['recv:>x', 7, 'Here comes a number'],
		['(refund', 8, ''],
	])('%s of messages is said with its column, and Enter keeps what was shown', async (filter, column, problem) => {
		const {app} = await holding();
		await app.press('/');
		await app.type('.n < 3');
		await app.press('enter', '/', 'ctrl-u');

		await app.type(filter);
		expect(app.row(`column ${column}: `)).toContain(problem);
		await app.press('enter');

		expect(app.row('filter')).toContain('.n < 3');
		expect(app.row('{"n":2}')).not.toBe('');
		expect(app.row('{"n":3}')).toBe('');
		expect(app.screen()).toContain('held 3 of about 3');
	});

	test('of a scan goes no further than its sheet', async () => {
		const {app} = await holding();
		await app.command('scan');

		await app.type('recv:>x');
		await app.press('enter');

		expect(app.screen()).toContain('Filter, column 7: Here comes a number');
		expect(app.session.calls().filter(({action}) => action === 'ReceiveMessage').length).toBeLessThan(5);
	});
});

describe.each([
	[80, 24],
	[200, 50],
])('a queue that is deleted under its messages, at %dx%d', (columns, rows) => {
	test('is said when it is noticed, what was seen stays to be read and saved, and nothing acts on it', async () => {
		const {app, url} = await holding({columns, rows});
		await app.engine.sqs.send(new DeleteQueueCommand({QueueUrl: url}));

		await app.advance(10_500);
		expect(app.screen()).toContain('mail is gone, or hidden from you. What you see is a copy; o saves it.');
		expect(app.row('held 3')).toMatch(/back \d\d:\d\d:\d\dZ/);

		await app.press('X');
		expect(app.screen()).not.toContain('Gave 0 messages');
		for (const key of ['D', 'R']) {
			await app.press(key);
			expect(app.screen()).toContain('Queue "mail" does not exist in us-east-1, or is hidden from you.');
			await app.press('esc');
		}
		await app.press('p');
		expect(app.row('{"n":3}')).not.toBe('');
		await app.press('esc');
		expect(flat(app)).toContain('mail is gone, and its 3 messages with it.');
	});

	test('is still said once the time is over at which what is held would have come back', async () => {
		const {app, url} = await holding({columns, rows});
		await app.engine.sqs.send(new DeleteQueueCommand({QueueUrl: url}));

		await app.advance(10_500);
		await app.advance(21_000);

		expect(app.row('held 0')).not.toBe('');
		expect(app.screen()).toContain('mail is gone, or hidden from you. What you see is a copy; o saves it.');
	});

	test('before it was peeked at: the sheet says so', async () => {
		const app = await startTestConsole({columns, rows, prepare: async ({sqs}) => aQueue(sqs, 'mail')});
		open.push(app);
		const {url} = await app.session.queues.find('mail');
		await app.engine.sqs.send(new DeleteQueueCommand({QueueUrl: url}));

		await app.press('p');

		expect(app.screen()).toContain('Queue "mail" does not exist in us-east-1, or is hidden from you.');
	});
});

describe('a receipt handle that has expired', () => {
	test('by the clock, with the dialog open: nothing is deleted, and p is offered', async () => {
		const {app, url} = await holding();
		await app.press('*', 'D');

		await app.advance(25_000);
		await app.type('delete 3');
		await app.press('enter');

		expect(flat(app)).toContain('None of these messages of mail is held any more.');
		expect(app.screen()).toContain('Peek again: p');
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 3, inFlight: 0});
		await app.press('esc');
		expect(app.row('{"n":1}')).toContain('back 03:12Z');
	});

	test('in a FIFO queue, unknown to us: AWS refuses it, the others go, and the message is shown as back', async () => {
		const {app, url} = await holding({name: 'mail.fifo', attributes: {FifoQueue: 'true'}});
		await app.press('*', 'D');
		const lost = Object.values(app.state().queues.peeks)[0]?.messages[0]?.message;
		await app.engine.sqs.send(
			new ChangeMessageVisibilityCommand({QueueUrl: url, ReceiptHandle: lost?.receiptHandle, VisibilityTimeout: 0}),
		);

		await app.confirm('delete 3');

		expect(flat(app)).toContain('Deleted 2 messages of mail.fifo. 1 stays in mail.fifo');
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 1, inFlight: 0});
		await app.press('esc');
		expect(app.row('{"n":1}')).toContain('back 03:12Z');
		expect(app.row('{"n":2}')).toMatch(/^ ?x|^>x/);
	});
});

describe('a body that is too large', () => {
	const large = 'x'.repeat(1_048_577);

	test('on edit is said with its size, and goes no further; e goes on from what was written', async () => {
		const opened: string[] = [];
		const {app, url} = await holding({
			edit(text) {
				opened.push(text);
				return text.replace('{"n":1}', large);
			},
		});

		await app.press('e');
		expect(app.screen()).toContain('The message has 1,048,577 bytes; mail takes 1,048,576 at most.');
		await app.press('enter');
		expect(app.screen()).not.toContain('send it');
		await app.press('esc', 'e');

		expect(opened[1]?.length).toBeGreaterThan(1_000_000);
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 0, inFlight: 3});
	});

	test('on send is said with its size while it is written', async () => {
		const {app, asideUrl} = await holding();
		await app.press('esc', 'esc');
		await app.select('aside');
		await app.press('s');

		await app.paste('y'.repeat(1025));
		await app.press('enter');

		expect(app.screen()).toContain('The message has 1,025 bytes; aside takes 1,024 at most.');
		expect(await countsOf(app.engine.sqs, asideUrl)).toEqual({ready: 0, inFlight: 0});
	});

	test('a paste that a field cannot hold is refused as a whole, not cut', async () => {
		const {app} = await holding();
		await app.press('s');

		await app.paste(large);
		expect(app.screen()).toContain('Pasted text ignored: 1,048,577 characters; a field takes 100,000.');
		expect(app.screen()).toContain('0B of 1.0M');
		await app.paste('z'.repeat(99_999));
		await app.paste('zz');

		expect(app.screen()).toContain('Pasted text ignored: Body has no room for it.');
		await app.press('z');
		expect(app.screen()).toContain('97.7K of 1.0M');
	});
});

describe('an editor that fails', () => {
	test('is said, nothing is sent, and what it had saved is there the next time', async () => {
		const opened: string[] = [];
		const {app, url} = await holding({
			editorEndsWith: 'vi ended with 1.',
			edit(text) {
				opened.push(text);
				return text.replace('"n":1', '"n":100');
			},
		});

		await app.press('e');
		expect(flat(app)).toContain('vi ended with 1. e goes on from what was saved. Nothing was sent.');
		await app.press('e');

		expect(opened[1]).toContain('"n":100');
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 0, inFlight: 3});
		expect(app.screen()).toContain('held 3 of about 3');
	});
});

describe('a file that cannot be written', () => {
	async function save(app: TestConsole, path: string): Promise<void> {
		await app.press('*', 'o');
		await app.type(' file');
		await app.press('enter', 'ctrl-u');
		await app.type(path);
		await app.press('enter');
	}

	test.each([
		['/dev/full', 'there is no room left on the disk'],
		['/nowhere/mail.ndjson', 'there is no such folder'],
		['/dev', 'it is a folder'],
	])('%s: the reason, the form again with the path, and everything is held still', async (path, reason) => {
		const {app, url} = await holding();

		await save(app, path);

		expect(app.screen()).toContain(`${path} cannot be written: ${reason}.`);
		expect(app.row('File ')).toContain(path);
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 0, inFlight: 3});
		expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
	});

	test('saved before a purge: nothing is purged', async () => {
		const {app, url} = await holding();
		await app.press('esc');
		await app.command('purge');
		await app.advance(500);
		await app.press('tab', 'space');
		const path = app.row('saved to') || app.row('.ndjson');
		expect(path).toContain('.ndjson');
		const folder = mkdtempSync(join(tmpdir(), 'sluice-full-'));
		const before = process.cwd();
		try {
			// A folder that was taken away stands for a disk that takes nothing.
			process.chdir(folder);
			rmSync(folder, {recursive: true});
			await app.confirm('mail');
		} finally {
			process.chdir(before);
		}

		expect(app.screen()).toContain('cannot be written');
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 3, inFlight: 0});
	});
});

describe('a destination that refuses', () => {
	async function moveTo(app: TestConsole, name: string, meanwhile: () => Promise<void> | void = () => {}): Promise<void> {
		await app.press('*', 'm');
		await app.type(name);
		await app.press('enter');
		await app.advance(500);
		await app.type('move 3');
		await meanwhile();
		await app.press('enter');
	}

	test('because sending is denied: which permission is missing, and all stay held', async () => {
		const {app, proxy, url, asideUrl} = await holding();

		await moveTo(app, 'aside', () => proxy.refuse('SendMessageBatch', 'denied'));

		expect(flat(app)).toContain('You may not sqs:SendMessageBatch on aside. Nothing was done. 3 stay in mail.');
		expect(flat(app)).toContain('Ask for the permission sqs:SendMessageBatch on aside.');
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 0, inFlight: 3});
		expect(await countsOf(app.engine.sqs, asideUrl)).toEqual({ready: 0, inFlight: 0});
		await app.press('esc');
		expect(app.screen()).toContain('held 3 of about 3, 3 marked');
	});

	test('because it is gone by now: nothing is sent', async () => {
		const {app, url, asideUrl} = await holding();

		await moveTo(app, 'aside', async () => void (await app.engine.sqs.send(new DeleteQueueCommand({QueueUrl: asideUrl}))));

		expect(flat(app)).toContain('Queue "aside" does not exist in us-east-1, or is hidden from you.');
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 0, inFlight: 3});
	});

	test('because it takes no message of that size: the others go, and it says which stays and why', async () => {
		const {app, url, asideUrl} = await holding({edit: text => text.replace('{"n":1}', JSON.stringify({n: 1, pad: 'x'.repeat(1100)}))});
		await app.press('e', 'enter');
		await app.advance(500);
		await app.press('y', 'p');

		await moveTo(app, 'aside');

		expect(flat(app)).toMatch(/Moved 2 messages of mail to aside\. 1 stays in mail: The message has 1,\d+ bytes; aside takes 1,024/);
		expect(await countsOf(app.engine.sqs, asideUrl)).toEqual({ready: 2, inFlight: 0});
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 0, inFlight: 1});
	});
});
