import {formatSeconds} from '../../shared/units.ts';
import {sourcesOf} from './observation.ts';
import {fine, type QueueRule} from './rule.ts';
import {countsSeen, queueThing, settingFix} from './words.ts';

const retentionSecondsMax = 1_209_600;

/**
A message takes its clock with it into a standard dead-letter queue: one that failed late has little time left there.

@see [Using dead-letter queues in Amazon SQS](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html)
*/
export const dlqRetention: QueueRule = {
	id: 'dlq-retention',
	about: 'queue',
	rank: 'RISK',
	title: 'DLQ keeps no longer than its source',
	when: 'the retention of a standard DLQ is not longer than that of a source of it, and is not the 14 days that are the most',
	from: 'attributes',
	fix: 'retention 14d',
	judge(queue, observations) {
		const {attributes} = queue;
		if (!attributes) return {needs: 'its attributes'};
		if (attributes.isFifo || attributes.retentionSeconds >= retentionSecondsMax) return fine;
		const longer = sourcesOf(queue, observations)
			.filter(({attributes: source}) => source !== undefined && source.retentionSeconds >= attributes.retentionSeconds)
			.toSorted((a, b) => (b.attributes?.retentionSeconds ?? 0) - (a.attributes?.retentionSeconds ?? 0));
		const [source] = longer;
		if (!source?.attributes) return fine;
		const keeps = formatSeconds(attributes.retentionSeconds);
		const sourceKeeps = formatSeconds(source.attributes.retentionSeconds);
		return [
			{
				thing: queueThing(queue),
				what: `DLQ keeps ${keeps}, its source keeps ${sourceKeeps}`,
				size: attributes.readyCount,
				why: `A message keeps the clock of its first send: one that fails in ${source.name} after ${sourceKeeps} has no time left here. Late failures die unseen.`,
				evidence: [countsSeen(queue), {source: `attributes of ${source.name}`, ...(source.asOfMs !== undefined && {atMs: source.asOfMs})}],
				fixes: [
					settingFix(queue, {text: 'retention 14d', aside: 'the most there is; costs nothing', name: 'retention', value: '14d'}),
					{text: `go to ${source.name}`, action: 'queue.dlq'},
				],
			},
		];
	},
};
