import type {ContextChoice} from '../aws/connect.ts';
import type {Mode, Session} from '../aws/session.ts';
import type {AuditLog} from '../aws/audit.ts';
import {UsageError} from '../shared/errors.ts';
import {auditPath, createAuditFile} from './audit-file.ts';
import type {Invocation} from './command.ts';
import {readSettings, type Settings} from './config.ts';
import {attachOrStartEngine, type LocalEngine} from './local-engine.ts';

/** A session, and the engine behind it where it is a local one. */
export type Workplace = {
	readonly session: Session;
	/** For people: which engine, which port. */
	readonly notes: readonly string[];
	close(): Promise<void>;
};

/** Opens what the flags, the environment and the settings choose, in this order. Nothing is sent to AWS yet. */
export async function openWorkplace(invocation: Invocation): Promise<Workplace> {
	const {globals} = invocation;
	if (globals.local && (globals.endpointUrl !== undefined || globals.profile !== undefined)) {
		throw new UsageError(
			`--local works on the local engine; ${globals.profile === undefined ? '--endpoint-url' : '--profile'} chooses another place.`,
			{
				nextSteps: ['Give one of them.'],
			},
		);
	}
	const settings = await readSettings(invocation.environment);
	if (globals.local) return openOnEngine(invocation, await attachOrStartEngine(invocation), settings);
	return openAt(invocation, aws(invocation, settings), settings);
}

/** Another context beside the one that the flags chose: the local engine that runs, or a profile. Its mode is its own; --mode and --read-only hold for both. */
export async function openContext(invocation: Invocation, name: string): Promise<Workplace> {
	if (name === 'local') return openOnEngine(invocation, await attachOrStartEngine(invocation));
	return openAt(invocation, {target: 'aws', profile: name});
}

async function openAt(invocation: Invocation, choice: ContextChoice, settings: Settings = {}): Promise<Workplace> {
	const audit = auditOf(invocation);
	const session = await open(invocation, choice, {settings, audit});
	return {
		session,
		notes: [],
		async close() {
			session.close();
			await endAudit(invocation, audit);
		},
	};
}

function auditOf({clock, environment}: Invocation): AuditLog {
	return createAuditFile({path: auditPath(environment), clock});
}

/** Said when all is done: while the console has the screen, nothing else may write to it. */
async function endAudit({stderr}: Invocation, audit: AuditLog): Promise<void> {
	await audit.flush();
	const problem = audit.problem();
	if (problem) stderr.write(`${[problem.message, ...problem.nextSteps].join(' ')}\n`);
}

/** A session on a local engine; closing it ends the engine when it is ours. */
export async function openOnEngine(invocation: Invocation, engine: LocalEngine, settings: Settings = {}): Promise<Workplace> {
	const region = invocation.globals.region;
	const audit = auditOf(invocation);
	const choice = {target: 'engine', endpointUrl: engine.url, ...(region !== undefined && {region})} as const;
	const session = await open(invocation, choice, {settings, audit});
	return {
		session,
		notes: engine.notes,
		async close() {
			session.close();
			await endAudit(invocation, audit);
			await engine.close();
			// Only now: while the console has the screen, nothing else may write to it.
			for (const bug of engine.bugs) invocation.stderr.write(`sluice engine met a bug: ${firstLine(bug, invocation)}\n`);
		},
	};
}

function firstLine(text: string, {environment}: Invocation): string {
	return environment['SLUICE_DEBUG'] ? text : (text.split('\n')[0] ?? '');
}

/** Opens a workplace, does the work, and closes it whatever happens. */
export async function withSession<Result>(invocation: Invocation, work: (session: Session) => Promise<Result>): Promise<Result> {
	const workplace = await openWorkplace(invocation);
	try {
		return await work(workplace.session);
	} finally {
		await workplace.close();
	}
}

/** A profile or region of the settings is the last resort: it must not move a session that a flag or the shell has placed elsewhere. */
function aws({globals, environment}: Invocation, settings: Settings): ContextChoice {
	const isProfileChosen = Boolean(globals.profile ?? (environment['AWS_PROFILE'] || environment['AWS_DEFAULT_PROFILE']));
	const isRegionChosen = isProfileChosen || Boolean(environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION']);
	const profile = globals.profile ?? (isProfileChosen ? undefined : settings.profile);
	const region = globals.region ?? (isRegionChosen ? undefined : settings.region);
	return {
		target: globals.endpointUrl === undefined ? 'aws' : 'endpoint',
		...(globals.endpointUrl !== undefined && {endpointUrl: globals.endpointUrl}),
		...(profile !== undefined && {profile}),
		...(region !== undefined && {region}),
	};
}

async function open(
	{globals, clock, environment}: Invocation,
	choice: ContextChoice,
	{settings, audit}: {settings: Settings; audit: AuditLog},
): Promise<Session> {
	const {openSession} = await import('../aws/connect.ts');
	const mode = modeOf(globals.mode ?? settings.mode);
	const isReadOnly = globals.readOnly || settings.mode === 'read-only';
	return openSession(choice, {clock, environment, isReadOnly, audit, ...(mode && {mode})});
}

function modeOf(name: string | undefined): Mode | undefined {
	if (name === 'look') return 'LOOK';
	return name === 'change' ? 'CHANGE' : undefined;
}
