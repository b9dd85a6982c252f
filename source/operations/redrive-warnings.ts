import type {QueueAttributes} from '../aws/queue.ts';
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
		...targets.flatMap(target => comeBack(target, queue)),
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

function comeBack({name, redrivePolicy, visibilityTimeoutSeconds}: QueueAttributes, queue: QueueAttributes): string[] {
	if (redrivePolicy?.deadLetterQueueArn !== queue.arn) return [];
	const {maxReceiveCount} = redrivePolicy;
	const back = formatSeconds(maxReceiveCount * visibilityTimeoutSeconds);
	return [
		`What fails in ${name} still is back here in about ${back} (${plural(maxReceiveCount, 'receive')} × ${visibilityTimeoutSeconds}s), with a fresh clock.`,
	];
}
