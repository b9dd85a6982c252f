import {findQueue} from '../../operations/find-queue.ts';
import {executePurge, planPurge} from '../../operations/purge.ts';
import {executeSetAside, planSetAside} from '../../operations/set-aside.ts';
import {UsageError} from '../../shared/errors.ts';
import {defineCommand} from '../command.ts';
import {runGuarded} from '../gate.ts';
import {createProgress} from '../progress.ts';
import {withSession} from '../workplace.ts';

export const purgeCommand = defineCommand({
	name: 'purge',
	summary: 'Delete all messages of a queue, for good',
	takes: 'QUEUE',
	inputMin: 1,
	inputMax: 1,
	description: `Deletes every message of the queue: ready, in flight and delayed. AWS keeps no copy, takes up to 60 seconds, and allows it once per 60 seconds.
Asks for the queue's name.

Two milder ways: --save writes every message to a file first, and purges only when the whole copy is on the disk;
--aside deletes nothing and moves a dead-letter queue's messages to QUEUE-aside, which is created with a retention of 14 days.`,
	flags: {
		save: {type: 'text', placeholder: 'FILE', description: 'Save all messages there first, one JSON object a line'},
		aside: {type: 'boolean', description: 'Move all to QUEUE-aside instead'},
	},
	examples: [
		['sluice purge orders-dlq --dry-run', 'Say what would be deleted, and delete nothing'],
		['sluice purge orders-dlq --save orders-dlq.ndjson', 'Keep a copy of every message'],
		['sluice purge orders-dlq --yes', 'Do it without a question'],
	],
	async run(invocation) {
		const signal = invocation.interrupted();
		const {aside, save} = invocation.flags;
		if (aside && save !== undefined) throw new UsageError('--aside deletes nothing, so there is nothing to --save first.');
		return withSession(invocation, async session => {
			const queue = await findQueue(session, invocation.input[0] ?? '', {signal});
			if (aside)
				return runGuarded(invocation, session, {
					plan: () => planSetAside(session, {queue}, {signal}),
					execute: plan => executeSetAside(session, plan, {signal}),
				});
			const {clock, random} = invocation;
			const progress = createProgress(invocation);
			return runGuarded(invocation, session, {
				plan: () => planPurge(session, {queue, ...(save !== undefined && {savePath: save})}, {signal}),
				execute: plan =>
					executePurge(session, plan, {clock, random, onProgress: text => progress.show(text)}, {signal}).finally(() => progress.clear()),
			});
		});
	},
});
