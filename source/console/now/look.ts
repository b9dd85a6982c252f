import {readQueueReaders} from '../../operations/findings/readers.ts';
import {isAbort, problemOf, run, type Effect, type EffectTools} from '../effects.ts';
import {refreshQueues} from '../queues/refresh.ts';
import {deadLetterQueues} from '../queues/rows.ts';
import {refreshStreams} from '../streams/refresh.ts';
import type {State} from '../state.ts';
import {readSubscriptions, refreshTopicNames} from '../topics/refresh.ts';
import {lookAtMetrics} from './look-metrics.ts';
import {topicRow} from '../topics/state.ts';

/** Move tasks of dead-letter queues this often, so many a second. */
const tasksEveryMs = {aws: 30_000, local: 5000};
const tasksPerSecond = 2;
/** Subscriptions of a topic this often: they change seldom, and take a call each. */
const subscriptionsEveryMs = {aws: 15 * 60_000, local: 10_000};
/** Event source mappings of the account, and the timeouts of their functions. */
const readersEveryMs = {aws: 15 * 60_000, local: 60_000};
/** What is due is looked for this often. */
const lookEveryMs = 250;
/** Without a key for so long, nothing is read. */
const asleepAfterMs = 10 * 60_000;

/** The work of the first screen: everything is looked at, paced, the counts of queues again and again. */
export function lookAround(state: State): readonly Effect[] {
	return [
		...refreshQueues(state),
		...refreshTopicNames(),
		...refreshStreams(),
		run('now/subscriptions', lookAtSubscriptions),
		run('now/tasks', lookAtTasks),
		run('now/readers', lookAtReaders),
		run('now/metrics', lookAtMetrics),
	];
}

async function lookAtSubscriptions(tools: EffectTools): Promise<void> {
	for (;;) {
		let hasRead = false;
		for (const {ref} of isAsleep(tools) ? [] : tools.state().topics.rows) {
			const readAtMs = tools.state().now.subscriptionsAtMs.get(ref.arn);
			if (readAtMs !== undefined && tools.clock.nowMs() - readAtMs < interval(tools, subscriptionsEveryMs)) continue;
			await readSubscriptions(tools, ref.arn);
			hasRead = true;
			if (topicRow(tools.state(), ref.arn)?.subscriptions !== undefined)
				tools.dispatch({type: 'now/subscriptions-read', arn: ref.arn, atMs: tools.clock.nowMs()});
		}
		if (hasRead) tools.dispatch({type: 'now/looked', atMs: tools.clock.nowMs()});
		await tools.sleep(lookEveryMs);
	}
}

/** Which functions read which queue. Without Lambda, or where that may not be listed, the rules say what they need. */
async function lookAtReaders(tools: EffectTools): Promise<void> {
	for (;;) {
		if (isAsleep(tools)) {
			await tools.sleep(lookEveryMs);
			continue;
		}
		try {
			const reading = await readQueueReaders(tools.session, {clock: tools.clock, signal: tools.signal});
			const atMs = tools.clock.nowMs();
			if (reading.status === 'absent') return;
			if (reading.status === 'known') tools.dispatch({type: 'now/readers', readers: reading.value, atMs});
			else tools.dispatch({type: 'now/readers-failed', problem: problemOf(reading.error), atMs});
		} catch (error) {
			if (isAbort(error)) throw error;
			tools.dispatch({type: 'now/readers-failed', problem: problemOf(error), atMs: tools.clock.nowMs()});
		}
		await tools.sleep(interval(tools, readersEveryMs));
	}
}

/** One dead-letter queue after the other. Not every endpoint knows move tasks, and not everybody may list them: the rules then say what they need. */
async function lookAtTasks(tools: EffectTools): Promise<void> {
	const askedAtMs = new Map<string, number>();
	for (;;) {
		const due = isAsleep(tools) ? undefined : dueQueue(tools, askedAtMs);
		if (due) {
			askedAtMs.set(due.url, tools.clock.nowMs());
			try {
				const tasks = await tools.session.queues.moveTasks(due.arn, {signal: tools.signal});
				tools.dispatch({type: 'queues/move-tasks', url: due.url, tasks, atMs: tools.clock.nowMs()});
			} catch (error) {
				if (isAbort(error)) return;
			}
		}
		await tools.sleep(due && tools.session.context.target === 'aws' ? 1000 / tasksPerSecond : lookEveryMs);
	}
}

function dueQueue(tools: EffectTools, askedAtMs: ReadonlyMap<string, number>): {url: string; arn: string} | undefined {
	const {queues} = tools.state();
	const nowMs = tools.clock.nowMs();
	const row = deadLetterQueues(queues).find(
		each =>
			each.attributes !== undefined && nowMs - (askedAtMs.get(each.ref.url) ?? Number.NEGATIVE_INFINITY) >= interval(tools, tasksEveryMs),
	);
	return row?.attributes && {url: row.ref.url, arn: row.attributes.arn};
}

function interval(tools: EffectTools, everyMs: {aws: number; local: number}): number {
	return tools.session.context.target === 'aws' ? everyMs.aws : everyMs.local;
}

function isAsleep(tools: EffectTools): boolean {
	return tools.clock.nowMs() - tools.state().lastKeyAtMs > asleepAfterMs;
}
