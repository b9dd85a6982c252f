import type {Invocation} from './command.ts';
import {type ExitCode, exitCodes} from './exit-code.ts';

/** `sluice` without a command: the console. */
export async function runConsole(invocation: Invocation): Promise<ExitCode> {
	invocation.stdout.write('');
	return exitCodes.done;
}
