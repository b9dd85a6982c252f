import type {EpochMs} from '../../shared/clock.ts';
import {aggregate, timeRange} from './aggregate.ts';
import {validationError} from './errors.ts';
import {evaluate, type QueryScope} from './evaluate.ts';
import {MathError, lineOf, type Line, type MathValue} from './math-value.ts';
import type {MetricQuery} from './metric-query.ts';
import type {CloudWatchState} from './state.ts';

/** Periods that FILL and TIME_SERIES write, counted from the end: as many as a page of an answer. */
export const pointCountMax = 100_800;

const minuteSeconds = 60;

/** The queries of one request, each worked out once, when it is first needed. */
export class QueryRun {
	readonly #state: CloudWatchState;
	readonly #queries: readonly MetricQuery[];
	readonly #time: {readonly startMs: EpochMs; readonly endMs: EpochMs};
	readonly #values = new Map<string, MathValue>();
	/** The expressions that are being worked out, one for the sake of the other. */
	readonly #open = new Set<string>();

	constructor(state: CloudWatchState, queries: readonly MetricQuery[], time: {readonly startMs: EpochMs; readonly endMs: EpochMs}) {
		this.#state = state;
		this.#queries = queries;
		this.#time = time;
	}

	/** The time series of a query. Throws a ValidationError for an expression that cannot be worked out. */
	lines(query: MetricQuery): readonly Line[] {
		try {
			const value = this.#valueOf(query);
			if (value.type === 'line') return [value.line];
			if (value.type === 'lines') return value.lines;
			throw new MathError('The result is no time series');
		} catch (error) {
			if (!(error instanceof MathError)) throw error;
			throw validationError(
				error.message.startsWith('not implemented') ? error.message : `Error in expression '${query.id}': ${error.message}`,
			);
		}
	}

	#valueOf(query: MetricQuery): MathValue {
		const known = this.#values.get(query.id);
		if (known) return known;
		if (this.#open.has(query.id)) throw new MathError('The expression refers to itself');
		this.#open.add(query.id);
		const value = query.type === 'metric' ? lineOf(this.#metricLine(query)) : evaluate(query.expression, this.#scopeOf(query));
		this.#open.delete(query.id);
		this.#values.set(query.id, value);
		return value;
	}

	#metricLine(query: Extract<MetricQuery, {type: 'metric'}>): Line {
		const line = new Map<EpochMs, number>();
		// Accounts do not see each other's metrics.
		const isOwn = query.accountId === undefined || query.accountId === this.#state.environment.accountId;
		const metric = isOwn ? this.#state.find(query.metric) : undefined;
		const series = (metric?.units(query.unit) ?? []).map(([, one]) => one);
		for (const bucket of aggregate(series, timeRange({...this.#time, periodSeconds: query.periodSeconds}))) {
			const value = query.statistic(bucket);
			if (value !== undefined) line.set(bucket.startMs, value);
		}
		return line;
	}

	#scopeOf(query: MetricQuery): QueryScope {
		const find = (id: string): MetricQuery => {
			const found = this.#queries.find(one => one.id === id);
			if (!found) throw new MathError(`Unknown ID ${id}`);
			return found;
		};
		return {
			query: id => this.#valueOf(find(id)),
			periodSeconds: id => this.#periodSeconds(find(id)),
			metrics: part => this.#queries.flatMap(one => (one.type === 'metric' && one.id.includes(part) ? [this.#metricLineOnce(one)] : [])),
			times: () => this.#times(this.#periodSeconds(query)),
		};
	}

	#metricLineOnce(query: Extract<MetricQuery, {type: 'metric'}>): Line {
		const value = this.#valueOf(query);
		return value.type === 'line' ? value.line : new Map();
	}

	/** An expression without a period of its own has the shortest of the metrics'. */
	#periodSeconds(query: MetricQuery): number {
		if (query.periodSeconds !== undefined) return query.periodSeconds;
		const periods = this.#queries.flatMap(one => (one.type === 'metric' ? [one.periodSeconds] : []));
		return periods.length === 0 ? minuteSeconds : Math.min(...periods);
	}

	#times(periodSeconds: number): readonly EpochMs[] {
		const {startMs, endMs, periodMs} = timeRange({...this.#time, periodSeconds});
		const count = Math.ceil((endMs - startMs) / periodMs);
		const skipped = Math.max(0, count - pointCountMax);
		return Array.from({length: count - skipped}, (_, index) => startMs + (skipped + index) * periodMs);
	}
}
