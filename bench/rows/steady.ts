import {rmSync} from 'node:fs';
import {kinesisJson, snsQuery, sqsJson} from '../api.ts';
import {openConnection} from '../client.ts';
import type {Row, Running} from '../row.ts';
import {startServer} from '../server-process.ts';
import {bin, build} from './program.ts';
import {newHome, spawnInTerminal} from './terminal.ts';

/** Between two moves of the header's clock and of the ages that wait for a minute's end, the next look of which comes within ten seconds. */
const minuteMs = 60_000;
const afterMinuteMs = 12_500;
const steadyMs = 45_000;
/** What is learned by looking is on screen by then. */
const settleMs = 8000;

const panes = ['now', 'queues', 'topics', 'streams', 'activity'] as const;
/** The panes, and a peek that holds a message: its seconds left move in steps of five. */
const screens = [...panes, 'held'] as const;
type Screen = (typeof screens)[number];

/** A step changes two rows, which takes 215 bytes; there are twelve in 45 s at most. */
const heldBytesMax = 2600;

/** Over a slow line each byte counts. */
export const steadyRow: Row = {
	name: 'steady',
	title:
		'Bytes written to the terminal in 45 s in which nothing changes, each of the five panes on a screen of its own; and with a message held',
	unit: 'B',
	series: seriesOf(once(measureAll)),
	bounds: screens.map(name => ({series: name, atMost: name === 'held' ? heldBytesMax : 0})),
	isLong: true,
};

/** All wait at once; who asks first starts them. */
function seriesOf(measured: () => Promise<ReadonlyMap<Screen, number>>): Row['series'] {
	return screens.map(name => ({
		name,
		roundsMax: 1,
		start: (): Promise<Running> =>
			Promise.resolve({
				// Round 0 is for the compiler, of which there is none here.
				measure: async round => ({value: round === 0 ? 0 : ((await measured()).get(name) ?? Number.NaN)}),
				close() {},
			}),
	}));
}

async function measureAll(): Promise<ReadonlyMap<Screen, number>> {
	build();
	const home = newHome();
	const engine = await startServer('sluice');
	// A message that is taken changes its queue's history for five minutes: not where the panes look on.
	const engineOfHeld = await startServer('sluice');
	try {
		await fill(engine.url);
		await fillHeld(engineOfHeld.url);
		const counts = await Promise.all([
			...panes.map((_pane, index) => countBytes(engine.url, {home, keys: [String(index)]})),
			countBytes(engineOfHeld.url, {home, keys: ['1', 'p', '\r']}),
		]);
		return new Map(screens.map((screen, index) => [screen, counts[index] ?? Number.NaN]));
	} finally {
		engine.close();
		engineOfHeld.close();
		rmSync(home, {recursive: true, force: true});
	}
}

/** With messages that wait: their age is what might move. */
async function fill(url: string): Promise<void> {
	const connection = await openConnection(url);
	for (const name of ['orders', 'mail', 'audit']) await connection.call(sqsJson, 'CreateQueue', JSON.stringify({QueueName: name}));
	const queueUrl = `${url}/000000000000/mail`;
	await connection.call(sqsJson, 'SendMessage', JSON.stringify({QueueUrl: queueUrl, MessageBody: 'waits'}));
	await connection.call(snsQuery, 'CreateTopic', 'Action=CreateTopic&Version=2010-03-31&Name=events');
	await connection.call(kinesisJson, 'CreateStream', JSON.stringify({StreamName: 'clicks', ShardCount: 2}));
	connection.close();
}

async function fillHeld(url: string): Promise<void> {
	const connection = await openConnection(url);
	await connection.call(sqsJson, 'CreateQueue', JSON.stringify({QueueName: 'held'}));
	await connection.call(sqsJson, 'SendMessage', JSON.stringify({QueueUrl: `${url}/000000000000/held`, MessageBody: '{"n":1}'}));
	connection.close();
}

async function countBytes(url: string, {home, keys}: {home: string; keys: readonly string[]}): Promise<number> {
	const pty = spawnInTerminal([bin, '--endpoint-url', url], home);
	let byteCount = 0;
	pty.onData(chunk => (byteCount += Buffer.byteLength(chunk)));
	await wait(settleMs);
	for (const key of keys) {
		pty.write(key);
		await wait(settleMs / keys.length);
	}
	await wait(minuteMs - (Date.now() % minuteMs) + afterMinuteMs);
	const before = byteCount;
	await wait(steadyMs);
	const value = byteCount - before;
	pty.kill('SIGTERM');
	return value;
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
	let made: Promise<Value> | undefined;
	return () => (made ??= make());
}

function wait(durationMs: number): Promise<void> {
	return new Promise(resolve => setTimeout(resolve, durationMs));
}
