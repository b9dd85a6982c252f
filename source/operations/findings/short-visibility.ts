import {formatSeconds} from '../../shared/units.ts';
import {fine, type QueueRule} from './rule.ts';
import {countsSeen, queueThing, settingFix} from './words.ts';

/**
What AWS recommends for queues that a function reads.

@see [Configuring an Amazon SQS queue to use with Lambda](https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html)
*/
const timeouts = 6;

export const shortVisibility: QueueRule = {
	id: 'short-visibility',
	about: 'queue',
	rank: 'RISK',
	title: 'visibility shorter than 6 × the function’s timeout',
	when: 'a function reads the queue, and the visibility timeout is below six times its own',
	from: 'attributes; lambda:ListEventSourceMappings, lambda:GetFunctionConfiguration',
	fix: 'a longer visibility timeout',
	judge(queue) {
		const {attributes, readers} = queue;
		if (!attributes) return {needs: 'its attributes'};
		if (!readers) return {needs: 'its event source mappings'};
		const slow = readers
			.filter(({timeoutSeconds}) => timeoutSeconds !== undefined && attributes.visibilityTimeoutSeconds < timeouts * timeoutSeconds)
			.toSorted((a, b) => (b.timeoutSeconds ?? 0) - (a.timeoutSeconds ?? 0));
		const [reader] = slow;
		if (reader?.timeoutSeconds === undefined) {
			const isKnown = readers.every(({timeoutSeconds}) => timeoutSeconds !== undefined);
			return isKnown ? fine : {needs: 'the timeouts of its functions'};
		}
		const visibility = formatSeconds(attributes.visibilityTimeoutSeconds);
		const wanted = timeouts * reader.timeoutSeconds;
		return [
			{
				detail: reader.name,
				thing: queueThing(queue),
				what: `visibility ${visibility} < 6 x function's ${formatSeconds(reader.timeoutSeconds)}`,
				size: attributes.readyCount,
				why: `${reader.name} may work on a batch for ${formatSeconds(reader.timeoutSeconds)}, and Lambda tries again when it is throttled: with ${visibility} messages come back while they are worked on, are handled twice, and end in the DLQ.`,
				evidence: [countsSeen(queue), {source: `configuration of the function ${reader.name}`}],
				fixes: [
					settingFix(queue, {text: `visibility ${formatSeconds(wanted)}`, name: 'visibility', value: `${wanted}s`}),
					{text: 'see its settings', action: 'queue.open'},
				],
			},
		];
	},
};
