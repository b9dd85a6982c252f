import type {QueueAttributes} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {sleep, type Clock, type EpochMs} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {formatSeconds} from '../shared/units.ts';

/** Whether the one message that was tried came through. */
export type Verdict = 'gone-through' | 'came-back' | 'no-verdict';

export type CanaryEvent =
	/** After each look. Whoever holds the other messages can keep them held by this. */
	| {readonly type: 'canary-watching'; readonly messageId: string; readonly atMs: EpochMs; readonly untilMs: EpochMs}
	| {readonly type: 'canary-verdict'; readonly messageId: string; readonly verdict: Verdict; readonly reason: string};

const watchSecondsMax = 600;
/** Where the destination sends its failures elsewhere, a message cannot come back: then it is only seen whether it is read. */
const watchSecondsElsewhere = 30;

/** How often counts are read; AWS's own are up to a minute late, the local engine's are exact. */
const looks = {aws: {intervalMs: 5000, settledMs: 60_000}, engine: {intervalMs: 1000, settledMs: 2000}};

/** How long a message is watched: as long as the destination takes to give it up, at most ten minutes. */
export function watchSeconds(destination: QueueAttributes, dlq: {readonly arn: string}): number {
	const {redrivePolicy, visibilityTimeoutSeconds} = destination;
	if (redrivePolicy?.deadLetterQueueArn !== dlq.arn) return watchSecondsElsewhere;
	return Math.min(watchSecondsMax, Math.max(1, redrivePolicy.maxReceiveCount * visibilityTimeoutSeconds));
}

/**
Watches one message that was sent back, until it is clear what became of it.

- came-back: it is in the dead-letter queue again, by its id. When that queue grows, its messages are received and given back to see.
- gone-through: its destination ran empty, or its time passed while somebody read there, and it did not come back.
- no-verdict: nobody reads the destination, or what came back could not be looked at.

@param options.dlq Read before the message was sent.
@param options.destination Read before the message was sent.
@param options.messageId The id that it got there. SQS keeps it when it moves a message to the dead-letter queue.
@throws What GetQueueAttributes answers, except a throttle; AbortError.
*/
export async function* watchCanary(
	sessions: {readonly from: Session; readonly to: Session},
	options: {clock: Clock; dlq: QueueAttributes; destination: QueueAttributes; messageId: string},
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<CanaryEvent> {
	const {clock, destination, dlq, messageId} = options;
	const {from, to} = sessions;
	const within = signal ? {signal} : {};
	const {intervalMs, settledMs} = from.context.target === 'engine' ? looks.engine : looks.aws;
	const startMs = clock.nowMs();
	// The last receive ends one visibility timeout after it began, and the next one moves the message: a look later it can be seen.
	const untilMs = startMs + watchSeconds(destination, dlq) * 1000 + 2 * intervalMs;
	// One less than the plan saw, for the message left: where a consumer fails at once, it may be back before the first look.
	let dlqCount = Math.min(countOf(dlq) - 1, countOf(await from.queues.attributes(dlq.url, within)));
	let emptyLooks = 0;
	let wasRead = false;
	let before = countOf(destination) + 1;
	const verdict = (found: Verdict, reason: string): CanaryEvent => ({type: 'canary-verdict', messageId, verdict: found, reason});

	while (true) {
		await sleep(clock, intervalMs, within);
		const counts = await readCounts({from, to}, {dlq, destination}, within);
		const nowMs = clock.nowMs();
		if (counts) {
			if (counts.dlq > dlqCount) {
				const found = await findInQueue(from, dlq, messageId, within);
				if (found === 'found')
					return yield verdict('came-back', `it is back in ${dlq.name} after ${formatSeconds(Math.round((nowMs - startMs) / 1000))}`);
				if (found === 'not-allowed')
					return yield verdict('no-verdict', `${dlq.name} grew meanwhile, and its messages cannot be looked at without harm`);
			}
			dlqCount = counts.dlq;
			const now = countOf(counts.destination);
			if (counts.destination.inFlightCount > 0 || now < before) wasRead = true;
			before = now;
			emptyLooks = now === 0 ? emptyLooks + 1 : 0;
			if (emptyLooks >= 2 && nowMs - startMs >= settledMs)
				return yield verdict('gone-through', `${destination.name} ran empty and nothing came back`);
		}
		if (nowMs >= untilMs) break;
		yield {type: 'canary-watching', messageId, atMs: nowMs, untilMs};
	}
	const watched = formatSeconds(Math.round((clock.nowMs() - startMs) / 1000));
	if (wasRead) yield verdict('gone-through', `it did not come back within ${watched}`);
	else yield verdict('no-verdict', `nobody seems to read ${destination.name}: nothing was received there within ${watched}`);
}

function countOf({readyCount, inFlightCount, delayedCount}: QueueAttributes): number {
	return readyCount + inFlightCount + delayedCount;
}

/** Undefined when AWS throttles: the next look will do. */
async function readCounts(
	{from, to}: {from: Session; to: Session},
	queues: {dlq: QueueAttributes; destination: QueueAttributes},
	within: {signal?: AbortSignal},
): Promise<{dlq: number; destination: QueueAttributes} | undefined> {
	try {
		const [dlq, destination] = await Promise.all([
			from.queues.attributes(queues.dlq.url, within),
			to.queues.attributes(queues.destination.url, within),
		]);
		return {dlq: countOf(dlq), destination};
	} catch (error) {
		if (error instanceof SluiceError && error.code === 'throttled') return undefined;
		throw error;
	}
}

/** Receives up to 100 messages that nobody holds, and gives all back. */
const lookCallsMax = 10;
const lookVisibilitySeconds = 20;

async function findInQueue(
	session: Session,
	queue: QueueAttributes,
	messageId: string,
	within: {signal?: AbortSignal},
): Promise<'found' | 'not-found' | 'not-allowed'> {
	// One look more could push messages on.
	if (queue.redrivePolicy) return 'not-allowed';
	const handles: string[] = [];
	try {
		for (let call = 0; call < lookCallsMax; call++) {
			const messages = await session.queues.receive(queue.url, {count: 10, visibilityTimeoutSeconds: lookVisibilitySeconds, ...within});
			handles.push(...messages.map(({receiptHandle}) => receiptHandle));
			if (messages.some(message => message.messageId === messageId)) return 'found';
			if (messages.length === 0) return 'not-found';
		}
		return 'not-found';
	} catch (error) {
		if (error instanceof SluiceError && (error.code === 'refused-by-mode' || error.code === 'denied')) return 'not-allowed';
		throw error;
	} finally {
		await session.queues.changeVisibility(queue.url, handles, {timeoutSeconds: 0}).catch(() => {
			// They come back by themselves, 20 seconds after they were received.
		});
	}
}
