import type {Message, QueueAttributes} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import type {Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import type {Random} from '../shared/random.ts';
import {formatCount, plural} from '../shared/units.ts';
import {saveMessages} from './save-messages.ts';
import {Sweep} from './sweep.ts';
import {estimateSweep} from './sweep-facts.ts';

export type SavedQueue = {readonly savedCount: number; readonly byteCount: number};

/**
Saves every message of a queue to a file and then does what needs that copy, such as a purge. Receives all of them, once each; what is not deleted by the work is given
back.

@param options.whenSaved Called only when the file is on the disk, whole, and nothing else is in the queue as far as AWS tells.
@throws `not-all-saved` when there is more than could be received: then the file is kept and `whenSaved` is not called. `cannot-write`; whatever stopped the receives.
*/
export async function saveQueue<Result>(
	session: Session,
	options: {
		clock: Clock;
		random: Random;
		queue: QueueAttributes;
		path: string;
		whenSaved: (saved: SavedQueue) => Promise<Result>;
		onProgress?: (text: string) => void;
	},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Result> {
	const {clock, onProgress, path, queue, random} = options;
	const {visibilityTimeoutSeconds} = estimateSweep(queue, session.context.target);
	const within = signal ? {signal} : {};
	const sweep = new Sweep(session, {clock, queue, matches: () => true, visibilityTimeoutSeconds}, within);
	try {
		const saved = await saveMessages({path, messages: receivedBy(sweep, {queue, onProgress}), random}, within);
		const left = await session.queues.attributes(queue.url, within);
		const unseenCount = left.readyCount + left.delayedCount + Math.max(0, left.inFlightCount - sweep.lookedCount());
		if (unseenCount > 0) throw notAllSaved({queue, path, saved, unseenCount});
		onProgress?.(`${plural(saved.savedCount, 'message')} saved to ${path}.`);
		return await options.whenSaved(saved);
	} finally {
		// What was deleted meanwhile is refused, which harms nothing.
		await sweep.giveBack();
	}
}

/** A queue that could not be read to its end must not look like a whole copy: the file is not kept then. */
async function* receivedBy(
	sweep: Sweep,
	{queue, onProgress}: {queue: QueueAttributes; onProgress: ((text: string) => void) | undefined},
): AsyncGenerator<Message> {
	for await (const {messages} of sweep.batches()) {
		yield* messages;
		onProgress?.(`Saving: ${formatCount(sweep.lookedCount())} of about ${formatCount(queue.readyCount)} …`);
	}
	const problem = sweep.problem();
	if (problem) throw problem;
}

function notAllSaved(options: {queue: QueueAttributes; path: string; saved: SavedQueue; unseenCount: number}): SluiceError {
	const {queue, path, saved, unseenCount} = options;
	return new SluiceError(
		`Saved ${plural(saved.savedCount, 'message')} to ${path}, but ${queue.name} holds about ${formatCount(unseenCount)} more that could not be received: nothing was deleted.`,
		{
			code: 'not-all-saved',
			nextSteps: [
				'In flight or delayed messages are held by others: wait until they are ready, and try again.',
				'Or leave out saving: what is in the file has its copy.',
			],
		},
	);
}
