import type {Preferences} from '../console/preferences.ts';
import {createBugFile} from './bug-file.ts';
import type {Invocation} from './command.ts';
import {readSettings, saveSettings} from './config.ts';
import {readMemory, saveMemory} from './memory-file.ts';
import type {ExitCode} from './exit-code.ts';
import {createContextTools} from './context-tools.ts';
import {isPlaceChosen, openWorkplace, type Workplace} from './workplace.ts';

/** `sluice` without a command: the console on what the flags, the environment and the settings choose; where they choose nothing, it asks. */
export async function runConsole(invocation: Invocation): Promise<ExitCode> {
	if (await isFirstRun(invocation)) return showConsole(invocation, await openNowhere(invocation), {isFirst: true});
	return showConsole(invocation, await openWorkplace(invocation));
}

async function isFirstRun(invocation: Invocation): Promise<boolean> {
	if (isPlaceChosen(invocation) || isPlain(invocation)) return false;
	const {local, profile, endpointUrl} = await readSettings(invocation.environment);
	return !local && profile === undefined && endpointUrl === undefined;
}

/** One frame and the end: asked for, or there is no terminal. */
function isPlain({globals, stdout, stdin}: Invocation): boolean {
	return globals.once || !stdout.isTTY || !stdin.isTTY;
}

/** A session that nobody uses, until a context is chosen. */
async function openNowhere({clock, environment}: Invocation): Promise<Workplace> {
	const {openSession} = await import('../aws/connect.ts');
	const session = openSession(
		{target: 'engine', endpointUrl: 'http://127.0.0.1:1', name: 'no context'},
		{clock, environment, isReadOnly: true},
	);
	return {session, notes: [], close: () => Promise.resolve(session.close())};
}

/** Shows the console until it is left, closes what it worked in, and then says on the normal screen what it leaves behind. */
export async function showConsole(invocation: Invocation, opened: Workplace, options: {isFirst?: boolean} = {}): Promise<ExitCode> {
	const {clock, random, stdin, stdout, stderr, environment} = invocation;
	const workplace = {...opened, close: once(opened.close)};
	try {
		const {startConsole} = await import('../console/start.tsx');
		const {exitCode, lastWords} = await startConsole({
			opened: workplace,
			isFirst: options.isFirst === true,
			clock,
			random,
			contexts: createContextTools(invocation),
			isOnce: isPlain(invocation),
			stdin,
			stdout,
			preferences: {...(await readSettings(environment)), ...(await readMemory(environment))},
			keepBugReport: createBugFile(invocation),
			savePreferences: preferences => savePreferences(environment, preferences),
		});
		for (const line of lastWords) stderr.write(`${line}\n`);
		return exitCode;
	} finally {
		await workplace.close();
	}
}

/** The console closes what it leaves for another context; what it began in may be closed by then. */
function once(close: () => Promise<void>): () => Promise<void> {
	let closing: Promise<void> | undefined;
	return () => (closing ??= close());
}

/** What was chosen in the palette, what was done and what was seen have a file of their own; all else is a setting. Answers why something could not be kept. */
async function savePreferences(
	environment: Invocation['environment'],
	{used, done, topologies, senders, ...settings}: Preferences,
): Promise<string | undefined> {
	const memory = {...(used && {used}), ...(done && {done}), ...(topologies && {topologies}), ...(senders && {senders})};
	if (Object.keys(memory).length > 0) await saveMemory(environment, memory);
	return Object.keys(settings).length === 0 ? undefined : saveSettings(environment, settings);
}
