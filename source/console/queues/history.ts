import {readQueueSeries, type QueueMeasure, type QueueSeries} from '../../operations/queue-metrics.ts';
import {run, type Effect} from '../effects.ts';
import {mayReadMetrics} from './facts.ts';
import {tell, valueOf} from './read-facts.ts';
import {queueRow} from './state.ts';

/** How far back the History tab looks, shortest first. */
export const historySpans = ['1h', '6h', '24h', '7d'] as const;
export type HistorySpan = (typeof historySpans)[number];

/** How long each is, and the values that CloudWatch joins: some 60 to 100 a chart. */
export const spanOf: Readonly<Record<HistorySpan, {readonly ms: number; readonly periodSeconds: number; readonly everyMs: number}>> = {
	'1h': {ms: 3_600_000, periodSeconds: 60, everyMs: 60_000},
	'6h': {ms: 6 * 3_600_000, periodSeconds: 300, everyMs: 300_000},
	'24h': {ms: 24 * 3_600_000, periodSeconds: 900, everyMs: 300_000},
	'7d': {ms: 7 * 24 * 3_600_000, periodSeconds: 7200, everyMs: 300_000},
};

export type QueueHistory = {readonly span: HistorySpan; readonly fromMs: number; readonly toMs: number; readonly series: QueueSeries};

const wanted: readonly QueueMeasure[] = ['ready', 'oldest', 'sent', 'deleted'];

const empty: QueueSeries = {ready: [], oldest: [], sent: [], deleted: [], received: [], empty: []};

/** Reads the span that is chosen again and again while the tab is open, where metrics may be read. */
export function readHistory(url: string): Effect {
	return run(`queue-history/${url}`, async tools => {
		for (;;) {
			const state = tools.state();
			const {historySpan: span} = state.queues;
			const name = queueRow(state, url)?.ref.name;
			if (name !== undefined && mayReadMetrics(state)) {
				await tell(tools, url, 'history', async () => {
					const toMs = tools.clock.nowMs();
					const {ms, periodSeconds} = spanOf[span];
					const range = {fromMs: toMs - ms, toMs, periodSeconds, signal: tools.signal};
					const found = valueOf(await readQueueSeries(tools.session, {...range, names: [name], wanted}));
					return {span, fromMs: range.fromMs, toMs, series: found.get(name) ?? empty};
				});
			}
			await tools.sleep(spanOf[span].everyMs);
		}
	});
}
