import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Terminal} from './terminal.ts';

/** Without a PAGER. `less` shows control characters as `^[` and acts on none. */
const pagerDefault = 'less';

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
	const [command = pagerDefault, ...values] = (environment['PAGER'] || pagerDefault).split(' ').filter(word => word !== '');
	const folder = await mkdtemp(join(tmpdir(), 'sluice-'));
	try {
		const path = join(folder, 'message');
		await writeFile(path, text, {mode: 0o600});
		const {exitCode} = await terminal.runChild(command, [...values, path]);
		return exitCode === 0 ? undefined : `${command} ended with ${exitCode ?? 'a signal'}. Choose another with PAGER.`;
	} catch (error) {
		return `${command} cannot be started: ${error instanceof Error ? error.message : String(error)}. Choose another with PAGER.`;
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}
