import {isAborted} from '../aws/errors.ts';
import {SluiceError} from '../shared/errors.ts';
import type {Terminal} from './command.ts';

/**
Tells what went wrong in one sentence, and what to do next. No stack trace: that is for bugs, and only with SLUICE_DEBUG set.
*/
export function writeProblem(error: unknown, terminal: Terminal): void {
	terminal.stderr.write(`${problemLines(error, terminal.environment).join('\n')}\n`);
}

function problemLines(error: unknown, environment: Terminal['environment']): readonly string[] {
	if (isAborted(error)) return ['sluice: Stopped.'];
	if (error instanceof SluiceError) return [`sluice: ${error.message}`, ...error.nextSteps.map(step => `  ${step}`)];
	const isDebug = Boolean(environment['SLUICE_DEBUG']);
	const message = error instanceof Error ? error.message : String(error);
	return [
		`sluice: This is a bug in sluice: ${message}`,
		isDebug && error instanceof Error && error.stack ? error.stack : '  Run it again with SLUICE_DEBUG=1 to see where, and report it.',
	];
}
