import type {MoveTask} from '../../aws/queue.ts';
import {formatCount, formatTime} from '../../shared/units.ts';
import {isAbort, run, type Effect} from '../effects.ts';
import {blank, line, span, type Line} from '../line.ts';
import type {State} from '../state.ts';
import {sourcesOfQueue} from './rows.ts';
import {queueRow, type QueueRow} from './state.ts';

/** ListMessageMoveTasks this often while the queue is open. */
const everyMs = {aws: 5000, local: 1000};

const progressWidth = 24;

/** Follows the move tasks of a dead-letter queue while it is open. */
export function watchMoveTasks(state: State, url: string): readonly Effect[] {
	return [
		run(`move-tasks/${url}`, async tools => {
			for (;;) {
				const row = queueRow(tools.state(), url);
				if (row?.attributes && sourcesOfQueue(tools.state().queues, row).length > 0) {
					try {
						const tasks = await tools.session.queues.moveTasks(row.attributes.arn, {signal: tools.signal});
						tools.dispatch({type: 'queues/move-tasks', url, tasks, atMs: tools.clock.nowMs()});
					} catch (error) {
						if (isAbort(error)) return;
						// Not every endpoint knows move tasks, and not everybody may list them; the redrive itself says why it cannot.
					}
				}
				await tools.sleep(state.context.target === 'aws' ? everyMs.aws : everyMs.local);
			}
		}),
	];
}

/** The newest task of a queue, if any. */
export function newestTask(row: QueueRow | undefined): MoveTask | undefined {
	return row?.moveTasks?.[0];
}

export function isTaskRunning(task: MoveTask | undefined): task is MoveTask {
	return task?.status === 'RUNNING' || task?.status === 'CANCELLING';
}

/** The newest redrive of a queue: progress while it runs, its end after that. */
export function moveTaskLines(state: State, row: QueueRow, columns: number): readonly Line[] {
	const task = newestTask(row);
	if (!task) return [];
	const target = task.destinationArn?.split(':').at(-1) ?? 'where each came from';
	const head = line(
		span(' REDRIVE     ', 'dim'),
		span(task.status, taskLook(task)),
		`  to ${target}, started ${formatTime(task.startedAtMs)}`,
	);
	return [
		blank,
		head,
		line('             ', ...progress(state, task, columns)),
		...(task.failureReason ? [line(span(`             ${task.failureReason}`, 'fail'))] : []),
	];
}

function taskLook(task: MoveTask): 'ok' | 'slow' | 'fail' | 'accent' {
	if (task.status === 'COMPLETED') return 'ok';
	if (task.status === 'FAILED') return 'fail';
	return task.status === 'RUNNING' ? 'accent' : 'slow';
}

function progress(state: State, task: MoveTask, columns: number): Line {
	const whole = task.toMoveCount;
	const counted =
		whole === undefined ? `${formatCount(task.movedCount)} moved` : `${formatCount(task.movedCount)}/${formatCount(whole)} moved`;
	const rate = task.ratePerSecond === undefined ? '' : `  at most ${task.ratePerSecond}/s`;
	const cancelHint = task.status === 'RUNNING' ? '  : cancel redrive' : '';
	if (whole === undefined || whole === 0 || columns < 70) return line(`${counted}${rate}`, span(cancelHint, 'dim'));
	const filled = Math.min(progressWidth, Math.round((task.movedCount / whole) * progressWidth));
	const {bars} = state.glyphs;
	return line(
		span((bars.at(-1) ?? '#').repeat(filled), 'ok'),
		span((bars[0] ?? '.').repeat(progressWidth - filled), 'dim'),
		`  ${counted}${rate}`,
		span(cancelHint, 'dim'),
	);
}
