import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Terminal} from './terminal.ts';

/** Without a PAGER. `less` shows control characters as `^[` and acts on none. */
const pagerDefault = 'less';
const editorDefault = 'vi';

/**
Hands the terminal to the operator's pager with a text in it, and takes it back when that ends.

The text lies in a file that only its owner may read, in a folder of its own, and is removed afterwards.

@returns What went wrong, in a sentence.
*/
export async function showInPager(
	terminal: Pick<Terminal, 'runChild'>,
	text: string,
	environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
	const shown = await openFile(terminal, text, {program: environment['PAGER'] || pagerDefault, variable: 'PAGER'});
	return shown.problem;
}

/** Lets the operator edit a text in their editor. */
export async function editInEditor(
	terminal: Pick<Terminal, 'runChild'>,
	text: string,
	environment: Readonly<Record<string, string | undefined>>,
): Promise<EditedText> {
	const program = environment['VISUAL'] || environment['EDITOR'] || editorDefault;
	return openFile(terminal, text, {program, variable: 'EDITOR'});
}

/** Runs a program in the terminal. Answers what went wrong, in a sentence. */
export async function runProgram(
	terminal: Pick<Terminal, 'runChild'>,
	command: string,
	values: readonly string[],
): Promise<string | undefined> {
	try {
		const {exitCode} = await terminal.runChild(command, values);
		return exitCode === 0 ? undefined : `${[command, ...values].join(' ')} ended with ${exitCode ?? 'a signal'}.`;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

/** The text as it was when the program ended. With a problem, in a sentence, it is what was saved before, where something was. */
export type EditedText = {readonly text: string; readonly problem?: undefined} | {readonly text?: string; readonly problem: string};

async function openFile(
	terminal: Pick<Terminal, 'runChild'>,
	text: string,
	options: {readonly program: string; readonly variable: string},
): Promise<EditedText> {
	const [command = options.program, ...values] = options.program.split(' ').filter(word => word !== '');
	const folder = await mkdtemp(join(tmpdir(), 'sluice-'));
	try {
		// Editors colour a text by the name of its file.
		const path = join(folder, /^\s*[{[]/.test(text) ? 'text.json' : 'text');
		await writeFile(path, text, {mode: 0o600});
		const {exitCode} = await terminal.runChild(command, [...values, path]);
		const left = await readFile(path, 'utf8');
		if (exitCode === 0) return {text: left};
		return {text: left, problem: `${command} ended with ${exitCode ?? 'a signal'}.`};
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return {problem: `${command} cannot be started: ${reason}. Choose another with ${options.variable}.`};
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}
