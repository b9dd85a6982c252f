import type {Command} from './command.ts';
import {demoCommand} from './commands/demo.ts';
import {engineCommand} from './commands/engine.ts';
import {peekCommand} from './commands/peek.ts';
import {purgeCommand} from './commands/purge.ts';
import {queuesCommand} from './commands/queues.ts';
import {redriveCommand} from './commands/redrive.ts';
import {streamsCommand} from './commands/streams.ts';
import {topicsCommand} from './commands/topics.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
	demoCommand,
	engineCommand,
	queuesCommand,
	peekCommand,
	purgeCommand,
	redriveCommand,
	topicsCommand,
	streamsCommand,
];
