import {SluiceError, UsageError} from '../shared/errors.ts';
import type {Command, Invocation, Terminal} from './command.ts';
import {commands} from './commands.ts';
import {type ExitCode, exitCodes} from './exit-code.ts';
import {commandHelp, programHelp} from './help.ts';
import {createMfaPrompt} from './mfa-prompt.ts';
import {parseCommandLine} from './parse.ts';
import {writeProblem} from './problem.ts';

export type RunOptions = Pick<Invocation, 'clock' | 'random' | 'interrupted' | 'engineWorkerUrl' | 'version'> & Terminal;

/** Runs one command line to its end and answers the exit code. Whatever goes wrong is told on stderr. */
export async function runCommandLine(argv: readonly string[], options: RunOptions): Promise<ExitCode> {
	try {
		return await dispatch(argv, options);
	} catch (error) {
		writeProblem(error, options);
		return exitCodeOf(error);
	}
}

async function dispatch(argv: readonly string[], options: RunOptions): Promise<ExitCode> {
	const {command, input, flags, globals} = parseCommandLine(argv, commands);
	if (globals.version) {
		options.stdout.write(`${options.version}\n`);
		return exitCodes.done;
	}
	if (globals.help) {
		options.stdout.write(command ? commandHelp(command) : programHelp(commands));
		return exitCodes.done;
	}
	const invocation = {...options, mfa: createMfaPrompt(options), input, flags, globals, commands};
	if (command) {
		checkInput(command, input);
		return command.run(invocation);
	}
	const {runConsole} = await import('./console.ts');
	return runConsole(invocation);
}

function checkInput(command: Command, input: readonly string[]): void {
	if (input.length >= command.inputMin && input.length <= command.inputMax) return;
	const usage = `sluice ${command.name} ${command.takes}`.trim();
	const problem =
		input.length < command.inputMin
			? `sluice ${command.name} needs more than that: ${usage}.`
			: `sluice ${command.name} does not know what to do with "${input[command.inputMax]}".`;
	throw new UsageError(problem, {nextSteps: [`Usage: ${usage}`, `More: sluice ${command.name} --help`]});
}

/** Errors of lower layers that mean what was typed or set, found before anything was tried. */
const usageErrorCodes = ['bad-endpoint', 'no-region', 'bad-rate', 'bad-hash-key'];

/** What sluice itself does not do. What AWS refuses was tried, and failed. */
const refusalCodes = ['refused-by-mode', 'refused-not-confirmed', 'read-only'];

function exitCodeOf(error: unknown): ExitCode {
	if (!(error instanceof SluiceError)) return exitCodes.failed;
	if (error instanceof UsageError || usageErrorCodes.includes(error.code)) return exitCodes.usage;
	return refusalCodes.includes(error.code) ? exitCodes.refused : exitCodes.failed;
}
