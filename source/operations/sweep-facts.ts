import type {QueueAttributes} from '../aws/queue.ts';
import type {SessionContext} from '../aws/session.ts';
import {parseArn} from '../shared/arn.ts';
import {formatCount, formatSeconds, plural} from '../shared/units.ts';
import type {Plan} from './plan.ts';
import {sweptMax} from './sweep.ts';

/** Messages a second that are looked at and given back. */
const perSecond = {aws: 900, engine: 2000};

/** List price of a request in us-east-1, in dollars: $0.40 a million. */
const requestPrice = 0.4 / 1_000_000;

export type SweepEstimate = {
	readonly count: number;
	readonly receiveCount: number;
	readonly seconds: number;
	readonly dollars: number;
	/** Long enough that nothing comes back meanwhile, and twice that. */
	readonly visibilityTimeoutSeconds: number;
};

/** @param ratePerSecond What is done to each message takes its time, too. */
export function estimateSweep(queue: QueueAttributes, target: SessionContext['target'], ratePerSecond = Infinity): SweepEstimate {
	const count = Math.min(queue.readyCount, sweptMax);
	const rate = Math.min(ratePerSecond, target === 'engine' ? perSecond.engine : perSecond.aws);
	const receiveCount = Math.max(1, Math.ceil(count / 10));
	const seconds = Math.max(1, Math.ceil(count / rate));
	return {count, receiveCount, seconds, dollars: 2 * receiveCount * requestPrice, visibilityTimeoutSeconds: 30 + 2 * seconds};
}

/** What looking through a queue does and costs, in numbers. */
export function sweepFacts(queue: QueueAttributes, target: SessionContext['target'], ratePerSecond?: number): Plan['facts'] {
	const {count, receiveCount, seconds, dollars, visibilityTimeoutSeconds} = estimateSweep(queue, target, ratePerSecond);
	return [
		{
			label: 'looks at',
			text: `about ${plural(count, 'message')}: ${plural(receiveCount, 'receive')} and as many batches to give back`,
		},
		{label: 'costs', text: `${target === 'aws' ? `${formatDollars(dollars)}, ` : ''}${formatDuration(seconds)}`},
		{
			label: 'meanwhile',
			text: `every receive count +1, for good; up to ${formatCount(count)} hidden, limit 120,000;\nif sluice is killed they come back after ${formatSeconds(visibilityTimeoutSeconds)}`,
		},
	];
}

/** Worst first. */
export function sweepWarnings(queue: QueueAttributes): string[] {
	const {inFlightCount, isFifo, name, readyCount, redrivePolicy} = queue;
	const found: string[] = [];
	if (redrivePolicy) {
		const dlq = parseArn(redrivePolicy.deadLetterQueueArn)?.resource ?? redrivePolicy.deadLetterQueueArn;
		const {maxReceiveCount} = redrivePolicy;
		found.push(`A message received ${plural(maxReceiveCount, 'time')} before goes to ${dlq} by this receive, and is not seen.`);
	}
	if (inFlightCount > 0) found.push(`${name} has readers: they hold ${plural(inFlightCount, 'message')} now, and wait for what is hidden.`);
	if (readyCount > sweptMax)
		found.push(`Only about ${formatCount(sweptMax)} of ${formatCount(readyCount)} can be held at once; the rest is not seen.`);
	if (isFifo) found.push('FIFO: groups stand still meanwhile, and no more than the first messages of each group can be seen.');
	return found;
}

function formatDollars(dollars: number): string {
	return dollars < 0.005 ? 'less than $0.01' : `about $${dollars.toFixed(2)}`;
}

function formatDuration(seconds: number): string {
	return seconds < 60 ? `about ${seconds} s` : `about ${Math.round(seconds / 60)} min`;
}
