import type {SnsState} from './state.ts';

/** What became of one try. */
export type Outcome =
	| {readonly type: 'delivered'}
	/** Worth another try: no answer, 429, 5xx. */
	| {readonly type: 'failed'; readonly code: string; readonly message: string}
	/** Never worth one: 4xx. */
	| {readonly type: 'refused'; readonly code: string; readonly message: string};

export type Failure = Exclude<Outcome, {type: 'delivered'}>;

/** How long to wait before the retry of this index, in seconds; undefined when there is none. */
export type RetrySchedule = (retryIndex: number) => number | undefined;

/** Deliveries that may wait for another try at once. One more than these gives up instead. */
const waitingCountMax = 10_000;

/**
Tries until it works, is refused, or the schedule ends.

@param options.isWanted Asked before each retry: a subscription may be gone by then.
*/
export function deliverWithRetries(
	state: SnsState,
	options: {
		readonly attempt: () => Promise<Outcome>;
		readonly schedule: RetrySchedule;
		readonly isWanted: () => boolean;
		readonly onDelivered: () => void;
		readonly onGivenUp: (failure: Failure) => void;
	},
): void {
	const {clock} = state.environment;
	const {attempt, schedule, isWanted, onDelivered, onGivenUp} = options;

	const settle = (outcome: Outcome, retryIndex: number): void => {
		if (outcome.type === 'delivered') {
			onDelivered();
			return;
		}
		const delaySeconds = outcome.type === 'failed' && state.retryCount < waitingCountMax ? schedule(retryIndex) : undefined;
		if (delaySeconds === undefined) {
			onGivenUp(outcome);
			return;
		}
		state.retryCount++;
		clock.schedule(clock.nowMs() + delaySeconds * 1000, () => {
			state.retryCount--;
			if (isWanted()) run(retryIndex + 1);
		});
	};
	const run = (retryIndex: number): void => {
		void attempt().then(outcome => settle(outcome, retryIndex));
	};
	run(0);
}

/** How AWS reads an endpoint's answer. */
export function outcomeOf(status: number): Outcome {
	if (status >= 200 && status <= 299) return {type: 'delivered'};
	const failure = {code: String(status), message: `The endpoint answered with the status ${status}.`};
	const isRetried = status === 429 || status === 100 || status === 101 || (status >= 500 && status <= 599);
	return {type: isRetried ? 'failed' : 'refused', ...failure};
}

export function noAnswer(error: unknown): Outcome {
	return {type: 'failed', code: 'NoAnswer', message: error instanceof Error ? error.message : 'The endpoint did not answer.'};
}

/** For endpoints that AWS itself runs: 3 retries at once, 2 after a second, 10 backing off from 1 to 20 seconds, then every 20 seconds for 23 days. */
export const awsEndpointSchedule: RetrySchedule = index => {
	if (index < 3) return 0;
	if (index < 5) return 1;
	if (index < 15) return 20 ** ((index - 5) / 9);
	return index < 100_015 ? 20 : undefined;
};
