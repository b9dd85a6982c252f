import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import type Conf from 'conf';
import {UsageError} from '../shared/errors.ts';
import type {Terminal} from './command.ts';
import {schemaOf, settingsTable, type badgeColours} from './settings-table.ts';

type BadgeColour = (typeof badgeColours)[number];

/** What a settings file may hold: what is used where no flag says otherwise. */
export type Settings = {
	readonly mode?: 'read-only' | 'look' | 'change';
	readonly profile?: string;
	readonly region?: string;
	/** Open the local engine where nothing else is chosen. */
	readonly local?: boolean;
	readonly endpointUrl?: string;
	/** Names of production, as a regular expression in any case. */
	readonly prodPattern?: string;
	/** Contexts that are production, or are not, whatever their names. */
	readonly prodMarks?: Readonly<Record<string, boolean>>;
	/** What the header calls production. */
	readonly prodWord?: string;
	/** On which colour the header shows production. */
	readonly prodColour?: BadgeColour;
	/** Words and colours of single contexts: `{"acme-stage": {"word": "STAGE", "colour": "yellow"}}`. */
	readonly badges?: Readonly<Record<string, {readonly word?: string; readonly colour?: BadgeColour}>>;
	/** Colours of the console. */
	readonly theme?: 'terminal' | 'dark' | 'light' | 'contrast' | 'none';
	/** What the console draws bars and rules with. Default: what locale and terminal allow. */
	readonly glyphs?: 'auto' | 'unicode' | 'ascii';
	/** Keys of the console by action id, in place of its own: `{"queue.peek": ["P"]}`. */
	readonly keys?: Readonly<Record<string, readonly string[]>>;
	/** How the console shows bodies, by the thing that they are in: `{"queue orders": "raw"}`. */
	readonly bodies?: Readonly<Record<string, 'pretty' | 'raw' | 'hex'>>;
	/** Whether CloudWatch may be asked, by context: `{"aws/prod/eu-west-1": "yes"}`. */
	readonly metrics?: Readonly<Record<string, 'yes' | 'no'>>;
	/** Columns and order of lists: `{"queues": {"hidden": ["5 MIN"], "sort": "-READY"}}`. */
	readonly lists?: Readonly<
		Record<
			string,
			{
				readonly hidden?: readonly string[];
				readonly tags?: readonly string[];
				readonly attributes?: readonly string[];
				readonly sort?: string;
			}
		>
	>;
	/** Things that stay on top, by context and list: `{"aws/prod/eu-west-1 queues": ["orders-dlq"]}`. */
	readonly pins?: Readonly<Record<string, readonly string[]>>;
	/** Filters by the thing that they were saved for, and by name: `{"queue orders-dlq": {"invalid": "attr.errorCode:VALIDATION"}}`. */
	readonly filters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
	/** Until when findings are hidden, in milliseconds since 1970, by context and finding. */
	readonly ignored?: Readonly<Record<string, number>>;
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
	try {
		const file = await openSettings(path);
		return file.store;
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new UsageError(`The settings in ${path} cannot be used: ${reason}.`, {
			nextSteps: ['What it may hold: sluice config list', `Mend it by hand: ${path}`],
			cause: error,
		});
	}
}

/** Settings to keep; undefined takes one away. */
export type SettingsChange = {readonly [Name in keyof Settings]?: Settings[Name] | undefined};

/** Keeps some settings beside those that are there. Answers why they could not be kept. */
export async function saveSettings(environment: Terminal['environment'], settings: SettingsChange): Promise<string | undefined> {
	const path = settingsPath(environment);
	try {
		const file = await openSettings(path);
		file.store = Object.fromEntries(Object.entries({...file.store, ...settings}).filter(([, value]) => value !== undefined));
		return undefined;
	} catch (error) {
		const names = Object.keys(settings).join(', ');
		return `${names}: for this time only, since ${path} cannot be written: ${error instanceof Error ? error.message : String(error)}.`;
	}
}

async function openSettings(path: string): Promise<Conf<Settings>> {
	const {default: Conf} = await import('conf');
	return new Conf<Settings>({
		cwd: join(path, '..'),
		configName: 'settings',
		schema: Object.fromEntries(settingsTable.map(setting => [setting.name, schemaOf(setting)])),
		rootSchema: {additionalProperties: false},
	});
}
