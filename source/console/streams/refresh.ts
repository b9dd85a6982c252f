import type {StreamRef} from '../../aws/stream.ts';
import {readConsumersBehind} from '../../operations/consumers.ts';
import {isAbort, problemOf, run, type Effect, type EffectTools} from '../effects.ts';
import {historyMinutes, historyQueries} from './history-pane.ts';
import {visibleWindow} from '../list.ts';
import {listOf, type State} from '../state.ts';
import {leftOversOf, streamRow, visibleStreams, type StreamRow} from './state.ts';

/** ListStreams, and the summary of each visible stream, this often. The engine's and other local endpoints' cost nothing. */
const everyMs = {aws: 60_000, local: 2000};
/** DescribeStreamSummary a second on AWS, of 20 that an account has. */
const summariesPerSecondMax = 2;
/** A stream that changes is looked at this often while it is open. */
const changingEveryMs = 1000;
/** When all that is visible is read, what came into view is looked for after so long. */
const lookEveryMs = 500;
/** Without a key for so long, nothing is read. */
const asleepAfterMs = 10 * 60_000;

/** The work of the list while it is on screen: names, then the summaries of the visible rows. */
export function refreshStreams(): readonly Effect[] {
	return [run('streams/names', readNames), run('streams/summaries', readSummaries)];
}

/** The work of an open stream: its summary and its shards. */
export function refreshStream(name: string): Effect {
	return run(`stream/${name}`, async tools => {
		let isFirst = true;
		for (;;) {
			if (!isAsleep(tools)) {
				await readSummary(tools, name);
				await readShards(tools, name);
				if (isFirst) await tellLeftOvers(tools, name);
				isFirst = false;
			}
			const status = streamRow(tools.state(), name)?.summary?.status;
			await tools.sleep(status === 'ACTIVE' || status === undefined ? intervalMs(tools) : changingEveryMs);
		}
	});
}

async function readNames(tools: EffectTools): Promise<void> {
	for (;;) {
		if (!isAsleep(tools)) {
			tools.dispatch({type: 'streams/loading'});
			await readAllNames(tools);
		}
		await tools.sleep(intervalMs(tools));
	}
}

async function readAllNames(tools: EffectTools): Promise<void> {
	const refs: StreamRef[] = [];
	try {
		for await (const page of tools.session.streams.list({signal: tools.signal})) refs.push(...page);
		tools.dispatch({type: 'streams/listed', refs, atMs: tools.clock.nowMs()});
	} catch (error) {
		if (!isAbort(error)) tools.dispatch({type: 'streams/list-failed', problem: problemOf(error)});
	}
}

/** One after the other, the visible ones whose summary is missing or old. */
async function readSummaries(tools: EffectTools): Promise<void> {
	const isAws = tools.session.context.target === 'aws';
	/** When each was last asked for: a denied one is not asked for again and again. */
	const askedAtMs = new Map<string, number>();
	const counted = new Map<string, number>();
	for (;;) {
		const due = isAsleep(tools) ? undefined : visibleRows(tools.state()).find(({ref}) => isDue(tools, askedAtMs.get(ref.name)));
		if (due) {
			askedAtMs.set(due.ref.name, tools.clock.nowMs());
			await readSummary(tools, due.ref.name);
			await lookForLeftOvers(tools, due.ref.name, counted);
		}
		if (!due) await tools.sleep(lookEveryMs);
		else if (isAws) await tools.sleep(1000 / summariesPerSecondMax);
	}
}

function isDue(tools: EffectTools, askedAtMs: number | undefined): boolean {
	return askedAtMs === undefined || tools.clock.nowMs() - askedAtMs >= intervalMs(tools);
}

function visibleRows(state: State): readonly StreamRow[] {
	const rows = visibleStreams(state);
	const ids = rows.map(row => row.ref.name);
	const {top, ids: shown} = visibleWindow(listOf(state, {type: 'streams'}), ids, state.size.rows);
	return rows.slice(top, top + shown.length);
}

export async function readSummary(tools: EffectTools, name: string): Promise<void> {
	try {
		const summary = await tools.session.streams.summary(name, {signal: tools.signal});
		tools.dispatch({type: 'streams/read', stream: name, summary, atMs: tools.clock.nowMs()});
	} catch (error) {
		if (isAbort(error)) throw error;
		tools.dispatch({type: 'streams/read-failed', stream: name, problem: problemOf(error)});
	}
}

export async function readShards(tools: EffectTools, name: string): Promise<void> {
	try {
		const value = await tools.session.streams.shards(name, {signal: tools.signal});
		tools.dispatch({type: 'streams/shards', stream: name, shards: {status: 'ready', value}});
	} catch (error) {
		if (isAbort(error)) throw error;
		tools.dispatch({type: 'streams/shards', stream: name, shards: {status: 'failed', problem: problemOf(error)}});
	}
}

function intervalMs(tools: EffectTools): number {
	return tools.session.context.target === 'aws' ? everyMs.aws : everyMs.local;
}

function isAsleep(tools: EffectTools): boolean {
	return tools.clock.nowMs() - tools.state().lastKeyAtMs > asleepAfterMs;
}

/** ListStreamConsumers once for each listed stream that has consumers, and again when their number is another: what was left over is found without opening it. */
async function lookForLeftOvers(tools: EffectTools, name: string, counted: Map<string, number>): Promise<void> {
	const count = streamRow(tools.state(), name)?.summary?.consumerCount ?? 0;
	if (count === (counted.get(name) ?? 0)) return;
	counted.set(name, count);
	if (tools.session.context.target === 'aws') await tools.sleep(1000 / summariesPerSecondMax);
	await readConsumers(tools, name, {isBehindWanted: false});
}

/** Temporary consumers that no tail here reads with were left over by a program that ended badly, and cost on. */
async function tellLeftOvers(tools: EffectTools, name: string): Promise<void> {
	const {summary} = streamRow(tools.state(), name) ?? {};
	if (!summary || summary.consumerCount === 0) return;
	await readConsumers(tools, name, {isBehindWanted: false});
	const state = tools.state();
	const {consumers} = streamRow(state, name) ?? {};
	const left = consumers?.status === 'ready' ? leftOversOf(consumers.value, state.streams.tails[name]?.start.fanOut) : [];
	if (left.length === 0) return;
	const names = left.map(each => each.name).join(', ');
	const text = `${name}: ${names} may be left over and costs. Consumers: D removes.`;
	tools.dispatch({type: 'notice', text, atMs: tools.clock.nowMs()});
}

/** The work of the Consumers tab. How far behind comes from CloudWatch, which costs nothing on local endpoints; on AWS it is asked for. */
export function refreshConsumers(name: string): Effect {
	return run(`stream-consumers/${name}`, async tools => {
		for (;;) {
			if (!isAsleep(tools)) await readConsumers(tools, name, {isBehindWanted: tools.session.context.target !== 'aws'});
			await tools.sleep(intervalMs(tools));
		}
	});
}

export async function readConsumers(tools: EffectTools, name: string, options: {isBehindWanted: boolean}): Promise<void> {
	const {clock, session, signal} = tools;
	try {
		const {arn} = streamRow(tools.state(), name)?.summary ?? (await session.streams.summary(name, {signal}));
		const consumers = await session.streams.consumers({arn, name}, {signal});
		const value = options.isBehindWanted
			? await readConsumersBehind(session, {stream: name, consumers, nowMs: clock.nowMs()}, {signal})
			: consumers;
		tools.dispatch({type: 'streams/told', stream: name, consumers: {status: 'ready', value}});
	} catch (error) {
		if (isAbort(error)) throw error;
		tools.dispatch({type: 'streams/told', stream: name, consumers: {status: 'failed', problem: problemOf(error)}});
	}
}

/** The work of the Tags tab. */
export function refreshTags(name: string): Effect {
	return run(`stream-tags/${name}`, async tools => {
		for (;;) {
			if (!isAsleep(tools)) await readTags(tools, name);
			await tools.sleep(intervalMs(tools));
		}
	});
}

export async function readTags(tools: EffectTools, name: string): Promise<void> {
	try {
		const value = await tools.session.streams.tags(name, {signal: tools.signal});
		tools.dispatch({type: 'streams/told', stream: name, tags: {status: 'ready', value}});
	} catch (error) {
		if (isAbort(error)) throw error;
		tools.dispatch({type: 'streams/told', stream: name, tags: {status: 'failed', problem: problemOf(error)}});
	}
}

/** Reads the last hour from CloudWatch, which AWS charges for: only when asked for. */
export function readHistory(name: string): Effect {
	return run(`stream-history/${name}`, async tools => {
		const {clock, session, signal} = tools;
		tools.dispatch({type: 'streams/told', stream: name, history: {status: 'loading'}});
		try {
			const atMs = clock.nowMs();
			const toMs = atMs - (atMs % 60_000) + 60_000;
			const range = {fromMs: toMs - historyMinutes * 60_000, toMs, periodSeconds: 60, signal};
			const reading = await session.metrics.read(historyQueries(name), range);
			if (reading.status !== 'known') throw reading.error;
			tools.dispatch({type: 'streams/told', stream: name, history: {status: 'ready', value: {atMs, values: reading.value}}});
		} catch (error) {
			if (!isAbort(error)) tools.dispatch({type: 'streams/told', stream: name, history: {status: 'failed', problem: problemOf(error)}});
		}
	});
}
