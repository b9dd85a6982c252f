import type {Message} from '../aws/queue.ts';
import type {Random} from '../shared/random.ts';
import {writeWholeFile} from '../shared/whole-file.ts';
import {messageLine} from './message-json.ts';

/**
Saves messages to a file, one JSON object a line, with everything that AWS told of each. `sluice send --messages` reads it back.

The file is there whole or not at all, and only its owner may read it.

@throws `cannot-write`, in words: no room, no permission, no such folder.
*/
export async function saveMessages(
	options: {path: string; messages: Iterable<Message> | AsyncIterable<Message>; random: Random},
	{signal}: {signal?: AbortSignal} = {},
): Promise<{savedCount: number; byteCount: number}> {
	const {path, messages, random} = options;
	async function* lines(): AsyncGenerator<string> {
		for await (const message of messages) yield messageLine(message);
	}
	const {lineCount, byteCount} = await writeWholeFile(path, lines(), {unique: random.hex(6), ...(signal && {signal})});
	return {savedCount: lineCount, byteCount};
}
