import type {MoveTask} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {parseArn} from '../shared/arn.ts';
import {sleep, type Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {plural} from '../shared/units.ts';
import type {Outcome} from './plan.ts';

/** How often AWS is asked; the local engine's tasks are short. */
const intervalMs = {aws: 5000, engine: 500};

const throttledMsMax = 30_000;

/**
The newest message move task of a queue, whenever it is asked again, until it has ended. Yields nothing when there never was one.

@param options.sourceArn The dead-letter queue.
@param options.intervalMs Default: 5 seconds, on the local engine half a second.
*/
export async function* watchMoveTask(
	session: Session,
	options: {clock: Clock; sourceArn: string; intervalMs?: number},
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<MoveTask> {
	const {clock, sourceArn} = options;
	const within = signal ? {signal} : {};
	const usualMs = options.intervalMs ?? (session.context.target === 'engine' ? intervalMs.engine : intervalMs.aws);
	let waitMs = usualMs;
	while (true) {
		try {
			const [task] = await session.queues.moveTasks(sourceArn, within);
			if (!task) return;
			yield task;
			if (task.status !== 'RUNNING' && task.status !== 'CANCELLING') return;
			waitMs = usualMs;
		} catch (error) {
			if (!(error instanceof SluiceError && error.code === 'throttled')) throw error;
			waitMs = Math.min(waitMs * 2, throttledMsMax);
		}
		await sleep(clock, waitMs, within);
	}
}

/**
Cancels the running task of a queue. AWS goes on moving for a while; what has moved stays moved.

@throws `move-task-not-found` when none is running.
*/
export async function cancelRedrive(
	session: Session,
	options: {sourceArn: string},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Outcome> {
	const {sourceArn} = options;
	const within = signal ? {signal} : {};
	const tasks = await session.queues.moveTasks(sourceArn, within);
	const name = parseArn(sourceArn)?.resource ?? sourceArn;
	const running = tasks.find(({status, taskHandle}) => status === 'RUNNING' && taskHandle !== undefined);
	if (running?.taskHandle === undefined)
		throw new SluiceError(`No message move task is running from ${name}.`, {code: 'move-task-not-found'});
	const {movedCount} = await session.queues.cancelMoveTask(running.taskHandle, within);
	return {
		summary: `Cancelled the redrive of ${name}; about ${plural(movedCount, 'message')} had moved and ${movedCount === 1 ? 'stays' : 'stay'} moved.`,
	};
}
