import {closestMatch} from 'leven';
import {UsageError} from '../../shared/errors.ts';
import {defineCommand} from '../command.ts';
import type {Invocation} from '../command.ts';
import {readSettings, saveSettings, settingsPath, type SettingsChange} from '../config.ts';
import {exitCodes} from '../exit-code.ts';
import {jsonLine} from '../../payload/json-line.ts';
import {isJsonWanted, writeRows} from '../output.ts';
import {settingsTable, type Setting} from '../settings-table.ts';

const verbs = ['list', 'get', 'set', 'unset', 'path'] as const;

export const configCommand = defineCommand({
	name: 'config',
	summary: 'Settings: what is used where no flag and no variable says otherwise',
	takes: '[list | get NAME | set NAME VALUE | unset NAME | path]',
	inputMin: 0,
	inputMax: 3,
	description: `Flags win over the environment, that over the settings, and these over the profile. The settings are:
${settingsTable.map(({name, description}) => `  ${name.padEnd(12)} ${description}`).join('\n')}`,
	flags: {},
	examples: [
		['sluice config set mode look', 'Begin in LOOK everywhere'],
		["sluice config set prodPattern 'prod|live|^p-'", 'What production is called'],
		['sluice config unset profile', 'Ask where to work again'],
	],
	async run(invocation) {
		const [verb = 'list', name = '', value] = invocation.input;
		switch (verb) {
			case 'list':
				return list(invocation);
			case 'path':
				invocation.stdout.write(`${settingsPath(invocation.environment)}\n`);
				return exitCodes.done;
			case 'get':
				return get(invocation, settingOf(name));
			case 'set':
				return change(invocation, {[settingOf(name).name]: readValue(settingOf(name), value)});
			case 'unset':
				return change(invocation, {[settingOf(name).name]: undefined});
			default: {
				const nearest = closestMatch(verb, [...verbs], {maxDistance: 2});
				throw new UsageError(`sluice config does not know "${verb}".`, {
					nextSteps: [nearest ? `Did you mean: sluice config ${nearest}` : 'It knows list, get, set, unset and path.'],
				});
			}
		}
	},
});

async function list(invocation: Invocation): Promise<number> {
	const settings: Readonly<Record<string, unknown>> = await readSettings(invocation.environment);
	const rows = settingsTable.map(({name, description}) => ({name, value: settings[name] ?? null, description}));
	writeRows(invocation, rows, {
		columns: [
			{title: 'SETTING', text: row => row.name},
			{title: 'VALUE', text: row => (row.value === null ? '–' : valueText(row.value))},
			{title: 'MEANS', text: row => row.description},
		],
		empty: '',
	});
	return exitCodes.done;
}

/** Exit code 1, and nothing printed, when it is not set: scripts can tell. */
async function get(invocation: Invocation, setting: Setting): Promise<number> {
	const settings: Readonly<Record<string, unknown>> = await readSettings(invocation.environment);
	const value = settings[setting.name];
	if (value === undefined) return exitCodes.failed;
	invocation.stdout.write(`${isJsonWanted(invocation) ? jsonLine(value) : valueText(value)}\n`);
	return exitCodes.done;
}

async function change(invocation: Invocation, settings: SettingsChange): Promise<number> {
	// A file that cannot be read is said so, and not written over.
	await readSettings(invocation.environment);
	const problem = await saveSettings(invocation.environment, settings);
	if (problem === undefined) return exitCodes.done;
	invocation.stderr.write(`${problem}\n`);
	return exitCodes.failed;
}

function settingOf(name: string): Setting {
	const found = settingsTable.find(setting => setting.name === name);
	if (found) return found;
	const names = settingsTable.map(setting => setting.name);
	const nearest = closestMatch(name, names, {maxDistance: Math.max(2, Math.floor(name.length / 3))});
	throw new UsageError(name === '' ? 'Which setting?' : `There is no setting "${name}".`, {
		nextSteps: [nearest ? `Did you mean: ${nearest}` : 'All settings: sluice config list'],
	});
}

function readValue({name, kind}: Setting, text: string | undefined): unknown {
	const refuse = (wanted: string): UsageError => new UsageError(`${name} takes ${wanted}${text === undefined ? '' : `, not "${text}"`}.`);
	if (text === undefined || text === '') throw refuse(kind.type === 'choice' ? kind.values.join(', ') : 'a value');
	switch (kind.type) {
		case 'choice': {
			if (kind.values.includes(text)) return text;
			throw refuse(kind.values.join(', '));
		}
		case 'yes-no': {
			if (/^(?:true|yes|on)$/i.test(text)) return true;
			if (/^(?:false|no|off)$/i.test(text)) return false;
			throw refuse('yes or no');
		}
		case 'pattern':
			return checked(text, () => new RegExp(text), refuse('a regular expression'));
		case 'json': {
			const value: unknown = checked(text, () => JSON.parse(text), refuse('JSON, as in the file'));
			return JSON.parse(text) as typeof value;
		}
		case 'text':
			return text;
	}
}

function checked(text: string, read: () => unknown, refusal: UsageError): string {
	try {
		read();
		return text;
	} catch {
		// What the reader says is about its own grammar; what the setting takes is what helps.
		throw refusal;
	}
}

function valueText(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}
