import {cancel, step, type Step} from '../effects.ts';
import type {Event} from '../event.ts';
import {definitionOf} from '../places.ts';
import {currentPlace, withNotice, type State} from '../state.ts';
import {emptyField} from '../text-field.ts';
import {connect} from './connect.ts';
import {watchLogin} from './effects.ts';
import {tryAgain, updateOutages} from './outage.ts';
import type {ContextsEvent, ContextsLayer} from './state.ts';

export function isContextsEvent(event: Event): event is ContextsEvent {
	return event.type.startsWith('contexts/');
}

export function updateContexts(state: State, event: ContextsEvent): Step {
	switch (event.type) {
		case 'contexts/listed':
			return withLayer(state, layer => ({...layer, list: event.list}));
		case 'contexts/found':
			return withLayer(state, layer => ({...layer, endpoints: event.endpoints}));
		case 'contexts/failed':
			return withLayer(state, layer => ({...layer, opening: undefined, problem: event.problem}));
		case 'contexts/mfa-asked': {
			const under = state.layer?.type === 'contexts' ? {under: state.layer} : {};
			return step({...state, layer: {type: 'mfa', serialNumber: event.serialNumber, field: emptyField, ...under}});
		}
		case 'contexts/reach':
			return updateOutages(state, event);
		case 'contexts/try-again':
			return tryAgain(state, event.service);
		case 'contexts/login': {
			const hadEnded = state.login.status === 'ended';
			const next = {...state, login: event.login, nowMs: Math.max(state.nowMs, event.atMs)};
			if (event.login.status === 'ended') return step(next, watchLogin);
			if (!hadEnded) return step(next);
			const place = currentPlace(state);
			return step(
				withNotice(next, 'Logging in again …'),
				cancel('login/watch'),
				connect,
				...(definitionOf(place).enter?.(next, place) ?? []),
			);
		}
	}
}

/** Ignored when the list was closed meanwhile. */
function withLayer(state: State, change: (layer: ContextsLayer) => ContextsLayer): Step {
	return step(state.layer?.type === 'contexts' ? {...state, layer: change(state.layer)} : state);
}
