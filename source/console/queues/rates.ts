import {flowMeasures, ratesOf, readQueueSeries, type QueueRates} from '../../operations/queue-metrics.ts';
import {formatAge, formatCount} from '../../shared/units.ts';
import {run, type Effect} from '../effects.ts';
import type {State} from '../state.ts';
import {factsOf, mayReadMetrics} from './facts.ts';
import {tell, valueOf} from './read-facts.ts';
import {queueRow} from './state.ts';

/** Minutes that trends are drawn from; CloudWatch lags by one or two. */
const spanMs = 15 * 60_000;
/** Reading costs on AWS and is free elsewhere. */
const everyMs = {aws: 60_000, local: 10_000};

/** Reads rates and ages of an open queue, where metrics may be read. */
export function readRates(url: string): Effect {
	return run(`queue-rates/${url}`, async tools => {
		const {session, clock, signal} = tools;
		for (;;) {
			const name = queueRow(tools.state(), url)?.ref.name;
			if (name !== undefined && mayReadMetrics(tools.state())) {
				await tell(tools, url, 'flow', async () => {
					const toMs = clock.nowMs();
					const range = {fromMs: toMs - spanMs, toMs, periodSeconds: 60, signal};
					const found = valueOf(await readQueueSeries(session, {...range, names: [name], wanted: flowMeasures}));
					return found.get(name) ?? {ready: [], oldest: [], sent: [], deleted: [], received: [], empty: []};
				});
			}
			await tools.sleep(session.context.target === 'aws' ? everyMs.aws : everyMs.local);
		}
	});
}

/** How an open queue flows, as CloudWatch told; undefined when it did not. */
export function ratesOfQueue(state: State, url: string): QueueRates | undefined {
	const {flow} = factsOf(state, url);
	return flow?.status === 'known' ? ratesOf(flow.value, flow.atMs) : undefined;
}

/** `40/s`, `1.5/s`, `3/min`: what a person can picture. */
export function formatRate(perSecond: number): string {
	if (perSecond === 0) return '0/s';
	if (perSecond >= 10) return `${formatCount(Math.round(perSecond))}/s`;
	if (perSecond >= 0.95) return `${perSecond.toFixed(1).replace(/\.0$/, '')}/s`;
	const perMinute = perSecond * 60;
	return perMinute >= 0.95 ? `${Math.round(perMinute)}/min` : `${Math.max(1, Math.round(perSecond * 3600))}/h`;
}

/** Times within which a backlog may be asked to drain, shortest first. */
const drainSeconds = [120, 600, 3600, 6 * 3600, 86_400];

/** In how long a queue drains, or what it would take. */
export function drainText(
	readyCount: number,
	rates: {readonly inPerSecond: number; readonly outPerSecond: number},
	atLeast: string,
): string {
	const {inPerSecond, outPerSecond} = rates;
	if (readyCount === 0) return 'nothing is waiting';
	const net = outPerSecond - inPerSecond;
	const seconds = net > 0 ? readyCount / net : Number.POSITIVE_INFINITY;
	if (seconds <= 14 * 86_400) return `in about ${aboutText(seconds)} at this rate`;
	const doable = 4 * Math.max(inPerSecond, outPerSecond, 1);
	const within = drainSeconds.find(one => inPerSecond + readyCount / one <= doable) ?? 86_400;
	return `never at this rate; at OUT ${atLeast} ${formatRate(inPerSecond + readyCount / within)} in about ${aboutText(within)}`;
}

function aboutText(seconds: number): string {
	if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
	if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
	return seconds < 86_400 ? `${Math.round(seconds / 3600)} h` : formatAge(seconds * 1000);
}
