import {findFindings, firstSeenOf} from '../../operations/findings/find-findings.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {run, type Effect} from '../effects.ts';
import type {Event} from '../event.ts';
import {listOf, type State} from '../state.ts';
import {judgeInSlices} from './judge-in-slices.ts';
import {observe, peeksOf, steadyOf} from './observe.ts';
import {withNow} from './state.ts';

/** The rules are asked this often at most; among thousands of queues less often. */
const judgeEveryMs = {few: 1000, many: 15_000};
const manyQueues = 1000;
/** A new order is applied only after so long without a key. */
const stillMs = 5000;

/** The state with its findings judged anew, where something came that may change them. */
export function judged(before: State, state: State, event: Event): State {
	const atMs = 'atMs' in event ? Math.max(state.nowMs, event.atMs) : state.nowMs;
	const after = before.queues.peeks === state.queues.peeks ? state : withNow(state, {peeks: peeksOf(before, state, atMs)});
	if (event.type === 'now/judged') return ordered(after, atMs);
	if (!isDue(before, after, {event, atMs})) return after;
	if (after.queues.rows.length > manyQueues) return withNow(after, {judgingSinceMs: atMs});
	const steady = steadyOf(after);
	const observations = observe(withNow(after, {steady}), atMs);
	const findings = findFindings(observations, {firstSeen: after.now.firstSeen});
	const change = {findings, observations, steady, judgedAtMs: atMs, isWhole: observations.isWhole, firstSeen: firstSeenOf(findings)};
	return ordered(withNow(after, change), atMs);
}

/** Among thousands of queues the rules are asked outside, a part at a time: a key may come between. */
export function judgeEffects(before: State, after: State): readonly Effect[] {
	const isAsked = after.now.judgingSinceMs !== undefined && after.now.judgingSinceMs !== before.now.judgingSinceMs;
	return isAsked ? [run('now/judge', judgeInSlices)] : [];
}

function isDue(before: State, after: State, {event, atMs}: {event: Event; atMs: EpochMs}): boolean {
	const {judgedAtMs, judgingSinceMs} = after.now;
	if (judgingSinceMs !== undefined) return false;
	// A round of looking that ended and a minute that passed are always judged; so is the end of the first sweep.
	const isMany = after.queues.rows.length > manyQueues;
	const isRoundOver = event.type === 'now/looked' || event.type === 'now/metrics' || event.type === 'now/readers' || event.type === 'tick';
	if (isRoundOver && !isMany) return [after.queues, after.topics, after.streams].some(({rows}) => rows.length > 0);
	const isSame = before.queues.rows === after.queues.rows && before.streams.rows === after.streams.rows;
	if (!isRoundOver && isSame && before.now.peeks === after.now.peeks) return false;
	if (judgedAtMs === undefined || (!after.now.isWhole && isSwept(after))) return true;
	return atMs - judgedAtMs >= (isMany ? judgeEveryMs.many : judgeEveryMs.few);
}

/** Whether every queue was looked at, or could not be. */
export function isSwept({queues}: State): boolean {
	return queues.status === 'ready' && queues.rows.every(row => row.attributes !== undefined || row.problem !== undefined);
}

/** Whether topics and streams had their turn as well. */
function isLookedAround(state: State): boolean {
	const {topics, streams} = state;
	const hasListed = [topics, streams].every(({status}) => status === 'ready' || status === 'failed');
	const hasRead = topics.rows.every(row => row.subscriptions !== undefined) && streams.rows.every(row => row.summary ?? row.problem);
	return isSwept(state) && hasListed && hasRead;
}

/** The worst come first when the operator has been still; otherwise what is new comes last, and what is gone goes. */
function ordered(state: State, atMs: EpochMs): State {
	const {order, findings, orderedAtMs} = state.now;
	const ids = findings.map(({id}) => id);
	// While the first look goes on, the cursor stands on nothing that was chosen.
	const isFirst = orderedAtMs === 0 && listOf(state, {type: 'now'}).cursorId === undefined;
	const mayMove = isFirst || atMs - state.lastKeyAtMs >= stillMs;
	const present = new Set(ids);
	const kept = order.filter(id => present.has(id));
	const known = new Set(kept);
	const next = mayMove ? ids : [...kept, ...ids.filter(id => !known.has(id))];
	const isSameOrder = next.length === order.length && next.every((id, index) => id === order[index]);
	return withNow(state, {order: isSameOrder ? order : next, orderedAtMs: mayMove && isLookedAround(state) ? atMs : orderedAtMs});
}
