import {lastWholeMinute} from '../../operations/findings/metrics.ts';
import {formatCount} from '../../shared/units.ts';
import type {State} from '../state.ts';

/** CloudWatch is some minutes late; what is older than this says nothing of now. */
const freshForMs = 5 * 60_000;

const minuteMs = 60_000;

/** Records put a second, of the last minute that CloudWatch has whole: 0 where it has none of the last five. Undefined until it was asked. */
export function incomingPerSecond(state: State, stream: string): number | undefined {
	const metric = state.now.metrics?.incoming.get(stream);
	if (!metric) return undefined;
	const point = lastWholeMinute(metric);
	return point && metric.atMs - point.atMs - minuteMs <= freshForMs ? point.value / 60 : 0;
}

/** `1,203`; `<1` for what rounds to nothing and is not. */
export function incomingText(perSecond: number): string {
	return perSecond > 0 && perSecond < 0.5 ? '<1' : formatCount(Math.round(perSecond));
}
