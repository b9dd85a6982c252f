import type {Action} from '../action.ts';
import {copyToClipboard} from '../copy.ts';
import {step} from '../effects.ts';
import {openGate} from '../layers/gate.ts';
import {newestTask} from '../queues/move-tasks.ts';
import {queueRow} from '../queues/state.ts';
import {currentPlace, goTo, type State} from '../state.ts';
import {runningUnderCursor} from './pane.ts';

const here = {places: ['activity']} as const;

function notATask(state: State): string | undefined {
	const row = runningUnderCursor(state);
	if (!row) return 'nothing runs under the cursor';
	return row.queueUrl === undefined ? 'it runs here: go there, or leave' : undefined;
}

/** What can be done to what runs, and to what ended. */
export const activityActions: readonly Action[] = [
	{
		...here,
		id: 'activity.open',
		label: 'Go there',
		hint: 'go there',
		keys: ['enter'],
		danger: 'free',
		unavailable: state => (runningUnderCursor(state) ? undefined : 'nothing to go to'),
		perform(state) {
			const row = runningUnderCursor(state);
			return row ? step(goTo(state, row.pane, row.stack)) : step(state);
		},
	},
	{
		...here,
		id: 'activity.cancel',
		label: 'Cancel the redrive',
		hint: 'cancel it',
		keys: ['D'],
		danger: 'change',
		unavailable: notATask,
		perform(state) {
			const row = queueRow(state, runningUnderCursor(state)?.queueUrl ?? '');
			return row ? openGate(state, 'cancel-redrive', {queue: row.ref, taskHandle: newestTask(row)?.taskHandle}) : step(state);
		},
	},
	{
		...here,
		id: 'activity.copy-command',
		label: 'Copy the command that does the same',
		keys: [],
		danger: 'free',
		unavailable: state => (commandUnderCursor(state) === undefined ? 'nothing here has a command' : undefined),
		perform(state) {
			const text = commandUnderCursor(state) ?? '';
			return step(state, copyToClipboard(text, {copied: `Copied ${text}`}));
		},
	},
];

function commandUnderCursor(state: State): string | undefined {
	const place = currentPlace(state);
	if (place.type !== 'activity') return undefined;
	return place.tab === 'running' ? runningUnderCursor(state)?.command : undefined;
}
