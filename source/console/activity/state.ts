import type {Step} from '../effects.ts';
import {step} from '../effects.ts';
import type {ApiCall} from '../../aws/session.ts';
import type {Event} from '../event.ts';
import {heldCount} from '../queues/messages-state.ts';
import {isTaskRunning, newestTask} from '../queues/move-tasks.ts';
import type {State} from '../state.ts';

export type ActivityState = {
	/** The calls made to AWS as they were when the pane last looked, newest first. */
	readonly calls: readonly ApiCall[];
	readonly callCount: number;
};

export const initialActivity: ActivityState = {calls: [], callCount: 0};

export type ActivityEvent = {readonly type: 'activity/calls'; readonly calls: readonly ApiCall[]; readonly callCount: number};

export function isActivityEvent(event: Event): event is ActivityEvent {
	return event.type.startsWith('activity/');
}

export function updateActivity(state: State, event: ActivityEvent): Step {
	return step({...state, activity: {calls: event.calls, callCount: event.callCount}});
}

/** What goes on in the background, for the header's `~n`. */
export function runningCount(state: State): number {
	return (
		Object.values(state.queues.peeks).filter(view => view.status !== 'ended').length * Number(heldCount(state) > 0) + runningTasks(state)
	);
}

function runningTasks(state: State): number {
	return state.queues.rows.filter(row => isTaskRunning(newestTask(row))).length;
}

/** Streams that are tailed now. */
export function readingTails(state: State): readonly string[] {
	return Object.entries(state.streams.tails).flatMap(([name, tail]) => (tail.status === 'reading' ? [name] : []));
}
