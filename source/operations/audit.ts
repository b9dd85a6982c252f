import type {AuditEntry, AuditLog, ChangeOutcome} from '../aws/audit.ts';
import type {EpochMs} from '../shared/clock.ts';
import {plural} from '../shared/units.ts';
import {callerName} from './where.ts';

/** What an audit log says, newest last, and which of its lines cannot be read. */
export type AuditReading = {readonly entries: readonly AuditEntry[]; readonly problems: readonly string[]};

/** More than this nobody reads on a screen; the file has all. */
const entriesMax = 10_000;

/** Reads the newest of a log, at most 10,000. */
export async function readAudit(log: Pick<AuditLog, 'read'>, options: {sinceMs?: EpochMs} = {}): Promise<AuditReading> {
	const entries: AuditEntry[] = [];
	const problems: string[] = [];
	for await (const item of log.read(options)) {
		if ('problem' in item) problems.push(item.problem);
		else entries.push(item);
		if (entries.length > entriesMax * 2) entries.splice(0, entries.length - entriesMax);
	}
	return {entries: entries.slice(-entriesMax), problems};
}

const outcomeWords: Readonly<Record<ChangeOutcome, string>> = {
	done: 'done',
	partly: 'done in part',
	denied: 'denied',
	throttled: 'throttled',
	failed: 'failed',
	unknown: 'no answer',
};

/** `done`, `denied: AccessDenied`, `no answer: unreachable`. */
export function outcomeText({outcome, code}: Pick<AuditEntry, 'outcome' | 'code'>): string {
	return code === undefined ? outcomeWords[outcome] : `${outcomeWords[outcome]}: ${code}`;
}

/** Who: `role/oncall`, or that AWS did not tell. */
export function whoText({identity}: Pick<AuditEntry, 'identity'>): string {
	return identity ? callerName(identity.arn) : 'not known';
}

/** The name at the end of a URL or an ARN. */
export function resourceName({resource = ''}: Pick<AuditEntry, 'resource'>): string {
	return resource.split(/[/:]/).at(-1) ?? '';
}

/** What it was about, in a few words: `10 entries`, `VisibilityTimeout 60`, `1 message`. */
export function parametersText({messageIds, parameters}: Pick<AuditEntry, 'messageIds' | 'parameters'>): string {
	const words = Object.entries(parameters).map(([name, value]) =>
		name === 'entryCount' ? plural(Number(value), 'entry', 'entries') : `${name} ${shown(value)}`,
	);
	if (messageIds && parameters['entryCount'] === undefined) words.push(messageIds.join(', '));
	return words.join(', ');
}

function shown(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

/** One line of the file. */
export function auditLine(entry: AuditEntry): string {
	const {atMs, ...rest} = entry;
	return JSON.stringify({at: new Date(atMs).toISOString(), ...rest});
}

/** Reads a line of the file. Undefined when it is none. */
export function parseAuditLine(line: string): AuditEntry | undefined {
	try {
		const {at, ...rest} = JSON.parse(line) as Partial<AuditEntry> & {at?: unknown};
		const atMs = typeof at === 'string' ? Date.parse(at) : Number.NaN;
		if (Number.isNaN(atMs) || typeof rest.action !== 'string' || typeof rest.outcome !== 'string') return undefined;
		// The file is ours; a line that some other program changed may lack what is not looked at here.
		return {...rest, parameters: rest.parameters ?? {}, atMs} as AuditEntry;
	} catch {
		// Cut off by a full disk or a power failure.
		return undefined;
	}
}
