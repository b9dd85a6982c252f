import {formatCount} from '../../shared/units.ts';
import {commandLine} from '../command-line.ts';
import {isDeadLetterQueue} from './observation.ts';
import {fine, type QueueRule} from './rule.ts';
import {nameOf, queueThing} from './words.ts';

export const moveTaskFailed: QueueRule = {
	id: 'move-task-failed',
	about: 'queue',
	rank: 'FAIL',
	title: 'move task failed',
	when: 'the newest message move task of a dead-letter queue has the status FAILED',
	from: 'move tasks',
	fix: 'read why it failed, and redrive again',
	judge(queue, observations) {
		if (!queue.attributes) return {needs: 'its attributes'};
		if (!isDeadLetterQueue(queue, observations)) return fine;
		if (!queue.moveTasks) return {needs: 'its move tasks'};
		const [task] = queue.moveTasks;
		if (task?.status !== 'FAILED') return fine;
		const left = task.toMoveCount === undefined ? undefined : Math.max(0, task.toMoveCount - task.movedCount);
		const target = task.destinationArn ? nameOf(task.destinationArn) : 'where each came from';
		return [
			{
				thing: queueThing(queue),
				what: `redrive failed after ${formatCount(task.movedCount)} messages`,
				sinceMs: task.startedAtMs,
				size: left ?? queue.attributes.readyCount,
				why: `The redrive to ${target} ended as FAILED${task.failureReason ? `: ${task.failureReason}` : ''}. ${left === undefined ? 'What it did not move' : formatCount(left)} stayed here; nothing was lost.`,
				evidence: [{source: 'ListMessageMoveTasks', atMs: task.startedAtMs, note: 'Start of the task.'}],
				fixes: [
					{text: 'redrive what is left', action: 'queue.redrive', commandLine: commandLine('redrive', queue.name)},
					{text: 'see its tasks', action: 'queue.open', commandLine: commandLine('tasks', queue.name)},
				],
			},
		];
	},
};
