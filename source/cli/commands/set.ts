import {findQueue} from '../../operations/find-queue.ts';
import {executeSetQueue, planSetQueue} from '../../operations/set-queue.ts';
import {queueAttributes} from '../../operations/queue-attribute.ts';
import {defineCommand} from '../command.ts';
import {runGuarded} from '../gate.ts';
import {readSettingWords} from '../setting-words.ts';
import {withSession} from '../workplace.ts';

export const setCommand = defineCommand({
	name: 'set',
	summary: 'Set attributes of a queue',
	takes: 'QUEUE SETTING=VALUE…',
	inputMin: 2,
	inputMax: 20,
	description: `Says from what to what, and what becomes of messages, before it asks.
A shorter retention deletes, and a policy can lock people out: these ask for the queue's name.

${queueAttributes.map(({id, range, meaning}) => `${id.padEnd(13)} ${meaning} (${range})`).join('\n')}
redrive       Where failed messages go: QUEUE:RECEIVES, or none
redrive-allow Which queues may use it as their dead-letter queue: all, none, or names with commas between
policy        Its access policy: @FILE, or none

AWS's own names work too: VisibilityTimeout=30.`,
	flags: {},
	examples: [
		['sluice set orders retention=14d --dry-run', 'What would become of it'],
		['sluice set orders visibility=2m redrive=orders-dlq:5', 'Two at once'],
		['sluice set orders policy=@policy.json', 'A policy of a file, checked before it is sent'],
	],
	async run(invocation) {
		const {clock, input} = invocation;
		const signal = invocation.interrupted();
		const [name = '', ...words] = input;
		const changes = await readSettingWords(words);
		return withSession(invocation, async session => {
			const queue = await findQueue(session, name, {signal});
			return runGuarded(invocation, session, {
				plan: () => planSetQueue(session, {queue, changes}, {clock, signal, mayReadMetrics: true}),
				execute: plan => executeSetQueue(session, plan, {signal}),
			});
		});
	},
});
