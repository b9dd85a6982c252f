import type {Session} from '../aws/session.ts';
import type {Outcome} from '../operations/plan.ts';
import {waitUntilActive} from '../operations/wait-until-active.ts';
import {formatAge} from '../shared/units.ts';
import type {Invocation} from './command.ts';

/** Says what was begun, and answers when the stream is ACTIVE again. */
export async function waitForActive(
	invocation: Invocation,
	session: Session,
	options: {stream: string; outcome: Outcome; signal: AbortSignal},
): Promise<Outcome> {
	const {stream, outcome, signal} = options;
	invocation.stderr.write(`${outcome.summary}\n`);
	let waitedMs = 0;
	for await (const {elapsedMs} of waitUntilActive(session, {clock: invocation.clock, stream}, {signal})) waitedMs = elapsedMs;
	return {...outcome, summary: `${stream} is ACTIVE again after ${formatAge(waitedMs)}.`};
}
