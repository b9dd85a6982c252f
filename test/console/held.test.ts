import {mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {aDeadLetterPair, aQueue, countsOf} from '../helpers/resources.ts';

const bodies = ['{"n":1}', '{"n":2}', '{"n":3}'];

async function consoleWithMessages(
	options: {mode?: 'LOOK'; edit?: (text: string) => string} = {},
): Promise<TestConsole & {readonly url: string; readonly asideUrl: string}> {
	let url = '';
	let asideUrl = '';
	const app = await startTestConsole({
		...options,
		prepare: async ({sqs}) => {
			url = await aQueue(sqs, 'mail', {messages: bodies});
			asideUrl = await aQueue(sqs, 'aside');
		},
	});
	await app.select('mail');
	await app.press('p', 'enter');
	return {...app, url, asideUrl};
}

describe('deleting held messages', () => {
	test('asks for "delete 2" of two marked ones, and leaves the third', async () => {
		await using app = await consoleWithMessages();
		await app.press('space', 'space', 'D');
		expect(app.screen()).toContain('Type "delete 2" to delete them:');

		await app.confirm('delete 2');

		expect(app.screen()).toContain('Deleted 2 messages of mail.');
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 0, inFlight: 1});
	});

	test('the dialog names the ids by their beginning, so that the question stays in sight', async () => {
		await using app = await consoleWithMessages();
		const [id = ''] = app.state().queues.peeks[app.url]?.messages.map(({message}) => message.messageId) ?? [];

		await app.press('*', 'D');

		expect(app.row('›')).toMatch(/messages › delete$/);
		expect(app.row('the same as')).toContain(`sluice delete mail --ids ${id.slice(0, 24)}… --yes`);
	});

	test('a wrong number deletes nothing', async () => {
		await using app = await consoleWithMessages();
		await app.press('space', 'space', 'D');

		await app.confirm('delete 3');

		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 0, inFlight: 3});
	});

	test('z sends a deleted message again, as a new one', async () => {
		await using app = await consoleWithMessages();
		await app.press('D');
		await app.confirm('delete 1');
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 0, inFlight: 2});

		await app.press('z');
		await app.advance(500);
		await app.press('y');

		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 1, inFlight: 2});
	});

	test('what was deleted can be sent again for ten minutes, and no longer', async () => {
		await using app = await consoleWithMessages();
		await app.press('D');
		await app.confirm('delete 1');

		for (let minute = 0; minute < 11; minute++) await app.advance(60_000);
		await app.press('z');

		expect(app.screen()).toContain('nothing was deleted or moved in the last 10 min');
	});

	test('in LOOK the plan is shown, and nothing is deleted', async () => {
		await using app = await consoleWithMessages({mode: 'LOOK'});
		await app.press('D');

		await app.confirm('delete 1');

		expect(app.screen()).toContain('CHANGE is off');
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 0, inFlight: 3});
	});

	test('a message that was given back is not offered for deletion', async () => {
		await using app = await consoleWithMessages();
		await app.press('X', 'D');

		expect(app.screen()).toContain('not held any more: p receives again');
	});
});

describe('moving held messages', () => {
	test('sends each to the other queue and then deletes it here', async () => {
		await using app = await consoleWithMessages();
		await app.press('*', 'm');
		await app.type('aside');
		await app.press('enter');

		await app.confirm('move 3');

		expect(await countsOf(app.engine.sqs, app.asideUrl)).toEqual({ready: 3, inFlight: 0});
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 0, inFlight: 0});
	});

	test('y copies the command with the ids, in place of the word that the sheet has room for', async () => {
		await using app = await consoleWithMessages();
		const ids = app.state().queues.peeks[app.url]?.messages.map(({message}) => message.messageId) ?? [];
		await app.press('*', 'm');
		await app.type('aside');

		await app.press('tab', 'y');

		expect(app.copied).toEqual([`sluice move mail --to aside --ids ${ids.join(',')}`]);
		expect(app.screen()).toContain('Copied the command.');
	});

	test('takes the mark off what is gone, so that the next action counts what is left', async () => {
		await using app = await consoleWithMessages();
		await app.press('space', 'space', 'D');
		await app.confirm('delete 2');

		expect(app.row('held 1')).not.toContain('marked');
		await app.press('*', 'D');

		expect(app.screen()).toContain('Type "delete 1" to delete it:');
	});

	test('leaving the messages takes their marks off: another peek does not count what it has not', async () => {
		await using app = await consoleWithMessages();
		await app.press('*', 'esc');

		await app.press('p', 'enter');

		expect(app.row('held 3')).not.toContain('marked');
	});

	test('to a queue shows on the sheet what the move will do, as soon as the queue is one', async () => {
		await using app = await consoleWithMessages();
		await app.press('*', 'm');
		expect(app.screen()).not.toContain('Reading what this would do');

		await app.type('asid');
		expect(app.row('deletes each original once')).toBe('');
		await app.type('e');
		await app.waitFor('deletes each original once');
		await app.press('backspace');

		expect(app.row('deletes each original once')).toBe('');
		expect(app.screen()).toContain('To queue: no loaded queue is named "asid".');
	});

	test('to a queue that is not loaded is refused while it is typed', async () => {
		await using app = await consoleWithMessages();
		await app.press('m');

		await app.type('nowhere');

		expect(app.screen()).toContain('To queue: no loaded queue is named "nowhere".');
	});
});

test('redriving marked messages sends just these back to where they came from', async () => {
	let urls = {url: '', dlqUrl: ''};
	await using app = await startTestConsole({
		prepare: async ({sqs}) => void (urls = await aDeadLetterPair(sqs, 'orders', {deadMessages: bodies})),
	});
	await app.select('orders-dlq');
	await app.press('p', 'space', 'space', 'R');
	await app.press('tab', 'tab', 'down', 'enter');

	await app.confirm('redrive 2');

	expect(await countsOf(app.engine.sqs, urls.url)).toEqual({ready: 2, inFlight: 0});
	expect(await countsOf(app.engine.sqs, urls.dlqUrl)).toEqual({ready: 0, inFlight: 1});
});

test('saving writes the marked messages to a file that only its owner may read', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'sluice-save-'));
	const path = join(folder, 'saved.ndjson');
	try {
		await using app = await consoleWithMessages();
		await app.press('*', 'o');
		await app.type(' file');
		await app.press('enter', 'ctrl-u');
		await app.type(path);
		await app.press('enter');

		expect(app.state().notices.at(-1)?.text).toContain('Saved 3 messages');
		const lines = readFileSync(path, 'utf8').trim().split('\n');
		expect(lines.map(line => JSON.parse(line).Body ?? JSON.parse(line).body)).toEqual(bodies);
		expect(statSync(path).mode & 0o777).toBe(0o600);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
});

describe('editing a held message', () => {
	test('shows what changed, sends the new one, and deletes the old one once that is confirmed', async () => {
		await using app = await consoleWithMessages({edit: text => `${text.replace('"n":1', '"n":100')}\n`});

		await app.press('e');
		expect(app.row('- ')).toContain('"n": 1');
		expect(app.row('+ ')).toContain('"n": 100');
		await app.press('enter');
		await app.advance(500);
		await app.press('y');

		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 1, inFlight: 2});
		expect(app.screen()).not.toContain('Type');
	});

	test('its attributes are edited too, and shown as what goes and what comes', async () => {
		await using app = await consoleWithMessages({edit: text => text.replace('\n# -- the', '\nreason: mended\n# -- the')});

		await app.press('e');
		expect(app.screen()).toContain('attribute reason');
		expect(app.row('+ ')).toContain('mended');
		expect(app.screen()).toContain('body: the same');
		expect(app.screen()).toContain('The same as: sluice send mail - --attr reason=mended');
		await app.press('enter');
		await app.advance(500);
		await app.press('y');

		const [sent] = await app.session.queues.receive(app.url, {count: 1, visibilityTimeoutSeconds: 0});
		expect(sent).toMatchObject({body: '{"n":1}', attributes: {reason: {dataType: 'String', stringValue: 'mended'}}});
	});

	test('without a change says so before anything is sent', async () => {
		await using app = await consoleWithMessages();

		await app.press('e');

		expect(app.screen()).toContain('Nothing was changed.');
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 0, inFlight: 3});
	});
});
