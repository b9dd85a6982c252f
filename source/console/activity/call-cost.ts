import {callCost, formatUsd} from '../../operations/call-cost.ts';
import {formatCount, plural} from '../../shared/units.ts';
import {run, step, type EffectTools, type Step} from '../effects.ts';
import type {State} from '../state.ts';

/** How the calls so far are told: how many, and what they cost. */
export function costText(state: State): string {
	const {callCount, tallies} = state.activity;
	// Short, so that the tabs keep their room at 80 columns.
	return `${plural(callCount, 'call')}${isFree(state) ? ' so far' : `, ${formatUsd(callCost(tallies).usd)}`}`;
}

/** Takes the calls of the session onto the screen; that asks AWS nothing. */
export function tellCalls({dispatch, session}: EffectTools): void {
	dispatch({
		type: 'activity/calls',
		calls: session.calls().toReversed(),
		callCount: session.callCount(),
		tallies: session.tallies(),
	});
}

/** Over whatever is on screen: what was asked of AWS so far, and what it costs. */
export function openCallCost(state: State): Step {
	return step(
		state,
		run('calls', async tools => {
			tellCalls(tools);
			tools.dispatch({type: 'details/open', title: 'Calls made, cost', rows: costRows(tools.state())});
		}),
	);
}

function costRows(state: State): ReadonlyArray<readonly [label: string, text: string]> {
	const {callCount, tallies, calls} = state.activity;
	const cost = callCost(tallies);
	const throttled = calls.filter(call => call.outcome === 'throttled').length;
	const since = calls.at(-1);
	const minutes = since ? Math.max(1, (state.nowMs - since.atMs) / 60_000) : 1;
	return [
		['Calls in this session', `${formatCount(callCount)}, about ${formatCount(Math.round(calls.length / minutes))} a minute lately`],
		['Throttled, of the last 1,000', formatCount(throttled)],
		[
			'Cost so far',
			isFree(state) ? 'nothing: this endpoint is not AWS' : `${aboutUsd(cost.usd)}, by the prices of us-east-1 without free tier`,
		],
		['', ''],
		...cost.lines.map(({service, action, count, usd}): readonly [string, string] => [
			`${service}:${action}`,
			`${formatCount(count).padStart(9)}${isFree(state) ? '' : usd === undefined ? '   no price of its own' : `   ${aboutUsd(usd)}`}`,
		]),
		['', ''],
		['All of them, with request ids', '4 Activity, tab API calls'],
	];
}

/** What is under a bound needs no "about". */
function aboutUsd(usd: number): string {
	const text = formatUsd(usd);
	return text.startsWith('$') ? `about ${text}` : text;
}

function isFree(state: State): boolean {
	return state.context.target !== 'aws';
}
