import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {UsageError} from '../shared/errors.ts';
import type {Terminal} from './command.ts';

/** What a settings file may hold: what is used where no flag says otherwise. */
export type Settings = {
	readonly mode?: 'read-only' | 'look' | 'change';
	readonly profile?: string;
	readonly region?: string;
};

/** `~/.config/sluice/settings.json`, or in XDG_CONFIG_HOME. */
export function settingsPath(environment: Terminal['environment']): string {
	return join(environment['XDG_CONFIG_HOME'] || join(environment['HOME'] || homedir(), '.config'), 'sluice', 'settings.json');
}

/**
Reads the settings. The library for it takes 80 ms to load, so it is loaded only where there is a file.

@throws UsageError when the file is not JSON or holds something that is no setting.
*/
export async function readSettings(environment: Terminal['environment']): Promise<Settings> {
	const path = settingsPath(environment);
	if (!existsSync(path)) return {};
	const {default: Conf} = await import('conf');
	try {
		const file = new Conf<Settings>({
			cwd: join(path, '..'),
			configName: 'settings',
			schema: {mode: {type: 'string', enum: ['read-only', 'look', 'change']}, profile: {type: 'string'}, region: {type: 'string'}},
			rootSchema: {additionalProperties: false},
		});
		return file.store;
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new UsageError(`The settings in ${path} cannot be used: ${reason}.`, {
			nextSteps: ['It may hold mode ("read-only", "look" or "change"), profile and region, as JSON.'],
			cause: error,
		});
	}
}
