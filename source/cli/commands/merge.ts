import {findStream} from '../../operations/find-stream.ts';
import {executeMerge, planMerge} from '../../operations/merge.ts';
import {defineCommand} from '../command.ts';
import {runGuarded} from '../gate.ts';
import {waitForActive} from '../wait-for-active.ts';
import {withSession} from '../workplace.ts';

export const mergeCommand = defineCommand({
	name: 'merge',
	summary: 'Merge two neighbouring shards into one',
	takes: 'STREAM SHARD SHARD',
	inputMin: 3,
	inputMax: 3,
	description: `Closes two shards whose hash key ranges meet, in any order, and opens one in their place; waits until the stream is ACTIVE again.
Asks for the stream's name. A SHARD is a number like 6, or shardId-000000000006.`,
	flags: {
		detach: {type: 'boolean', description: 'Do not wait for the stream to be ACTIVE'},
	},
	examples: [['sluice merge clicks 7 8 --dry-run', 'What one shard in place of both would take']],
	async run(invocation) {
		const {flags, input} = invocation;
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const {name} = await findStream(session, input[0] ?? '', {signal});
			return runGuarded(invocation, session, {
				plan: () =>
					planMerge(session, {stream: name, shardId: input[1] ?? '', adjacentShardId: input[2] ?? '', clock: invocation.clock}, {signal}),
				execute: async plan => {
					const outcome = await executeMerge(session, plan, {signal});
					return flags.detach ? outcome : waitForActive(invocation, session, {stream: name, outcome, signal});
				},
			});
		});
	},
});
