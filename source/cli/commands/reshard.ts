import {findStream} from '../../operations/find-stream.ts';
import {executeReshard, planReshard} from '../../operations/reshard.ts';
import {UsageError} from '../../shared/errors.ts';
import {defineCommand} from '../command.ts';
import {runGuarded} from '../gate.ts';
import {waitForActive} from '../wait-for-active.ts';
import {withSession} from '../workplace.ts';

export const reshardCommand = defineCommand({
	name: 'reshard',
	summary: 'Change the number of shards of a stream',
	takes: 'STREAM COUNT',
	inputMin: 2,
	inputMax: 2,
	description: `Lets AWS split and merge until COUNT shards of the same size are open, and waits until the stream is ACTIVE again. One call goes from half to
double the open shards, and AWS takes ten calls a stream in 24 hours. Asks for the stream's name. To act on one hot shard, split it: sluice split.`,
	flags: {
		detach: {type: 'boolean', description: 'Do not wait for the stream to be ACTIVE'},
	},
	examples: [['sluice reshard clicks 8 --dry-run', 'What eight shards would take and cost']],
	async run(invocation) {
		const {clock, flags, input} = invocation;
		const shardCount = Number(input[1]);
		if (!/^\d{1,6}$/.test(input[1] ?? '')) throw new UsageError(`A number of shards is whole, from 1 on, not "${input[1]}".`);
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const {name} = await findStream(session, input[0] ?? '', {signal});
			return runGuarded(invocation, session, {
				plan: () => planReshard(session, {stream: name, shardCount, clock}, {signal}),
				execute: async plan => {
					const outcome = await executeReshard(session, plan, {signal});
					return flags.detach ? outcome : waitForActive(invocation, session, {stream: name, outcome, signal});
				},
			});
		});
	},
});
