import {UsageError} from '../shared/errors.ts';

/** A flag as data: parsing, checking, help and suggestions are made from it. */
export type Flag = BooleanFlag | TextFlag | NumberFlag | ListFlag;

export type BooleanFlag = {readonly type: 'boolean'; readonly description: string};
export type TextFlag = {
	readonly type: 'text';
	readonly placeholder: string;
	readonly description: string;
	readonly choices?: readonly string[];
};
export type NumberFlag = {
	readonly type: 'number';
	readonly placeholder: string;
	readonly description: string;
	readonly min: number;
	readonly max: number;
};
/** May be given several times. */
export type ListFlag = {readonly type: 'list'; readonly placeholder: string; readonly description: string};

/** Keys are camelCase; on the command line they are kebab-case. */
export type Flags = Readonly<Record<string, Flag>>;

export type FlagValue<F extends Flag> = F extends BooleanFlag
	? boolean
	: F extends NumberFlag
		? number | undefined
		: F extends ListFlag
			? readonly string[]
			: string | undefined;

export type FlagValues<F extends Flags> = {readonly [Name in keyof F]: FlagValue<F[Name]>};

/** `kinesisDelayMs` → `--kinesis-delay-ms` */
export function flagName(key: string): string {
	return `--${key.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}

/** `-kinesis-delay-ms` without its dashes → `kinesisDelayMs` */
export function flagKey(name: string): string {
	return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Turns the text after a flag into its value, or says what is wrong with it. */
export function readFlag(key: string, flag: Flag, value: unknown): FlagValue<Flag> {
	if (flag.type === 'boolean') return value === true;
	if (flag.type === 'list') return Array.isArray(value) ? value.map(String) : [];
	if (value === undefined) return undefined;
	const text = typeof value === 'string' ? value : '';
	if (text === '') throw new UsageError(`${flagName(key)} needs a value: ${flagName(key)} ${flag.placeholder}.`);
	if (flag.type === 'number') return readNumber(key, flag, text);
	if (flag.choices && !flag.choices.includes(text)) {
		throw new UsageError(`${flagName(key)} takes ${flag.choices.join(' or ')}, not "${text}".`);
	}
	return text;
}

function readNumber(key: string, flag: NumberFlag, text: string): number {
	const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
	if (value >= flag.min && value <= flag.max) return value;
	throw new UsageError(`${flagName(key)} takes a whole number from ${flag.min} to ${flag.max}, not "${text}".`);
}
