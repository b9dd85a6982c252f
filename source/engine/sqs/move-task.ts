import type {EpochMs} from '../../shared/clock.ts';
import type {AwsError} from '../action.ts';
import {queueDoesNotExist} from './errors.ts';
import type {Message} from './message.ts';
import {addMessage, removeMessage, settleQueue, type Queue} from './queue.ts';
import {findQueueByArn} from './state.ts';

export type MoveTaskStatus = 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED';

/** Moves the messages of a dead-letter queue back, or elsewhere. */
export type MoveTask = {
	readonly id: string;
	readonly source: Queue;
	/** Absent: each message goes back to the queue it came from. */
	readonly destinationArn: string | undefined;
	readonly messagesPerSecondMax: number | undefined;
	readonly startedAtMs: EpochMs;
	/** Counted at the start. */
	readonly toMoveCount: number;
	status: MoveTaskStatus;
	movedCount: number;
	failureReason: string | undefined;
};

/** The tasks of one source, newest first. */
export type MoveTasks = MoveTask[];

/** What ListMessageMoveTasks can ask for at most. */
export const listedTasksMax = 10;

/** Without a rate a task moves so many messages each so many milliseconds, so that the progress can be seen and a cancel comes in time. */
const messagesPerStep = 100;
const stepMs = 10;

/** Starts moving; the first step follows at once, but not within this call. */
export function startMoveTask(
	source: Queue,
	options: {destinationArn: string | undefined; messagesPerSecondMax: number | undefined; nowMs: EpochMs},
): MoveTask {
	settleQueue(source, options.nowMs);
	const {state} = source;
	const task: MoveTask = {
		id: state.environment.random.uuid(),
		source,
		destinationArn: options.destinationArn,
		messagesPerSecondMax: options.messagesPerSecondMax,
		startedAtMs: options.nowMs,
		toMoveCount: source.visibleCount,
		status: 'RUNNING',
		movedCount: 0,
		failureReason: undefined,
	};
	const tasks = state.moveTasks.get(source.arn) ?? [];
	state.moveTasks.set(source.arn, [task, ...tasks].slice(0, listedTasksMax));
	scheduleStep(task, options.nowMs);
	return task;
}

/** The task of this source that is still at work. */
export function activeMoveTask(source: Queue): MoveTask | undefined {
	return source.state.moveTasks.get(source.arn)?.find(task => task.status === 'RUNNING' || task.status === 'CANCELLING');
}

/** Asks a running task to stop; it is CANCELLED at its next step. */
export function cancelMoveTask(task: MoveTask): void {
	if (task.status === 'RUNNING') task.status = 'CANCELLING';
}

function scheduleStep(task: MoveTask, atMs: EpochMs): void {
	const {clock} = task.source.state.environment;
	clock.schedule(atMs, () => runStep(task, clock.nowMs()));
}

function runStep(task: MoveTask, nowMs: EpochMs): void {
	if (task.status === 'CANCELLING') {
		task.status = 'CANCELLED';
		return;
	}
	const {source} = task;
	if (source.isDeleted) {
		fail(task, queueDoesNotExist().code);
		return;
	}
	settleQueue(source, nowMs);
	moveDueMessages(task, nowMs);
	if (task.status !== 'RUNNING') return;
	if (task.movedCount >= task.toMoveCount || !source.backlog.hasNext()) task.status = 'COMPLETED';
	else scheduleStep(task, nextStepMs(task, nowMs));
}

/** With a rate: when the next message is due by the rate. */
function nextStepMs(task: MoveTask, nowMs: EpochMs): EpochMs {
	if (task.messagesPerSecondMax === undefined) return nowMs + stepMs;
	return task.startedAtMs + Math.ceil((task.movedCount * 1000) / task.messagesPerSecondMax);
}

/** The number of messages that may be moved now. */
function dueCount(task: MoveTask, nowMs: EpochMs): number {
	const leftCount = task.toMoveCount - task.movedCount;
	if (task.messagesPerSecondMax === undefined) return Math.min(leftCount, messagesPerStep);
	const byRateCount = 1 + Math.floor(((nowMs - task.startedAtMs) * task.messagesPerSecondMax) / 1000) - task.movedCount;
	return Math.min(leftCount, byRateCount, messagesPerStep);
}

function moveDueMessages(task: MoveTask, nowMs: EpochMs): void {
	const {source} = task;
	let leftCount = dueCount(task, nowMs);
	if (leftCount <= 0) return;
	const woken = new Set<Queue>();
	source.backlog.take(message => {
		const destination = destinationOf(task, message);
		if (typeof destination === 'string') {
			fail(task, destination);
			return false;
		}
		moveMessage(message, {source, destination, nowMs});
		woken.add(destination);
		task.movedCount++;
		leftCount--;
		return leftCount > 0;
	});
	for (const queue of woken) queue.waiters?.wake(nowMs);
}

/**
The queue that a message goes to, or why there is none.

@see [Troubleshooting a dead-letter queue redrive](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/troubleshooting-dlq-redrive.html)
*/
function destinationOf(task: MoveTask, message: Message): Queue | string {
	const arn = task.destinationArn ?? message.details?.deadLetterSourceArn;
	if (arn === undefined) return 'CouldNotDetermineMessageSource';
	return findQueueByArn(task.source.state, arn) ?? queueDoesNotExist().code;
}

/** A moved message is a new one: new ID, new time of sending, never received. */
function moveMessage(message: Message, options: {source: Queue; destination: Queue; nowMs: EpochMs}): void {
	const {source, destination, nowMs} = options;
	removeMessage(source, message);
	addMessage(
		destination,
		{
			body: message.body,
			md5OfBody: message.md5OfBody,
			sentAtMs: nowMs,
			groupId: message.groupId,
			details: {...message.details, id: undefined, deadLetterSourceArn: undefined, receiveCountBefore: undefined},
		},
		{nowMs, visibleAtMs: nowMs},
	);
}

function fail(task: MoveTask, reason: AwsError['code']): void {
	task.status = 'FAILED';
	task.failureReason = reason;
}
