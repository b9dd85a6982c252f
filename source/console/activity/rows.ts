import {formatCount, formatTime, plural} from '../../shared/units.ts';
import type {PaneId, Place} from '../place.ts';
import {hiddenCount} from '../queues/messages-state.ts';
import {isTaskRunning, newestTask} from '../queues/move-tasks.ts';
import type {State} from '../state.ts';
import {readingTails} from './state.ts';

/** One thing that goes on in the background, and where it is at home. */
export type RunningRow = {
	readonly id: string;
	readonly what: string;
	readonly where: string;
	readonly done: string;
	/** AWS: goes on without sluice. here: ends when sluice ends. */
	readonly by: 'AWS' | 'here';
	readonly pane: PaneId;
	readonly stack: readonly Place[];
};

/** Move tasks that AWS runs, and messages held here. */
export function runningRows(state: State): readonly RunningRow[] {
	return [...taskRows(state), ...heldRows(state), ...scanRows(state), ...tailRows(state)];
}

function taskRows(state: State): readonly RunningRow[] {
	return state.queues.rows.flatMap(row => {
		const task = newestTask(row);
		if (!isTaskRunning(task)) return [];
		const target = task.destinationArn?.split(':').at(-1) ?? 'source';
		const queue = {type: 'queue', url: row.ref.url, name: row.ref.name} as const;
		return [
			{
				id: `task/${row.ref.url}`,
				what: `redrive  ${row.ref.name} › ${target}`,
				where: row.ref.name,
				done: `${formatCount(task.movedCount)}/${task.toMoveCount === undefined ? '?' : formatCount(task.toMoveCount)} since ${formatTime(task.startedAtMs)}`,
				by: 'AWS' as const,
				pane: 'queues' as const,
				stack: [{type: 'queues'} as const, queue],
			},
		];
	});
}

function heldRows(state: State): readonly RunningRow[] {
	return Object.entries(state.queues.peeks).flatMap(([url, view]) => {
		const held = hiddenCount(view.messages);
		if (held === 0) return [];
		const name = state.queues.rows.find(row => row.ref.url === url)?.ref.name ?? url;
		return [
			{
				id: `held/${url}`,
				what: `held     ${plural(held, 'message')}`,
				where: name,
				done: view.isKept ? 'kept while you look' : 'not kept',
				by: 'here' as const,
				pane: 'queues' as const,
				stack: [{type: 'queues'} as const, {type: 'queue', url, name} as const, {type: 'messages', url, name} as const],
			},
		];
	});
}

function scanRows(state: State): readonly RunningRow[] {
	return Object.entries(state.queues.peeks).flatMap(([url, {scan}]): RunningRow[] => {
		if (!scan?.isRunning) return [];
		const name = state.queues.rows.find(row => row.ref.url === url)?.ref.name ?? url;
		return [
			{
				id: `scan/${url}`,
				what: `scan     ${scan.filter}`,
				where: name,
				done: `${formatCount(scan.lookedCount)} of ${formatCount(scan.aboutCount)}`,
				by: 'here',
				pane: 'queues',
				stack: [{type: 'queues'}, {type: 'queue', url, name}, {type: 'messages', url, name}],
			},
		];
	});
}

function tailRows(state: State): readonly RunningRow[] {
	return readingTails(state).map(name => ({
		id: `tail/${name}`,
		what: `tail     ${name}`,
		where: name,
		done: '',
		by: 'here',
		pane: 'streams',
		stack: [{type: 'streams'}, {type: 'stream', name, tab: 'tail'}],
	}));
}
