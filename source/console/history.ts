import {step, type Step} from './effects.ts';
import {placeKey} from './place.ts';
import {goTo, type State, type Visit} from './state.ts';

/** Places remembered, so that a day of work does not grow. */
const visitCountMax = 100;

/** Remembers a place that was come to; going on from an earlier one forgets what came after it. */
export function withVisit(before: State, after: State): State {
	if (before.history !== after.history || (before.pane === after.pane && before.stacks === after.stacks)) return after;
	const {pane} = after;
	const visit: Visit = {pane, stack: after.stacks[pane]};
	const {visits, index} = after.history;
	const current = visits[index];
	if (current && visitKey(current) === visitKey(visit)) return after;
	const kept = [...visits.slice(0, index + 1), visit].slice(-visitCountMax);
	return {...after, history: {visits: kept, index: kept.length - 1}};
}

/** To the place seen before, or after it again. */
export function travel(state: State, delta: 1 | -1): Step {
	const {visits, index} = state.history;
	const visit = visits[index + delta];
	if (!visit) return step(state);
	return step({...goTo(state, visit.pane, visit.stack), history: {visits, index: index + delta}});
}

export function canTravel(state: State, delta: 1 | -1): boolean {
	return state.history.visits[state.history.index + delta] !== undefined;
}

function visitKey({pane, stack}: Visit): string {
	return [pane, ...stack.map(place => placeKey(place))].join(' ');
}
