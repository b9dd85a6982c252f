import {currentPlace, listOf, type State} from '../state.ts';
import {queueRow, type QueueRow} from './state.ts';
import {queueUnderCursor} from './subject.ts';

/** The marked queues, else the one under the cursor. */
export function chosenQueues(state: State): readonly QueueRow[] {
	const {marked} = listOf(state, {type: 'queues'});
	const rows = [...marked].flatMap(url => queueRow(state, url) ?? []);
	if (rows.length > 0) return rows;
	const row = queueUnderCursor(state);
	return row ? [row] : [];
}

/** What an action is about: in the list the marked queues, else the one under the cursor or the open one. */
export function queuesHere(state: State): readonly QueueRow[] {
	if (currentPlace(state).type === 'queues') return chosenQueues(state);
	const row = queueUnderCursor(state);
	return row ? [row] : [];
}

/** Why an action that takes one queue cannot be asked for while several are marked; undefined when they are not. */
export function notOne(state: State): string | undefined {
	const count = queuesHere(state).length;
	return count > 1 ? `${count} queues are marked, and it takes one: U unmarks` : undefined;
}
