import {mkdir, readFile, rename, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import type {Preferences} from '../console/preferences.ts';
import {auditPath} from './audit-file.ts';
import type {Terminal} from './command.ts';

/** What the console remembers without being told to. */
type Memory = Pick<Preferences, 'used' | 'done' | 'topologies' | 'senders'>;

/** Contexts whose queues are remembered. */
const contextsMax = 20;

/** Beside the audit log, for it is what happened and no setting. */
function memoryPath(environment: Terminal['environment']): string {
	return join(dirname(auditPath(environment)), 'console.json');
}

/** What the last console remembered. A file that is not there or cannot be read is no news to anybody: the memory then begins anew. */
export async function readMemory(environment: Terminal['environment']): Promise<Memory> {
	try {
		const {used, done, topologies, senders} = JSON.parse(await readFile(memoryPath(environment), 'utf8')) as Record<keyof Memory, unknown>;
		return {
			...(Array.isArray(used) && {used: used.filter(id => typeof id === 'string')}),
			...(isByContext<Topologies>(topologies, 'dlqArns') && {topologies}),
			...(isByContext<Senders>(senders, 'topicArns') && {senders}),
			...(Array.isArray(done) && {done: done.filter(entry => typeof entry?.text === 'string' && typeof entry.atMs === 'number')}),
		};
	} catch {
		return {};
	}
}

type Topologies = NonNullable<Memory['topologies']>;
type Senders = NonNullable<Memory['senders']>;

/** What was seen, by context, with the relations under a name. */
function isByContext<Seen extends Topologies | Senders>(value: unknown, relations: string): value is Seen {
	if (typeof value !== 'object' || value === null) return false;
	const seen = Object.values(value);
	const isSeen = (each: (typeof seen)[number]): boolean =>
		typeof each?.accountId === 'string' && typeof each.atMs === 'number' && typeof each[relations] === 'object' && each[relations] !== null;
	return seen.length > 0 && seen.every(isSeen);
}

/** Of the contexts that were looked at last. */
function newest<Seen extends {readonly atMs: number}>(byContext: Readonly<Record<string, Seen>>): Readonly<Record<string, Seen>> {
	return Object.fromEntries(
		Object.entries(byContext)
			.toSorted(([, a], [, b]) => b.atMs - a.atMs)
			.slice(0, contextsMax),
	);
}

/** Keeps a part of it beside the rest. That it could not be kept is told to nobody: it would be noise after each choice. */
export async function saveMemory(environment: Terminal['environment'], memory: Memory): Promise<void> {
	const path = memoryPath(environment);
	try {
		await mkdir(dirname(path), {recursive: true, mode: 0o700});
		const before = await readMemory(environment);
		const topologies = newest({...before.topologies, ...memory.topologies});
		const senders = newest({...before.senders, ...memory.senders});
		const text = JSON.stringify({...before, ...memory, topologies, senders});
		// Two consoles may write at once: each file is whole.
		await writeFile(`${path}.${process.pid}`, text, {mode: 0o600});
		await rename(`${path}.${process.pid}`, path);
	} catch {
		// See above.
	}
}
