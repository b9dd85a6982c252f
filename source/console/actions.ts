import type {Action} from './action.ts';
import {activityActions} from './activity/actions.ts';
import {contextsActions} from './contexts/actions.ts';
import {everywhereActions} from './everywhere.ts';
import {nowActions} from './now/actions.ts';
import type {Place} from './place.ts';
import {editActions} from './queues/edit-actions.ts';
import {groupsActions} from './queues/groups-actions.ts';
import {heldActions} from './queues/held-actions.ts';
import {keysOf} from './key-names.ts';
import {lookActions} from './look-actions.ts';
import {listActions} from './queues/list-actions.ts';
import {messagesActions} from './queues/messages-actions.ts';
import {savedFilterActions} from './saved-filter-actions.ts';
import {queuesActions} from './queues/actions.ts';
import {scanActions} from './queues/scan-actions.ts';
import {currentPlace, type State} from './state.ts';
import {streamsActions} from './streams/actions.ts';
import {topicsActions} from './topics/actions.ts';

/** All actions, those of a place before those that work everywhere: most used first, as the keys line shows them. */
export const actions: readonly Action[] = [
	...groupsActions,
	...heldActions,
	...messagesActions,
	...nowActions,
	...queuesActions,
	...scanActions,
	...editActions,
	...listActions,
	...topicsActions,
	...streamsActions,
	...activityActions,
	...everywhereActions,
	...contextsActions,
	...savedFilterActions,
	...lookActions,
];

export function isActionOf(action: Action, place: Place): boolean {
	return action.places === 'everywhere' || action.places.includes(place.type);
}

/** What can be asked for here, disabled ones included. */
export function actionsHere(state: State): readonly Action[] {
	const place = currentPlace(state);
	return actions.filter(action => isActionOf(action, place));
}

/** The action a key asks for here: the place's own wins. Where nothing stands on the right, → opens as Enter does. */
export function actionForKey(state: State, key: string): Action | undefined {
	const found = actionsHere(state).find(action => keysOf(action, state.bindings).includes(key));
	const isInVain = found?.id === 'inside' && found.unavailable?.(state) !== undefined;
	return isInVain ? (actionForKey(state, 'enter') ?? found) : found;
}

/** Why an action cannot be done now; undefined when it can. */
export function disabledReason(action: Action, state: State): string | undefined {
	if (action.danger === 'cost' && state.mode === 'READ-ONLY') return 'refused in READ-ONLY';
	const changes = action.danger === 'change' || action.danger === 'destroy' || action.danger === 'whole';
	if (changes && !action.isPlanFirst && state.mode !== 'CHANGE') {
		return state.mode === 'READ-ONLY' ? 'refused in READ-ONLY' : 'needs CHANGE';
	}
	return action.unavailable?.(state);
}
