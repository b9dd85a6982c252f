import {executeTagQueue, planTagQueue, readTagWords} from '../../operations/tag-queue.ts';
import {defineCommand} from '../command.ts';
import {alsoFlag, findQueues, runForEach} from '../for-each-queue.ts';
import {withSession} from '../workplace.ts';

export const tagCommand = defineCommand({
	name: 'tag',
	summary: 'Set or remove tags of a queue',
	takes: 'QUEUE KEY=VALUE… KEY-…',
	inputMin: 2,
	inputMax: 100,
	description: 'KEY=VALUE sets a tag, KEY- removes one.',
	flags: {also: alsoFlag},
	examples: [
		['sluice tag orders team=pay', 'Set one'],
		['sluice tag orders team=pay owner-', 'Set one and remove another'],
		['sluice tag orders team=pay --also mail --also audit', 'Of several queues'],
	],
	async run(invocation) {
		const signal = invocation.interrupted();
		const [name = '', ...words] = invocation.input;
		const change = readTagWords(words);
		return withSession(invocation, async session => {
			return runForEach(invocation, session, {
				verb: 'tag',
				isNamedAlso: true,
				queues: await findQueues(session, [name, ...invocation.flags.also], {signal}),
				signal,
				plan: queue => planTagQueue(session, {queue, ...change}, {signal}),
				execute: ({plan}) => executeTagQueue(session, plan, {signal}),
			});
		});
	},
});
