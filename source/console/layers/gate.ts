import {safeText} from '../../payload/safe-text.ts';
import {planChanges, type Plan} from '../../operations/plan.ts';
import {isAbort, problemOf, run, step, type Effect, type EffectTools, type Step} from '../effects.ts';
import type {Event, GateEvent} from '../event.ts';
import type {GateTools} from '../gate-definition.ts';
import {gateOf} from '../gates.ts';
import {pressesIgnoredMs, type GateLayer, type State, withNotice} from '../state.ts';
import {blank, line, span, wrapText} from '../line.ts';
import {editField, emptyField, graphemes, insertText} from '../text-field.ts';
import {asksForWord, hasInstead, modeRefusal, wordFor} from './gate-rules.ts';
import {gateKeys, gateStatus, gateView} from './gate-view.ts';
import type {LayerDefinition} from './layer.ts';

/** Opens the last question before `operation`. The plan is read now, and once more on confirmation. */
export function openGate(state: State, operation: string, request: unknown): Step {
	const gate: GateLayer = {
		type: 'gate',
		operation,
		request,
		plan: {status: 'loading'},
		field: emptyField,
		status: 'asking',
		changes: [],
		focus: 'answer',
		insteadIndex: 0,
		openedAtMs: state.nowMs,
	};
	return step({...state, layer: gate}, readPlan(gate));
}

export const gateLayer: LayerDefinition<GateLayer> = {
	press(state, gate, key) {
		if (gate.question !== undefined) return answerQuestion(state, gate, key);
		if (key === 'esc') return step({...state, layer: undefined});
		// A key held down from the sheet before must not answer the question that it opened.
		if (state.nowMs - gate.openedAtMs < pressesIgnoredMs) return step(state);
		if (gate.plan.status !== 'ready' || gate.status === 'rereading' || gate.status === 'executing') return step(state);
		const refusal = modeRefusal(state, gate.plan.value);
		if (refusal) return step({...state, failure: refusal});
		if (gate.status === 'changed') return key === 'enter' ? confirm(state, gate, gate.plan.value) : step(state);
		if ((key === 'tab' || key === 'shift-tab') && hasInstead(gate)) return step({...state, layer: toggleFocus(gate)});
		return gate.focus === 'instead' ? choose(state, gate, gate.plan.value, key) : answer(state, gate, gate.plan.value, key);
	},
	paste(state, gate, text) {
		if (gate.plan.status !== 'ready' || gate.focus === 'instead' || gate.status !== 'asking' || !asksForWord(state, gate.plan.value)) {
			return step({...state, failure: `Pasted text ignored: ${graphemes(text).length} characters.`});
		}
		return step({...state, layer: {...gate, field: insertText(gate.field, text.trim())}});
	},
	view: (state, gate, area) => ({body: gateView(state, gate, area), status: gateStatus(state, gate), keys: gateKeys(state, gate)}),
};

function answer(state: State, gate: GateLayer, plan: Plan, key: string): Step {
	const word = wordFor(state, plan);
	if (word === undefined) {
		const isYes = plan.level === 'cost' ? key === 'enter' : key === 'y';
		return isYes ? confirm(state, gate, plan) : step(state);
	}
	if (key === 'enter') return gate.field.text === word ? confirm(state, gate, plan) : step(state);
	const field = editField(gate.field, key);
	return field ? step({...state, layer: {...gate, field}}) : step(state);
}

function toggleFocus(gate: GateLayer): GateLayer {
	return {...gate, focus: gate.focus === 'answer' ? 'instead' : 'answer'};
}

/** Moves among the milder ways, and chooses one or none. What is asked about is read anew then, and what was typed is gone. */
function choose(state: State, gate: GateLayer, plan: Plan, key: string): Step {
	const alternatives = plan.alternatives ?? [];
	const last = alternatives.length - 1;
	if (key === 'down' || key === 'j') {
		if (gate.insteadIndex === last) return step({...state, layer: toggleFocus(gate)});
		return step({...state, layer: {...gate, insteadIndex: gate.insteadIndex + 1}});
	}
	if (key === 'up' || key === 'k') return step({...state, layer: {...gate, insteadIndex: Math.max(0, gate.insteadIndex - 1)}});
	const chosen = alternatives[gate.insteadIndex]?.id;
	if ((key !== 'space' && key !== 'enter') || chosen === undefined) return step(state);
	const alternative = chosen === gate.instead ? undefined : chosen;
	const subject = gateOf(gate.operation).instead?.(gate.request, {alternative, nowMs: state.nowMs});
	if (!subject) return step(state);
	const {instead: _before, problem: _problem, ...rest} = gate;
	const next: GateLayer = {
		...rest,
		...subject,
		...(alternative !== undefined && {instead: alternative}),
		plan: {status: 'loading'},
		field: emptyField,
		focus: 'answer',
	};
	return step({...state, layer: next}, readPlan(next));
}

function confirm(state: State, gate: GateLayer, plan: Plan): Step {
	return step({...state, layer: {...gate, status: 'rereading', problem: undefined}}, execute(gate, plan));
}

function readPlan(gate: GateLayer): Effect {
	return run('gate/read', async tools => {
		const {openedAtMs} = gate;
		try {
			const plan = await gateOf(gate.operation).plan(gateTools(tools, gate), gate.request);
			tools.dispatch({type: 'gate/read', openedAtMs, plan: {status: 'ready', value: plan}, atMs: tools.clock.nowMs()});
		} catch (error) {
			if (!isAbort(error))
				tools.dispatch({type: 'gate/read', openedAtMs, plan: {status: 'failed', problem: problemOf(error)}, atMs: tools.clock.nowMs()});
		}
	});
}

/** Reads the plan once more, and goes on only when nothing that matters became different. Runs under an id of its own, so that leaving the dialog does not end what was sent. */
function execute(gate: GateLayer, shown: Plan): Effect {
	const work = async (tools: EffectTools): Promise<void> => {
		const {openedAtMs, operation} = gate;
		const definition = gateOf(operation);
		try {
			const plan = await definition.plan(gateTools(tools, gate), gate.request);
			const changes = planChanges(shown, plan);
			if (changes.length > 0) {
				tools.dispatch({type: 'gate/changed', openedAtMs, plan, changes});
				return;
			}
			tools.dispatch({type: 'gate/executing', openedAtMs});
			const outcome = await definition.execute(gateTools(tools, gate), plan);
			tools.dispatch({type: 'gate/done', openedAtMs, operation, plan, outcome, atMs: tools.clock.nowMs()});
		} catch (error) {
			tools.dispatch({type: 'gate/failed', openedAtMs, problem: problemOf(error), atMs: tools.clock.nowMs()});
		}
	};
	return {type: 'run', id: `gate/execute/${gate.openedAtMs}`, isChange: true, run: work};
}

function gateTools(tools: EffectTools, {openedAtMs}: GateLayer): GateTools {
	const progress = (text: string): void => tools.dispatch({type: 'gate/progress', openedAtMs, text});
	const ask = async (question: string): Promise<boolean> => {
		const {layer} = tools.state();
		if (layer?.type !== 'gate' || layer.openedAtMs !== openedAtMs) return false;
		const answer = new Promise<boolean>(resolve => {
			tools.shelf.put(questionKey(openedAtMs), {value: resolve, end: () => Promise.resolve(undefined).finally(() => resolve(false))});
		});
		tools.dispatch({type: 'gate/question', openedAtMs, question});
		return tools.resting(answer);
	};
	return {session: tools.session, clock: tools.clock, signal: tools.signal, effects: tools, progress, ask};
}

function questionKey(openedAtMs: number): string {
	return `gate/question/${openedAtMs}`;
}

/** `y` goes on; `n` and esc do not. No other key means anything, so that none does by a slip. */
function answerQuestion(state: State, gate: GateLayer, key: string): Step {
	if (key !== 'y' && key !== 'n' && key !== 'esc') return step(state);
	const {question: _answered, ...rest} = gate;
	return step(
		{...state, layer: key === 'esc' ? undefined : rest},
		run('gate/answer', async tools => {
			// Nothing else is put under this key than what `ask` puts there.
			const resolve = tools.shelf.take(questionKey(gate.openedAtMs))?.value as ((isYes: boolean) => void) | undefined;
			resolve?.(key === 'y');
		}),
	);
}

/** What is not as it was meant must be read as a whole, and the status line would cut it. */
function withWholeOutcome(state: State, title: string, summary: string): State {
	const columns = state.size.columns - 2;
	const lines = wrapText(safeText(summary), columns).map(row => line(span(` ${row}`)));
	return {...state, layer: {type: 'details', title, top: 0, rows: [], lines: [blank, ...lines]}};
}

export function isGateEvent(event: Event): event is GateEvent {
	return event.type.startsWith('gate/');
}

export function updateGate(state: State, event: GateEvent): Step {
	const gate = state.layer?.type === 'gate' && state.layer.openedAtMs === event.openedAtMs ? state.layer : undefined;
	switch (event.type) {
		case 'gate/read':
			return step(gate ? {...state, layer: {...gate, plan: event.plan, readAtMs: event.atMs}} : state);
		case 'gate/changed':
			return step(
				gate ? {...state, layer: {...gate, status: 'changed', changes: event.changes, plan: {status: 'ready', value: event.plan}}} : state,
			);
		case 'gate/executing':
			return step(gate ? {...state, layer: {...gate, status: 'executing'}} : state);
		case 'gate/question':
			return step(gate ? {...state, layer: {...gate, question: event.question}} : state);
		case 'gate/progress':
			return step(gate ? {...state, layer: {...gate, progress: event.text}} : state);
		case 'gate/failed': {
			const noticed = withNotice(state, event.problem.message, {isFailure: true});
			return step(gate ? {...noticed, layer: {...gate, status: 'asking', problem: event.problem, field: emptyField}} : noticed);
		}
		case 'gate/done': {
			const {summary, requestId, isPartly} = event.outcome;
			const detail = requestId === undefined ? {} : {detail: `request ${requestId}`};
			const noticed = withNotice(gate ? {...state, layer: undefined} : state, summary, detail);
			const next = gateOf(event.operation).done?.(noticed, event.plan) ?? step(noticed);
			return gate && isPartly ? {...next, state: withWholeOutcome(next.state, event.plan.title, summary)} : next;
		}
	}
}
