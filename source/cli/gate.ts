import type {Session} from '../aws/session.ts';
import {type Outcome, type Plan, planChanges} from '../operations/plan.ts';
import {safeText} from '../payload/safe-text.ts';
import {SluiceError} from '../shared/errors.ts';
import {ask, canAsk} from './ask.ts';
import type {Invocation} from './command.ts';
import {type ExitCode, exitCodes} from './exit-code.ts';
import {jsonLine} from '../payload/json-line.ts';
import {isJsonWanted, writeResult} from './output.ts';

/**
The way of every changing command: reads the plan, shows it, asks for what the console's gate asks for, reads it again, and does it.

`--dry-run` ends after the plan. `--yes` skips the question. Without a terminal and without `--yes` it refuses.
*/
export async function runGuarded<Request>(
	invocation: Invocation,
	session: Session,
	steps: {
		/** Reads and describes; called again after the question. */
		readonly plan: () => Promise<Plan<Request>>;
		/** Does it. Undefined when it has said all there is to say itself. */
		readonly execute: (plan: Plan<Request>) => Promise<(Outcome & {readonly exitCode?: ExitCode}) | undefined>;
	},
): Promise<ExitCode> {
	const {globals, stderr} = invocation;
	let plan = await steps.plan();
	if (globals.dryRun) {
		writePlan(invocation, session, plan);
		return exitCodes.done;
	}
	checkMode(session, plan);
	// A cost needs no question here: who typed the command wants it.
	if (!globals.yes && plan.level !== 'cost') {
		if (!canAsk(invocation)) throw notConfirmed(plan);
		stderr.write(`${planText(session, plan)}\n`);
		await askFor(invocation, session, plan);
		plan = await confirmAgain(invocation, {before: plan, after: await steps.plan()});
	}
	const done = await steps.execute(plan);
	if (!done) return exitCodes.done;
	const {exitCode = exitCodes.done, ...outcome} = done;
	writeResult(invocation, {operation: plan.operation, subject: plan.subject.name, ...outcome}, outcome.summary);
	return exitCode;
}

/** The plan as a person reads it, here and in the dialog of the console. */
export function planText(session: Session, plan: Plan): string {
	const width = Math.max(...plan.facts.map(fact => fact.label.length));
	const lines = plan.facts.flatMap(fact =>
		fact.text.split('\n').map((text, index) => `  ${(index === 0 ? fact.label : '').padEnd(width)}  ${safeText(text)}`),
	);
	const title = session.context.isProd ? `${plan.title} in PROD` : plan.title;
	return [safeText(title), ...lines, ...plan.warnings.map(warning => `  ! ${safeText(warning)}`)].join('\n');
}

function writePlan(invocation: Invocation, session: Session, plan: Plan): void {
	if (!isJsonWanted(invocation)) {
		invocation.stdout.write(`${planText(session, plan)}\nNothing was done: --dry-run.\n`);
		return;
	}
	const {operation, level, title, subject, facts, warnings, counts, settings, command} = plan;
	invocation.stdout.write(`${jsonLine({operation, level, title, subject, facts, warnings, counts, settings, command, isDryRun: true})}\n`);
}

/** The session refuses too; asking first for a name and refusing then would be unkind. */
function checkMode(session: Session, plan: Plan): void {
	const mode = session.mode();
	const isAllowed = mode === 'CHANGE' || (mode === 'LOOK' && plan.level === 'cost');
	if (isAllowed) return;
	throw new SluiceError(`${plan.title} is not allowed; the mode is ${mode}.`, {
		code: 'refused-by-mode',
		nextSteps: [
			mode === 'READ-ONLY' ? 'Leave out --read-only, or change the setting.' : 'Allow changes: --mode change',
			'See only what would happen: --dry-run',
		],
	});
}

function notConfirmed(plan: Plan): SluiceError {
	return new SluiceError(`${plan.title} was not confirmed, and there is no terminal to ask on.`, {
		code: 'refused-not-confirmed',
		nextSteps: ['See what would happen: --dry-run', `Do it without a question: ${plan.command} --yes`],
	});
}

/** The levels of the gate: `y` or, in PROD, `yes` for a change; the name of the thing for what destroys or reshapes. */
async function askFor(invocation: Invocation, session: Session, plan: Plan): Promise<void> {
	const isName = plan.level !== 'change';
	const wanted = isName ? plan.subject.name : session.context.isProd ? 'yes' : 'y';
	// Marked messages have no name: what is typed says what happens to how many.
	const isNamed = isName && plan.subject.kind !== 'messages';
	const question = isNamed ? `Type the ${plan.subject.kind}'s name to ${plan.verb}: ` : `Type ${wanted} to ${plan.verb}: `;
	const answer = await ask(invocation, question);
	if (answer?.trim() === wanted) return;
	throw new SluiceError(answer === undefined ? 'Left without an answer; nothing was done.' : `That is not "${wanted}"; nothing was done.`, {
		code: 'refused-not-confirmed',
	});
}

/** What was read before the question may have changed during it. */
async function confirmAgain<Request>(invocation: Invocation, plans: {before: Plan<Request>; after: Plan<Request>}): Promise<Plan<Request>> {
	const changes = planChanges(plans.before, plans.after);
	if (changes.length === 0) return plans.after;
	invocation.stderr.write(`Meanwhile: ${changes.join('; ')}\n`);
	const answer = await ask(invocation, 'Press Enter to go on, Ctrl-C to leave: ');
	if (answer === '') return plans.after;
	throw new SluiceError('Left after the numbers had changed; nothing was done.', {code: 'refused-not-confirmed'});
}
