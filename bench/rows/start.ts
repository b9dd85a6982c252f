import {execFileSync, spawn, type ChildProcess} from 'node:child_process';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {stripTypeScriptTypes} from 'node:module';
import {fileURLToPath} from 'node:url';
import {sqsJson} from '../api.ts';
import {openConnection} from '../client.ts';
import type {Row, Running, Series} from '../row.ts';
import {bin, build} from './program.ts';
import {newHome} from './terminal.ts';

/** From starting a server's process until it has answered, and what it then takes while it has nothing to do. */
export const startRows: readonly Row[] = [
	{
		name: 'start',
		title: 'From starting the process to its first answer',
		unit: 'ms',
		series: [starting('bare', timeStart), starting('sluice', timeStart), starting('fauxqs', timeStart)],
		bounds: [{series: 'sluice', atMost: 2.08, timesOf: 'bare'}],
	},
	{
		name: 'idle',
		title: 'Resident memory after the first answer',
		unit: 'MiB',
		series: [starting('bare', measureIdle), starting('sluice', measureIdle), starting('fauxqs', measureIdle)],
		bounds: [{series: 'sluice', atMost: 1.45, timesOf: 'bare'}],
	},
];

type Started = {readonly child: ChildProcess; readonly tookMs: number};

function starting(name: 'bare' | 'sluice' | 'fauxqs', measure: (started: Started) => Promise<number>): Series {
	return {
		name,
		async start(): Promise<Running> {
			const home = newHome();
			const args = name === 'sluice' ? builtEngine() : [strippedServer(name)];
			return {
				async measure() {
					const started = await startProcess(args, home);
					const value = await measure(started);
					await end(started.child);
					return {value};
				},
				close: () => rmSync(home, {recursive: true, force: true}),
			};
		},
	};
}

async function timeStart({tookMs}: Started): Promise<number> {
	return tookMs;
}

const idleMs = 1000;

async function measureIdle({child}: Started): Promise<number> {
	await new Promise(resolve => setTimeout(resolve, idleMs));
	return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], {encoding: 'utf8'})) / 1024;
}

/** The program as people start it. */
function builtEngine(): readonly string[] {
	build();
	return [bin, 'engine', '--port', '0', '--json'];
}

/** The server in plain JavaScript, for taking the types away takes a good part of a start. */
function strippedServer(name: 'bare' | 'fauxqs'): string {
	// Beside the peers, so that it finds them.
	const directory = fileURLToPath(new URL('../node_modules/.start/', import.meta.url));
	mkdirSync(directory, {recursive: true});
	for (const file of [name, 'serve', 'bare-answers']) {
		const text = readFileSync(new URL(`../servers/${file}.ts`, import.meta.url), 'utf8');
		writeFileSync(`${directory}${file}.mjs`, stripTypeScriptTypes(text).replaceAll(".ts'", ".mjs'"));
	}
	return `${directory}${name}.mjs`;
}

async function startProcess(args: readonly string[], home: string): Promise<Started> {
	const startMs = performance.now();
	const child = spawn(process.execPath, [...args], {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: {PATH: process.env['PATH'] ?? '', HOME: home},
	});
	const connection = await openConnection(await readUrl(child));
	await connection.call(sqsJson, 'ListQueues', '{}');
	const tookMs = performance.now() - startMs;
	connection.close();
	return {child, tookMs};
}

/** The first line that a server prints. */
function readUrl(child: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		child.once('exit', code => reject(new Error(`The server ended with ${code}.`)));
		child.stdout?.once('data', (line: Buffer) => resolve((JSON.parse(line.toString()) as {url: string}).url));
	});
}

function end(child: ChildProcess): Promise<void> {
	return new Promise(resolve => {
		child.removeAllListeners('exit').once('exit', () => resolve());
		child.kill('SIGTERM');
	});
}
