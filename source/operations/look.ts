import type {QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import type {Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import type {PeekedMessage} from './peek-state.ts';
import type {Plan} from './plan.ts';

type LookOptions = {readonly queue: QueueRef; readonly count: number};

/**
Looks at messages in all states without receiving them: nothing is counted, hidden or moved. Oldest send first.

@throws `cannot-look` where the endpoint has no such page, as AWS has none; what `LookGateway.messages` throws.
*/
export async function look(
	session: Session,
	options: LookOptions & {clock: Clock; signal?: AbortSignal},
): Promise<readonly PeekedMessage[]> {
	const {queue, count, clock, signal} = options;
	const looked = await session.look.messages(queue, {count, ...(signal && {signal})});
	if (!looked)
		throw new SluiceError(
			`Messages of ${queue.name} cannot be seen without receiving them: ${session.context.name} has no page for that.`,
			{
				code: 'cannot-look',
				nextSteps: [`Receive them, and give them back: ${commandLine('peek', queue.name)}`],
			},
		);
	const atMs = clock.nowMs();
	return looked.map(({message, where, readyAtMs}) => ({
		message,
		receivedAtMs: atMs,
		state: {status: 'looked', where, ...(readyAtMs !== undefined && {readyAtMs})},
	}));
}

/** Says what looking does, and cannot do. Nothing is read for it. */
export function planLook({queue, count}: LookOptions): Plan<LookOptions> {
	return {
		operation: 'look',
		level: 'cost',
		title: `Look at ${queue.name} without receiving`,
		verb: 'look so',
		subject: {kind: 'queue', name: queue.name},
		facts: [
			{label: 'will happen', text: `up to ${plural(count, 'message')} are shown as they lie: ready, in flight, delayed`},
			{label: 'cannot happen', text: 'nothing is received, counted, hidden or moved;\nso nothing shown can be deleted or moved either'},
			{label: 'costs', text: '1 request, to a page that AWS does not have'},
		],
		warnings: [],
		command: commandLine('peek', queue.name, '--look', '--max', String(count)),
		counts: {},
		settings: {},
		request: {queue, count},
	};
}
