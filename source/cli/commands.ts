import type {Command} from './command.ts';
import {auditCommand} from './commands/audit.ts';
import {createCommand} from './commands/create.ts';
import {consumersCommand} from './commands/consumers.ts';
import {completionCommand} from './commands/completion.ts';
import {configCommand} from './commands/config.ts';
import {contextsCommand} from './commands/contexts.ts';
import {deleteCommand} from './commands/delete.ts';
import {deleteQueueCommand} from './commands/delete-queue.ts';
import {demoCommand} from './commands/demo.ts';
import {doctorCommand} from './commands/doctor.ts';
import {engineCommand} from './commands/engine.ts';
import {mergeCommand} from './commands/merge.ts';
import {moveCommand} from './commands/move.ts';
import {peekCommand} from './commands/peek.ts';
import {publishCommand} from './commands/publish.ts';
import {purgeCommand} from './commands/purge.ts';
import {putCommand} from './commands/put.ts';
import {queueCommand} from './commands/queue.ts';
import {queuesCommand} from './commands/queues.ts';
import {receiveCommand} from './commands/receive.ts';
import {redriveCommand} from './commands/redrive.ts';
import {replayCommand} from './commands/replay.ts';
import {reshardCommand} from './commands/reshard.ts';
import {scanCommand} from './commands/scan.ts';
import {sendCommand} from './commands/send.ts';
import {setCommand} from './commands/set.ts';
import {shardsCommand} from './commands/shards.ts';
import {splitCommand} from './commands/split.ts';
import {streamCommand} from './commands/stream.ts';
import {streamsCommand} from './commands/streams.ts';
import {tagCommand} from './commands/tag.ts';
import {tailCommand} from './commands/tail.ts';
import {tasksCommand} from './commands/tasks.ts';
import {topicsCommand} from './commands/topics.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
	demoCommand,
	engineCommand,
	queuesCommand,
	queueCommand,
	createCommand,
	setCommand,
	tagCommand,
	deleteQueueCommand,
	peekCommand,
	receiveCommand,
	scanCommand,
	sendCommand,
	deleteCommand,
	moveCommand,
	redriveCommand,
	doctorCommand,
	tasksCommand,
	purgeCommand,
	topicsCommand,
	publishCommand,
	streamsCommand,
	streamCommand,
	tailCommand,
	putCommand,
	replayCommand,
	shardsCommand,
	splitCommand,
	mergeCommand,
	reshardCommand,
	consumersCommand,
	auditCommand,
	contextsCommand,
	configCommand,
	completionCommand,
];
