import {findQueue} from '../../operations/find-queue.ts';
import {executePurge, planPurge} from '../../operations/purge.ts';
import {defineCommand} from '../command.ts';
import {runGuarded} from '../gate.ts';
import {withSession} from '../workplace.ts';

export const purgeCommand = defineCommand({
	name: 'purge',
	summary: 'Delete all messages of a queue, for good',
	takes: 'QUEUE',
	inputMin: 1,
	inputMax: 1,
	description: `Deletes every message of the queue: ready, in flight and delayed. AWS keeps no copy, takes up to 60 seconds, and allows it once per 60 seconds.
Asks for the queue's name.`,
	flags: {},
	examples: [
		['sluice purge orders-dlq --dry-run', 'Say what would be deleted, and delete nothing'],
		['sluice purge orders-dlq --yes', 'Do it without a question'],
	],
	async run(invocation) {
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const queue = await findQueue(session, invocation.input[0] ?? '', {signal});
			return runGuarded(invocation, session, {
				plan: () => planPurge(session, {queue}, {signal}),
				execute: plan => executePurge(session, plan, {signal}),
			});
		});
	},
});
