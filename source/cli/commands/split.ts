import {findStream} from '../../operations/find-stream.ts';
import {executeSplit, planSplit} from '../../operations/split.ts';
import {UsageError} from '../../shared/errors.ts';
import {defineCommand} from '../command.ts';
import {runGuarded} from '../gate.ts';
import {waitForActive} from '../wait-for-active.ts';
import {withSession} from '../workplace.ts';

export const splitCommand = defineCommand({
	name: 'split',
	summary: 'Split a shard into two',
	takes: 'STREAM SHARD',
	inputMin: 2,
	inputMax: 2,
	description: `Closes the shard and opens two that share its hash keys, and waits until the stream is ACTIVE again. Asks for the stream's name.
SHARD is a number like 6, or shardId-000000000006.`,
	flags: {
		at: {type: 'text', placeholder: 'HASHKEY', description: 'First hash key of the upper part (default: the middle)'},
		detach: {type: 'boolean', description: 'Do not wait for the stream to be ACTIVE'},
	},
	examples: [['sluice split clicks 1 --dry-run', 'How the hash keys would be shared']],
	async run(invocation) {
		const {flags, input} = invocation;
		if (flags.at !== undefined && !/^\d{1,39}$/.test(flags.at)) {
			throw new UsageError(`--at takes a hash key, a whole number below 2^128, not "${flags.at}".`);
		}
		const at = flags.at === undefined ? 'middle' : BigInt(flags.at);
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const {name} = await findStream(session, input[0] ?? '', {signal});
			return runGuarded(invocation, session, {
				plan: () => planSplit(session, {stream: name, shardId: input[1] ?? '', at, clock: invocation.clock}, {signal}),
				execute: async plan => {
					const outcome = await executeSplit(session, plan, {signal});
					return flags.detach ? outcome : waitForActive(invocation, session, {stream: name, outcome, signal});
				},
			});
		});
	},
});
