import {executeCreateQueue, planCreateQueue, readDeadLetterQueue, type NewQueue} from '../../operations/create-queue.ts';
import {readTagWords} from '../../operations/tag-queue.ts';
import {UsageError} from '../../shared/errors.ts';
import {defineCommand} from '../command.ts';
import {runGuarded} from '../gate.ts';
import {readSettingWords} from '../setting-words.ts';
import {withSession} from '../workplace.ts';

export const createCommand = defineCommand({
	name: 'create',
	summary: 'Create a queue, with its dead-letter queue in one go',
	takes: 'QUEUE [SETTING=VALUE]…',
	inputMin: 1,
	inputMax: 20,
	description: `A name that ends with .fifo makes a FIFO queue. Settings are those of sluice set: visibility=30s retention=14d delay=0 wait=20s …`,
	flags: {
		dlq: {
			type: 'text',
			placeholder: 'QUEUE[:RECEIVES]',
			description: 'Where failed messages go, a queue that is there; after 5 receives, or so many',
		},
		newDlq: {
			type: 'text',
			placeholder: 'QUEUE[:RECEIVES]',
			description: 'The same, and creates that queue first, keeping messages 14 days',
		},
		tag: {type: 'list', placeholder: 'KEY=VALUE', description: 'A tag. May be repeated'},
	},
	examples: [
		['sluice create orders retention=14d --new-dlq orders-dlq:5', 'A queue and where its failures go'],
		['sluice create orders.fifo content-dedup=on --tag team=pay', 'A FIFO queue with a tag'],
	],
	async run(invocation) {
		const {flags, input} = invocation;
		const signal = invocation.interrupted();
		const [name = '', ...words] = input;
		if (flags.dlq !== undefined && flags.newDlq !== undefined) throw new UsageError('--dlq and --new-dlq say the same; give one.');
		const dlqText = flags.newDlq ?? flags.dlq;
		const {set, remove} = readTagWords(flags.tag);
		if (remove.length > 0) throw new UsageError('A new queue has no tag that could be removed.');
		const queue: NewQueue = {
			name,
			isFifo: name.endsWith('.fifo'),
			settings: await readSettingWords(words),
			tags: set,
			...(dlqText !== undefined && {deadLetterQueue: {...readDeadLetterQueue(dlqText), isNew: flags.newDlq !== undefined}}),
		};
		return withSession(invocation, session =>
			runGuarded(invocation, session, {
				plan: () => planCreateQueue(session, queue, {signal}),
				execute: plan => executeCreateQueue(session, plan, {signal}),
			}),
		);
	},
});
