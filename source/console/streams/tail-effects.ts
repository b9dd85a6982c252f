import {shortShardId} from '../../operations/shard-id.ts';
import {deniedFanOut} from '../../operations/fan-out.ts';
import type {TailEvent} from '../../operations/tail-event.ts';
import {tailStream} from '../../operations/tail.ts';
import {sleep, type EpochMs} from '../../shared/clock.ts';
import {formatAge} from '../../shared/units.ts';
import {isAbort, problemOf, run, type Effect, type EffectTools} from '../effects.ts';
import {currentPlace, listOf} from '../state.ts';
import {TailFeed} from './tail-feed.ts';
import {tailAsleepSinceMs, tailOf, tailPlaceOf, type TailStart} from './tail-state.ts';

/** What is read reaches the screen this often, … */
const drawEveryMs = 100;
/** … and this often while another place is on screen. */
const drawHiddenEveryMs = 1000;

/** A key wakes a tail that sleeps within this time. */
const wakeWithinMs = 500;

export function tailEffectId(stream: string): string {
	return `tail/${stream}`;
}

/** Reads a stream until it is cancelled, and draws what it reads at its own pace. Goes on drawing after the last record: filters still work. */
export function tailEffect(stream: string, options: {start: TailStart; startedAtMs: EpochMs}): Effect {
	return run(tailEffectId(stream), async tools => {
		const feed = new TailFeed({nowMs: tools.clock.nowMs()});
		// Not awaited: it may rest for ever, and has an end of its own.
		void readAll(tools, feed, {...options, stream});
		let lastDrawnAtMs = 0;
		while (tailOf(tools.state(), stream)?.startedAtMs === options.startedAtMs) {
			const nowMs = tools.clock.nowMs();
			if (isOnScreen(tools, stream) || nowMs - lastDrawnAtMs >= drawHiddenEveryMs) {
				lastDrawnAtMs = nowMs;
				draw(tools, feed, {...options, stream});
			}
			await tools.sleep(drawEveryMs);
		}
	});
}

async function readAll(
	tools: EffectTools,
	feed: TailFeed,
	options: {stream: string; start: TailStart; startedAtMs: EpochMs},
): Promise<void> {
	const {start, startedAtMs, stream} = options;
	const {clock, session, signal} = tools;
	try {
		const {fanOut, position: from, shardIds} = start;
		const awake = async (): Promise<void> => {
			while (tailAsleepSinceMs(tools.state(), clock.nowMs()) !== undefined) await sleep(clock, wakeWithinMs, {signal});
		};
		const reading = {
			clock,
			stream,
			from,
			untilWanted: awake,
			...(shardIds && {shardIds}),
			...(fanOut && {consumerArn: fanOut.consumerArn}),
		};
		for await (const event of tailStream(session, reading, {signal})) {
			feed.add(event);
			const told = noticeOf(stream, event);
			if (told) tools.dispatch({type: 'notice', text: told, atMs: clock.nowMs()});
		}
		if (!signal.aborted) tools.dispatch({type: 'streams/tail-ended', stream, startedAtMs});
	} catch (error) {
		const denied = start.fanOut && deniedFanOut(error, start.fanOut, stream);
		if (denied && !signal.aborted) {
			const problem = problemOf(denied);
			const atMs = clock.nowMs();
			tools.dispatch({type: 'streams/fan-out-denied', stream, startedAtMs, problem, atMs});
			tools.dispatch({type: 'notice', text: [problem.message, ...problem.nextSteps].join(' '), isFailure: true, atMs});
			return;
		}
		if (!signal.aborted && !isAbort(error)) tools.dispatch({type: 'streams/tail-ended', stream, startedAtMs, problem: problemOf(error)});
	}
}

/** What a person should know of what happened, beside the records. */
function noticeOf(stream: string, event: TailEvent): string | undefined {
	if (event.type === 'resumed')
		return `${stream}: reads shard ${shortShardId(event.shardId)} again where it stopped; gap read: ${formatGap(event.gapMs)}.`;
	if (event.type !== 'shard-ended' || event.childShardIds.length === 0) return undefined;
	return `${stream}: shard ${shortShardId(event.shardId)} was read to its end; going on with ${event.childShardIds.map(shortShardId).join(' and ')}.`;
}

/** `41 s`, `4m12s` */
function formatGap(ms: number): string {
	return ms < 60_000 ? `${Math.round(ms / 1000)} s` : formatAge(ms);
}

function draw(tools: EffectTools, feed: TailFeed, {startedAtMs, stream}: {stream: string; startedAtMs: EpochMs}): void {
	const state = tools.state();
	const view = tailOf(state, stream);
	const list = listOf(state, tailPlaceOf(stream));
	const nowMs = tools.clock.nowMs();
	const snapshot = feed.snapshot({
		nowMs,
		filter: list.filter,
		heldIndex: view?.paused?.index,
		isHighlighting: view?.isHighlighting ?? false,
		barSeconds: view?.barSeconds ?? 1,
		bar: view?.bar,
	});
	// Also when the cursor asks to go on from where the view stands still.
	const isAskedToGoOn = view?.paused !== undefined && list.cursorId === 'newest';
	if (snapshot === view?.snapshot && !isAskedToGoOn) return;
	tools.dispatch({type: 'streams/tail-drawn', stream, startedAtMs, snapshot, atMs: nowMs});
}

/** Any tab of the stream: the shards show what the tail sees. */
function isOnScreen(tools: EffectTools, stream: string): boolean {
	const place = currentPlace(tools.state());
	return place.type === 'stream' && place.name === stream;
}
