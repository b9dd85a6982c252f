import {createReadStream} from 'node:fs';
import {appendFile, mkdir, readdir, rename, rm, stat} from 'node:fs/promises';
import {homedir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {createInterface} from 'node:readline';
import type {AuditEntry, AuditLog} from '../aws/audit.ts';
import {auditLine, parseAuditLine} from '../operations/audit.ts';
import type {Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {cannotWrite} from '../shared/whole-file.ts';
import type {Terminal} from './command.ts';

/** `~/.local/state/sluice/audit.ndjson`, or in XDG_STATE_HOME; on a Mac in ~/Library/Logs, on Windows in LOCALAPPDATA. */
export function auditPath(environment: Terminal['environment'], platform: NodeJS.Platform = process.platform): string {
	const home = environment['HOME'] || homedir();
	const folder =
		{
			darwin: () => join(home, 'Library', 'Logs', 'sluice'),
			win32: () => join(environment['LOCALAPPDATA'] || join(environment['USERPROFILE'] || home, 'AppData', 'Local'), 'sluice', 'Log'),
		}[platform as 'darwin' | 'win32'] ?? (() => join(environment['XDG_STATE_HOME'] || join(home, '.local', 'state'), 'sluice'));
	return join(folder(), 'audit.ndjson');
}

/** Entries that wait for the disk. A disk that is slower than AWS for so long is told as a problem. */
const waitingMax = 10_000;
const batchMax = 500;
/** A larger file is set aside under the time of that. */
const fileBytesMax = 64 * 1024 * 1024;
const asideFilesMax = 4;

/**
An audit log as a file: one JSON object a line, for its owner only. Sessions of several programs may write the same file: each line is appended whole.

Nothing fails with it. What cannot be written is lost, and `problem` says so.
*/
export function createAuditFile(options: {path: string; clock: Clock; fileBytesMax?: number}): AuditLog {
	const {path, clock} = options;
	const waiting: Array<AuditEntry | Promise<AuditEntry>> = [];
	let isDraining = false;
	let batch: Promise<void> = Promise.resolve();
	let recordedCount = 0;
	let endedCount = 0;
	let problem: SluiceError | undefined;

	async function write(entries: readonly AuditEntry[]): Promise<void> {
		await mkdir(dirname(path), {recursive: true, mode: 0o700});
		await appendFile(path, entries.map(entry => `${auditLine(entry)}\n`).join(''), {mode: 0o600});
		if ((await stat(path)).size > (options.fileBytesMax ?? fileBytesMax)) await setAside(path, clock.nowMs());
	}

	async function writeBatch(): Promise<void> {
		const entries = waiting.splice(0, batchMax);
		try {
			await write(await Promise.all(entries.map(entry => Promise.resolve(entry))));
		} catch (error) {
			problem ??= cannotRecord(path, error);
		}
		endedCount += entries.length;
	}

	async function drain(): Promise<void> {
		if (isDraining) return;
		isDraining = true;
		while (waiting.length > 0) {
			batch = writeBatch();
			await batch;
		}
		isDraining = false;
	}

	return {
		path,
		record(entry) {
			if (waiting.length >= waitingMax) {
				problem ??= cannotRecord(path, new Error('the disk is too slow'));
				return;
			}
			waiting.push(entry);
			recordedCount++;
			void drain();
		},
		read: ({sinceMs = -Infinity} = {}) => readEntries(path, sinceMs),
		problem: () => problem,
		async flush() {
			const until = recordedCount;
			while (endedCount < until) await batch;
		},
	};
}

function cannotRecord(path: string, cause: unknown): SluiceError {
	const {message} = cannotWrite(path, cause);
	return new SluiceError(`The audit log is not complete: ${message}`, {
		code: 'audit-not-written',
		nextSteps: ['What was done to AWS was done all the same.'],
		cause,
	});
}

/** Another program may do the same at the same moment: then one of the two finds nothing left to do. */
async function setAside(path: string, nowMs: number): Promise<void> {
	const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
	const isGone = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
	await rename(path, join(dirname(path), `audit-${stamp}.ndjson`)).catch((error: unknown) => {
		if (!isGone(error)) throw error;
	});
	const old = await asideFiles(path);
	for (const name of old.slice(0, -asideFilesMax)) await rm(join(dirname(path), name), {force: true});
}

/** Oldest first. */
async function asideFiles(path: string): Promise<string[]> {
	const names = await readdir(dirname(path)).catch(() => []);
	return names.filter(name => /^audit-[\dTZ-]+\.ndjson$/.test(name)).toSorted();
}

async function* readEntries(path: string, sinceMs: number): AsyncGenerator<AuditEntry | {readonly problem: string}> {
	for (const name of [...(await asideFiles(path)), basename(path)]) {
		const file = join(dirname(path), name);
		let lineNumber = 0;
		try {
			for await (const line of createInterface({input: createReadStream(file), crlfDelay: Infinity})) {
				lineNumber++;
				if (line === '') continue;
				const entry = parseAuditLine(line);
				if (!entry) yield {problem: `${file}:${lineNumber} cannot be read`};
				else if (entry.atMs >= sinceMs) yield entry;
			}
		} catch (error) {
			// No file: nothing was recorded yet.
			if (error instanceof Error && 'code' in error && error.code === 'ENOENT') continue;
			yield {problem: `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`};
		}
	}
}
