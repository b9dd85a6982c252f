import type {SessionContext} from '../aws/session.ts';
import {step, type Step} from './effects.ts';
import {keep, type Preferences} from './preferences.ts';
import type {State} from './state.ts';

/** What was chosen for lists and contexts, and is kept for the next session. Never contents, never secrets. */
export type Memory = Pick<Preferences, 'metrics' | 'lists' | 'pins'>;

/** Columns and order of a list. Absent: as it comes. */
export type ListLook = {
	/** Titles of columns that are hidden. */
	readonly hidden?: readonly string[];
	/** Keys of tags that are columns. */
	readonly tags?: readonly string[];
	/** Names of attributes of messages that are columns. Absent: those that most messages have. */
	readonly attributes?: readonly string[];
	/** Title of the column that it is sorted by; `-` before it: largest first. */
	readonly sort?: string;
};

/** What a context is remembered by. */
export function memoryKey(context: SessionContext): string {
	return `${context.target}/${context.profile ?? context.name}/${context.region}`;
}

/** Always the same: what was made for a list holds as long as its pins are those. */
const noPins: readonly string[] = [];

/** Remembers something, here and in the settings. */
export function remember(state: State, change: (memory: Memory) => Memory): Step {
	const memory = change(state.memory);
	return step({...state, memory}, keep(memory));
}

export function listLook(state: State, list: string): ListLook {
	return state.memory.lists?.[list] ?? {};
}

export function withListLook(state: State, list: string, look: ListLook): Step {
	return remember(state, memory => ({...memory, lists: {...memory.lists, [list]: look}}));
}

export function pinsOf(state: State, list: string): readonly string[] {
	return state.memory.pins?.[`${state.memoryKey} ${list}`] ?? noPins;
}

export function withPins(state: State, list: string, pins: readonly string[]): Step {
	return remember(state, memory => ({...memory, pins: {...memory.pins, [`${state.memoryKey} ${list}`]: pins}}));
}
