import fuzzysort from 'fuzzysort';
import {safeText} from '../../payload/safe-text.ts';
import type {Action} from '../action.ts';
import {actionsHere, disabledReason} from '../actions.ts';
import {step, type Step} from '../effects.ts';
import {keyName, keysOf} from '../key-names.ts';
import {rowUnderCursor} from '../layout.ts';
import {definitionOf} from '../places.ts';
import {currentPlace, replacePlace, type PaletteLayer, type State} from '../state.ts';
import {things, type Thing} from '../things.ts';
import {commandTwin} from './command-twin.ts';
import {matchWords} from './match-words.ts';

export type PaletteItem = {
	/** What it is known by in the list of what was used before. */
	readonly id: string;
	readonly group: 'DO' | 'GO' | 'SET';
	readonly label: string;
	/** The thing it is done to. */
	readonly subject?: string;
	readonly aside: string;
	readonly keys: string;
	readonly perform: (state: State) => Step;
	/** Why it cannot be done now. */
	readonly reason?: string;
	/** The command line that does the same. */
	readonly command?: string;
};

/** How much worse than others is what cannot be done here. */
const pointlessCost = 2;

const groups = ['DO', 'GO', 'SET'] as const;

/** Everything that matches what was typed, grouped DO, GO, SET; in each first what was used before, then the best. */
export function paletteItems(state: State, layer: PaletteLayer): readonly PaletteItem[] {
	const query = layer.field.text.trim();
	const order = new Map(state.paletteUsed.map((id, index) => [id, index]));
	const found = allItems(state, layer.scope)
		.filter(item => !layer.isUsedOnly || order.has(item.id))
		.flatMap(item => {
			const score = matchWords(`${item.label} ${item.subject ?? ''}`, query);
			return score === undefined
				? []
				: [
						{
							item,
							score: (query === '' ? 0 : score) - (isPointless(item) ? pointlessCost : 0),
							used: order.get(item.id) ?? Number.POSITIVE_INFINITY,
						},
					];
		});
	if (found.length === 0 && query !== '') return nearest(state, layer, query);
	// Stable: things that match alike keep the order of their lists.
	const sorted = found.toSorted((a, b) => byNumber(a.used, b.used) || b.score - a.score);
	return groups.flatMap(group => sorted.filter(({item}) => item.group === group).map(({item}) => item));
}

/** What the mode refuses, another mode allows; what has nothing to act on comes after all that has. */
function isPointless({reason}: PaletteItem): boolean {
	return reason !== undefined && reason !== 'needs CHANGE' && reason !== 'refused in READ-ONLY';
}

/** Nothing has the words as they were typed: letters in this order are enough. */
function nearest(state: State, layer: PaletteLayer, query: string): readonly PaletteItem[] {
	const found = fuzzysort.go(query, allItems(state, layer.scope), {key: 'label', threshold: 0.2, limit: 50}).map(result => result.obj);
	return groups.flatMap(group => found.filter(item => item.group === group));
}

function byNumber(a: number, b: number): number {
	return a === b ? 0 : a - b;
}

function allItems(state: State, scope: PaletteLayer['scope']): readonly PaletteItem[] {
	const subject = subjectName(state);
	const here = actionsHere(state).filter(action => scope === 'all' || action.places !== 'everywhere');
	const items = here.map(action => actionItem(action, state, subject));
	return scope === 'row' ? items : [...items, ...tabItems(state), ...things(state).map(thing => thingItem(thing))];
}

/** The thing that keys act on: that of the row under the cursor, else the one that is open. */
function subjectName(state: State): string | undefined {
	const place = currentPlace(state);
	const definition = definitionOf(place);
	const id = rowUnderCursor(state, place);
	const beside = id === undefined ? undefined : definition.beside?.(state, place, id);
	if (beside) return definitionOf(beside).crumb(beside);
	return 'name' in place ? place.name : undefined;
}

function actionItem(action: Action, state: State, subject: string | undefined): PaletteItem {
	const reason = disabledReason(action, state);
	const command = commandTwin(action.id, subject);
	return {
		id: action.id,
		group: action.group === 'set' ? 'SET' : 'DO',
		label: action.label,
		aside: reason ?? action.aside ?? '',
		keys: keysOf(action, state.bindings)
			.map(key => keyName(key, state.glyphs))
			.join(' '),
		perform: action.perform,
		...(action.places !== 'everywhere' && subject !== undefined && {subject: safeText(subject)}),
		...(reason !== undefined && {reason}),
		...(command !== undefined && {command}),
	};
}

/** The other tabs of the place. */
function tabItems(state: State): readonly PaletteItem[] {
	const place = currentPlace(state);
	const tabs = definitionOf(place).tabs?.(state, place) ?? [];
	return tabs
		.filter(tab => !tab.isCurrent)
		.map(tab => ({
			id: `tab ${tab.label}`,
			group: 'GO' as const,
			label: safeText(tab.label),
			aside: 'tab',
			keys: '',
			perform: (now: State) => step(replacePlace(now, tab.place)),
		}));
}

function thingItem(thing: Thing): PaletteItem {
	return {
		id: `thing ${thing.label} ${thing.kind}`,
		group: 'GO',
		label: safeText(thing.label),
		aside: thing.aside,
		keys: '',
		perform: thing.go,
	};
}
