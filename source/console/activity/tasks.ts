import {isAbort, run, type Effect, type EffectTools} from '../effects.ts';
import {isTaskRunning, newestTask} from '../queues/move-tasks.ts';
import {gained, sourcesOfQueue} from '../queues/rows.ts';
import type {QueueRow} from '../queues/state.ts';

/** ListMessageMoveTasks this often: while Running is on screen, and otherwise. */
const everyMs = {open: 5000, hidden: 30_000};
/** Calls a second. */
const perSecondMax = 2;
/** Dead-letter queues asked about in one round. */
const queueCountMax = 20;
/** Without a key for so long, nothing is read. */
const asleepAfterMs = 10 * 60_000;

/**
Follows the move tasks of AWS.

Asked about are dead-letter queues that were looked at, that fill, or whose messages move; a hidden pane asks only about those that move.
*/
export function refreshTasks(mode: 'open' | 'hidden'): Effect {
	return run(`activity/tasks/${mode}`, async tools => {
		for (;;) {
			if (tools.clock.nowMs() - tools.state().lastKeyAtMs <= asleepAfterMs) await readTasks(tools, mode);
			await tools.sleep(everyMs[mode]);
		}
	});
}

async function readTasks(tools: EffectTools, mode: 'open' | 'hidden'): Promise<void> {
	const {session} = tools;
	for (const row of queuesToAsk(tools, mode)) {
		const arn = row.attributes?.arn;
		if (arn === undefined) continue;
		try {
			const tasks = await session.queues.moveTasks(arn, {signal: tools.signal});
			tools.dispatch({type: 'queues/move-tasks', url: row.ref.url, tasks, atMs: tools.clock.nowMs()});
		} catch (error) {
			if (isAbort(error)) return;
			// Not every endpoint knows move tasks, and not everybody may list them; the redrive itself says why it cannot.
		}
		if (session.context.target === 'aws') await tools.sleep(1000 / perSecondMax);
	}
}

function queuesToAsk(tools: EffectTools, mode: 'open' | 'hidden'): readonly QueueRow[] {
	const {queues} = tools.state();
	const moving = queues.rows.filter(row => isTaskRunning(newestTask(row)));
	if (mode === 'hidden') return moving.slice(0, queueCountMax);
	const others = queues.rows.filter(
		row => !moving.includes(row) && sourcesOfQueue(queues, row).length > 0 && (row.moveTasks !== undefined || gained(row) > 0),
	);
	return [...moving, ...others].slice(0, queueCountMax);
}
