import type {QueueAttributes, QueueRef} from '../../aws/queue.ts';
import {isAbort, problemOf, run, type Effect, type EffectTools} from '../effects.ts';
import {visibleWindow} from '../list.ts';
import {listOf, type Problem, type State} from '../state.ts';
import {visibleQueues} from './rows.ts';

/** ListQueues this often. */
const listEveryMs = 60_000;
/** Counts of AWS's queues this often; the engine's and other local endpoints' cost nothing. */
const countEveryMs = {aws: 5000, local: 1000};
/** GetQueueAttributes at once, and a second. */
const parallelMax = 8;
const callsPerSecondMax = {aws: 10, local: 400};
/** Without a key for so long, nothing is read. */
const asleepAfterMs = 10 * 60_000;
/** Spreads the looks of several consoles. */
const jitterShare = 0.1;

type Reading = {readonly url: string; readonly attributes: QueueAttributes} | {readonly url: string; readonly problem: Problem};

/** The work of the list while it is on screen: names, then counts, visible rows first. */
export function refreshQueues(_state: State): readonly Effect[] {
	return [run('queues/refresh', refresh)];
}

/** Reads one queue again and again while it is open. */
export function refreshQueue(url: string): Effect {
	return run(`queue/${url}`, async tools => {
		for (;;) {
			if (!isAsleep(tools)) tools.dispatch({type: 'queues/counted', readings: [await read(tools, url)], atMs: tools.clock.nowMs()});
			await pause(tools);
		}
	});
}

async function readAllNames(tools: EffectTools): Promise<void> {
	const refs: QueueRef[] = [];
	try {
		for await (const page of tools.session.queues.list({signal: tools.signal})) {
			refs.push(...page);
			tools.dispatch({type: 'queues/listed', refs: [...refs], isWhole: false, atMs: tools.clock.nowMs()});
		}
		tools.dispatch({type: 'queues/listed', refs, isWhole: true, atMs: tools.clock.nowMs()});
	} catch (error) {
		if (!isAbort(error)) tools.dispatch({type: 'queues/list-failed', problem: problemOf(error), atMs: tools.clock.nowMs()});
	}
}

async function refresh(tools: EffectTools): Promise<void> {
	let namesAtMs = Number.NEGATIVE_INFINITY;
	let sweepFrom = 0;
	for (;;) {
		if (!isAsleep(tools)) {
			if (tools.clock.nowMs() - namesAtMs >= listEveryMs) {
				namesAtMs = tools.clock.nowMs();
				await readAllNames(tools);
			}
			const {urls, next} = chooseQueues(tools.state(), sweepFrom, budget(tools));
			sweepFrom = next;
			await readMany(tools, urls);
		}
		await pause(tools);
	}
}

/** Visible rows first, then the next of the rest, as far as the calls of one interval go. */
function chooseQueues(state: State, sweepFrom: number, callCount: number): {urls: readonly string[]; next: number} {
	const shown = visibleQueues(state).map(row => row.ref.url);
	const place = {type: 'queues'} as const;
	const visible = visibleWindow(listOf(state, place), shown, state.size.rows).ids.slice(0, callCount);
	const isVisible = new Set(visible);
	const rest = state.queues.order.filter(url => !isVisible.has(url));
	const room = Math.min(rest.length, callCount - visible.length);
	const swept = Array.from({length: Math.max(0, room)}, (_, index) => rest[(sweepFrom + index) % rest.length] ?? '');
	return {urls: [...visible, ...swept], next: rest.length === 0 ? 0 : (sweepFrom + room) % rest.length};
}

async function readMany(tools: EffectTools, urls: readonly string[]): Promise<void> {
	const isAws = tools.session.context.target === 'aws';
	for (let start = 0; start < urls.length; start += parallelMax) {
		const batch = urls.slice(start, start + parallelMax);
		const readings = await Promise.all(batch.map(url => read(tools, url)));
		tools.dispatch({type: 'queues/counted', readings, atMs: tools.clock.nowMs()});
		if (isAws && start + parallelMax < urls.length) await tools.sleep((parallelMax / callsPerSecondMax.aws) * 1000);
	}
}

async function read(tools: EffectTools, url: string): Promise<Reading> {
	try {
		return {url, attributes: await tools.session.queues.attributes(url, {signal: tools.signal})};
	} catch (error) {
		if (isAbort(error)) throw error;
		return {url, problem: problemOf(error)};
	}
}

function budget(tools: EffectTools): number {
	const isAws = tools.session.context.target === 'aws';
	return isAws ? (callsPerSecondMax.aws * countEveryMs.aws) / 1000 : (callsPerSecondMax.local * countEveryMs.local) / 1000;
}

function pause(tools: EffectTools): Promise<void> {
	const everyMs = tools.session.context.target === 'aws' ? countEveryMs.aws : countEveryMs.local;
	return tools.sleep(everyMs * (1 + jitterShare * (tools.random.number() - 0.5)));
}

function isAsleep(tools: EffectTools): boolean {
	return tools.clock.nowMs() - tools.state().lastKeyAtMs > asleepAfterMs;
}
