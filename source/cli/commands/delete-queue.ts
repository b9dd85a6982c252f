import {executeDeleteQueue, planDeleteQueue} from '../../operations/delete-queue.ts';
import {findQueue} from '../../operations/find-queue.ts';
import {defineCommand} from '../command.ts';
import {runGuarded} from '../gate.ts';
import {withSession} from '../workplace.ts';

export const deleteQueueCommand = defineCommand({
	name: 'delete-queue',
	summary: 'Delete a queue with all its messages, for good',
	takes: 'QUEUE',
	inputMin: 1,
	inputMax: 1,
	description: `Says what depends on the queue first: queues whose failed messages come here, topics that deliver to it, functions that read it.
Asks for the queue's name. To delete messages and keep the queue: sluice purge.`,
	flags: {},
	examples: [
		['sluice delete-queue orders-old --dry-run', 'What would be lost, and what depends on it'],
		['sluice delete-queue orders-old --yes', 'Do it without a question'],
	],
	async run(invocation) {
		const {clock} = invocation;
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const queue = await findQueue(session, invocation.input[0] ?? '', {signal});
			return runGuarded(invocation, session, {
				plan: () => planDeleteQueue(session, {queue}, {clock, signal}),
				execute: plan => executeDeleteQueue(session, plan, {signal}),
			});
		});
	},
});
