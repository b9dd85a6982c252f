import {readFileSync, rmSync} from 'node:fs';
import type {IPty} from '@lydell/node-pty';
import {openConnection} from '../client.ts';
import type {Measure, Row, Running} from '../row.ts';
import {startServer} from '../server-process.ts';
import {bin, build} from './program.ts';
import {createStream, produce, sleep} from './stream-load.ts';
import {cpuMsOf, newHome, spawnInTerminal} from './terminal.ts';

const keyCount = 80;

/** What the console costs while it tails, and how it answers meanwhile. */
export const consoleTailRows: readonly Row[] = [
	{
		name: 'tail-console',
		title: 'CPU a second of the console that tails 10,000 records/s of 500 B at 120x40',
		unit: 'ms',
		besideUnit: ' kB/s written',
		series: [{name: 'sluice', start: () => startTail(10_000, {columns: 120, rows: 40}, measureCpu), roundsMax: 3}],
		bounds: [{series: 'sluice', atMost: 600}],
		isLong: true,
	},
	{
		name: 'tail-console-1k',
		title: 'CPU a second of the console that tails 1,000 records/s of 500 B at 80x24',
		unit: 'ms',
		besideUnit: ' kB/s written',
		series: [{name: 'sluice', start: () => startTail(1000, {columns: 80, rows: 24}, measureCpu), roundsMax: 3}],
		bounds: [],
		isLong: true,
	},
	{
		name: 'tail-written',
		title: 'Bytes a second that the console writes while it tails 1,000 records/s of 500 B at 80x24',
		unit: 'B',
		besideUnit: ' ms of CPU a second',
		series: [{name: 'sluice', start: () => startTail(1000, {columns: 80, rows: 24}, measureWritten), roundsMax: 2}],
		bounds: [{series: 'sluice', atMost: 20_000}],
		isLong: true,
	},
	{
		name: 'tail-key',
		title: `From a key to its answer on the screen, p95 of ${keyCount}, while 10,000 records/s of 500 B are tailed at 120x40`,
		unit: 'ms',
		besideUnit: ' ms in the median',
		series: [{name: 'sluice', start: () => startTail(10_000, {columns: 120, rows: 40}, timeKeys), roundsMax: 2}],
		bounds: [{series: 'sluice', atMost: 100}],
		isLong: true,
	},
	{
		name: 'tail-heap',
		title: 'By how much the heap grows while 10,000 records/s are tailed, once the scrollback is full: 5 minutes, or --minutes',
		unit: 'MiB',
		besideUnit: ' MiB at the end',
		series: [{name: 'sluice', start: () => startTail(10_000, {columns: 120, rows: 40}, measureHeap), roundsMax: 1}],
		bounds: [{series: 'sluice', atMost: 8}],
		isLong: true,
	},
];

type Tail = {
	readonly pty: IPty;
	readonly home: string;
	/** Bytes written so far. */
	byteCount(): number;
	/** Resolves when what comes from now on holds the text. */
	seen(text: string): Promise<void>;
};

/** The console on the tail of a stream of 16 shards that is being written. */
async function startTail(
	perSecond: number,
	size: {columns: number; rows: number},
	measure: (tail: Tail, round: number) => Promise<Measure>,
): Promise<Running> {
	build();
	const home = newHome();
	const engine = await startServer('sluice');
	const connection = await openConnection(engine.url);
	await createStream(connection, 'live', 16);
	let isOver = false;
	const putting = produce(connection, {stream: 'live', perSecond, isOver: () => isOver});
	const pty = spawnInTerminal(
		[`--import=data:text/javascript,${encodeURIComponent(heapTeller)}`, bin, '--endpoint-url', engine.url],
		home,
		size,
	);
	let byteCount = 0;
	let recent = '';
	pty.onData(text => {
		byteCount += Buffer.byteLength(text);
		recent = (recent + text).slice(-20_000);
	});
	for (const [keys, shown] of wayToTail) {
		pty.write(keys);
		for (let waitedMs = 0; !shown.test(recent); waitedMs += 50) {
			if (waitedMs > 20_000) throw new Error(`The console did not come to ${shown}. It wrote:\n${recent}`);
			await sleep(50);
		}
	}
	const tail: Tail = {pty, home, byteCount: () => byteCount, seen: text => seen(pty, text)};
	return {
		measure: round => measure(tail, round),
		async close() {
			isOver = true;
			await putting;
			connection.close();
			pty.kill('SIGTERM');
			engine.close();
			rmSync(home, {recursive: true, force: true});
		},
	};
}

/** To the streams, the only one that there is, and its tail; and by what each is known. */
const wayToTail: ReadonlyArray<readonly [keys: string, shown: RegExp]> = [
	['', /Streams/],
	['3', /ACTIVE/],
	['\r', /TAKES/],
	['\t', /truck_/],
];

const measuredMs = 10_000;

async function measureCpu({pty, byteCount}: Tail): Promise<Measure> {
	const [cpuBefore, bytesBefore] = [cpuMsOf(pty.pid) ?? 0, byteCount()];
	await sleep(measuredMs);
	const seconds = measuredMs / 1000;
	if (byteCount() === bytesBefore) throw new Error('Nothing was written: the console does not tail.');
	return {value: ((cpuMsOf(pty.pid) ?? 0) - cpuBefore) / seconds, beside: (byteCount() - bytesBefore) / seconds / 1000};
}

async function measureWritten(tail: Tail): Promise<Measure> {
	const {value, beside = 0} = await measureCpu(tail);
	return {value: beside * 1000, beside: value};
}

/** `f` by turns: its answer is a word that stands nowhere else. */
async function timeKeys({pty, seen}: Tail): Promise<Measure> {
	const tookMs: number[] = [];
	for (let key = 0; key < keyCount; key++) {
		const answer = seen(key % 2 === 0 ? 'PAUSED' : 'LIVE');
		const pressedMs = performance.now();
		pty.write('f');
		await answer;
		tookMs.push(performance.now() - pressedMs);
		// No multiple of anything that the console does by the clock.
		await sleep(87 + (key % 7) * 13);
	}
	tookMs.sort((a, b) => a - b);
	return {value: tookMs[Math.floor(keyCount * 0.95)] ?? Number.NaN, beside: tookMs[keyCount / 2] ?? Number.NaN};
}

/** Runs in the console: tells what is in use after a collection, when it is asked by a signal. */
const heapTeller = `
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {writeFileSync} from 'node:fs';
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
let count = 0;
process.on('SIGUSR2', () => {
	collect();
	const {heapUsed, arrayBuffers} = process.memoryUsage();
	writeFileSync(process.env.HOME + '/heap', JSON.stringify({count: ++count, bytes: heapUsed + arrayBuffers}));
});
`;

const minutesDefault = 5;
const sampleEveryMs = 10_000;
/** The scrollback is full after a second or two; what is compiled and cached takes longer. */
const settledMs = 45_000;

async function measureHeap({pty, home}: Tail, round: number): Promise<Measure> {
	// Round 0 is for the compiler only.
	if (round === 0) return {value: 0};
	await sleep(settledMs);
	const minutes = Number(process.env['SLUICE_BENCH_MINUTES'] ?? minutesDefault);
	const samples: number[] = [];
	for (let sample = 0; sample <= (minutes * 60_000) / sampleEveryMs; sample++) {
		samples.push(await heapMiB(pty, home, sample + 1));
		await sleep(sampleEveryMs);
	}
	const third = Math.max(1, Math.floor(samples.length / 3));
	const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
	return {value: Math.max(0, middle(samples.slice(-third)) - middle(samples.slice(0, third))), beside: samples.at(-1) ?? Number.NaN};
}

async function heapMiB(pty: IPty, home: string, count: number): Promise<number> {
	process.kill(pty.pid, 'SIGUSR2');
	for (let waitedMs = 0; waitedMs < 20_000; waitedMs += 20) {
		await sleep(20);
		const told = readHeap(home);
		if (told && told.count >= count) return told.bytes / 1024 / 1024;
	}
	throw new Error('The console did not tell its heap.');
}

function readHeap(home: string): {count: number; bytes: number} | undefined {
	try {
		// Written by the line above.
		return JSON.parse(readFileSync(`${home}/heap`, 'utf8')) as {count: number; bytes: number};
	} catch {
		// Not written yet, or not whole.
		return undefined;
	}
}

function seen(pty: IPty, text: string): Promise<void> {
	return new Promise((resolve, reject) => {
		let output = '';
		const timer = setTimeout(() => {
			listening.dispose();
			reject(new Error(`${text} did not come. The program wrote:\n${output.slice(-2000)}`));
		}, 30_000);
		const listening = pty.onData(chunk => {
			output += chunk;
			if (!output.includes(text)) return;
			clearTimeout(timer);
			listening.dispose();
			resolve();
		});
	});
}
