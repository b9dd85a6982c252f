import type {Command} from './command.ts';
import {demoCommand} from './commands/demo.ts';
import {engineCommand} from './commands/engine.ts';
import {queuesCommand} from './commands/queues.ts';
import {streamsCommand} from './commands/streams.ts';
import {topicsCommand} from './commands/topics.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [demoCommand, engineCommand, queuesCommand, topicsCommand, streamsCommand];
