import {closestMatch} from 'leven';
import meow from 'meow';
import {UsageError} from '../shared/errors.ts';
import type {Command} from './command.ts';
import {type Flag, type Flags, type FlagValue, flagKey, flagName, readFlag} from './flag.ts';
import {type GlobalFlagValues, globalFlags} from './global-flags.ts';

export type ParsedCommandLine = {
	/** Undefined: the console. */
	readonly command: Command | undefined;
	readonly input: readonly string[];
	readonly flags: Readonly<Record<string, FlagValue<Flag>>>;
	readonly globals: GlobalFlagValues;
};

/**
Reads a command line against the table of commands.

@throws UsageError for an unknown command or flag, a flag of another command, or a bad value, with the nearest right one.
*/
export function parseCommandLine(argv: readonly string[], commands: readonly Command[]): ParsedCommandLine {
	const known = allFlags(commands);
	const {input, given} = readArguments(protectValues(argv, known), known);
	const [name, ...rest] = input;
	const command = name === undefined ? undefined : findCommand(name, commands);
	const allowed: Flags = {...globalFlags, ...command?.flags};
	// The value after a mistyped flag may look like short flags of its own: the longer word is the mistake to name.
	for (const key of Object.keys(given).toSorted((a, b) => b.length - a.length)) {
		if (!(key in allowed)) throw unknownFlag(key, {command, allowed, commands});
	}
	return {
		command,
		input: rest,
		flags: readFlags(command?.flags ?? {}, given),
		globals: readFlags(globalFlags, given) as GlobalFlagValues, // Read by the very table that the type is made from.
	};
}

/** Every flag of every command: where the command stands in a line is known only when it is known which flags take a value. */
function allFlags(commands: readonly Command[]): Flags {
	return Object.assign({}, globalFlags, ...commands.map(command => command.flags)) as Flags; // A merge of Flags is Flags.
}

function readArguments(argv: readonly string[], known: Flags): {input: readonly string[]; given: Readonly<Record<string, unknown>>} {
	try {
		const parsed = meow({
			importMeta: import.meta,
			argv,
			// Given so that meow does not search the disk for a package.json.
			pkg: {name: 'sluice', version: '0'},
			autoHelp: false,
			autoVersion: false,
			booleanDefault: undefined,
			flags: Object.fromEntries(
				Object.entries(known).map(([key, flag]) => [
					key,
					{type: flag.type === 'boolean' ? ('boolean' as const) : ('string' as const), isMultiple: flag.type === 'list'},
				]),
			),
		});
		const given = Object.entries(parsed.flags).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0));
		return {input: parsed.input, given: Object.fromEntries(given)};
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		const repeated = /^The flag --(\w+) can only be set once/.exec(message)?.[1];
		throw new UsageError(repeated ? `${flagName(repeated)} can be given only once.` : message, {cause: error});
	}
}

/**
Works around three habits of the parser under meow: it takes `-15m` after `--from` and `-k` after `--key` for flags, strips the quotes off a value like `"a b"`
that a filter needs, and reads `--no-waits` as the opposite of a flag `--waits`. A value that begins with two dashes is given as `--key=--x`.
*/
function protectValues(argv: readonly string[], known: Flags): string[] {
	const safe: string[] = [];
	for (let index = 0; index < argv.length; index++) {
		const word = argv[index] ?? '';
		if (word === '--') return [...safe, ...argv.slice(index)];
		const [, name = '', inline] = /^--([\w-]+)(?:=(.*))?$/s.exec(word) ?? [];
		const flag = known[flagKey(name)];
		const next = argv[index + 1];
		if (flag?.type === 'boolean' && inline === undefined && name.startsWith('no-')) {
			safe.push(`--${flagKey(name)}`);
			continue;
		}
		if (!flag || flag.type === 'boolean' || (inline === undefined && (next === undefined || next.startsWith('--')))) {
			safe.push(word);
			continue;
		}
		if (inline === undefined) index++;
		safe.push(`--${name}=${keepQuotes(inline ?? next ?? '')}`);
	}
	return safe;
}

function keepQuotes(value: string): string {
	return value.length > 1 && /^["']/.test(value) && value.endsWith(value.charAt(0)) ? `"${value}"` : value;
}

function readFlags(flags: Flags, given: Readonly<Record<string, unknown>>): Readonly<Record<string, FlagValue<Flag>>> {
	return Object.fromEntries(Object.entries(flags).map(([key, flag]) => [key, readFlag(key, flag, given[key])]));
}

function findCommand(name: string, commands: readonly Command[]): Command {
	const found = commands.find(command => command.name === name);
	if (found) return found;
	const nearest = closestMatch(
		name,
		commands.map(command => command.name),
		{maxDistance: slipMax(name)},
	);
	throw new UsageError(`There is no command "${name}".`, {
		nextSteps: [nearest ? `Did you mean: sluice ${nearest}` : 'All commands: sluice --help'],
	});
}

function unknownFlag(key: string, context: {command: Command | undefined; allowed: Flags; commands: readonly Command[]}): UsageError {
	const {command, allowed, commands} = context;
	const program = command ? `sluice ${command.name}` : 'sluice';
	const name = key.length === 1 ? `-${key}` : flagName(key);
	const owners = commands.filter(other => key in other.flags).map(other => other.name);
	if (owners.length > 0) {
		return new UsageError(`${name} is a flag of ${owners.map(owner => `sluice ${owner}`).join(', ')}, not of ${program}.`, {
			nextSteps: [`Flags: ${program} --help`],
		});
	}
	const nearest = closestMatch(name, Object.keys(allowed).map(flagName), {maxDistance: slipMax(name)});
	return new UsageError(`${program} has no flag ${name}.`, {
		nextSteps: [nearest ? `Did you mean: ${nearest}` : `Flags: ${program} --help`],
	});
}

/** A slip changes a third of a word at most. */
function slipMax(word: string): number {
	return Math.max(2, Math.floor(word.length / 3));
}
