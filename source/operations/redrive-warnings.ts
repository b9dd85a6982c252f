import type {QueueAttributes} from '../aws/queue.ts';
import {namesOf} from './message-words.ts';
import {formatCount, formatSeconds, plural} from '../shared/units.ts';

/**
What may go wrong with a redrive, worst first, as far as attributes tell.

@param options.queue The dead-letter queue.
@param options.targets Where its messages go.
*/
export function redriveWarnings(options: {queue: QueueAttributes; targets: readonly QueueAttributes[]}): string[] {
	const {queue, targets} = options;
	return [
		...(queue.readyCount === 0 ? [`${queue.name} shows no ready messages; there may be nothing to move.`] : []),
		...targets.filter(hasNoReader).map(noReader),
		...comeBack(targets, queue),
		...(queue.isFifo
			? ['FIFO: AWS gave each message here its old id as deduplication id; a copy sent again within 5 minutes may be swallowed.']
			: []),
		...(queue.inFlightCount > 0
			? [`${formatCount(queue.inFlightCount)} messages here are in flight, held by somebody; they do not move before they come back.`]
			: []),
	];
}

/** Messages wait and nobody holds any: as far as can be told without metrics. */
function hasNoReader(target: QueueAttributes): boolean {
	return target.readyCount > 0 && target.inFlightCount === 0;
}

function noReader(target: QueueAttributes): string {
	return `${target.name} seems to have no reader: ${formatCount(target.readyCount)} wait there and none is in flight.`;
}

/** When what still fails is dead again: of several sources in one sentence, the soonest first. */
function comeBack(targets: readonly QueueAttributes[], queue: QueueAttributes): string[] {
	const ways = targets.flatMap(({name, redrivePolicy, visibilityTimeoutSeconds}) => {
		if (redrivePolicy?.deadLetterQueueArn !== queue.arn) return [];
		const {maxReceiveCount} = redrivePolicy;
		const seconds = maxReceiveCount * visibilityTimeoutSeconds;
		return [{name, seconds, how: `${plural(maxReceiveCount, 'receive')} × ${visibilityTimeoutSeconds}s`}];
	});
	const [first, ...others] = ways.toSorted((a, b) => a.seconds - b.seconds);
	if (!first) return [];
	if (others.length === 0)
		return [`What fails in ${first.name} still is back here in about ${formatSeconds(first.seconds)} (${first.how}), with a fresh clock.`];
	const each = [first, ...others].map(({name, seconds, how}) => `${formatSeconds(seconds)} from ${name} (${how})`);
	return [`What fails still is back here with a fresh clock: in about ${namesOf(each)}.`];
}
