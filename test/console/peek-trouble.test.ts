import {afterEach, describe, expect, test} from 'vitest';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {startRefusingProxy, type RefusingProxy} from '../helpers/refusing-proxy.ts';
import {aQueue, countsOf} from '../helpers/resources.ts';

const open: Array<{[Symbol.asyncDispose](): Promise<void>}> = [];
afterEach(async () => {
	for (const one of open.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

type Stage = {readonly app: TestConsole; readonly proxy: RefusingProxy; readonly url: string; readonly asideUrl: string};

/** Three messages of `mail` held for 20 seconds from 03:12:04Z on, behind a network that can fail. */
async function holding(options: {columns?: number; rows?: number; seconds?: string} = {}): Promise<Stage> {
	const {seconds = '20', ...size} = options;
	let [url, asideUrl] = ['', ''];
	let made: RefusingProxy | undefined;
	const app = await startTestConsole({
		...size,
		async prepare({sqs, url: engineUrl}) {
			url = await aQueue(sqs, 'mail', {messages: ['{"n":1}', '{"n":2}', '{"n":3}']});
			asideUrl = await aQueue(sqs, 'aside');
			made = await startRefusingProxy(engineUrl);
			open.push(made);
		},
		through: () => made?.url ?? '',
	});
	open.push(app);
	if (!made) throw new Error('The console was not prepared.');
	await app.select('mail');
	await app.press('p', 'tab', 'tab', 'ctrl-u');
	await app.type(seconds);
	await app.press('enter');
	expect(app.screen()).toContain('held 3 of about 3');
	return {app, proxy: made, url, asideUrl};
}

const flat = (app: TestConsole): string => app.screen().replaceAll(/[│\s]+/g, ' ');

/** Calls that nobody waits for, such as an extension, take what they take. */
async function shown(app: TestConsole, text: string | RegExp): Promise<void> {
	await expect.poll(() => flat(app), {timeout: 10_000}).toMatch(text);
}

const sizes = [
	[80, 24],
	[200, 50],
] as const;

describe.each(sizes)('a delete without an answer, at %dx%d', (columns, rows) => {
	test('is doubtful: marked so, never counted as done, and said with the time at which it would be back', async () => {
		const {app, proxy} = await holding({columns, rows, seconds: '300'});
		proxy.loseAnswers('DeleteMessageBatch', true);
		await app.press('D');
		await app.confirm('delete 1');
		await app.press('esc');

		expect(
			app
				.state()
				.notices.map(({text}) => text)
				.join(' '),
		).toMatch(/1 may be gone, and may come back/);
		expect(app.row('{"n":1}')).toMatch(/^>\?.* \? doubtful/);
		// Notices leave the status line after ten seconds each.
		for (let notice = 0; notice < 2; notice++) await app.advance(11_000);
		expect(app.screen()).toMatch(/Its delete was not answered: it is gone, or back at 03:17:\d\dZ\./);
		expect(app.screen()).toContain('held 2 of about');
		await app.press('z');
		expect(app.screen()).toContain('nothing was deleted or moved in the last 10 min');

		await app.press('down', 'up');
		await app.advance(300_000);

		expect(app.screen()).toContain('Its delete was not answered: it may be gone, may come back.   p looks again');
	});
});

describe('at 80x24, exactly', () => {
	/** Without the header's clock; how long the answers took does not matter here. */
	const linesOf = ({app}: Stage): readonly string[] =>
		app
			.screen()
			.replaceAll(/\b2\d\ds/g, '250s')
			.replaceAll(/03:(\d\d):0\dZ/g, '03:$1:04Z')
			.replaceAll(/03:12:2\dZ/g, '03:12:24Z')
			.replaceAll(/ \dm ago {6}/g, ' <1m ago     ')
			.split('\n')
			.slice(1);

	test('one in doubt, one given back, one held', async () => {
		const stage = await holding({seconds: '300'});
		const {app, proxy} = stage;
		proxy.loseAnswers('DeleteMessageBatch', true);
		await app.press('D');
		await app.confirm('delete 1');
		await app.press('esc', 'down', 'space', 'X');
		for (let notice = 0; notice < 3; notice++) await app.advance(11_000);
		await app.press('g');

		expect([...linesOf(stage).slice(0, 7), ...linesOf(stage).slice(-2)]).toEqual([
			' 1 Queues › mail › messages           held 1 of about 2, 1 marked  back in 250s',
			' [List]  Groups ────────────────────────────────────────── oldest first, 3 seen',
			'   SENT      DIES IN RECV STATE         SIZE BODY',
			'>? <1m ago     3d23h    1 ? doubtful      7B {"n":1}',
			' * <1m ago     3d23h    1 given back      7B {"n":2}',
			'   <1m ago     3d23h    1 250s kept       7B {"n":3}',
			' body  JSON  7 B ──────────────────────────────────── ? doubtful   attributes 0',
			' Its delete was not answered: it is gone, or back at 03:17:04Z.',
			' ⏎ open  o save  x extend  X give back  p peek more  d details  : all  ? help',
		]);
	});

	/** What is extended or given back from now on has its answer when it is let go. */
	function withholdAnswers({app}: Stage): Disposable {
		const {changeVisibility} = app.session.queues;
		let letGo = (): void => {};
		const isLetGo = new Promise<void>(resolve => void (letGo = resolve));
		Object.assign(app.session.queues, {
			async changeVisibility(...call: Parameters<typeof changeVisibility>) {
				await isLetGo;
				return changeVisibility(...call);
			},
		});
		return {[Symbol.dispose]: letGo};
	}

	test('an extension that is not answered: what is held looks as it did, with a dot after two seconds', async () => {
		const stage = await holding({seconds: '300'});
		const {app} = stage;
		using _withheld = withholdAnswers(stage);

		await app.advance(153_000);

		expect(
			linesOf(stage)
				.slice(0, 7)
				.map(row => row.replaceAll(/\b14\ds/g, '145s')),
		).toEqual([
			' 1 Queues › mail › messages                     held 3 of about 3  back in 145s',
			' [List]  Groups ────────────────────────────────────────── oldest first, 3 seen',
			'   SENT      DIES IN RECV STATE         SIZE BODY',
			' > <1m ago     3d23h    1 145s kept ·     7B {"n":1}',
			'   <1m ago     3d23h    1 145s kept ·     7B {"n":2}',
			'   <1m ago     3d23h    1 145s kept ·     7B {"n":3}',
			' body  JSON  7 B ─────────────────────────────────── 145s kept ·   attributes 0',
		]);
	});

	test('what is being given back', async () => {
		const stage = await holding();
		const {app} = stage;
		using _withheld = withholdAnswers(stage);
		app.dispatch({type: 'key', key: 'X', atMs: app.clock.nowMs()});

		await shown(app, /giving back/);

		expect(app.row('{"n":2}')).toBe('   <1m ago     3d23h    1 giving back     7B {"n":2}');
	});

	test('a lost login: held until when, kept no more, and what to do', async () => {
		const stage = await holding();
		const {app, proxy} = stage;
		for (const action of ['ListQueues', 'GetQueueAttributes', 'ChangeMessageVisibilityBatch', 'ReceiveMessage', 'ListQueueTags'])
			proxy.refuse(action, 'expired');
		await app.advance(10_000);
		await shown(app, /LOGIN EXPIRED 03:12Z/);

		expect(app.row('{"n":2}')).not.toContain('kept');
		expect(linesOf(stage).slice(0, 18)).toEqual([
			' 1 Queues › mail › messages        held 3  back 03:12:24Z  LOGIN EXPIRED 03:12Z',
			' [List]  Groups ────────────────────────────────────────── oldest first, 3 seen',
			'   SENT      DIES IN RECV STATE         SIZE BODY',
			' > <1m ago     3d23h    1 5s              7B {"n":1}',
			'   <1m ago     3d23h    1 5s              7B {"n":2}',
			'   <1m ago     3d23h    1 5s              7B {"n":3}',
			' body  JSON  7 B ──────────────────────────────────────────── 5s   attributes 0',
			'',
			' The login of profile local ended at 03:12Z.',
			'',
			'   Log in again: aws sso login',
			'   Then try again; nothing was lost.',
			'   r  try again; a change of the config files is seen within 2 s',
			'   c  another profile, role or endpoint',
			'',
			'   Meanwhile  3 messages of mail are held until 03:12:24Z and come back by',
			'              themselves; they cannot be extended or given back now.',
			'              What you see is kept, marked · , and can be searched and saved.',
		]);
	});
});

describe('a message in doubt', () => {
	test('that was not deleted is found and held again by p', async () => {
		const {app, proxy, url} = await holding();
		// The second reading gets through, the delete does not.
		const deleteMessages = app.session.queues.deleteMessages;
		Object.assign(app.session.queues, {
			deleteMessages(...call: Parameters<typeof deleteMessages>) {
				proxy.breakOff(true);
				return deleteMessages(...call);
			},
		});
		await app.press('D');
		await app.confirm('delete 1');
		await app.press('esc');
		expect(app.row('{"n":1}')).toContain('? doubtful');

		proxy.breakOff(false);
		await app.advance(21_000);
		await app.press('r', 'p');

		expect(app.screen()).toContain('held 3 of about 3');
		expect(app.row('{"n":1}')).not.toContain('?');
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 0, inFlight: 3});
	});

	test('that was deleted is not found again', async () => {
		const {app, proxy} = await holding();
		proxy.loseAnswers('DeleteMessageBatch', true);
		await app.press('D');
		await app.confirm('delete 1');
		await app.press('esc');
		proxy.loseAnswers('DeleteMessageBatch', false);

		await app.advance(21_000);
		await app.press('p');

		expect(app.screen()).toContain('held 2 of about 2');
		expect(app.row('{"n":1}')).toBe('');
	});

	test('whose copy was sent without an answer stays held, and is not sent again', async () => {
		const {app, proxy, url, asideUrl} = await holding();
		proxy.loseAnswers('SendMessageBatch', true);
		await app.press('*', 'm');
		await app.type('aside');
		await app.press('enter');
		await app.confirm('move 3');

		expect(flat(app)).toMatch(/3 may have copies in aside and stay in mail/);
		expect(await countsOf(app.engine.sqs, asideUrl)).toEqual({ready: 3, inFlight: 0});
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 0, inFlight: 3});
		await app.press('esc');
		expect(app.screen()).toContain('held 3  back in');
	});
});

describe.each(sizes)('a network that is lost while messages are held, at %dx%d', (columns, rows) => {
	test('says when they are back, keeps what was seen, and after that time says that they came back', async () => {
		const {app, proxy, url} = await holding({columns, rows});
		proxy.breakOff(true);

		await app.advance(10_000);
		await shown(app, /What is held is back by 03:12:2\dZ\. Cannot reach/);
		expect(app.row('{"n":2}')).not.toContain('kept');
		await app.advance(11_000);

		expect(app.row('{"n":1}')).toContain('back 03:12Z');
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 3, inFlight: 0});
		proxy.breakOff(false);
		await app.press('r', 'p');
		expect(app.screen()).toContain('held 3 of about 3');
	});

	test('leaving gives back nothing, and says by when it is back by itself', async () => {
		const {app, proxy} = await holding({columns, rows});
		proxy.breakOff(true);

		await app.press('ctrl-c');

		expect(app.lastWords()?.join(' ')).toMatch(/3 messages of mail could not be given back: they come back by themselves by 03:12:2\dZ\./);
	});
});

describe.each(sizes)('a login that ends while messages are held, at %dx%d', (columns, rows) => {
	test('is said with the time at which they are back, and a new login finds them', async () => {
		const {app, proxy, url} = await holding({columns, rows});
		const actions = ['ListQueues', 'GetQueueAttributes', 'ChangeMessageVisibilityBatch', 'ReceiveMessage', 'ListQueueTags'];
		for (const action of actions) proxy.refuse(action, 'expired');

		await app.advance(10_000);
		await shown(app, /LOGIN EXPIRED 03:12Z/);

		expect(flat(app)).toMatch(
			/3 messages of mail are held until 03:12:2\dZ and come back by themselves; they cannot be extended or given back now/,
		);
		await app.advance(11_000);
		expect(await countsOf(app.engine.sqs, url)).toEqual({ready: 3, inFlight: 0});
		for (const action of actions) proxy.refuse(action, undefined);
		await app.press('r');
		await app.press('p');
		expect(app.screen()).toContain('held 3 of about 3');
	});
});
