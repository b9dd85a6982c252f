import {findTopic} from '../../operations/find-topic.ts';
import {executePublish, planPublish} from '../../operations/publish.ts';
import {attributeFlag, readAttributes} from '../attribute-flag.ts';
import {defineCommand} from '../command.ts';
import {runGuarded} from '../gate.ts';
import {readBody} from '../standard-input.ts';
import {withSession} from '../workplace.ts';

export const publishCommand = defineCommand({
	name: 'publish',
	summary: 'Publish a message to a topic',
	takes: 'TOPIC [MESSAGE]',
	inputMin: 1,
	inputMax: 2,
	description: 'The message is the last word, or standard input. What is delivered to subscribers cannot be called back.',
	flags: {
		message: {type: 'text', placeholder: 'TEXT', description: 'The message, in place of the last word'},
		attr: attributeFlag,
		subject: {type: 'text', placeholder: 'TEXT', description: 'Subject, for email and in the envelope'},
		group: {type: 'text', placeholder: 'ID', description: 'Message group ID, needed for FIFO topics'},
		dedup: {type: 'text', placeholder: 'ID', description: 'Deduplication ID, needed for FIFO topics that do not deduplicate by content'},
	},
	examples: [[`sluice publish order-events '{"order":"A-1"}' --attr type=created --yes`, 'With an attribute that filters look at']],
	async run(invocation) {
		const {flags, input} = invocation;
		const signal = invocation.interrupted();
		const attributes = readAttributes(flags.attr);
		return withSession(invocation, async session => {
			const topic = await findTopic(session, input[0] ?? '', {signal});
			const publication = {
				message: (await readBody(invocation, {word: input[1], flag: flags.message})).toString('utf8'),
				...(flags.attr.length > 0 && {attributes}),
				...(flags.subject !== undefined && {subject: flags.subject}),
				...(flags.group !== undefined && {groupId: flags.group}),
				...(flags.dedup !== undefined && {deduplicationId: flags.dedup}),
			};
			return runGuarded(invocation, session, {
				plan: () => planPublish(session, {topic, publication}, {signal}),
				execute: plan => executePublish(session, plan, {signal}),
			});
		});
	},
});
