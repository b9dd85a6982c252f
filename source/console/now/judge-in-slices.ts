import {claimsOf, firstSeenOf} from '../../operations/findings/find-findings.ts';
import {compareFindings, type Finding} from '../../operations/findings/finding.ts';
import type {ObservedQueue} from '../../operations/findings/observation.ts';
import type {EffectTools} from '../effects.ts';
import {observeAll, observeQueues, steadyOf} from './observe.ts';
import {withNow} from './state.ts';

/** Queues that are observed and judged before a key may come between: some 2 ms. */
const sliceLength = 250;

/** Judges thousands of queues without holding up a key: as they are now, a part at a time. */
export async function judgeInSlices(tools: EffectTools): Promise<void> {
	const nowMs = tools.clock.nowMs();
	const state = tools.state();
	const steady = steadyOf(state);
	const judged = withNow(state, {steady});
	const queues: ObservedQueue[] = [];
	for (const rows of slices(state.queues.rows)) {
		await nextTurn();
		queues.push(...observeQueues(judged, rows));
	}
	await nextTurn();
	const observations = observeAll(judged, queues, nowMs);
	const {firstSeen} = state.now;
	const findings: Finding[] = [...claimsOf({...observations, queues: []}, {firstSeen})];
	for (const slice of slices(queues)) {
		await nextTurn();
		findings.push(...claimsOf({...observations, queues: slice, topics: [], streams: []}, {firstSeen}));
	}
	await nextTurn();
	findings.sort(compareFindings);
	await nextTurn();
	const {isWhole} = observations;
	tools.dispatch({type: 'now/judged', findings, observations, steady, isWhole, firstSeen: firstSeenOf(findings), atMs: nowMs});
}

function* slices<Item>(items: readonly Item[]): Generator<readonly Item[]> {
	for (let start = 0; start < items.length; start += sliceLength) yield items.slice(start, start + sliceLength);
}

/** Keys and answers come first. */
function nextTurn(): Promise<void> {
	return new Promise(resolve => void setImmediate(resolve));
}
