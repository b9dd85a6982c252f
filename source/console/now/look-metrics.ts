import {collectMetrics, incomingToAsk, metricSpanMs, metricsToAsk, type AskedMetric} from '../../operations/findings/metrics.ts';
import {isAbort, problemOf, type EffectTools} from '../effects.ts';
import {mayReadMetrics} from '../queues/facts.ts';
import type {State} from '../state.ts';

/** CloudWatch is asked this often; on AWS each look has a price. */
const everyMs = {aws: 60_000, local: 10_000};
/** Queues with most messages, topics, and streams that are asked about. */
const thingsMax = 200;
/** Without a key for so long, nothing is read. */
const asleepAfterMs = 10 * 60_000;

/** Reads what CloudWatch counts of the things on screen, again and again, where asking costs nothing or was agreed to. */
export async function lookAtMetrics(tools: EffectTools): Promise<void> {
	for (;;) {
		const isAsleep = tools.clock.nowMs() - tools.state().lastKeyAtMs > asleepAfterMs;
		const asked = isAsleep || !mayReadMetrics(tools.state()) ? [] : whatToAsk(tools.state());
		if (asked.length > 0 && !(await readOnce(tools, asked))) return;
		await tools.sleep(asked.length > 0 ? (tools.session.context.target === 'aws' ? everyMs.aws : everyMs.local) : 1000);
	}
}

/** False when there is no CloudWatch to ask. */
async function readOnce(tools: EffectTools, asked: readonly AskedMetric[]): Promise<boolean> {
	const toMs = tools.clock.nowMs();
	try {
		const range = {fromMs: toMs - metricSpanMs, toMs, periodSeconds: 60, signal: tools.signal};
		const reading = await tools.session.metrics.read(
			asked.map(({query}) => query),
			range,
		);
		if (reading.status !== 'known') {
			tools.dispatch({type: 'now/metrics-failed', problem: problemOf(reading.error), atMs: toMs});
			return false;
		}
		tools.dispatch({type: 'now/metrics', metrics: collectMetrics(asked, reading.value, toMs), atMs: toMs});
	} catch (error) {
		if (isAbort(error)) throw error;
		tools.dispatch({type: 'now/metrics-failed', problem: problemOf(error), atMs: toMs});
	}
	return true;
}

/** What a rule can use, of queues that hold messages, and what the list of streams shows. */
function whatToAsk(state: State): readonly AskedMetric[] {
	const holding = state.queues.rows
		.filter(({attributes}) => attributes !== undefined && attributes.readyCount + attributes.inFlightCount > 0)
		.toSorted((a, b) => (b.attributes?.readyCount ?? 0) - (a.attributes?.readyCount ?? 0))
		.slice(0, thingsMax);
	const streams = state.streams.rows.slice(0, thingsMax).map(({ref}) => ref);
	const ofRules = metricsToAsk({
		queues: holding.map(({ref}) => ref),
		topics: state.topics.rows.slice(0, thingsMax).map(({ref}) => ref),
		streams,
	});
	return [...ofRules, ...incomingToAsk(streams)];
}
