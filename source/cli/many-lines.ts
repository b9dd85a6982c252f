import type {Session} from '../aws/session.ts';
import type {Outcome, Plan} from '../operations/plan.ts';
import type {Refused} from '../operations/retry-failed.ts';
import {accountFact} from '../operations/where.ts';
import {safeText} from '../payload/safe-text.ts';
import {plural} from '../shared/units.ts';
import type {Invocation} from './command.ts';
import {type ExitCode, exitCodes} from './exit-code.ts';

/** What `--lines` will do. How many lines will come nobody knows yet. */
export async function planLines(
	session: Session,
	options: {operation: 'send' | 'put'; kind: 'queue' | 'stream'; name: string; noun: string},
): Promise<Plan<undefined>> {
	const {operation, kind, name, noun} = options;
	return {
		operation,
		level: 'change',
		title: `${operation === 'send' ? 'Send' : 'Put'} lines to ${name}`,
		verb: `${operation} them`,
		subject: {kind, name},
		facts: [await accountFact(session), {label: `${operation}s`, text: `one ${noun} for each line of standard input`}],
		warnings: [],
		command: `sluice ${operation} ${name} --lines`,
		counts: {},
		settings: {},
		request: undefined,
	};
}

/** Tells of a line that AWS refused for good, as soon as it is known. */
export function writeRefusedLine({stderr}: Invocation, {index, code, message}: Refused): void {
	stderr.write(`Line ${index + 1} was refused: ${code}${message ? `, ${safeText(message)}` : ''}\n`);
}

/** The sum of `--lines`: done, failed when nothing went through, partly in between. */
export function linesOutcome(options: {
	doneCount: number;
	refusedCount: number;
	done: string;
	noun: string;
	name: string;
}): Outcome & {exitCode: ExitCode} {
	const {doneCount, refusedCount, done, noun, name} = options;
	const refused = refusedCount === 0 ? '' : `; ${plural(refusedCount, 'was', 'were')} refused`;
	const failed = doneCount === 0 ? exitCodes.failed : exitCodes.partly;
	return {summary: `${done} ${plural(doneCount, noun)} to ${name}${refused}.`, exitCode: refusedCount === 0 ? exitCodes.done : failed};
}
