import {actionForKey, disabledReason} from './actions.ts';
import {followGate} from './activity/follow-gate.ts';
import {updateActivity, isActivityEvent} from './activity/state.ts';
import {pressWhileLost} from './contexts/login-lost.ts';
import {isContextsEvent, updateContexts} from './contexts/update.ts';
import {cancel, run, step, type Effect, type Step} from './effects.ts';
import type {Event} from './event.ts';
import type {EpochMs} from '../shared/clock.ts';
import {formatCount, formatTime} from '../shared/units.ts';
import {withVisit} from './history.ts';
import {pressWhileDenied} from './list-failed.ts';
import {layerOf} from './layers.ts';
import {isGateEvent, updateGate} from './layers/gate.ts';
import {openSheet} from './layers/sheet.ts';
import {leftPlace, restedPlace, rowToRestOn} from './layout.ts';
import {narrowGlyphs} from './glyphs.ts';
import {mouse, type MouseEvent} from './mouse.ts';
import {judged, judgeEffects} from './now/judge.ts';
import {isNowEvent, updateNow} from './now/state.ts';
import {placeKey, type Place} from './place.ts';
import {definitionOf} from './places.ts';
import {isMessagesEvent, updateMessages} from './queues/messages-state.ts';
import {withoutOtherAccount} from './queues/topology.ts';
import {isQueuesEvent, updateQueues} from './queues/state.ts';
import {changeWarningMs, currentPlace, noticeShownMs, withNotice, type Row, type State} from './state.ts';
import {isStreamsEvent, updateStreams} from './streams/state.ts';
import {graphemeCountMax, graphemes} from './text-field.ts';
import {isTopicsEvent, updateTopics} from './topics/state.ts';

/** The cursor has come to rest after so long. */
export const restMs = 300;

/** The state after an event, and what is to be done outside because of it. Pure: time comes with the event. */
export function update(state: State, event: Event): Step {
	const {state: applied, effects} = withModeWarning(state, apply(state, event));
	const after = judged(state, applied, event);
	const rested = withRest(withVisit(state, after));
	return {
		state: rested.state,
		effects: [
			...placeEffects(state, rested.state),
			...noticeEffects(state, after),
			...judgeEffects(state, after),
			...effects,
			...rested.effects,
		],
	};
}

/** A notice leaves the status line by itself, and CHANGE in PROD ends by itself. */
function noticeEffects(before: State, after: State): readonly Effect[] {
	if (before.notices === after.notices) return [];
	return [
		run('notice/fade', async tools => {
			await tools.sleep(noticeShownMs);
			tools.dispatch({type: 'tick', atMs: tools.clock.nowMs()});
		}),
	];
}

function apply(state: State, event: Event): Step {
	if (isGateEvent(event)) return followGate(updateGate(state, event), {before: state, event});
	if (isContextsEvent(event)) return updateContexts(state, event);
	if (isQueuesEvent(event)) return updateQueues(state, event);
	if (isMessagesEvent(event)) return updateMessages(state, event);
	if (isTopicsEvent(event)) return updateTopics(state, event);
	if (isStreamsEvent(event)) return updateStreams(state, event);
	if (isNowEvent(event)) return updateNow(state, event);
	if (isActivityEvent(event)) return updateActivity(state, event);
	switch (event.type) {
		case 'key':
			return press({...state, nowMs: event.atMs, lastKeyAtMs: event.atMs, failure: undefined}, event.key);
		case 'paste':
			return paste({...state, nowMs: event.atMs, lastKeyAtMs: event.atMs, failure: undefined}, event.text);
		case 'resized':
			return step({...state, size: event.size});
		case 'mouse':
			return takeMouse({...state, nowMs: event.atMs, lastKeyAtMs: event.atMs, failure: undefined}, event);
		case 'glyphs-too-wide':
			return step(state.glyphs.charset === 'unicode' ? {...state, glyphs: narrowGlyphs} : state);
		case 'rested':
			return step({...state, rest: event.row, resting: undefined});
		case 'tick':
			return fallBack({...state, nowMs: Math.max(state.nowMs, event.atMs)});
		case 'connected':
			return step({
				...state,
				connection: {status: 'ready', identity: event.identity},
				queues: withoutOtherAccount(state.queues, event.identity.accountId),
			});
		case 'connection-failed':
			return step({...state, connection: {status: 'failed', problem: event.problem}});
		case 'mode-changed':
			return step(
				withNotice({...state, mode: event.mode, changeUntilMs: event.untilMs}, `The mode is ${event.mode} now.`),
				modeTimer(event.untilMs),
			);
		case 'notice':
			return step(withNotice({...state, nowMs: Math.max(state.nowMs, event.atMs)}, event.text, {isFailure: event.isFailure}));
		case 'details/open':
			return step({...state, layer: {type: 'details', title: event.title, top: 0, rows: event.rows}});
		case 'sheet/open':
			return openSheet(state, event.kind, event);
		case 'sheet/plan': {
			const {layer} = state;
			const isSame = layer?.type === 'sheet' && layer.kind === event.kind && layer.openedAtMs === event.openedAtMs;
			return step(isSame ? {...state, layer: {...layer, plan: event.plan}} : state);
		}
	}
}

/** Before CHANGE ends by itself it says so, once, while there is time to renew it. */
function withModeWarning(before: State, next: Step): Step {
	const {state} = next;
	const {changeUntilMs} = state;
	if (changeUntilMs === undefined) return next;
	const warnAtMs = changeUntilMs - changeWarningMs;
	const isCrossed = before.nowMs < warnAtMs && state.nowMs >= warnAtMs && state.nowMs < changeUntilMs;
	if (!isCrossed) return next;
	return {...next, state: withNotice(state, `CHANGE ends at ${formatTime(changeUntilMs)}.   : mode change renews it`)};
}

/** Time does not wait for a key: the warning and the end come when they are due. */
function modeTimer(untilMs: EpochMs | undefined): Effect {
	if (untilMs === undefined) return cancel('mode/timer');
	return run('mode/timer', async tools => {
		for (const atMs of [untilMs - changeWarningMs, untilMs]) {
			await tools.sleep(Math.max(0, atMs - tools.clock.nowMs()));
			tools.dispatch({type: 'tick', atMs: tools.clock.nowMs()});
		}
	});
}

/** In PROD, CHANGE ends by itself. */
function fallBack(state: State): Step {
	if (state.changeUntilMs === undefined || state.nowMs < state.changeUntilMs) return step(state);
	return step(
		{...state, changeUntilMs: undefined},
		run('mode', async tools => {
			tools.session.setMode('LOOK');
			tools.dispatch({type: 'mode-changed', mode: 'LOOK'});
		}),
	);
}

/** One place reads keys: the open layer takes all of them, else the action list decides. */
function press(state: State, key: string): Step {
	if (state.layer && key !== 'ctrl-c' && key !== 'ctrl-z' && key !== 'ctrl-l') return layerOf(state.layer).press(state, state.layer, key);
	const lost = pressWhileLost(state, key) ?? pressWhileDenied(state, key);
	if (lost) return lost;
	const action = actionForKey(state, key);
	if (!action) return step(state);
	const reason = disabledReason(action, state);
	if (reason) return step({...state, failure: `${action.label}: ${reason}.${reason === 'needs CHANGE' ? '   : mode change' : ''}`});
	return action.perform(state);
}

/** With the mouse off nothing comes; an open layer scrolls by the wheel. */
function takeMouse(state: State, event: MouseEvent): Step {
	if (!state.isMouseOn) return step(state);
	if (!state.layer) return mouse(state, event);
	return event.action === 'press' ? step(state) : press(state, event.action === 'wheel-up' ? 'up' : 'down');
}

/** Pasted text never acts: it goes into a field or is ignored, and said so. */
function paste(state: State, text: string): Step {
	const {layer} = state;
	const definition = layer ? layerOf(layer) : undefined;
	const count = graphemes(text).length;
	if (!layer || !definition?.paste) return step({...state, failure: `Pasted text ignored: ${formatCount(count)} characters.`});
	if (count > graphemeCountMax)
		return step({
			...state,
			failure: `Pasted text ignored: ${formatCount(count)} characters; a field takes ${formatCount(graphemeCountMax)}.`,
		});
	return definition.paste(state, layer, text);
}

/** Ends the work of the place that left the screen and starts that of the one that came; closes what is on no stack any more. */
function placeEffects(before: State, after: State): readonly Effect[] {
	const effects: Effect[] = [];
	if (before.stacks !== after.stacks || before.pane !== after.pane || before.rest !== after.rest || before.size !== after.size) {
		const old = shownWork(before);
		const now = shownWork(after);
		for (const [key, work] of old) if (!now.has(key)) effects.push(...work().map(({id}) => cancel(id)));
		for (const [key, work] of now) if (!old.has(key)) effects.push(...work());
	}
	if (before.stacks !== after.stacks) {
		const open = new Set(allPlaces(after).map(place => placeKey(place)));
		for (const place of allPlaces(before))
			if (!open.has(placeKey(place))) effects.push(...(definitionOf(place).close?.(after, place) ?? []));
	}
	return effects;
}

/** The work of what is on screen: the place itself, the list on its left, and what it says of the row on which the cursor rests. */
function shownWork(state: State): ReadonlyMap<string, () => readonly Effect[]> {
	const work = new Map<string, () => readonly Effect[]>();
	for (const place of [currentPlace(state), leftPlace(state)])
		if (place) work.set(placeKey(place), () => definitionOf(place).enter?.(state, place) ?? []);
	const rested = restedPlace(state);
	if (rested) work.set(`glance ${placeKey(rested)}`, () => definitionOf(rested).glance?.(state, rested) ?? []);
	return work;
}

/** The right side of a split screen waits until the cursor has rested on a row: passing by asks nothing. */
function withRest(state: State): Step {
	const row = rowToRestOn(state);
	if (isSameRow(row, state.resting ?? state.rest)) return step(state);
	if (row === undefined && state.resting === undefined) return step(state);
	if (row === undefined || isSameRow(row, state.rest)) return step({...state, resting: undefined}, cancel('rest'));
	return step(
		{...state, resting: row},
		run('rest', async tools => {
			await tools.sleep(restMs);
			tools.dispatch({type: 'rested', row});
		}),
	);
}

function isSameRow(a: Row | undefined, b: Row | undefined): boolean {
	return a?.listKey === b?.listKey && a?.id === b?.id;
}

function allPlaces(state: State): readonly Place[] {
	return Object.values(state.stacks).flat();
}
