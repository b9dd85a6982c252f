import {findQueue} from '../../operations/find-queue.ts';
import {executeMoveSelected, planMoveSelected} from '../../operations/move-selected.ts';
import {UsageError} from '../../shared/errors.ts';
import {defineCommand} from '../command.ts';
import {withDestination} from '../destination.ts';
import {runGuarded} from '../gate.ts';
import {writeMessageEvents} from '../message-events.ts';
import {needSelection, selectionFlags} from '../message-selection.ts';
import {withSession} from '../workplace.ts';

export const moveCommand = defineCommand({
	name: 'move',
	summary: 'Move chosen messages of a queue to another queue',
	takes: 'QUEUE',
	inputMin: 1,
	inputMax: 1,
	description: `Looks through the queue. What is meant is sent, its copy confirmed by id and MD5, and only then deleted here; all else is given back.
Body, attributes and message group stay. To another context, PROFILE/QUEUE or local/QUEUE, it copies and keeps the originals.`,
	flags: {
		to: {type: 'text', placeholder: 'QUEUE', description: 'Where they go: a queue, or PROFILE/QUEUE'},
		...selectionFlags,
		keep: {type: 'boolean', description: 'Copy: keep the originals'},
		deleteOriginals: {type: 'boolean', description: 'To another context: delete the originals'},
		stamp: {type: 'boolean', description: 'Add the attribute sluice.redriven = 1'},
		rate: {type: 'number', placeholder: 'N', min: 1, max: 10_000, description: 'At most N messages per second'},
	},
	examples: [
		['sluice move orders-dlq --to orders-aside --filter VALIDATION', 'Set some aside'],
		['sluice move orders-dlq --to local/orders --all --max 20 --profile acme-prod', 'Copy twenty of production to the local engine'],
	],
	async run(invocation) {
		const {clock, flags, input} = invocation;
		if (flags.keep && flags.deleteOriginals)
			throw new UsageError('--keep and --delete-originals are opposites.', {nextSteps: ['Give one of them.']});
		if (flags.to === undefined) throw new UsageError('Where do they go?', {nextSteps: ['--to QUEUE']});
		const selection = await needSelection(invocation, flags);
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const queue = await findQueue(session, input[0] ?? '', {signal});
			return withDestination(invocation, session, {text: flags.to, signal}, destination => {
				const to = destination?.to;
				const keepsOriginals = flags.keep || (to !== undefined && !flags.deleteOriginals);
				const choice = {
					verb: 'move' as const,
					queue,
					selection,
					keepsOriginals,
					isStamped: flags.stamp,
					...(destination && {destination: destination.queue}),
					...(to && {to}),
					...(flags.rate !== undefined && {ratePerSecond: flags.rate}),
				};
				// A copy changes nothing here, so the other context's mode counts.
				return runGuarded(invocation, keepsOriginals ? (to ?? session) : session, {
					plan: () => planMoveSelected(session, choice, {signal}),
					execute: plan => writeMessageEvents(invocation, executeMoveSelected(session, plan, {clock, ...(to && {to})}, {signal})),
				});
			});
		});
	},
});
