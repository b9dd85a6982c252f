import type {Session} from '../aws/session.ts';
import type {Preferences} from '../console/preferences.ts';
import type {Invocation} from './command.ts';
import {readSettings, saveSettings} from './config.ts';
import {readRecent, saveRecent} from './recent-file.ts';
import type {ExitCode} from './exit-code.ts';
import {openContext, openWorkplace} from './workplace.ts';

/** `sluice` without a command: the console on what the flags, the environment and the settings choose. */
export async function runConsole(invocation: Invocation): Promise<ExitCode> {
	const workplace = await openWorkplace(invocation);
	try {
		return await showConsole(invocation, workplace.session, workplace.notes);
	} finally {
		await workplace.close();
	}
}

/** Shows the console until it is left, and then says on the normal screen what it leaves behind. */
export async function showConsole(invocation: Invocation, session: Session, notes: readonly string[]): Promise<ExitCode> {
	const {clock, random, stdin, stdout, stderr, globals, environment} = invocation;
	const isOnce = globals.once || !stdout.isTTY || !stdin.isTTY;
	const {startConsole} = await import('../console/start.tsx');
	const {exitCode, lastWords} = await startConsole({
		session,
		clock,
		random,
		contexts: {open: name => openContext(invocation, name)},
		isOnce,
		stdin,
		stdout,
		notes,
		preferences: {...(await readSettings(environment)), used: await readRecent(environment)},
		savePreferences: preferences => savePreferences(environment, preferences),
	});
	for (const line of lastWords) stderr.write(`${line}\n`);
	return exitCode;
}

/** What was chosen in the palette has a file of its own; all else is a setting. Answers why something could not be kept. */
async function savePreferences(environment: Invocation['environment'], {used, ...settings}: Preferences): Promise<string | undefined> {
	if (used) await saveRecent(environment, used);
	return Object.keys(settings).length === 0 ? undefined : saveSettings(environment, settings);
}
