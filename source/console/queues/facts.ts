import type {Subscription} from '../../aws/topic.ts';
import type {QueueReader} from '../../operations/queue-flow.ts';
import type {QueueSeries} from '../../operations/queue-metrics.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {isFree} from '../metrics-consent.ts';
import type {Problem, State} from '../state.ts';
import type {QueueHistory} from './history.ts';
import type {QueueHour} from './hour.ts';

/** Something that is read once a thing is open, and may be denied on its own. Absent: not asked for yet. */
export type Fact<Value> =
	| {readonly status: 'known'; readonly value: Value; readonly atMs: EpochMs}
	/** `absent`: the endpoint has no such service. */
	| {readonly status: 'not-allowed' | 'absent' | 'failed'; readonly problem: Problem};

/** What is known about a queue beside its attributes. */
export type QueueFacts = {
	readonly tags?: Fact<Readonly<Record<string, string>>>;
	readonly readers?: Fact<readonly QueueReader[]>;
	/** With filter, raw delivery and dead-letter queue. */
	readonly senders?: Fact<readonly Subscription[]>;
	/** Minute values of the last ten minutes. */
	readonly flow?: Fact<QueueSeries>;
	/** READY of each minute of the last hour. */
	readonly hour?: Fact<QueueHour>;
	/** Of the span that the History tab was last asked for. */
	readonly history?: Fact<QueueHistory>;
};

export type FactsEvent =
	| {readonly type: 'queues/facts'; readonly url: string; readonly facts: QueueFacts}
	| {readonly type: 'queues/subscriptions'; readonly subscriptions: readonly Subscription[]; readonly atMs: EpochMs};

export function factsOf(state: State, url: string): QueueFacts {
	return state.queues.facts[url] ?? {};
}

/** Facts of so many queues are kept: those opened last. */
const queuesMax = 200;

export function withFacts(
	facts: Readonly<Record<string, QueueFacts>>,
	{url, facts: more}: Extract<FactsEvent, {type: 'queues/facts'}>,
): Readonly<Record<string, QueueFacts>> {
	const {[url]: before, ...others} = facts;
	const kept = Object.entries(others).slice(-(queuesMax - 1));
	return {...Object.fromEntries(kept), [url]: {...before, ...more}};
}

/** Whether metrics of this context cost nothing or were agreed to. */
export function mayReadMetrics(state: State): boolean {
	return isFree(state.context) || state.memory.metrics?.[state.memoryKey] === 'yes';
}
