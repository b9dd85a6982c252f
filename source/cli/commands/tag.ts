import {findQueue} from '../../operations/find-queue.ts';
import {executeTagQueue, planTagQueue, readTagWords} from '../../operations/tag-queue.ts';
import {defineCommand} from '../command.ts';
import {runGuarded} from '../gate.ts';
import {withSession} from '../workplace.ts';

export const tagCommand = defineCommand({
	name: 'tag',
	summary: 'Set or remove tags of a queue',
	takes: 'QUEUE KEY=VALUE… KEY-…',
	inputMin: 2,
	inputMax: 100,
	description: 'KEY=VALUE sets a tag, KEY- removes one.',
	flags: {},
	examples: [
		['sluice tag orders team=pay', 'Set one'],
		['sluice tag orders team=pay owner-', 'Set one and remove another'],
	],
	async run(invocation) {
		const signal = invocation.interrupted();
		const [name = '', ...words] = invocation.input;
		const change = readTagWords(words);
		return withSession(invocation, async session => {
			const queue = await findQueue(session, name, {signal});
			return runGuarded(invocation, session, {
				plan: () => planTagQueue(session, {queue, ...change}, {signal}),
				execute: plan => executeTagQueue(session, plan, {signal}),
			});
		});
	},
});
