import {execFile} from 'node:child_process';
import {rmSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import type {IPty} from '@lydell/node-pty';
import {sqsJson} from '../api.ts';
import {openConnection} from '../client.ts';
import type {Measure, Row, Running} from '../row.ts';
import {startServer, type ServerProcess} from '../server-process.ts';
import {bin, build} from './program.ts';
import {cleanEnvironment, newHome, spawnInTerminal} from './terminal.ts';

const queueCount = 5000;
const keyCount = 60;

/** The console among five thousand queues, and its list as a command. */
export const consoleQueuesRows: readonly Row[] = [
	{
		name: 'console-names-5000',
		title: 'From starting the console until the first names of 5,000 queues are on the screen',
		unit: 'ms',
		series: [{name: 'sluice', start: () => onConsole(timeNames), roundsMax: 5}],
		bounds: [{series: 'sluice', atMost: 3000}],
		isLong: true,
	},
	{
		name: 'console-key-5000',
		title: 'From a key to the row it moves to, among 5,000 queues that are being counted, 95th percentile of 60',
		unit: 'ms',
		series: [{name: 'sluice', start: () => onConsole(timeKeys), roundsMax: 5}],
		bounds: [{series: 'sluice', atMost: 50}],
		isLong: true,
	},
	{
		name: 'queues-json',
		title: 'sluice queues --json of 100 queues, beside a script with the SDK that asks the same',
		unit: 'ms',
		series: [
			{name: 'sdk', start: () => onCommand([fileURLToPath(new URL('../scripts/list-with-sdk.ts', import.meta.url))], 'URL')},
			{name: 'sluice', start: () => onCommand([bin, 'queues', '--json', '--endpoint-url'], 'last')},
		],
		bounds: [{series: 'sluice', atMost: 2, timesOf: 'sdk'}],
	},
];

async function createQueues(engine: ServerProcess, count: number): Promise<void> {
	const connection = await openConnection(engine.url);
	for (let index = 0; index < count; index++)
		await connection.call(
			sqsJson,
			'CreateQueue',
			JSON.stringify({QueueName: `team-${index % 40}-queue-${String(index).padStart(4, '0')}`}),
		);
	connection.close();
}

/** Each round is a console of its own on the same engine. */
async function onConsole(measure: (pty: IPty, startMs: number) => Promise<number>): Promise<Running> {
	build();
	const home = newHome();
	const engine = await startServer('sluice');
	await createQueues(engine, queueCount);
	return {
		async measure(): Promise<Measure> {
			const startMs = performance.now();
			const pty = spawnInTerminal([bin, '--endpoint-url', engine.url], home);
			const gone = new Promise<void>(resolve => void pty.onExit(() => resolve()));
			const value = await measure(pty, startMs);
			pty.kill('SIGTERM');
			await gone;
			return {value};
		},
		close() {
			engine.close();
			rmSync(home, {recursive: true, force: true});
		},
	};
}

/** The list is one key away from the first screen. */
async function timeNames(pty: IPty, startMs: number): Promise<number> {
	await seen(pty, /Queues[\s\S]*Streams/);
	pty.write('1');
	await seen(pty, /team-\d+-queue-\d{4}/);
	return performance.now() - startMs;
}

async function timeKeys(pty: IPty): Promise<number> {
	await timeNames(pty, performance.now());
	// A new order would move rows under the measurement; names stay.
	const tookMs: number[] = [];
	for (let index = 0; index < keyCount; index++) {
		const startMs = performance.now();
		const answer = seen(pty, />/);
		pty.write(index % 2 === 0 ? 'j' : 'k');
		await answer;
		tookMs.push(performance.now() - startMs);
		await new Promise(resolve => setTimeout(resolve, 30));
	}
	return tookMs.toSorted((a, b) => a - b)[Math.floor(keyCount * 0.95)] ?? Number.NaN;
}

/** Resolves at the first output from now on that holds the pattern. */
function seen(pty: IPty, pattern: RegExp): Promise<void> {
	return new Promise((resolve, reject) => {
		let output = '';
		const timer = setTimeout(() => {
			listening.dispose();
			reject(new Error(`${String(pattern)} did not come. The program wrote:\n${output.slice(-2000)}`));
		}, 30_000);
		const listening = pty.onData(chunk => {
			output += chunk;
			if (!pattern.test(output)) return;
			clearTimeout(timer);
			listening.dispose();
			resolve();
		});
	});
}

async function onCommand(args: readonly string[], urlAt: 'URL' | 'last'): Promise<Running> {
	if (urlAt === 'last') build();
	const home = newHome();
	const engine = await startServer('sluice');
	await createQueues(engine, 100);
	return {
		async measure(): Promise<Measure> {
			const startMs = performance.now();
			const {stdout} = await promisify(execFile)(process.execPath, [...args, engine.url], {env: cleanEnvironment(home)});
			if (stdout.trim().split('\n').length !== 100) throw new Error(`Not 100 lines: ${stdout.slice(0, 500)}`);
			return {value: performance.now() - startMs};
		},
		close() {
			engine.close();
			rmSync(home, {recursive: true, force: true});
		},
	};
}
