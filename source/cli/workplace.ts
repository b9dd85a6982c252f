import {closestMatch} from 'leven';
import type {ContextChoice} from '../aws/connect.ts';
import {shortPath} from '../aws/config/files.ts';
import {findProfile, readAwsConfig} from '../aws/config/profiles.ts';
import type {Mode, Session} from '../aws/session.ts';
import type {AuditLog} from '../aws/audit.ts';
import {UsageError} from '../shared/errors.ts';
import {auditPath, createAuditFile} from './audit-file.ts';
import type {Invocation} from './command.ts';
import {readSettings, type Settings} from './config.ts';
import {productionOf} from './context-list.ts';
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
	if (globals.local || (settings.local && !isPlaceChosen(invocation)))
		return openOnEngine(invocation, await attachOrStartEngine(invocation), settings);
	return openAt(invocation, choiceOf(invocation, settings), settings);
}

/** Whether flags or the environment say where to work; the settings and the first screen come after them. */
export function isPlaceChosen({globals, environment}: Invocation): boolean {
	return Boolean(globals.local || globals.endpointUrl || globals.profile || placeVariables.some(name => environment[name]));
}

const placeVariables = [
	'AWS_PROFILE',
	'AWS_DEFAULT_PROFILE',
	'AWS_ACCESS_KEY_ID',
	'AWS_ENDPOINT_URL',
	'AWS_ENDPOINT_URL_SQS',
	'AWS_ENDPOINT_URL_SNS',
	'AWS_ENDPOINT_URL_KINESIS',
	'AWS_WEB_IDENTITY_TOKEN_FILE',
	'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
	'AWS_CONTAINER_CREDENTIALS_FULL_URI',
];

/** Another context beside the one that the flags chose: the local engine that runs, or a profile. Its mode is its own; --mode and --read-only hold for both. */
export async function openContext(invocation: Invocation, name: string): Promise<Workplace> {
	if (name === 'local') return openOnEngine(invocation, await attachOrStartEngine(invocation));
	return openChoice(invocation, {target: 'aws', profile: name});
}

/** A context that was chosen by hand. */
export async function openChoice(invocation: Invocation, choice: ContextChoice): Promise<Workplace> {
	const {mode: _, ...settings} = await readSettings(invocation.environment);
	return openAt(invocation, choice, settings);
}

async function openAt(invocation: Invocation, choice: ContextChoice, settings: Settings): Promise<Workplace> {
	if (choice.target === 'aws' && choice.profile !== undefined) checkProfileName(choice.profile, invocation.environment);
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

/** A profile, endpoint or region of the settings is the last resort: it must not move a session that a flag or the shell has placed elsewhere. */
function choiceOf(invocation: Invocation, settings: Settings): ContextChoice {
	const {globals, environment} = invocation;
	const isChosen = isPlaceChosen(invocation);
	const isProfileChosen = Boolean(globals.profile ?? (environment['AWS_PROFILE'] || environment['AWS_DEFAULT_PROFILE']));
	const isRegionChosen = isProfileChosen || Boolean(environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION']);
	const profile = globals.profile ?? (isChosen ? undefined : settings.profile);
	const endpointUrl = globals.endpointUrl ?? (isChosen ? undefined : settings.endpointUrl);
	const region = globals.region ?? (isRegionChosen ? undefined : settings.region);
	return {
		target: endpointUrl === undefined ? 'aws' : 'endpoint',
		...(endpointUrl !== undefined && {endpointUrl}),
		...(profile !== undefined && {profile}),
		...(region !== undefined && {region}),
		...(globals.role !== undefined && {roleArn: globals.role}),
	};
}

/** A profile that is not there, or is broken, is said before anything is tried. */
function checkProfileName(name: string, environment: Invocation['environment']): void {
	const config = readAwsConfig({environment});
	const profile = findProfile(config, name);
	const fault = profile?.faults[0];
	if (fault)
		throw new UsageError(`The profile ${name} is broken: ${shortPath(fault.file, environment)} line ${fault.line}: ${fault.text}.`);
	if (profile) return;
	const names = config.profiles.map(each => each.name);
	const nearest = closestMatch(name, names, {maxDistance: Math.max(2, Math.floor(name.length / 3))});
	const path = shortPath(config.paths.config, environment);
	throw new UsageError(`There is no profile "${name}" in ${path}.`, {
		nextSteps: [nearest ? `Did you mean: --profile ${nearest}` : 'All profiles: sluice contexts'],
	});
}

async function open(
	{globals, clock, environment, mfa}: Invocation,
	choice: ContextChoice,
	{settings, audit}: {settings: Settings; audit: AuditLog},
): Promise<Session> {
	const {openSession} = await import('../aws/connect.ts');
	const mode = modeOf(globals.mode ?? settings.mode);
	const isReadOnly = globals.readOnly || settings.mode === 'read-only';
	return openSession(choice, {
		clock,
		environment,
		isReadOnly,
		audit,
		production: productionOf(settings),
		askMfaCode: mfa.ask,
		...(mode && {mode}),
	});
}

function modeOf(name: string | undefined): Mode | undefined {
	if (name === 'look') return 'LOOK';
	return name === 'change' ? 'CHANGE' : undefined;
}
