import type {Clock} from '../shared/clock.ts';
import type {Random} from '../shared/random.ts';
import type {ExitCode} from './exit-code.ts';
import type {Flags, FlagValues} from './flag.ts';
import type {GlobalFlagValues} from './global-flags.ts';
import type {MfaPrompt} from './mfa-prompt.ts';

/** Where a command reads and writes. Tests give their own. */
export type Terminal = {
	readonly stdout: NodeJS.WriteStream;
	readonly stderr: NodeJS.WriteStream;
	readonly stdin: NodeJS.ReadStream;
	readonly environment: Readonly<Record<string, string | undefined>>;
};

/** Everything one run of a command is given. */
export type Invocation<F extends Flags = Flags> = Terminal & {
	/** What stands on the command line beside flags, without the command's name. */
	readonly input: readonly string[];
	readonly flags: FlagValues<F>;
	readonly globals: GlobalFlagValues;
	readonly clock: Clock;
	readonly random: Random;
	/** Aborted by Ctrl-C and SIGTERM. Asking for it takes over those signals, so the console, which has its own way out, does not. */
	readonly interrupted: () => AbortSignal;
	readonly mfa: MfaPrompt;
	/** Entry of the engine's thread. */
	readonly engineWorkerUrl: URL;
	/** Of sluice. */
	readonly version: string;
	/** All there are. */
	readonly commands: readonly Command[];
};

/** A word of the command line: what it is called, takes, explains and does. One a file, listed in commands.ts. */
export type Command<F extends Flags = Flags> = {
	readonly name: string;
	/** One line for the list of commands. */
	readonly summary: string;
	/** What follows the name: `QUEUE [BODY]`. */
	readonly takes: string;
	readonly inputMin: number;
	readonly inputMax: number;
	/** Paragraphs of the command's own help. */
	readonly description: string;
	readonly flags: F;
	/** Whole command lines, each with what it does. */
	readonly examples: ReadonlyArray<readonly [commandLine: string, meaning: string]>;
	run(invocation: Invocation<F>): Promise<ExitCode>;
};

/** Keeps the flags' types inside, and forgets them outside, where a table must hold all commands. */
export function defineCommand<const F extends Flags>(command: Command<F>): Command {
	// The parser fills `flags` from the same table, which is what makes the forgotten type true.
	return command as unknown as Command;
}
