import type {Message, QueueAttributes, QueueRef} from '../../source/aws/queue.ts';
import type {Ended, MessageFate} from '../../source/operations/message-fate.ts';
import type {Stage} from './stage.ts';

/** Receives up to ten messages and holds them for a minute, oldest first. */
export async function hold({session}: Pick<Stage, 'session'>, queue: QueueRef, count = 10): Promise<readonly Message[]> {
	const messages = await session.queues.receive(queue.url, {count, visibilityTimeoutSeconds: 60});
	return messages.toSorted((a, b) => a.sentAtMs - b.sentAtMs);
}

/** Everything that work on messages tells. */
export async function all<Event>(events: AsyncIterable<Event>): Promise<Event[]> {
	const found: Event[] = [];
	for await (const event of events) found.push(event);
	return found;
}

/** `moved m-0`, `doubtful m-1` … and the last event. */
export function told(events: ReadonlyArray<MessageFate | Ended | {readonly type: string}>): {fates: string[]; ended: Ended} {
	const fates = events.flatMap(event => ('message' in event ? [`${event.type} ${event.message.body}`] : []));
	const ended = events.at(-1);
	if (ended?.type !== 'ended') throw new Error('The last event tells of no end.');
	return {fates, ended: ended as Ended};
}

/** Bodies of all messages of a queue, whatever their state: ready, in flight or delayed. The engine tells without receiving. */
export async function bodiesIn({engine}: Pick<Stage, 'engine'>, queue: Pick<QueueAttributes, 'name'>): Promise<string[]> {
	const response = await engine.send(`/_sluice/queues/${queue.name}/messages?count=1000`);
	const {messages} = (await response.json()) as {messages: ReadonlyArray<{body: string}>};
	return messages.map(({body}) => body).toSorted();
}
