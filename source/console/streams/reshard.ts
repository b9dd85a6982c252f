import {waitUntilActive} from '../../operations/wait-until-active.ts';
import {formatAge} from '../../shared/units.ts';
import {isAbort, problemOf, run, step, type Effect, type Step} from '../effects.ts';
import type {State} from '../state.ts';
import {readShards, readSummary} from './refresh.ts';
import {streamRow, type StreamsState} from './state.ts';

/** DescribeStreamSummary this often until the stream is ACTIVE. */
const lookEveryMs = {aws: 2000, local: 1000};

/** A split or merge was accepted: shows how long the stream is UPDATING, then its new shards. */
export function watchReshard(state: State, stream: string, text: string): Step {
	const rows: StreamsState['rows'] = state.streams.rows.map(row =>
		row.ref.name === stream ? {...row, reshard: {startedAtMs: state.nowMs, elapsedMs: 0, text}} : row,
	);
	return step({...state, streams: {...state.streams, rows}}, watch(stream, text));
}

function watch(stream: string, text: string): Effect {
	return run(`reshard/${stream}`, async tools => {
		try {
			const {clock, session, signal} = tools;
			const isAws = session.context.target === 'aws';
			const startedAtMs = clock.nowMs();
			const looks = waitUntilActive(session, {clock, stream, intervalMs: isAws ? lookEveryMs.aws : lookEveryMs.local}, {signal});
			for (let look = await tools.resting(looks.next()); !look.done; look = await tools.resting(looks.next())) {
				tools.dispatch({type: 'streams/resharding', stream, elapsedMs: look.value.elapsedMs, atMs: clock.nowMs()});
			}
			await readSummary(tools, stream);
			await readShards(tools, stream);
			const open = streamRow(tools.state(), stream)?.summary?.openShardCount;
			const shards = open === undefined ? '' : `: ${open} open shards`;
			tools.dispatch({
				type: 'streams/resharded',
				stream,
				text: `${stream} is ACTIVE again${shards}. ${text} took ${formatAge(clock.nowMs() - startedAtMs)}.`,
			});
		} catch (error) {
			if (!isAbort(error)) tools.dispatch({type: 'streams/resharded', stream, text: problemOf(error).message, isFailure: true});
		}
	});
}
