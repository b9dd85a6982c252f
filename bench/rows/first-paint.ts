import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {spawn} from '@lydell/node-pty';
import type {Measure, Row, Running} from '../row.ts';
import {startServer} from '../server-process.ts';
import {bin, build} from './program.ts';

/** What a person waits for. */
export const firstPaintRow: Row = {
	name: 'first-paint',
	title: 'From starting the program to the first whole frame, 80x24, on a running engine',
	unit: 'ms',
	besideUnit: ' ms of CPU',
	series: [
		{name: 'node -e 0', start: startNode},
		{name: 'sluice', start: startConsole},
	],
	bounds: [],
};

async function startNode(): Promise<Running> {
	const home = newHome();
	return {measure: () => timeStart(['-e', '0'], home), close: () => rmSync(home, {recursive: true, force: true})};
}

async function startConsole(): Promise<Running> {
	build();
	const home = newHome();
	const engine = await startServer('sluice');
	return {
		// The names of the tabs stand in the first frame and nowhere before it.
		measure: () => timeStart([bin, '--endpoint-url', engine.url], home, /Queues[\s\S]*Streams/),
		close() {
			engine.close();
			rmSync(home, {recursive: true, force: true});
		},
	};
}

function newHome(): string {
	return mkdtempSync(`${tmpdir()}/sluice-bench-`);
}

/** Without a pattern, until the program ends. */
function timeStart(args: readonly string[], home: string, pattern?: RegExp): Promise<Measure> {
	const startMs = performance.now();
	const pty = spawn(process.execPath, [...args], {
		cols: 80,
		rows: 24,
		env: {
			PATH: process.env['PATH'] ?? '',
			HOME: home,
			TERM: 'xterm-256color',
			LANG: 'C.UTF-8',
			AWS_ACCESS_KEY_ID: 'bench',
			AWS_SECRET_ACCESS_KEY: 'bench',
			AWS_REGION: 'us-east-1',
		},
	});
	return new Promise((resolve, reject) => {
		let output = '';
		let painted: Measure | undefined;
		const timer = setTimeout(() => pty.kill('SIGKILL'), 20_000);
		pty.onData(chunk => {
			output += chunk;
			if (painted || !pattern?.test(output)) return;
			painted = {value: performance.now() - startMs, ...cpuMs(pty.pid)};
			pty.kill('SIGTERM');
		});
		pty.onExit(() => {
			clearTimeout(timer);
			const ended = {value: performance.now() - startMs};
			const start = painted ?? (pattern ? undefined : ended);
			if (start) resolve(start);
			else reject(new Error(`No first frame. The program wrote:\n${output}`));
		});
	});
}

/** User and system time of a process so far, in its scheduler's hundredths of a second. Known on Linux only. */
function cpuMs(pid: number): {beside?: number} {
	try {
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
		return {beside: (Number(fields[11]) + Number(fields[12])) * 10};
	} catch {
		// No /proc on this system.
		return {};
	}
}
