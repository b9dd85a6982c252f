import {readAwsConfig} from '../aws/config/profiles.ts';
import {regions} from '../aws/regions.ts';
import type {Command, Invocation} from './command.ts';
import {readSettings} from './config.ts';
import {flagKey, flagName, type Flag, type Flags} from './flag.ts';
import {globalFlags} from './global-flags.ts';
import {settingsTable} from './settings-table.ts';

/** Names are asked for on a key: whoever presses it waits no longer than this. */
const namesMsMax = 2000;
const namesMax = 1000;

/** What may stand where the last of the words stands, the word itself as far as it was typed. Asks AWS only for names of queues, topics and streams. */
export async function completions(
	words: readonly string[],
	options: {commands: readonly Command[]; environment: Invocation['environment']; names: (noun: Noun) => Promise<readonly string[]>},
): Promise<readonly string[]> {
	const {commands, environment} = options;
	const typed = words.at(-1) ?? '';
	const before = words.slice(0, -1);
	const command = commands.find(({name}) => before.includes(name));
	const flags: Flags = {...globalFlags, ...command?.flags};
	const starting = (candidates: readonly string[]): readonly string[] => candidates.filter(text => text.startsWith(typed));
	const flag = flags[flagKey((before.at(-1) ?? '').replace(/^--/, ''))];
	if (flag && flag.type !== 'boolean' && before.at(-1)?.startsWith('--'))
		return starting(flagValues(before.at(-1) ?? '', flag, environment));
	if (typed.startsWith('-')) return starting(Object.keys(flags).map(flagName));
	if (!command) return starting(commands.map(({name}) => name));
	if (command.name === 'config') return starting(before.includes('config') && before.at(-1) === 'config' ? configVerbs : settingNames);
	if (command.name === 'completion') return starting(['bash', 'zsh', 'fish']);
	const noun = nounOf(command);
	return noun === undefined ? [] : starting(await options.names(noun));
}

export type Noun = 'queues' | 'topics' | 'streams';

const configVerbs = ['list', 'get', 'set', 'unset', 'path'];
const settingNames = settingsTable.map(({name}) => name);

function nounOf({takes}: Command): Noun | undefined {
	if (takes.includes('QUEUE') || takes.includes('DLQ')) return 'queues';
	if (takes.includes('TOPIC')) return 'topics';
	return takes.includes('STREAM') ? 'streams' : undefined;
}

function flagValues(name: string, flag: Flag, environment: Invocation['environment']): readonly string[] {
	if (name === '--profile') return readAwsConfig({environment}).profiles.map(profile => profile.name);
	if (name === '--region') return regions;
	return flag.type === 'text' ? (flag.choices ?? []) : [];
}

/** The names of what there is, as far as they come in time. A failure is no candidate: nothing is printed while somebody types. */
export async function namesOf(invocation: Invocation, noun: Noun): Promise<readonly string[]> {
	const {isPlaceChosen, withSession} = await import('./workplace.ts');
	// Settings may say `local`, which would start an engine where none runs.
	if (!isPlaceChosen(invocation) && (await readSettings(invocation.environment)).local) return [];
	const names: string[] = [];
	const signal = AbortSignal.timeout(namesMsMax);
	try {
		await withSession(invocation, async session => {
			for await (const page of session[noun].list({signal})) {
				names.push(...page.map(ref => ref.name));
				if (names.length >= namesMax) break;
			}
		});
	} catch {
		// What came so far is all there is to offer.
	}
	return names;
}
