import {afterEach, describe, expect, test} from 'vitest';
import {openSession} from '../../source/aws/connect.ts';
import {frameLines} from '../../source/console/frame.ts';
import {lineText} from '../../source/console/line.ts';
import {update} from '../../source/console/update.ts';
import {startTestConsole, type TestConsole, type TestConsoleOptions} from '../helpers/console.ts';
import {startRefusingProxy, type RefusingProxy} from '../helpers/refusing-proxy.ts';
import {aQueue} from '../helpers/resources.ts';
import {aStream, aTopic} from '../helpers/topic-and-stream.ts';
import {aState} from './streams/a-state.ts';

const sizes = [
	[80, 24],
	[200, 50],
] as const;

const open: Array<{[Symbol.asyncDispose](): Promise<void>}> = [];
afterEach(async () => {
	for (const one of open.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

/** The console on a proxy that refuses what it is told to. */
async function behindProxy(options: TestConsoleOptions & {refuse?: (proxy: RefusingProxy) => void} = {}) {
	const {refuse, ...rest} = options;
	let made: RefusingProxy | undefined;
	const app = await startTestConsole({
		...rest,
		async prepare(engine) {
			await aQueue(engine.sqs, 'orders', {messages: ['1', '2']});
			await aTopic(engine.sns, 'events');
			await aStream(engine.kinesis, 'clicks');
			made = await startRefusingProxy(engine.url);
			open.push(made);
			refuse?.(made);
		},
		through: () => made?.url ?? '',
	});
	open.push(app);
	if (!made) throw new Error('The console was not prepared.');
	return {app, proxy: made};
}

const flat = (app: TestConsole): string => app.screen().replaceAll(/\s+/g, ' ');

const lists = [
	['1', 'sqs', 'ListQueues', 'orders'],
	['2', 'sns', 'ListTopics', 'events'],
	['3', 'kinesis', 'ListStreams', 'clicks'],
] as const;

describe.each(sizes)('at %dx%d', (columns, rows) => {
	test.each(lists)('pane %s, all denied: which permission, and y copies a statement that would allow it', async (key, service, action) => {
		const {app} = await behindProxy({columns, rows, refuse: proxy => proxy.refuse(action, 'denied')});
		await app.press(key);

		expect(app.screen()).toContain(`You may not ${service}:${action}`);
		expect(flat(app)).toContain(`"Action":"${service}:${action}"`);
		await app.press('y');
		expect(JSON.parse(app.copied.at(-1) ?? '')).toEqual({Effect: 'Allow', Action: `${service}:${action}`, Resource: '*'});
		await app.press('c');
		expect(app.screen()).toContain('Where do you want to work?');
	});

	test.each(lists)('pane %s, denied later: the names of before stay, with the reason', async (key, service, action, name) => {
		const {app, proxy} = await behindProxy({columns, rows});
		await app.press(key);
		proxy.refuse(action, 'denied');
		await app.press('r');

		expect(app.screen()).toContain(name);
		expect(app.screen()).toContain(`You may not ${service}:${action}`);
		expect(app.screen()).toContain('The names above are from before; r looks again now.');
		proxy.refuse(action, undefined);
		await app.advance(15_000);
		await app.advance(1000);
		expect(app.screen()).not.toContain('You may not');
	});

	test('throttled: the old numbers, marked, the pace, and when it is back to normal', async () => {
		const {app, proxy} = await behindProxy({columns, rows});
		proxy.refuse('GetQueueAttributes', 'throttled');
		await app.advance(1200);

		expect(app.screen()).toMatch(/orders +std +2·/);
		expect(app.screen()).toMatch(/throttled: half pace until 03:13:\d\dZ/);
		await app.press('$');
		expect(app.screen()).toMatch(/Throttled, of the last 1,000 +[1-9]/);
	});

	test('a wrong clock: how wrong, and what to do', async () => {
		const {app} = await behindProxy({
			columns,
			rows,
			refuse: proxy => proxy.refuse('ListQueues', 'skewed'),
		});

		expect(app.screen()).toContain('This machine is 7 min behind AWS.');
		expect(app.screen()).toContain('Set the clock (timedatectl status) and try again.');
	});

	test('a wrong endpoint: which, and where it came from', async () => {
		const app = await startTestConsole({
			columns,
			rows,
			isFirst: true,
			contexts: {
				list: () => Promise.resolve({configPath: '~/.aws/config', faults: [], recent: [], profiles: []}),
				enter() {
					const session = openSession(
						{target: 'aws'},
						{
							clock: app.clock,
							environment: {
								AWS_REGION: 'eu-west-1',
								AWS_ACCESS_KEY_ID: 'a',
								AWS_SECRET_ACCESS_KEY: 'b',
								AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
								AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9',
							},
						},
					);
					return Promise.resolve({session, notes: [], close: () => Promise.resolve(session.close())});
				},
			},
		});
		open.push(app);
		await app.press('enter', '1');

		expect(flat(app)).toContain('Cannot reach http://127.0.0.1:9 (ECONNREFUSED) since 03:12Z; next try in 2 s');
		expect(app.screen()).toContain('The endpoint comes from AWS_ENDPOINT_URL_SQS.');
		await app.press('2');
		expect(app.screen()).toContain('The endpoint comes from AWS_ENDPOINT_URL.');
	});
});

test('a wrong clock that the SDK sets right by itself is told once', async () => {
	const {app, proxy} = await behindProxy();
	proxy.refuse('GetQueueAttributes', 'skewed');
	await app.advance(1100);
	expect(app.screen()).toContain('This machine is 7 min behind AWS.');
	proxy.refuse('GetQueueAttributes', undefined);
	await app.advance(1100);
	proxy.refuse('GetQueueAttributes', 'skewed');
	await app.advance(1100);

	expect(app.state().notices.filter(({text}) => text.includes('behind AWS'))).toHaveLength(1);
});

test('a first load says how far it is once it takes a second', () => {
	const refs = Array.from({length: 412}, (_, index) => ({name: `q-${index}`, url: `http://q/000000000000/q-${index}`}));
	const after = (elapsedMs: number): string => {
		const {state} = update({...aState(), pane: 'queues'}, {type: 'queues/listed', refs, isWhole: false, sinceMs: 0, atMs: elapsedMs});
		return frameLines(state)
			.map(row => lineText(row).trimEnd())
			.join('\n');
	};

	expect(after(900)).not.toContain('so far');
	expect(after(900)).toContain('q-0');
	expect(after(1800)).toMatch(/412 queues so far, 1\.8 s$/m);
});
