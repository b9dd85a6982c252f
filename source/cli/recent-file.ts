import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {auditPath} from './audit-file.ts';
import type {Terminal} from './command.ts';

/** What was chosen in the palette: beside the audit log, for it is what happened and no setting. */
function recentPath(environment: Terminal['environment']): string {
	return join(dirname(auditPath(environment)), 'palette.json');
}

/** What was chosen before, newest first. A file that is not there or cannot be read is no news to anybody: the palette then begins anew. */
export async function readRecent(environment: Terminal['environment']): Promise<readonly string[]> {
	try {
		const read: unknown = JSON.parse(await readFile(recentPath(environment), 'utf8'));
		return Array.isArray(read) ? read.filter(id => typeof id === 'string') : [];
	} catch {
		return [];
	}
}

/** Keeps what was chosen. That it could not be kept is told to nobody: it would be noise after each choice. */
export async function saveRecent(environment: Terminal['environment'], used: readonly string[]): Promise<void> {
	const path = recentPath(environment);
	try {
		await mkdir(dirname(path), {recursive: true, mode: 0o700});
		await writeFile(path, JSON.stringify(used), {mode: 0o600});
	} catch {
		// See above.
	}
}
