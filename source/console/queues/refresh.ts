import type {QueueAttributes, QueueRef} from '../../aws/queue.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {isAbort, problemOf, run, type Effect, type EffectTools} from '../effects.ts';
import {visibleWindow} from '../list.ts';
import {listOf, type Problem, type State} from '../state.ts';
import {listLook} from '../memory.ts';
import {factsOf} from './facts.ts';
import {tell} from './read-facts.ts';
import {visibleQueueUrls} from './rows.ts';
import {queueRow} from './state.ts';
import {sweepOrder} from './sweep-order.ts';
import {isSameTopology, topologyNow, type Topology} from './topology.ts';

/** ListQueues this often. */
const listEveryMs = 60_000;
/** After a failure nobody waits that long. */
const listAgainMs = 15_000;
/** Counts of AWS's queues this often, and less often when nobody is there; the engine's and other local endpoints' cost nothing. */
const countEveryMs = {aws: 5000, awsIdle: 10_000, local: 1000};
/** Nobody is there when no key was pressed for so long. */
const idleAfterMs = 60_000;
/** After a throttle half as many calls are made for so long. */
const slowedMs = 60_000;
/** GetQueueAttributes at once, and a second. */
const parallelMax = 8;
const callsPerSecondMax = {aws: 10, local: 400};
/** Local endpoints answer as fast as they are asked: while somebody moves among many queues, the next few wait so long. */
const keysFirstMs = 100;
const manyUrls = 100;
/** What is on screen comes first of all. */
const keysFirstFrom = 64;
/** What did not change is written down again after so long, for its age. */
const topologyKeptMs = 3_600_000;
/** Readings are told together: each telling goes over the whole list, which may have thousands of rows. */
const tellEveryMs = 200;
/** Without a key for so long, nothing is read. */
export const asleepAfterMs = 10 * 60_000;
/** However long a look took. */
const minPauseMs = 200;
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
			await pause(tools, tools.clock.nowMs());
		}
	});
}

/** False when the list could not be read. */
async function readAllNames(tools: EffectTools): Promise<boolean> {
	const refs: QueueRef[] = [];
	const sinceMs = tools.clock.nowMs();
	try {
		for await (const page of tools.session.queues.list({signal: tools.signal})) {
			refs.push(...page);
			tools.dispatch({type: 'queues/listed', refs: [...refs], isWhole: false, sinceMs, atMs: tools.clock.nowMs()});
		}
		tools.dispatch({type: 'queues/listed', refs, isWhole: true, atMs: tools.clock.nowMs()});
		return true;
	} catch (error) {
		if (!isAbort(error)) tools.dispatch({type: 'queues/list-failed', problem: problemOf(error), atMs: tools.clock.nowMs()});
		return false;
	}
}

async function refresh(tools: EffectTools): Promise<void> {
	let namesAtMs = Number.NEGATIVE_INFINITY;
	let sweep: Sweep = {urls: [], index: 0};
	for (;;) {
		const startedAtMs = tools.clock.nowMs();
		if ((tools.state().queues.slowedUntilMs ?? startedAtMs) < startedAtMs) tools.dispatch({type: 'queues/slowed', untilMs: undefined});
		if (!isAsleep(tools)) {
			if (startedAtMs - namesAtMs >= listEveryMs) {
				const isRead = await readAllNames(tools);
				namesAtMs = isRead ? startedAtMs : startedAtMs - listEveryMs + listAgainMs;
			}
			if (sweep.index >= sweep.urls.length) sweep = nextSweep(tools, sweep);
			const {urls, index} = chooseQueues(tools.state(), sweep, budget(tools));
			sweep = {...sweep, index};
			await readMany(tools, urls);
			await readTags(tools);
		}
		await pause(tools, startedAtMs);
	}
}

/** One look at all queues: in which order, how far it is, and when it began. */
type Sweep = {readonly urls: readonly string[]; readonly index: number; readonly atMs?: EpochMs};

/** The sweep after the one that ended, and what that one has learned, kept for the next session where it is new. */
function nextSweep(tools: EffectTools, {atMs}: Sweep): Sweep {
	const state = tools.state();
	const topology = topologyNow(state, tools.clock.nowMs());
	if (topology && !isKept(state.queues.remembered, topology)) tools.dispatch({type: 'queues/topology', topology});
	return {urls: sweepOrder(state, atMs), index: 0, atMs: tools.clock.nowMs()};
}

/** Known as it is, not long ago. */
function isKept(before: Topology | undefined, now: Topology): boolean {
	return before !== undefined && isSameTopology(before, now) && now.atMs - before.atMs < topologyKeptMs;
}

/** Visible rows first, then the next of the rest, as far as the calls of one interval go. */
function chooseQueues(state: State, sweep: Sweep, callCount: number): {urls: readonly string[]; index: number} {
	const shown = visibleQueueUrls(state);
	const place = {type: 'queues'} as const;
	const visible = visibleWindow(listOf(state, place), shown, state.size.rows).ids.slice(0, callCount);
	const isVisible = new Set(visible);
	const urls = [...visible];
	let {index} = sweep;
	for (; index < sweep.urls.length && urls.length < callCount; index++) {
		const url = sweep.urls[index];
		// On screen it is read anyway; gone it is read no more.
		if (url !== undefined && !isVisible.has(url) && queueRow(state, url)) urls.push(url);
	}
	return {urls, index};
}

async function readMany(tools: EffectTools, urls: readonly string[]): Promise<void> {
	const isAws = tools.session.context.target === 'aws';
	let untold: Reading[] = [];
	let toldAtMs = Number.NEGATIVE_INFINITY;
	for (let start = 0; start < urls.length; start += parallelMax) {
		const batch = urls.slice(start, start + parallelMax);
		untold.push(...(await Promise.all(batch.map(url => read(tools, url)))));
		const atMs = tools.clock.nowMs();
		const isLast = start + parallelMax >= urls.length;
		if (isLast || atMs - toldAtMs >= tellEveryMs) {
			tools.dispatch({type: 'queues/counted', readings: untold, atMs});
			if (untold.some(reading => 'problem' in reading && reading.problem.code === 'throttled'))
				tools.dispatch({type: 'queues/slowed', untilMs: atMs + slowedMs});
			untold = [];
			toldAtMs = atMs;
		}
		if (!isAws && !isLast && start >= keysFirstFrom && urls.length > manyUrls && atMs - tools.state().lastKeyAtMs < keysFirstMs)
			await tools.sleep(keysFirstMs);
		if (isAws && !isLast) await tools.sleep((batch.length / perSecond(tools)) * 1000);
	}
}

/** Tags of the rows on screen, each once, where a tag is a column; a few at a time. */
async function readTags(tools: EffectTools): Promise<void> {
	const state = tools.state();
	if ((listLook(state, 'queues').tags ?? []).length === 0) return;
	const shown = visibleQueueUrls(state);
	const {ids} = visibleWindow(listOf(state, {type: 'queues'}), shown, state.size.rows);
	const missing = ids.filter(url => factsOf(state, url).tags === undefined).slice(0, parallelMax);
	await Promise.all(missing.map(url => tell(tools, url, 'tags', () => tools.session.queues.tags(url, {signal: tools.signal}))));
}

async function read(tools: EffectTools, url: string): Promise<Reading> {
	try {
		// Not repeated by the SDK: the next look comes soon, and a throttle must be seen.
		return {url, attributes: await tools.session.queues.attributes(url, {signal: tools.signal, isOnce: true})};
	} catch (error) {
		if (isAbort(error)) throw error;
		return {url, problem: problemOf(error)};
	}
}

/** Calls a second: all that is allowed, or half of it after a throttle. */
function perSecond(tools: EffectTools): number {
	const {aws, local} = callsPerSecondMax;
	const isSlowed = (tools.state().queues.slowedUntilMs ?? 0) > tools.clock.nowMs();
	return (tools.session.context.target === 'aws' ? aws : local) * (isSlowed ? 0.5 : 1);
}

function everyMs(tools: EffectTools): number {
	if (tools.session.context.target !== 'aws') return countEveryMs.local;
	return tools.clock.nowMs() - tools.state().lastKeyAtMs > idleAfterMs ? countEveryMs.awsIdle : countEveryMs.aws;
}

/** Calls of one interval. */
function budget(tools: EffectTools): number {
	return Math.max(1, Math.floor((perSecond(tools) * everyMs(tools)) / 1000));
}

/** The rest of the interval that began then. */
function pause(tools: EffectTools, startedAtMs: number): Promise<void> {
	const wholeMs = everyMs(tools) * (1 + jitterShare * (tools.random.number() - 0.5));
	return tools.sleep(Math.max(minPauseMs, wholeMs - (tools.clock.nowMs() - startedAtMs)));
}

function isAsleep(tools: EffectTools): boolean {
	return tools.clock.nowMs() - tools.state().lastKeyAtMs > asleepAfterMs;
}
