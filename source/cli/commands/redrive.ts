import {findQueue} from '../../operations/find-queue.ts';
import {cancelRedrive} from '../../operations/move-task.ts';
import {planCancelRedrive} from '../../operations/plan-cancel-redrive.ts';
import {executeRedrive, planRedrive} from '../../operations/redrive.ts';
import {UsageError} from '../../shared/errors.ts';
import {defineCommand} from '../command.ts';
import {runGuarded} from '../gate.ts';
import {followMoveTask} from '../move-task-progress.ts';
import {withSession} from '../workplace.ts';

export const redriveCommand = defineCommand({
	name: 'redrive',
	summary: 'Move the messages of a dead-letter queue back to where they came from',
	takes: 'QUEUE',
	inputMin: 1,
	inputMax: 1,
	description: `Starts AWS's own message move task for the whole queue and follows it to its end. The task goes on without sluice: Ctrl-C only stops looking.
Each message becomes new where it arrives: new id, receive count 0, retention from the start. Asks for the queue's name.`,
	flags: {
		to: {type: 'text', placeholder: 'QUEUE', description: 'Move all to this queue instead'},
		rate: {type: 'number', placeholder: 'N', min: 1, max: 500, description: 'At most N messages per second (default: as fast as AWS can)'},
		detach: {type: 'boolean', description: 'Start the task and leave at once'},
		watch: {type: 'boolean', description: 'Start nothing; follow the task that is running'},
		cancel: {type: 'boolean', description: 'Start nothing; cancel the task that is running. What has moved stays moved'},
	},
	examples: [
		['sluice redrive orders-dlq --dry-run', 'Where the messages would go, and what may go wrong'],
		['sluice redrive orders-dlq --rate 10', 'Slowly, so that the consumer keeps up'],
	],
	async run(invocation) {
		const {flags, input} = invocation;
		if (flags.watch && flags.cancel)
			throw new UsageError('--watch follows a task and --cancel ends it.', {nextSteps: ['Give one of them.']});
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const queue = await findQueue(session, input[0] ?? '', {signal});
			if (flags.watch) return followMoveTask(invocation, session, {queue, signal});
			if (flags.cancel) {
				return runGuarded(invocation, session, {
					plan: () => planCancelRedrive(session, {queue}, {signal}),
					execute: plan => cancelRedrive(session, plan.request, {signal}),
				});
			}
			const destination = flags.to === undefined ? undefined : await findQueue(session, flags.to, {signal});
			const choice = {queue, ...(destination && {destination}), ...(flags.rate !== undefined && {ratePerSecond: flags.rate})};
			const code = await runGuarded(invocation, session, {
				plan: () => planRedrive(session, choice, {signal}),
				execute: plan => executeRedrive(session, plan, {signal}),
			});
			if (code !== 0 || flags.detach || invocation.globals.dryRun) return code;
			return followMoveTask(invocation, session, {queue, signal});
		});
	},
});
