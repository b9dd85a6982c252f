import {readFile} from 'node:fs/promises';
import type {SettingChange} from '../operations/set-queue.ts';
import {UsageError} from '../shared/errors.ts';

/** Reads `retention=4d policy=@policy.json`; `@` reads the value from a file. */
export async function readSettingWords(words: readonly string[]): Promise<readonly SettingChange[]> {
	const changes: SettingChange[] = [];
	for (const word of words) {
		const equals = word.indexOf('=');
		if (equals < 1) throw new UsageError(`"${word}" is no setting.`, {nextSteps: ['Write SETTING=VALUE, such as retention=4d.']});
		const [id, text] = [word.slice(0, equals), word.slice(equals + 1)];
		changes.push({id, text: text.startsWith('@') ? await readValue(text.slice(1)) : text});
	}
	return changes;
}

async function readValue(path: string): Promise<string> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		throw new UsageError(`${path} cannot be read: ${reason}.`, {cause: error});
	}
}
