import type {EpochMs} from '../shared/clock.ts';
import type {MetricReading, Wiring} from './action.ts';
import {cloudWatchService} from './cloudwatch/service.ts';
import type {CloudWatchState} from './cloudwatch/state.ts';
import type {Regions} from './regions.ts';
import {readGauges} from './sqs/metrics.ts';
import {sqsService} from './sqs/service.ts';

/** What makes CloudWatch hear of the other services. */
export type Metering = {
	/** For the services of one account and region. */
	localWiring(accountId: string, region: string): Pick<Wiring, 'countMetrics' | 'readGauges'>;
	/**
	To be called before each request, with the time at which it begins.

	The first one of a minute makes up for the gauges of those that have ended. No timer does it: between two requests nothing changes but by time, which the past can be asked about afterwards.
	*/
	beforeCall(nowMs: EpochMs): void;
};

const minuteMs = 60_000;

export function createMetering(regions: () => Regions): Metering {
	let nextMinuteMs = 0;
	return {
		localWiring(accountId, region) {
			// Found once: a state that is thrown away is not asked for again.
			let found: CloudWatchState | undefined;
			return {
				countMetrics(reading) {
					found ??= regions().state(cloudWatchService, accountId, region);
					found.count(reading);
				},
				readGauges(nowMs): readonly MetricReading[] {
					const sqs = regions().existingState(sqsService, accountId, region);
					return sqs ? readGauges(sqs, nowMs) : [];
				},
			};
		},
		beforeCall(nowMs) {
			if (nowMs < nextMinuteMs) return;
			nextMinuteMs = nowMs - (nowMs % minuteMs) + minuteMs;
			for (const state of regions().existingStates(cloudWatchService)) state.catchUp(nowMs);
		},
	};
}
