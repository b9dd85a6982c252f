import {describe, expect, test} from 'vitest';
import {startRefusingProxy, type RefusingProxy} from '../helpers/refusing-proxy.ts';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {aQueue} from '../helpers/resources.ts';
import {aStream, aTopic} from '../helpers/topic-and-stream.ts';

type Story = {app: TestConsole; proxy: RefusingProxy; [Symbol.asyncDispose](): Promise<void>};

/** The console behind a network that can be taken away. */
async function behindProxy(options: {columns?: number; rows?: number; isBroken?: boolean} = {}): Promise<Story> {
	const {isBroken = false, ...size} = options;
	let made: RefusingProxy | undefined;
	const app = await startTestConsole({
		...size,
		async prepare(engine) {
			await aQueue(engine.sqs, 'orders', {messages: ['1', '2']});
			await aTopic(engine.sns, 'events');
			await aStream(engine.kinesis, 'clicks');
			made = await startRefusingProxy(engine.url);
			made.breakOff(isBroken);
		},
		through: () => made?.url ?? '',
	});
	const proxy = made as RefusingProxy | undefined;
	if (!proxy) throw new Error('The console was not prepared.');
	return {
		app,
		proxy,
		async [Symbol.asyncDispose]() {
			await app.close();
			await proxy[Symbol.asyncDispose]();
		},
	};
}

const flat = (app: TestConsole): string => app.screen().replaceAll(/\s+/g, ' ');

describe.each([
	[80, 24],
	[200, 50],
])('a network that is lost, at %dx%d', (columns, rows) => {
	test('says what cannot be reached, since when and when it is tried again; what was read stays, marked as old', async () => {
		await using story = await behindProxy({columns, rows});
		const {app, proxy} = story;
		expect(app.row('orders  ')).toContain(' 2 ');
		proxy.breakOff(true);
		await app.advance(1100);

		expect(flat(app)).toContain(`Cannot reach ${proxy.url} (ECONNRESET) since 03:12Z; next try in 2 s, at 03:12:0`);
		expect(app.screen()).toMatch(/UNREACHABLE 03:12Z$/m);
		expect(app.row('orders  ')).toContain('2·');
		expect(app.screen()).toContain('r  try now');
		expect(app.screen()).toContain('c  another profile, region or endpoint');
	});

	test('the first look fails: the list says so instead of its rows', async () => {
		await using story = await behindProxy({columns, rows, isBroken: true});

		expect(flat(story.app)).toContain(`Cannot reach ${story.proxy.url} (ECONNRESET) since 03:12Z; next try in`);
		expect(story.app.screen()).not.toContain('No queues in');
	});
});

describe('a network that is lost', () => {
	test('is tried after 2, 4 and 8 seconds, and not in between', async () => {
		await using story = await behindProxy();
		const {app, proxy} = story;
		proxy.breakOff(true);
		await app.advance(1100);

		for (const seconds of [2, 4, 8]) {
			expect(flat(app)).toContain(`next try in ${seconds} s`);
			const before = proxy.actions.length;
			await app.advance(seconds * 1000 - 100);
			expect(proxy.actions.length).toBe(before);
			await app.advance(100);
			expect(proxy.actions.length).toBeGreaterThan(before);
		}
	});

	test('r tries now', async () => {
		await using story = await behindProxy();
		const {app, proxy} = story;
		proxy.breakOff(true);
		await app.advance(1100);
		const before = proxy.actions.length;

		await app.press('r');

		expect(proxy.actions.length).toBeGreaterThan(before);
		expect(flat(app)).toContain('next try in 4 s');
	});

	test.each([
		['1', 'orders', /2 /],
		['2', 'events', /std/],
		['3', 'clicks', /ACTIVE|2/],
	])('pane %s goes on by itself when it is back, and says so', async (pane, name, shows) => {
		await using story = await behindProxy({isBroken: true});
		const {app, proxy} = story;
		await app.press(pane);
		expect(flat(app)).toContain('Cannot reach');
		proxy.breakOff(false);

		for (let second = 0; second < 31 && app.screen().includes('Cannot reach'); second++) await app.advance(1000);

		expect(app.row(name)).toMatch(shows);
		expect(app.screen()).toContain('answers again, after');
		expect(app.screen()).not.toContain('UNREACHABLE');
		expect(app.row('sluice')).toContain('000000000000');
	});

	test('writes nothing between two tries', async () => {
		await using story = await behindProxy();
		const {app, proxy} = story;
		proxy.breakOff(true);
		await app.advance(1100);
		for (const seconds of [2, 4, 8]) await app.advance(seconds * 1000);
		const before = app.screen();

		for (let second = 0; second < 15; second++) await app.advance(1000);

		expect(app.screen()).toBe(before);
	});
});
