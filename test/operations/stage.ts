import type {QueueAttributes} from '../../source/aws/queue.ts';
import type {Session} from '../../source/aws/session.ts';
import {createManualClock, type ManualClock} from '../../source/shared/clock.ts';
import {openTestSession} from '../aws/test-session.ts';
import {startTestEngine, type TestEngine} from '../helpers/engine.ts';

export type Stage = {
	readonly clock: ManualClock;
	readonly engine: TestEngine;
	readonly session: Session;
	[Symbol.asyncDispose](): Promise<void>;
};

/** An engine and a session on one clock that stands still: `await using stage = await setStage()`. Streams change status within a millisecond. */
export async function setStage(
	options: {enforceLimits?: boolean; enforcePolicies?: boolean; kinesisDelayMs?: number} = {},
): Promise<Stage> {
	const clock = createManualClock();
	const engine = await startTestEngine({clock, kinesisDelayMs: 1, ...options});
	const session = openTestSession(engine.url, {clock});
	return {
		clock,
		engine,
		session,
		async [Symbol.asyncDispose]() {
			session.close();
			await engine.close();
		},
	};
}

/** A queue with messages `m-0`, `m-1` …, each sent a second after the one before. */
export async function aQueue(
	{clock, session}: Stage,
	options: {name?: string; messageCount?: number; attributes?: Record<string, string>} = {},
): Promise<QueueAttributes> {
	const {name = 'orders', messageCount = 0, attributes = {}} = options;
	const {url} = await session.queues.create(name, attributes);
	for (let index = 0; index < messageCount; index++) {
		const fifo = name.endsWith('.fifo') ? {groupId: `g-${index % 2}`, deduplicationId: `d-${index}`} : {};
		await session.queues.send(url, {body: `m-${index}`, ...fifo});
		if (index + 1 < messageCount) clock.advance(1000);
	}
	return session.queues.attributes(url);
}

/** A queue with messages and its dead-letter queue, which got `deadCount` of them. */
export async function aDeadLetterQueue(
	stage: Stage,
	options: {deadCount?: number; maxReceiveCount?: number} = {},
): Promise<{source: QueueAttributes; dlq: QueueAttributes}> {
	const {deadCount = 0, maxReceiveCount = 1} = options;
	const {clock, session} = stage;
	const dlq = await aQueue(stage, {name: 'orders-dlq'});
	const RedrivePolicy = JSON.stringify({deadLetterTargetArn: dlq.arn, maxReceiveCount});
	const source = await aQueue(stage, {name: 'orders', messageCount: deadCount, attributes: {RedrivePolicy, VisibilityTimeout: '30'}});
	for (let receive = 0; receive <= maxReceiveCount && deadCount > 0; receive++) {
		await session.queues.receive(source.url, {count: 10});
		clock.advance(31_000);
	}
	return {source: await session.queues.attributes(source.url), dlq: await session.queues.attributes(dlq.url)};
}

/** The same session, but some calls of its queues answer otherwise. */
export function withQueues(session: Session, queues: Partial<Session['queues']>): Session {
	return {...session, queues: {...session.queues, ...queues}};
}

/** The same session, but some calls of its streams answer otherwise. */
export function withStreams(session: Session, streams: Partial<Session['streams']>): Session {
	return {...session, streams: {...session.streams, ...streams}};
}

/** A stream that is ACTIVE. */
export async function aStream({clock, session}: Stage, options: {name?: string; shardCount?: number} = {}): Promise<string> {
	const {name = 'clicks', shardCount = 1} = options;
	await session.streams.create({name, shardCount});
	clock.advance(1000);
	return name;
}

/** A list whose first page is refused. */
export async function* refusedList(error: Error): AsyncGenerator<never> {
	yield await Promise.reject(error);
}
