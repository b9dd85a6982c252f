import {mkdtempSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {spawn, type IPty} from '@lydell/node-pty';
import type {Measure} from '../row.ts';

/** Of a program that nobody has set anything for but a region and keys. */
export function cleanEnvironment(home: string): Record<string, string> {
	return {
		PATH: process.env['PATH'] ?? '',
		HOME: home,
		TERM: 'xterm-256color',
		LANG: 'C.UTF-8',
		AWS_ACCESS_KEY_ID: 'bench',
		AWS_SECRET_ACCESS_KEY: 'bench',
		AWS_REGION: 'us-east-1',
	};
}

/** Runs a program under Node in a terminal, with a clean environment. */
export function spawnInTerminal(args: readonly string[], home: string, {columns = 80, rows = 24} = {}): IPty {
	return spawn(process.execPath, [...args], {cols: columns, rows, env: cleanEnvironment(home)});
}

/** A home folder with no settings and no cache. */
export function newHome(): string {
	return mkdtempSync(`${tmpdir()}/sluice-bench-`);
}

/** From starting a program in a terminal until it has written what fits the pattern; without one, until it ends. */
export function timeStart(args: readonly string[], home: string, pattern?: RegExp): Promise<Measure> {
	const startMs = performance.now();
	const pty = spawnInTerminal(args, home);
	return new Promise((resolve, reject) => {
		let output = '';
		let painted: Measure | undefined;
		const timer = setTimeout(() => pty.kill('SIGKILL'), 20_000);
		pty.onData(chunk => {
			output += chunk;
			if (painted || !pattern?.test(output)) return;
			const cpuMs = cpuMsOf(pty.pid);
			painted = {value: performance.now() - startMs, ...(cpuMs !== undefined && {beside: cpuMs})};
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

/** User and system time of a process so far, in its scheduler's hundredths of a second. Known on Linux only, and while it runs. */
export function cpuMsOf(pid: number): number | undefined {
	try {
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
		return (Number(fields[11]) + Number(fields[12])) * 10;
	} catch {
		// It has ended, or there is no /proc on this system.
		return undefined;
	}
}
