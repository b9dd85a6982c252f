import {commandLine} from '../../operations/command-line.ts';

/** The command that does the same as an action, by the action's id; it gets the name of the thing under the cursor. */
const twins: Readonly<Record<string, readonly string[]>> = {
	'go.queues': ['queues'],
	'go.topics': ['topics'],
	'go.streams': ['streams'],
	doctor: ['doctor', '{name}'],
	'queue.open': ['queue', '{name}'],
	'queue.details': ['queue', '{name}'],
	'queue.peek': ['peek', '{name}'],
	'queue.look': ['peek', '{name}', '--look'],
	'queue.send': ['send', '{name}'],
	'queue.redrive': ['redrive', '{name}'],
	'queue.cancel-redrive': ['tasks', '{name}', '--cancel'],
	'queue.purge': ['purge', '{name}'],
	'queue.scan': ['scan', '{name}'],
	'queue.create': ['create', 'QUEUE'],
	'queue.delete': ['delete-queue', '{name}'],
	'queue.redrive-policy': ['set', '{name}', 'redrive=…'],
	'queue.tag': ['tag', '{name}'],
	'message.more': ['peek', '{name}'],
	'topic.publish': ['publish', '{name}'],
	'stream.tail': ['tail', '{name}'],
	'stream.put': ['put', '{name}'],
	'shard.split': ['split', '{name}'],
	'shard.merge': ['merge', '{name}'],
};

/** The beginning of the command line; its flags are what the form asks for. Undefined where there is none. */
export function commandTwin(actionId: string, name: string | undefined): string | undefined {
	const words = twins[actionId];
	if (!words || (name === undefined && words.includes('{name}'))) return undefined;
	return commandLine(...words.map(word => (word === '{name}' ? (name ?? '') : word)));
}
