import {isHidden} from '../../operations/peek-state.ts';
import {plural} from '../../shared/units.ts';
import {runningCount} from '../activity/state.ts';
import {cancel, run, step, type Step} from '../effects.ts';
import type {LayerDefinition} from '../layers/layer.ts';
import {heldCount} from '../queues/messages-state.ts';
import type {State} from '../state.ts';
import {editField, emptyField, insertText} from '../text-field.ts';
import {contextsView} from './contexts-view.ts';
import {enterContext, keepContext, logIn, readContexts} from './effects.ts';
import {canLogIn, contextItems, currentItem, itemName, requestOf, type ContextItem} from './rows.ts';
import {contextFields, type ContextField, type ContextsLayer} from './state.ts';

/** `c`: where to work. Opening the list asks nobody anything but this machine. */
export function openContexts(state: State): Step {
	return step({...state, layer: contextsLayerOf({isFirst: false})}, ...readContexts());
}

export function contextsLayerOf({isFirst}: {isFirst: boolean}): ContextsLayer {
	return {
		type: 'contexts',
		isFirst,
		list: {status: 'loading'},
		endpoints: [],
		focus: 'list',
		fields: {region: emptyField, role: emptyField, endpoint: emptyField},
	};
}

export const contextsLayer: LayerDefinition<ContextsLayer> = {
	press(state, layer, key) {
		if (layer.opening !== undefined) return step(state);
		if (key === 'esc' && layer.focus !== 'list') return withLayer(state, {...layer, focus: 'list'});
		if (key === 'tab') return withLayer(state, {...layer, focus: nextFocus(layer, 1)});
		if (key === 'shift-tab') return withLayer(state, {...layer, focus: nextFocus(layer, -1)});
		if (key === 'enter') return choose(state, layer);
		if (key === 'down' || key === 'up') return move(state, layer, key === 'down' ? 1 : -1);
		return layer.focus === 'list' ? pressInList(state, layer, key) : pressInField(state, layer, layer.focus, key);
	},
	paste(state, layer, text) {
		if (layer.focus === 'list') return step({...state, failure: 'Pasted text ignored: tab goes to the fields.'});
		const field = insertText(layer.fields[layer.focus], text.trim().replaceAll('\n', ' '));
		return withLayer(state, {...layer, fields: {...layer.fields, [layer.focus]: field}});
	},
	view: contextsView,
};

function withLayer(state: State, layer: ContextsLayer, ...effects: Step['effects']): Step {
	return step({...state, layer}, ...effects);
}

function nextFocus(layer: ContextsLayer, delta: 1 | -1): ContextsLayer['focus'] {
	const order = ['list', ...contextFields] as const;
	return order[(order.indexOf(layer.focus) + delta + order.length) % order.length] ?? 'list';
}

function move(state: State, layer: ContextsLayer, delta: number): Step {
	const items = contextItems(layer);
	const index = items.findIndex(item => item.id === currentItem(layer).id);
	const next = items[Math.max(0, Math.min(index + delta, items.length - 1))];
	return withLayer(state, {...layer, focus: 'list', cursorId: next?.id, problem: undefined, isWarned: false});
}

function pressInField(state: State, layer: ContextsLayer, focus: ContextField, key: string): Step {
	const field = editField(layer.fields[focus], key);
	return field ? withLayer(state, {...layer, problem: undefined, fields: {...layer.fields, [focus]: field}}) : step(state);
}

function pressInList(state: State, layer: ContextsLayer, key: string): Step {
	const item = currentItem(layer);
	const name = itemName(item);
	switch (key) {
		case 'j':
		case 'k':
			return move(state, layer, key === 'j' ? 1 : -1);
		case 'g':
		case 'home':
			return move(state, layer, Number.NEGATIVE_INFINITY);
		case 'G':
		case 'end':
			return move(state, layer, Number.MAX_SAFE_INTEGER);
		case 'pagedown':
		case 'pageup':
			return move(state, layer, key === 'pagedown' ? 8 : -8);
		case 'esc':
		case 'q':
			return leaveList(state, layer, key);
		case 'r':
			return withLayer(state, layer, ...readContexts());
		case 'space':
			return name === undefined ? step(state) : setDefault(state, layer, name);
		case 'e':
			return renew(state, item);
		case 'v':
			return step({...state, failure: whereText(layer, item)});
		case 'P':
			return mark(state, item);
		default:
			return step(state);
	}
}

/** Before there is a context, q leaves the program. */
function leaveList(state: State, layer: ContextsLayer, key: string): Step {
	if (!layer.isFirst) return step({...state, layer: undefined}, cancel('contexts/probe'));
	if (key === 'esc') return step(state);
	return step(
		state,
		run('leave', async tools => tools.quit()),
	);
}

function choose(state: State, layer: ContextsLayer): Step {
	const item = currentItem(layer);
	const request = requestOf(layer, item);
	// An endpoint is typed first.
	if (!request) return withLayer(state, {...layer, focus: 'endpoint'});
	if (item.type === 'profile' && item.profile.fault !== undefined)
		return step({...state, failure: `${item.profile.name}: ${item.profile.fault}. Mend it, then r.`});
	const warning = layer.isFirst || layer.isWarned ? undefined : leavingText(state);
	if (warning !== undefined) return step({...state, failure: `${warning} Enter again to leave it.`, layer: {...layer, isWarned: true}});
	return withLayer(state, {...layer, opening: itemName(item) ?? layer.fields.endpoint.text, problem: undefined}, enterContext(request));
}

/** What leaving the context on screen ends. A queue whose messages are held counts as running, too. */
function leavingText(state: State): string | undefined {
	const held = heldCount(state);
	const holds = Object.values(state.queues.peeks).filter(view => view.messages.some(message => isHidden(message.state))).length;
	const running = runningCount(state) - holds;
	const parts = [...(running > 0 ? ['stops what runs here'] : []), ...(held > 0 ? [`gives back ${plural(held, 'message')}`] : [])];
	return parts.length === 0 ? undefined : `Leaving ${state.context.name} ${parts.join(', ')}.`;
}

function setDefault(state: State, layer: ContextsLayer, name: string): Step {
	const isDefault = layer.list.status === 'ready' && layer.list.value.default === name;
	const told = isDefault ? 'sluice asks where to work again.' : `sluice opens ${name} from now on, unless it is told otherwise.`;
	return step(
		state,
		keepContext(tools => tools.contexts.setDefault(isDefault ? undefined : name), told),
	);
}

function renew(state: State, item: ContextItem): Step {
	if (item.type !== 'profile' || !canLogIn(item.profile.login))
		return step({...state, failure: 'Only logins of aws sso login and aws login are renewed here.'});
	const {login, name} = item.profile;
	return step(state, logIn(['aws', ...(login.type === 'sso' ? ['sso'] : []), 'login', '--profile', name]));
}

function mark(state: State, item: ContextItem): Step {
	if (item.type !== 'profile') return step({...state, failure: 'Only profiles are marked as production.'});
	const {name, isProd} = item.profile;
	return step(
		state,
		keepContext(
			tools => tools.contexts.markProduction(name, !isProd),
			isProd ? `${name} is no production any more.` : `${name} is production from now on.`,
		),
	);
}

function whereText(layer: ContextsLayer, item: ContextItem): string {
	const faults = layer.list.status === 'ready' ? layer.list.value.faults : [];
	if (item.type === 'profile') {
		const {name, file, line, fault} = item.profile;
		return `${name}: ${fault ?? 'begins'}${fault === undefined ? ` on line ${line}` : ''} of ${file}`;
	}
	return faults.length === 0 ? 'No line of the config files is wrong.' : faults.join('; ');
}
