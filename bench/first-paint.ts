import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {fileURLToPath} from 'node:url';
import {spawn} from '@lydell/node-pty';
import {startServer} from './server-process.ts';

const bin = fileURLToPath(new URL('../bin/sluice.js', import.meta.url));
const build = fileURLToPath(new URL('../scripts/build.ts', import.meta.url));

/** What one start cost. CPU of the process is known on Linux only. */
type Start = {readonly wallMs: number; readonly cpuMs: number | undefined};

/** From starting the program in a pseudo-terminal to its first whole frame, on an engine that already runs; beside Node's own start. */
export async function printFirstPaint(rounds: number): Promise<void> {
	execFileSync(process.execPath, [build], {stdio: 'ignore'});
	const home = mkdtempSync(`${tmpdir()}/sluice-bench-`);
	const engine = await startServer('sluice');
	const starts = {node: [] as Start[], sluice: [] as Start[]};
	for (let round = 0; round < rounds; round++) {
		starts.node.push(await timeStart(['-e', '0'], home));
		// The names of the tabs stand in the first frame and nowhere before it.
		starts.sluice.push(await timeStart([bin, '--endpoint-url', engine.url], home, /Queues[\s\S]*Streams/));
	}
	engine.close();
	rmSync(home, {recursive: true, force: true});
	console.log('\nFirst paint, 80x24, on a running engine');
	const node = printStarts('node -e 0', starts.node);
	const sluice = printStarts('sluice', starts.sluice);
	console.log(`  above Node's own start: ${(sluice - node).toFixed(0)} ms`);
}

/** Without a pattern, until the program ends. */
function timeStart(args: readonly string[], home: string, pattern?: RegExp): Promise<Start> {
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
		let painted: Start | undefined;
		const timer = setTimeout(() => pty.kill('SIGKILL'), 20_000);
		pty.onData(chunk => {
			output += chunk;
			if (painted || !pattern?.test(output)) return;
			painted = {wallMs: performance.now() - startMs, cpuMs: cpuMs(pty.pid)};
			pty.kill('SIGTERM');
		});
		pty.onExit(() => {
			clearTimeout(timer);
			const ended = {wallMs: performance.now() - startMs, cpuMs: undefined};
			const start = painted ?? (pattern ? undefined : ended);
			if (start) resolve(start);
			else reject(new Error(`No first frame. The program wrote:\n${output}`));
		});
	});
}

/** User and system time of a process so far, in its scheduler's hundredths of a second. */
function cpuMs(pid: number): number | undefined {
	try {
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
		return (Number(fields[11]) + Number(fields[12])) * 10;
	} catch {
		// No /proc on this system.
		return undefined;
	}
}

function printStarts(name: string, starts: readonly Start[]): number {
	const walls = starts.map(({wallMs}) => wallMs).toSorted((left, right) => left - right);
	const cpus = starts.flatMap(({cpuMs: spent}) => (spent === undefined ? [] : [spent])).toSorted((left, right) => left - right);
	const wall = walls[Math.floor(walls.length / 2)] ?? Number.NaN;
	const cpu = cpus[Math.floor(cpus.length / 2)];
	const lowest = walls[0]?.toFixed(0) ?? '';
	console.log(`  ${name.padEnd(10)}${wall.toFixed(0).padStart(6)} ms (${lowest})${cpu === undefined ? '' : `   ${cpu} ms of CPU`}`);
	return wall;
}
