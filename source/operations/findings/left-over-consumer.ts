import {commandLine} from '../command-line.ts';
import {fine, type StreamRule} from './rule.ts';
import {duration, streamThing} from './words.ts';

export const leftOverConsumer: StreamRule = {
	id: 'left-over-consumer',
	about: 'stream',
	rank: 'RISK',
	title: 'consumer left over by a tail',
	when: 'a consumer is registered that a tail of sluice made for itself, and no tail here reads with it',
	from: 'ListStreamConsumers, of streams that have consumers',
	fix: 'deregister it, if that tail runs nowhere else',
	judge(stream, {nowMs}) {
		if (!stream.summary) return {needs: 'its summary'};
		if (stream.summary.consumerCount === 0) return fine;
		if (!stream.leftOvers) return {needs: 'its consumers'};
		return stream.leftOvers.map(({createdAtMs, name}) => ({
			detail: name,
			thing: streamThing(stream, name),
			what: `${name} may be left over`,
			sinceMs: createdAtMs,
			size: nowMs - createdAtMs,
			why: `A tail registered it ${duration(nowMs - createdAtMs)} ago and did not remove it: its program ended badly, or still runs somewhere. It costs by the hour and shard.`,
			evidence: [{source: 'ListStreamConsumers', ...(stream.asOfMs !== undefined && {atMs: stream.asOfMs})}],
			fixes: [
				{text: 'go to it: D removes it', action: 'now.open', commandLine: commandLine('consumers', stream.name, '--deregister', name)},
			],
		}));
	},
};
