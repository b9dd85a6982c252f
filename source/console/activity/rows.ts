import {formatAge, formatCount, formatTime, plural} from '../../shared/units.ts';
import type {PaneId, Place} from '../place.ts';
import {hiddenCount, type PeekView} from '../queues/messages-state.ts';
import {isTaskRunning, newestTask} from '../queues/move-tasks.ts';
import type {QueueRow} from '../queues/state.ts';
import type {State} from '../state.ts';
import {readingTails} from './state.ts';

/** One thing that goes on in the background, and where it is at home. */
export type RunningRow = {
	readonly id: string;
	readonly kind: string;
	readonly what: string;
	/** AWS, or what it is about here. */
	readonly where: string;
	readonly done: string;
	readonly rate: string;
	readonly left: string;
	/** Who began it; `here`: ends when sluice ends. */
	readonly by: 'AWS' | 'here';
	readonly pane: PaneId;
	readonly stack: readonly Place[];
	/** More about it, in sentences. */
	readonly about: readonly string[];
	readonly command?: string;
	/** The queue whose move task it is. */
	readonly queueUrl?: string;
};

/** Move tasks that AWS runs, and what goes on here: messages held, tails, and what was confirmed. */
export function runningRows(state: State): readonly RunningRow[] {
	return [...taskRows(state), ...workRows(state), ...heldRows(state), ...scanRows(state), ...tailRows(state)];
}

function taskRows(state: State): readonly RunningRow[] {
	return state.queues.rows.flatMap(row => {
		const task = newestTask(row);
		if (!isTaskRunning(task)) return [];
		const target = task.destinationArn?.split(':').at(-1) ?? 'source';
		const {rate, left} = paceOf(task, state.queues.asOfMs ?? state.nowMs);
		const whole = task.toMoveCount === undefined ? 'not known' : formatCount(task.toMoveCount);
		const queue = {type: 'queue', url: row.ref.url, name: row.ref.name} as const;
		return [
			{
				id: `task/${row.ref.url}`,
				kind: 'redrive',
				what: `${row.ref.name} ${state.glyphs.path} ${target}`,
				where: 'AWS',
				done: `${formatCount(task.movedCount)}/${task.toMoveCount === undefined ? '?' : formatCount(task.toMoveCount)}`,
				rate,
				left,
				by: 'AWS' as const,
				pane: 'queues' as const,
				stack: [{type: 'queues'} as const, queue],
				about: [
					`Message move task of AWS, ${task.status === 'CANCELLING' ? 'being cancelled' : 'running'} since ${formatTime(task.startedAtMs)}.`,
					`${formatCount(task.movedCount)} of ${whole} moved; AWS moves them, leaving sluice does not stop it.`,
					...backSentence(row, task.startedAtMs),
				],
				command: `sluice tasks ${row.ref.name}`,
				queueUrl: row.ref.url,
			},
		];
	});
}

/** A rate over all of its time: what a task does at the moment, AWS does not tell. */
function paceOf(task: {movedCount: number; toMoveCount?: number; startedAtMs: number}, nowMs: number): {rate: string; left: string} {
	const seconds = (nowMs - task.startedAtMs) / 1000;
	const perSecond = seconds < 1 ? 0 : task.movedCount / seconds;
	if (perSecond === 0) return {rate: '', left: ''};
	const remaining = task.toMoveCount === undefined ? undefined : Math.max(0, task.toMoveCount - task.movedCount);
	return {
		rate: `${perSecond < 10 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond))}/s`,
		left: remaining === undefined ? '' : formatAge((remaining / perSecond) * 1000),
	};
}

/** What came back into the dead-letter queue meanwhile shows that the cause is not mended. */
function backSentence(row: QueueRow, startedAtMs: number): readonly string[] {
	const since = row.samples.filter(sample => sample.atMs >= startedAtMs);
	const lowest = Math.min(...since.map(sample => sample.readyCount));
	const last = since.at(-1);
	return last ? [`Back in ${row.ref.name} since its lowest: ${formatCount(last.readyCount - lowest)}.`] : [];
}

function workRows(state: State): readonly RunningRow[] {
	return state.activity.working.map(work => ({
		id: `work/${work.openedAtMs}`,
		kind: work.title.split(' ')[0]?.toLowerCase() ?? '',
		what: work.title.split(' ').slice(1).join(' '),
		where: state.context.name,
		done: work.progress,
		rate: '',
		left: '',
		by: 'here' as const,
		pane: state.pane,
		stack: state.stacks[state.pane],
		about: [
			`Confirmed at ${formatTime(work.startedAtMs)}.`,
			'Leaving stops it after the step it is in, and says what was done and what remains.',
		],
		command: work.command,
	}));
}

function heldRows(state: State): readonly RunningRow[] {
	return Object.entries(state.queues.peeks).flatMap(([url, view]) => {
		const held = hiddenCount(view.messages);
		if (held === 0) return [];
		const name = state.queues.rows.find(row => row.ref.url === url)?.ref.name ?? url.split('/').at(-1) ?? url;
		return [
			{
				id: `held/${url}`,
				kind: 'held',
				what: plural(held, 'message'),
				where: name,
				done: view.isKept ? 'kept while open' : backText(view),
				rate: '',
				left: '',
				by: 'here' as const,
				pane: 'queues' as const,
				stack: [{type: 'queues'} as const, {type: 'queue', url, name} as const, {type: 'messages', url, name} as const],
				about: [`${plural(held, 'message')} of ${name} hidden from their consumers. ${backText(view)}`, 'Leaving gives them back.'],
				command: `sluice peek ${name}`,
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
				kind: 'scan',
				what: scan.filter === '' ? name : scan.filter,
				where: name,
				done: `${formatCount(scan.lookedCount)}/about ${formatCount(scan.aboutCount)}`,
				rate: '',
				left: '',
				by: 'here',
				pane: 'queues',
				stack: [{type: 'queues'}, {type: 'queue', url, name}, {type: 'messages', url, name}],
				about: [
					`${formatCount(scan.lookedCount)} of about ${formatCount(scan.aboutCount)} messages of ${name} looked at.`,
					'Leaving stops it and gives back what it holds.',
				],
				command: `sluice scan ${name}`,
			},
		];
	});
}

function backText(view: PeekView): string {
	const ends = view.messages.flatMap(({state: now}) => ('heldUntilMs' in now ? [now.heldUntilMs] : []));
	return ends.length === 0 ? '' : `back at ${formatTime(Math.min(...ends))}`;
}

function tailRows(state: State): readonly RunningRow[] {
	return readingTails(state).map(name => ({
		id: `tail/${name}`,
		kind: 'tail',
		what: name,
		where: name,
		done: `seen ${formatCount(state.streams.tails[name]?.snapshot?.meter.seenCount ?? 0)}`,
		rate: '',
		left: '',
		by: 'here',
		pane: 'streams',
		stack: [{type: 'streams'}, {type: 'stream', name, tab: 'tail'}],
		about: [`The tail of ${name} reads on, out of the five reads a second that all readers of a shard share.`, 'Leaving ends it.'],
		command: `sluice tail ${name}`,
	}));
}
