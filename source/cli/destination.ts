import type {QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {findQueue} from '../operations/find-queue.ts';
import type {Invocation} from './command.ts';
import {openContext, type Workplace} from './workplace.ts';

/** Where messages go: a queue, and the session of its context where that is another one. */
export type Destination = {readonly queue: QueueRef; readonly to?: Session};

/**
Finds what `--to` names, and works on it: a queue, URL or ARN of this context, or `PROFILE/QUEUE`, `local/QUEUE` of another. The other context is closed
afterwards.
*/
export async function withDestination<Result>(
	invocation: Invocation,
	session: Session,
	{text, signal}: {text: string | undefined; signal: AbortSignal},
	work: (destination: Destination | undefined) => Promise<Result>,
): Promise<Result> {
	if (text === undefined) return work(undefined);
	const [, context, name] = /^([^/:]+)\/([^/]+)$/.exec(text) ?? [];
	if (context === undefined || name === undefined) return work({queue: await findQueue(session, text, {signal})});
	const other: Workplace = await openContext(invocation, context);
	try {
		return await work({queue: await findQueue(other.session, name, {signal}), to: other.session});
	} finally {
		await other.close();
	}
}
