import type {QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {findQueue} from '../operations/find-queue.ts';
import type {Outcome} from '../operations/plan.ts';
import {executeSeveral, planSeveral, type OneOfSeveral} from '../operations/several.ts';
import type {Invocation} from './command.ts';
import {exitCodes, type ExitCode} from './exit-code.ts';
import type {ListFlag} from './flag.ts';
import {runGuarded} from './gate.ts';

/** The flag that names more queues, of commands whose other words are no queues. */
export const alsoFlag: ListFlag = {
	type: 'list',
	placeholder: 'QUEUE',
	description: 'The same to this queue too, by one plan. May be repeated',
};

/** The queues of these names, in their order, each once. */
export async function findQueues(
	session: Session,
	names: readonly string[],
	{signal}: {signal: AbortSignal},
): Promise<readonly QueueRef[]> {
	const found = new Map<string, QueueRef>();
	for (const name of names) {
		const queue = await findQueue(session, name, {signal});
		found.set(queue.url, queue);
	}
	return [...found.values()];
}

/** One queue by its own plan; several by one plan and one question, and each has its own outcome. */
export async function runForEach<Request>(
	invocation: Invocation,
	session: Session,
	options: Parameters<typeof planSeveral<Request>>[1] & {
		readonly queues: readonly QueueRef[];
		readonly signal: AbortSignal;
		execute: (one: OneOfSeveral<Request>) => Promise<Outcome & {readonly exitCode?: ExitCode}>;
	},
): Promise<ExitCode> {
	const {queues, execute, signal, ...planning} = options;
	const [queue] = queues;
	if (queue && queues.length === 1)
		return runGuarded(invocation, session, {plan: () => planning.plan(queue), execute: read => execute({queue, plan: read})});
	let worst: ExitCode = exitCodes.done;
	return runGuarded(invocation, session, {
		plan: () => planSeveral(queues, planning),
		async execute(several) {
			const {doneCount, failed, summary} = await executeSeveral(
				several,
				{
					async execute(one) {
						const done = await execute(one);
						worst = Math.max(worst, done.exitCode ?? exitCodes.done);
						return done;
					},
				},
				{signal},
			);
			if (failed.length > 0) worst = Math.max(worst, doneCount === 0 ? exitCodes.failed : exitCodes.partly);
			return {summary, exitCode: worst};
		},
	});
}
