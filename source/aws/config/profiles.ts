import {checkProfile} from './check-profile.ts';
import {configPaths, readFileIfAny, type ConfigPaths, type ConfigSource} from './files.ts';
import {parseConfigFile, type Entry, type Fault, type Section} from './ini.ts';

/** A setting, and where it stands. */
export type Setting = Entry & {readonly file: string};

export type LocatedFault = Fault & {readonly file: string};

/** A `[profile]`, `[sso-session]` or `[services]` section, with what both files say about it. */
export type Block = {
	readonly name: string;
	readonly file: string;
	readonly line: number;
	readonly settings: ReadonlyMap<string, Setting>;
};

/** A profile, and what is wrong with it, by line. */
export type Profile = Block & {readonly faults: readonly LocatedFault[]};

/** Everything that the config files say. */
export type AwsConfig = {
	readonly paths: ConfigPaths;
	/** In the order of the files; those of the credentials file alone come last. */
	readonly profiles: readonly Profile[];
	readonly ssoSessions: ReadonlyMap<string, Block>;
	readonly services: ReadonlyMap<string, Block>;
	/** Lines that belong to no profile and are not understood. */
	readonly faults: readonly LocatedFault[];
};

/** Sections that other tools keep in the same file. */
const foreignSections = new Set(['plugins', 'preview']);

type OpenBlock = {name: string; file: string; line: number; settings: Map<string, Setting>; faults: LocatedFault[]};

/**
Reads `~/.aws/config` and `~/.aws/credentials`. Never throws: what is wrong is named with its line, and the rest works.

As for the SDKs, `[profile default]` takes the place of `[default]`, and the credentials file wins where both files say something.

@see [Configuration and credential file settings in the AWS CLI](https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html)
*/
export function readAwsConfig(source: ConfigSource): AwsConfig {
	const {environment, readText = readFileIfAny} = source;
	const paths = configPaths(environment);
	const config = parseConfigFile(readText(paths.config) ?? '');
	const credentials = parseConfigFile(readText(paths.credentials) ?? '');
	const blocks = readConfigSections(config.sections, paths.config);
	for (const section of credentials.sections) addSection(blocks.profiles, section, {name: section.name, file: paths.credentials});

	const unplaced = [
		...config.faults.map(fault => ({...fault, file: paths.config})),
		...credentials.faults.map(fault => ({...fault, file: paths.credentials})),
	].filter(fault => !placeFault(fault, [...blocks.profiles.values()]));
	const read: AwsConfig = {
		paths,
		profiles: [],
		ssoSessions: blocks.ssoSessions,
		services: blocks.services,
		faults: [...blocks.faults, ...unplaced],
	};
	return {
		...read,
		profiles: [...blocks.profiles.values()].map(profile => ({
			...profile,
			faults: [...profile.faults, ...checkProfile(profile, {...read, byName: blocks.profiles})],
		})),
	};
}

export function findProfile(config: AwsConfig, name: string): Profile | undefined {
	return config.profiles.find(profile => profile.name === name);
}

function readConfigSections(sections: readonly Section[], file: string) {
	const profiles = new Map<string, OpenBlock>();
	const ssoSessions = new Map<string, OpenBlock>();
	const services = new Map<string, OpenBlock>();
	const faults: LocatedFault[] = [];
	const hasProfileDefault = sections.some(section => section.name === 'profile default');
	for (const section of sections) {
		const [, kind = '', name = ''] = /^(profile|sso-session|services) (.+)$/.exec(section.name) ?? [];
		if (kind === 'profile') addSection(profiles, section, {name, file});
		else if (kind === 'sso-session') addSection(ssoSessions, section, {name, file});
		else if (kind === 'services') addSection(services, section, {name, file});
		else if (section.name === 'default') {
			if (hasProfileDefault) faults.push({file, line: section.line, text: '[profile default] takes the place of [default]'});
			else addSection(profiles, section, {name: 'default', file});
		} else if (!foreignSections.has(section.name)) {
			faults.push({file, line: section.line, text: `[${section.name}] is no profile: write [profile ${section.name}]`});
		}
	}
	return {profiles, ssoSessions, services, faults};
}

function addSection(blocks: Map<string, OpenBlock>, section: Section, where: {name: string; file: string}): void {
	const {name, file} = where;
	const block = blocks.get(name) ?? {name, file, line: section.line, settings: new Map(), faults: []};
	for (const [key, entry] of section.entries) block.settings.set(key, {...entry, file});
	blocks.set(name, block);
}

/** A fault on the line where a profile begins belongs to it; any other to the file. */
function placeFault(fault: LocatedFault, profiles: readonly OpenBlock[]): boolean {
	const owner = profiles.find(profile => profile.file === fault.file && profile.line === fault.line);
	owner?.faults.push(fault);
	return owner !== undefined;
}
