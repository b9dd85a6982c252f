import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {auditPath} from './audit-file.ts';
import type {Terminal} from './command.ts';

/** As many as anybody goes back to. */
const countMax = 20;

function contextsPath(environment: Terminal['environment']): string {
	return join(dirname(auditPath(environment)), 'contexts.json');
}

/** What was worked in, newest first. A file that cannot be read is as good as none: the list then has its own order. */
export function readRecentContexts(environment: Terminal['environment']): readonly string[] {
	try {
		const read: unknown = JSON.parse(readFileSync(contextsPath(environment), 'utf8'));
		return Array.isArray(read) ? read.filter(name => typeof name === 'string') : [];
	} catch {
		return [];
	}
}

export function saveRecentContext(environment: Terminal['environment'], name: string): void {
	const path = contextsPath(environment);
	const names = [name, ...readRecentContexts(environment).filter(other => other !== name)].slice(0, countMax);
	try {
		mkdirSync(dirname(path), {recursive: true, mode: 0o700});
		writeFileSync(path, JSON.stringify(names), {mode: 0o600});
	} catch {
		// It is only the order of a list: not worth a word after each choice.
	}
}
