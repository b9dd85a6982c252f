import {spawn} from 'node:child_process';
import {closeSync, openSync, readFileSync, rmSync} from 'node:fs';
import {openConnection} from '../client.ts';
import type {Row, Running} from '../row.ts';
import {startServer} from '../server-process.ts';
import {bin, build} from './program.ts';
import {createStream, putRecords, recordsPerCall} from './stream-load.ts';
import {cleanEnvironment, cpuMsOf, newHome} from './terminal.ts';

/** What a tail that is a command costs its own process. */
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
