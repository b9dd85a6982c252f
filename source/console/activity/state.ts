import type {AuditEntry} from '../../aws/audit.ts';
import type {ApiCall, CallTally} from '../../aws/session.ts';
import type {AuditReading} from '../../operations/audit.ts';
import type {EpochMs} from '../../shared/clock.ts';
import type {Step} from '../effects.ts';
import {step} from '../effects.ts';
import type {Event} from '../event.ts';
import {hiddenCount} from '../queues/messages-state.ts';
import {isTaskRunning, newestTask} from '../queues/move-tasks.ts';
import type {Loadable, State} from '../state.ts';

/** Something confirmed that goes on here: a move, a sweep, a replay. */
export type Work = {
	/** When its dialog opened: what its events are known by. */
	readonly openedAtMs: EpochMs;
	readonly title: string;
	readonly command: string;
	readonly startedAtMs: EpochMs;
	/** How far it is, in words. */
	readonly progress: string;
};

/** Something that ended, and how. */
export type DoneEntry = {
	readonly atMs: EpochMs;
	readonly text: string;
	/** The context it was done in. */
	readonly context: string;
	/** The same thing as a command line. */
	readonly command?: string;
	readonly isFailure?: boolean;
};

export type ActivityState = {
	/** The calls made to AWS as they were when the pane last looked, newest first. */
	readonly calls: readonly ApiCall[];
	readonly callCount: number;
	readonly tallies: readonly CallTally[];
	/** The audit log, newest first. */
	readonly changes: Loadable<readonly AuditEntry[]>;
	readonly changesProblem?: string;
	readonly working: readonly Work[];
	/** Newest first, of the last seven days. */
	readonly done: readonly DoneEntry[];
};

export const initialActivity: ActivityState = {
	calls: [],
	callCount: 0,
	tallies: [],
	changes: {status: 'loading'},
	working: [],
	done: [],
};

export type ActivityEvent =
	| {
			readonly type: 'activity/calls';
			readonly calls: readonly ApiCall[];
			readonly callCount: number;
			readonly tallies: readonly CallTally[];
	  }
	| {readonly type: 'activity/changes'; readonly reading: AuditReading};

export function isActivityEvent(event: Event): event is ActivityEvent {
	return event.type.startsWith('activity/');
}

export function updateActivity(state: State, event: ActivityEvent): Step {
	const {activity} = state;
	switch (event.type) {
		case 'activity/calls': {
			const {calls, callCount, tallies} = event;
			return step({...state, activity: {...activity, calls, callCount, tallies}});
		}
		case 'activity/changes': {
			const {entries, problems} = event.reading;
			const changes = {status: 'ready', value: entries.toReversed()} as const;
			return step({...state, activity: {...activity, changes, changesProblem: problems[0]}});
		}
	}
}

/** What goes on in the background, for the header's `~n`. */
export function runningCount(state: State): number {
	const held = Object.values(state.queues.peeks).filter(view => hiddenCount(view.messages) > 0).length;
	const scans = Object.values(state.queues.peeks).filter(view => view.scan?.isRunning).length;
	return held + scans + runningTasks(state) + readingTails(state).length + state.activity.working.length;
}

function runningTasks(state: State): number {
	let count = 0;
	for (const row of state.queues.rows) if (row.moveTasks && isTaskRunning(newestTask(row))) count++;
	return count;
}

/** Streams that are tailed now. */
export function readingTails(state: State): readonly string[] {
	return Object.entries(state.streams.tails).flatMap(([name, tail]) => (tail.status === 'reading' ? [name] : []));
}
