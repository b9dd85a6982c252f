import {spawn} from 'node:child_process';
import {closeSync, openSync, readFileSync, rmSync} from 'node:fs';
import {kinesisJson} from '../api.ts';
import {openConnection, type Connection} from '../client.ts';
import type {Row, Running} from '../row.ts';
import {startServer} from '../server-process.ts';
import {bin, build} from './program.ts';
import {cleanEnvironment, cpuMsOf, newHome, spawnInTerminal} from './terminal.ts';

const recordBytes = 500;
const recordsPerCall = 500;
const data = Buffer.from(JSON.stringify({speed: 88, pad: 'x'.repeat(recordBytes - 24)})).toString('base64');

/** What a tail costs its own process. */
export const consoleStreamsRows: readonly Row[] = [
	{
		name: 'tail-json',
		title: 'sluice tail --json of records of 500 B to a file, a record',
		unit: 'µs',
		besideUnit: ' records/s',
		series: [{name: 'sluice', start: () => startTailJson(({cpuMs}) => (cpuMs * 1000) / jsonRecordCount), roundsMax: 3}],
		// 20,000 records a second on one core.
		bounds: [{series: 'sluice', atMost: 50}],
	},
	{
		name: 'tail-json-clock',
		title: 'The same by the clock, its start with it, a thousand records: what it waits for shows here',
		unit: 'ms',
		besideUnit: ' records/s',
		series: [{name: 'sluice', start: () => startTailJson(({seconds}) => (seconds * 1_000_000) / jsonRecordCount), roundsMax: 3}],
		// 20,000 records a second.
		bounds: [{series: 'sluice', atMost: 50}],
	},
	{
		name: 'tail-console',
		title: 'CPU a second of the console that tails 10,000 records/s of 500 B at 120x40',
		unit: 'ms',
		besideUnit: ' kB/s written',
		series: [{name: 'sluice', start: () => startTailConsole(10_000, {columns: 120, rows: 40}), roundsMax: 3}],
		bounds: [{series: 'sluice', atMost: 600}],
		isLong: true,
	},
	{
		name: 'tail-console-1k',
		title: 'CPU a second of the console that tails 1,000 records/s of 500 B at 80x24',
		unit: 'ms',
		besideUnit: ' kB/s written',
		series: [{name: 'sluice', start: () => startTailConsole(1000, {columns: 80, rows: 24}), roundsMax: 3}],
		bounds: [],
		isLong: true,
	},
];

const jsonRecordCount = 100_000;

type Took = {readonly cpuMs: number; readonly seconds: number};

async function startTailJson(valueOf: (took: Took) => number): Promise<Running> {
	build();
	const home = newHome();
	const engine = await startServer('sluice');
	const connection = await openConnection(engine.url);
	await createStream(connection, 'bulk', 4);
	for (let put = 0; put < jsonRecordCount; put += recordsPerCall) await putRecords(connection, 'bulk', put);
	connection.close();
	return {
		async measure() {
			const took = await timeTailJson(engine.url, home);
			return {value: valueOf(took), beside: jsonRecordCount / took.seconds};
		},
		close() {
			engine.close();
			rmSync(home, {recursive: true, force: true});
		},
	};
}

/** The processor time of the whole process, its start with it, as it was last seen. */
function timeTailJson(url: string, home: string): Promise<Took> {
	const out = openSync(`${home}/out.ndjson`, 'w');
	const args = [bin, 'tail', 'bulk', '--from', 'oldest', '--json', '--limit', String(jsonRecordCount), '--endpoint-url', url];
	const startMs = performance.now();
	const child = spawn(process.execPath, args, {stdio: ['ignore', out, 'ignore'], env: cleanEnvironment(home)});
	let cpuMs = 0;
	const timer = setInterval(() => (cpuMs = cpuMsOf(child.pid ?? 0) ?? cpuMs), 20);
	return new Promise((resolve, reject) => {
		child.once('exit', code => {
			clearInterval(timer);
			closeSync(out);
			const lineCount = readFileSync(`${home}/out.ndjson`, 'utf8').split('\n').length - 1;
			const seconds = (performance.now() - startMs) / 1000;
			if (code !== 0 || lineCount !== jsonRecordCount) reject(new Error(`tail wrote ${lineCount} lines and ended with ${code}.`));
			else resolve({cpuMs, seconds});
		});
	});
}

const measuredMs = 10_000;

async function startTailConsole(perSecond: number, size: {columns: number; rows: number}): Promise<Running> {
	build();
	const home = newHome();
	const engine = await startServer('sluice');
	const connection = await openConnection(engine.url);
	await createStream(connection, 'live', 16);
	let isOver = false;
	const putting = produce(connection, perSecond, () => isOver);
	const pty = spawnInTerminal([bin, '--endpoint-url', engine.url], home, size);
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
	return {
		async measure() {
			const [cpuBefore, bytesBefore] = [cpuMsOf(pty.pid) ?? 0, byteCount];
			await sleep(measuredMs);
			const seconds = measuredMs / 1000;
			if (byteCount === bytesBefore) throw new Error('Nothing was written: the console does not tail.');
			return {value: ((cpuMsOf(pty.pid) ?? 0) - cpuBefore) / seconds, beside: (byteCount - bytesBefore) / seconds / 1000};
		},
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

async function produce(connection: Connection, perSecond: number, isOver: () => boolean): Promise<void> {
	const callsPerSecond = perSecond / recordsPerCall;
	const startMs = performance.now();
	for (let call = 0; !isOver(); call++) {
		const waitMs = startMs + (call * 1000) / callsPerSecond - performance.now();
		if (waitMs > 0) await sleep(waitMs);
		await putRecords(connection, 'live', call * recordsPerCall);
	}
}

async function createStream(connection: Connection, name: string, shardCount: number): Promise<void> {
	await connection.call(kinesisJson, 'CreateStream', JSON.stringify({StreamName: name, ShardCount: shardCount}));
	await sleep(1500);
}

async function putRecords(connection: Connection, stream: string, first: number): Promise<void> {
	const records = Array.from({length: recordsPerCall}, (_, index) => ({Data: data, PartitionKey: `truck_${(first + index) % 977}`}));
	await connection.call(kinesisJson, 'PutRecords', JSON.stringify({StreamName: stream, Records: records}));
}

function sleep(durationMs: number): Promise<void> {
	return new Promise(resolve => setTimeout(resolve, durationMs));
}
