import type {Action} from '../action.ts';
import {copyToClipboard} from '../copy.ts';
import {step, type Step} from '../effects.ts';
import {openGate} from '../layers/gate.ts';
import {openSheet} from '../layers/sheet.ts';
import {currentPlace, goTo, pushPlace, type State} from '../state.ts';
import {startLook, startPeek} from './peek-effects.ts';
import {askHowToPeek} from './ask-how-to-peek.ts';
import {isTaskRunning, newestTask} from './move-tasks.ts';
import {redriveValues} from './redrive-sheet.ts';
import {markedPair, openDifference} from './list-actions.ts';
import {deadLetterQueueOf, sourcesOfQueue} from './rows.ts';
import {notOne, queuesHere} from './chosen-queues.ts';
import {subjectOfQueues} from './several.ts';
import type {QueueRow} from './state.ts';
import {queueUnderCursor} from './subject.ts';

const here = {places: ['queues', 'queue', 'queue-tab']} as const;
/** Also what a finding of the first screen names. */
const named = {places: ['queues', 'queue', 'queue-tab', 'now']} as const;
const anywhere = {places: ['queues', 'queue', 'queue-tab', 'messages', 'message']} as const;

/** Shown the first time per queue and session, and always when a look can do harm. */
const maxReceiveCountRisky = 3;

function noQueue(state: State): string | undefined {
	return queueUnderCursor(state) ? undefined : 'no queue under the cursor';
}

function unread(state: State): string | undefined {
	return queueUnderCursor(state)?.attributes ? undefined : 'its attributes are not read yet';
}

function redrive(state: State): Step {
	const rows = queuesHere(state);
	return rows.length === 0 ? step(state) : openSheet(state, 'redrive', {subject: subjectOfQueues(rows), values: redriveValues});
}

function send(state: State): Step {
	const rows = queuesHere(state);
	if (rows.length === 0) return step(state);
	const isFifo = rows.some(({attributes}) => attributes?.isFifo);
	return openSheet(state, 'send', {
		subject: {...subjectOfQueues(rows), isFifo: isFifo ? 'yes' : 'no'},
		values: {body: '', group: '', deduplication: '', delay: '', attributes: ''},
	});
}

function notDlq(state: State): string | undefined {
	const rows = queuesHere(state);
	if (rows.length > 1)
		return rows.some(row => sourcesOfQueue(state.queues, row).length > 0)
			? undefined
			: 'none of the marked is the dead-letter queue of another';
	const [row] = rows;
	if (!row?.attributes) return 'its attributes are not read yet';
	return sourcesOfQueue(state.queues, row).length > 0 ? undefined : 'no loaded queue has it as its dead-letter queue';
}

function withRow(act: (state: State, row: QueueRow) => Step): (state: State) => Step {
	return state => {
		const row = queueUnderCursor(state);
		return row ? act(state, row) : step(state);
	};
}

function copyAction(what: string, textOf: (row: QueueRow) => string | undefined): Action {
	return {
		...anywhere,
		id: `queue.copy-${what.toLowerCase()}`,
		label: `Copy the queue's ${what}`,
		keys: [],
		danger: 'free',
		unavailable: unread,
		perform: withRow((state, row) => {
			const text = textOf(row) ?? '';
			return step(state, copyToClipboard(text, {copied: `Copied ${text}`}));
		}),
	};
}

/** What can be done to a queue: under the cursor of the list, or open. */
export const queuesActions: readonly Action[] = [
	{
		places: ['queues'],
		id: 'queue.open',
		label: 'Open the queue',
		hint: 'open',
		keys: ['enter'],
		danger: 'free',
		unavailable: noQueue,
		perform: withRow((state, row) => step(pushPlace(state, {type: 'queue', url: row.ref.url, name: row.ref.name}))),
	},
	{
		...named,
		id: 'queue.peek',
		label: 'Peek at its messages',
		hint: 'peek',
		keys: ['p'],
		danger: 'cost',
		unavailable: unread,
		perform: withRow(peekQueue),
	},
	{
		...here,
		id: 'queue.look',
		label: 'Look at its messages without receiving them',
		keys: [],
		danger: 'free',
		unavailable: state => (state.queues.canLook === false ? "only sluice's engine and LocalStack can" : noQueue(state)),
		perform: withRow((state, row) => startLook(state, row.ref, {count: 10})),
	},
	{
		...anywhere,
		id: 'queue.send',
		label: 'Send a message',
		hint: 'send',
		keys: ['s'],
		danger: 'change',
		unavailable: unread,
		perform: send,
	},
	{
		...named,
		id: 'queue.redrive',
		label: 'Redrive its messages back',
		hint: 'redrive',
		keys: ['R'],
		danger: 'destroy',
		isPlanFirst: true,
		unavailable: notDlq,
		perform: redrive,
	},
	{
		...here,
		id: 'queue.cancel-redrive',
		label: 'Cancel redrive',
		keys: [],
		danger: 'change',
		unavailable: state => (isTaskRunning(newestTask(queueUnderCursor(state))) ? undefined : 'no redrive of this queue runs'),
		perform: withRow((state, row) => openGate(state, 'cancel-redrive', {queue: row.ref, taskHandle: newestTask(row)?.taskHandle})),
	},
	{
		...named,
		id: 'queue.dlq',
		label: 'Go to its DLQ, or its source',
		hint: 'its DLQ',
		keys: ['L'],
		danger: 'free',
		unavailable: noRelation,
		perform: withRow(goToRelation),
	},
	{
		...here,
		id: 'queue.details',
		label: 'Details; how two marked differ',
		hint: 'details',
		keys: ['d'],
		danger: 'free',
		unavailable: unread,
		perform: withRow((state, row) => {
			// With two marked it is how they differ that one wants to know.
			const pair = currentPlace(state).type === 'queues' ? markedPair(state) : undefined;
			if (pair) return openDifference(state, pair);
			return step({
				...state,
				layer: {
					type: 'details',
					title: `${row.ref.name}: all attributes`,
					top: 0,
					rows: [['QueueUrl', row.ref.url], ...Object.entries(row.attributes?.raw ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))],
				},
			});
		}),
	},
	{
		...here,
		id: 'queue.purge',
		label: 'Purge: delete all messages',
		keys: [],
		danger: 'whole',
		isPlanFirst: true,
		unavailable: state => notOne(state) ?? unread(state),
		perform: withRow((state, row) => openGate(state, 'purge', {queue: row.ref})),
	},
	copyAction('name', row => row.ref.name),
	copyAction('ARN', row => row.attributes?.arn),
	copyAction('URL', row => row.ref.url),
];

/** Through the sheet the first time, and always when the look may push messages to the DLQ or hold FIFO groups; at once otherwise. */
export function peekQueue(state: State, row: QueueRow): Step {
	const {attributes} = row;
	if (!attributes) return step(state);
	const maxReceives = attributes.redrivePolicy?.maxReceiveCount ?? Number.POSITIVE_INFINITY;
	const isRisky = maxReceives <= maxReceiveCountRisky || attributes.isFifo;
	const isQuietDlq = attributes.redrivePolicy === undefined && sourcesOfQueue(state.queues, row).length > 0;
	const isAccepted = state.queues.peekAccepted.includes(row.ref.url);
	if (!isRisky && (isAccepted || isQuietDlq)) return startPeek(state, row.ref, {count: 10, visibilityTimeoutSeconds: 20, isKept: true});
	return askHowToPeek(state, row.ref);
}

function noRelation(state: State): string | undefined {
	const row = queueUnderCursor(state);
	if (row && (deadLetterQueueOf(state.queues, row) || sourcesOfQueue(state.queues, row).length > 0)) return undefined;
	return row?.attributes ? 'it has no dead-letter queue and is none' : 'its attributes are not read yet';
}

function goToRelation(state: State, row: QueueRow): Step {
	const target = deadLetterQueueOf(state.queues, row) ?? sourcesOfQueue(state.queues, row)[0];
	return target
		? step(goTo(state, 'queues', [{type: 'queues'}, {type: 'queue', url: target.ref.url, name: target.ref.name}]))
		: step(state);
}
