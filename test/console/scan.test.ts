import {describe, expect, test} from 'vitest';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {aQueue, countsOf} from '../helpers/resources.ts';

const bodies = Array.from({length: 40}, (_, index) => JSON.stringify({orderId: `A-${index}`, code: index % 10 === 3 ? 'TIMEOUT' : 'OK'}));

async function consoleOn(options: {columns?: number; rows?: number; mode?: 'READ-ONLY'} = {}): Promise<TestConsole & {url: string}> {
	let url = '';
	const app = await startTestConsole({...options, prepare: async ({sqs}) => void (url = await aQueue(sqs, 'mail', {messages: bodies}))});
	await app.select('mail');
	return {...app, url};
}

describe('scanning a queue', () => {
	test.each([
		[80, 24],
		[200, 50],
	])('says at %dx%d what it costs before it begins, and receives nothing until Enter', async (columns, rows) => {
		await using app = await consoleOn({columns, rows});
		await app.command('scan');
		await app.type('TIMEOUT');

		expect(app.screen()).toContain('about 40 messages: 4 receives and as many batches to');
		expect(app.screen()).toContain('every receive count +1, for good; up to 40 hidden');
		expect(app.screen()).toContain('The same as: sluice scan mail --filter TIMEOUT --max 1000');
		await app.press('esc');
		expect(app.session.calls().map(call => call.action)).not.toContain('ReceiveMessage');
	});

	test('lists what it found, oldest first, and gives all back', async () => {
		await using app = await consoleOn();
		await app.command('scan');
		await app.type('TIMEOUT');
		await app.press('enter');

		expect(app.row('mail')).toContain('looked at 40, 4 matches');
		expect(app.screen()).toContain('"orderId":"A-3"');
		expect(app.screen()).toContain('"orderId":"A-33"');
		expect(app.screen()).not.toContain('"orderId":"A-4"');
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 40, inFlight: 0});
		expect(app.state().notices.at(-1)?.text).toBe('Looked at 40 messages of mail; 4 match.');
	});

	test('says so when nothing matches', async () => {
		await using app = await consoleOn();
		await app.command('scan');
		await app.type('REFUSED');
		await app.press('enter');

		expect(app.screen()).toContain('Nothing matches REFUSED.');
	});

	test('with a wrong filter does not begin', async () => {
		await using app = await consoleOn();
		await app.command('scan');
		await app.type('recv:>x');

		await app.press('enter');

		expect(app.screen()).toMatch(/Filter, column \d+: /);
		expect(app.session.calls().map(call => call.action)).not.toContain('ReceiveMessage');
	});

	test('of a queue with readers asks for one more choice', async () => {
		await using app = await consoleOn();
		await app.session.queues.receive(app.url, {count: 1, visibilityTimeoutSeconds: 600});
		await app.press('r');
		await app.command('scan');
		await app.type('TIMEOUT');

		await app.press('enter');
		expect(app.screen()).toContain('It has readers, who would wait for what is hidden');
		await app.press('tab', 'tab', 'space', 'enter');

		expect(app.row('mail')).toContain('looked at 39');
	});

	test('is refused in READ-ONLY', async () => {
		await using app = await consoleOn({mode: 'READ-ONLY'});
		await app.command('scan');

		expect(app.screen()).not.toContain('Scanning receives');
	});

	/** Does something as soon as two answers of the scan are there. */
	function inTheMiddle(app: TestConsole, act: () => void): void {
		const {receive} = app.session.queues;
		let answers = 0;
		Object.assign(app.session.queues, {
			async receive(...call: Parameters<typeof receive>) {
				const messages = await receive(...call);
				if (++answers === 2) act();
				return messages;
			},
		});
	}

	test('cancelled in the middle gives back what it held, and keeps on screen what it had found', async () => {
		await using app = await consoleOn();
		await app.command('scan');
		await app.type('TIMEOUT');
		inTheMiddle(app, () => {
			for (const key of [':', ...Array.from('cancel_scan'), 'enter'])
				app.dispatch({type: 'key', key: key === '_' ? 'space' : key, atMs: app.clock.nowMs()});
		});

		await app.press('enter');

		expect(app.state().notices.at(-1)?.text).toMatch(/^Stopped: looked at \d+ of about 40 messages of mail; \d match/);
		expect(app.screen()).toContain('"orderId":"A-3"');
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 40, inFlight: 0});
	});

	test('goes on when its list is left by esc, and gives all back at its end', async () => {
		await using app = await consoleOn();
		await app.command('scan');
		await app.type('TIMEOUT');
		inTheMiddle(app, () => app.dispatch({type: 'key', key: 'esc', atMs: app.clock.nowMs()}));

		await app.press('enter');

		expect(app.row('1 Queues ›')).not.toContain('messages');
		expect(app.state().notices.map(({text}) => text)).toContain('Looked at 40 messages of mail; 4 match.');
		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 40, inFlight: 0});
	});

	test('that is left gives back what it holds, and says so', async () => {
		await using app = await consoleOn();
		await app.command('scan');
		await app.type('TIMEOUT');

		await Promise.all([app.press('enter'), app.press('ctrl-c')]);

		expect(await countsOf(app.engine.sqs, app.url)).toEqual({ready: 40, inFlight: 0});
	});
});
