import {AwsError, defaultEngineOptions, type ActionContext, type MetricReading} from '../../../source/engine/action.ts';
import {cloudWatchService} from '../../../source/engine/cloudwatch/service.ts';
import type {CloudWatchState} from '../../../source/engine/cloudwatch/state.ts';
import {validate} from '../../../source/engine/validate.ts';
import {createManualClock, type EpochMs, type ManualClock} from '../../../source/shared/clock.ts';
import {createSeededRandom} from '../../../source/shared/random.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** Where tests begin: 3:00 on 25 November 2026. */
export const startMs = Date.UTC(2026, 10, 25, 3);

/** The members of all answers; each action has some of them. */
export type Answer = {
	Label: string;
	Datapoints: Array<{Timestamp: EpochMs; Unit: string; ExtendedStatistics?: Record<string, number>} & Record<string, number>>;
	Metrics: Array<{Namespace: string; MetricName: string; Dimensions: Array<{Name: string; Value: string}>}>;
	MetricDataResults: Array<{Id: string; Label: string; Timestamps: EpochMs[]; Values: number[]; StatusCode: string}>;
	NextToken?: string;
	OwningAccounts?: string[];
};

export type CloudWatch = {
	readonly state: CloudWatchState;
	readonly clock: ManualClock;
	/** Validates and handles, as the dispatcher does. Throws what the action throws. */
	call(action: string, input?: object): Answer;
	/** The error of a call that must fail. */
	refusal(action: string, input?: object): {readonly code: string; readonly message: string; readonly status: number};
	/** Puts values of the metric `Latency` in the namespace `Shop`, now or minutes from the start. */
	put(values: readonly number[], options?: {atMinute?: number; name?: string; dimensions?: Record<string, string>; unit?: string}): void;
	/** The values of expressions over `Latency` (as `m`), by the minutes from the start. */
	values(expression: string, options?: {minutes?: number; stat?: string; period?: number}): Record<string, number>;
};

/** CloudWatch without a wire, on a clock that stands still until it is advanced. */
export function createCloudWatch(options: {readGauges?: (nowMs: EpochMs) => readonly MetricReading[]} = {}): CloudWatch {
	const clock = createManualClock(startMs);
	const random = createSeededRandom(1);
	const {readGauges} = options;
	const state = cloudWatchService.createState({
		accountId: '000000000000',
		region: 'us-east-1',
		clock,
		random,
		options: defaultEngineOptions,
		wiring: {deliverToQueue: () => undefined, ...(readGauges && {readGauges})},
	});

	function call(action: string, input: object = {}): Answer {
		const found = cloudWatchService.actions.find(({name}) => name === action);
		if (!found) throw cloudWatchService.unknownActionError(action);
		const violations = validate(found.input, input as Record<string, unknown>);
		if (violations.length > 0) throw cloudWatchService.violationError(violations);
		const context = {state, accountId: '000000000000', region: 'us-east-1', nowMs: clock.nowMs()};
		// The handlers look at nothing else.
		return found.handle(input, context as ActionContext<CloudWatchState>) as Answer;
	}

	return {
		state,
		clock,
		call,
		refusal(action, input) {
			try {
				call(action, input);
			} catch (error) {
				if (error instanceof AwsError) return {code: error.code, message: error.message, status: error.status};
				throw error;
			}
			throw new Error(`${action} was not refused`);
		},
		put(values, {atMinute, name = 'Latency', dimensions = {}, unit} = {}) {
			const MetricData = values.map(Value => ({
				MetricName: name,
				Value,
				Dimensions: Object.entries(dimensions).map(([key, value]) => ({Name: key, Value: value})),
				...(atMinute !== undefined && {Timestamp: startMs + atMinute * minuteMs}),
				...(unit !== undefined && {Unit: unit}),
			}));
			call('PutMetricData', {Namespace: 'Shop', MetricData});
		},
		values(expression, {minutes = 10, stat = 'Sum', period = 60} = {}) {
			const answer = call('GetMetricData', {
				StartTime: startMs,
				EndTime: startMs + minutes * minuteMs,
				ScanBy: 'TimestampAscending',
				MetricDataQueries: [
					{Id: 'm', MetricStat: {Metric: {Namespace: 'Shop', MetricName: 'Latency'}, Period: period, Stat: stat}, ReturnData: false},
					{Id: 'other', MetricStat: {Metric: {Namespace: 'Shop', MetricName: 'Other'}, Period: period, Stat: stat}, ReturnData: false},
					{Id: 'e', Expression: expression},
				],
			});
			const [result] = answer.MetricDataResults;
			return Object.fromEntries(
				(result?.Timestamps ?? []).map((atMs, index) => [(atMs - startMs) / minuteMs, result?.Values[index] ?? Number.NaN]),
			);
		},
	};
}
