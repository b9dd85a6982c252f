import type {MoveTask, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {isAborted} from '../aws/errors.ts';
import {watchMoveTask} from '../operations/move-task.ts';
import {SluiceError} from '../shared/errors.ts';
import {formatCount} from '../shared/units.ts';
import type {Invocation} from './command.ts';
import {type ExitCode, exitCodes} from './exit-code.ts';
import {jsonLine} from '../payload/json-line.ts';
import {isJsonWanted} from './output.ts';

/** Follows the move task of a dead-letter queue to its end: a line that counts on a terminal, a JSON line a look elsewhere. */
export async function followMoveTask(
	invocation: Invocation,
	session: Session,
	options: {queue: QueueRef; signal: AbortSignal},
): Promise<ExitCode> {
	const {queue, signal} = options;
	const {arn} = await session.queues.attributes(queue.url, {signal});
	let last: MoveTask | undefined;
	try {
		for await (const task of watchMoveTask(session, {clock: invocation.clock, sourceArn: arn}, {signal})) {
			last = task;
			writeProgress(invocation, queue, task);
		}
	} catch (error) {
		if (!isAborted(error)) throw error;
		writeLine(invocation, 'The task goes on without sluice.', {follow: `sluice redrive ${queue.name} --watch`});
		return exitCodes.done;
	}
	if (!last) throw new SluiceError(`No message move task was ever started from ${queue.name}.`, {code: 'move-task-not-found'});
	return endOf(invocation, queue, last);
}

function writeProgress(invocation: Invocation, queue: QueueRef, task: MoveTask): void {
	const {stdout} = invocation;
	if (isJsonWanted(invocation)) stdout.write(`${jsonLine({queue: queue.name, ...task})}\n`);
	else if (task.status === 'RUNNING') stdout.write(`\r${progressText(task)}\u001b[K`);
}

function progressText({movedCount, toMoveCount}: MoveTask): string {
	return toMoveCount === undefined
		? `Moved ${formatCount(movedCount)}`
		: `Moved ${formatCount(movedCount)} of about ${formatCount(toMoveCount)}`;
}

function endOf(invocation: Invocation, queue: QueueRef, task: MoveTask): ExitCode {
	switch (task.status) {
		case 'COMPLETED':
			writeLine(invocation, `Moved ${formatCount(task.movedCount)}; the redrive of ${queue.name} is complete.`);
			return exitCodes.done;
		case 'CANCELLED':
		case 'CANCELLING':
			writeLine(invocation, `Cancelled after ${formatCount(task.movedCount)}; what has moved stays moved.`);
			return exitCodes.partly;
		case 'FAILED':
			throw new SluiceError(
				`The redrive of ${queue.name} failed after ${formatCount(task.movedCount)}: ${task.failureReason ?? 'AWS gives no reason'}.`,
				{
					code: 'move-task-failed',
				},
			);
		case 'RUNNING':
			return exitCodes.done;
	}
}

function writeLine(invocation: Invocation, text: string, extra: {follow?: string} = {}): void {
	// As JSON the last look has said it already.
	if (isJsonWanted(invocation)) return;
	invocation.stdout.write(`\r${text}\u001b[K\n${extra.follow ? `Follow it again: ${extra.follow}\n` : ''}`);
}
