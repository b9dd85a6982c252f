import type {StreamRecord} from '../../aws/stream.ts';
import {recordCandidate} from '../../operations/record-candidate.ts';
import {planReplay, type ReplayRecord, type ReplaySource} from '../../operations/replay.ts';
import {runReplay, type ReplayEvent} from '../../operations/run-replay.ts';
import type {Outcome} from '../../operations/plan.ts';
import {SluiceError} from '../../shared/errors.ts';
import {formatCount} from '../../shared/units.ts';
import type {EffectTools} from '../effects.ts';
import {passesFilter} from '../filters.ts';
import {defineGate, type GateDefinition} from '../gate-definition.ts';
import type {ReplayView} from './replay-view.ts';
import type {TailRecord} from './tail-record.ts';

export type ReplayChoice =
	| {readonly type: 'records'; readonly records: ReadonlyArray<TailRecord & ReplayRecord>; readonly chosen: string}
	| {readonly type: 'range'; readonly source: Omit<Extract<ReplaySource, {type: 'range'}>, 'filter'>; readonly filter: string};

export type ReplayGateRequest = {
	readonly stream: string;
	readonly choice: ReplayChoice;
	readonly to: string;
	readonly ratePerSecond?: number;
	readonly isBase64: boolean;
};

/** Replays run from the gate; leaving the dialog leaves them running. */
export const replayGate: GateDefinition = defineGate({
	operation: 'replay',
	plan: ({clock, session, signal}, request: ReplayGateRequest) =>
		planReplay(session, {...request, source: sourceOf(request.choice), clock}, {signal}),
	async execute({clock, effects, progress, session, signal}, plan) {
		const stopping = new AbortController();
		const {stream, target} = plan.request;
		const startedAtMs = clock.nowMs();
		const id = `${stream}/${startedAtMs}`;
		const stop = (): Promise<undefined> => {
			stopping.abort();
			return Promise.resolve(undefined);
		};
		effects.shelf.put(replayKey(id), {value: undefined, end: stop});
		const events = runReplay(session, plan, {clock}, {signal: AbortSignal.any([signal, stopping.signal])});
		try {
			return await follow(events, counts => {
				progress(progressText(counts));
				const replay: ReplayView = {id, stream, to: `${target.type} ${target.name}`, startedAtMs, isDryRun: false, counts};
				effects.dispatch({type: 'streams/replaying', replay});
			});
		} finally {
			effects.shelf.take(replayKey(id));
			effects.dispatch({type: 'streams/replayed', id});
		}
	},
});

export function replayKey(id: string): string {
	return `replay/${id}`;
}

/** Text of a filter becomes what it lets through only here, where it is read again for each plan. */
export function sourceOf(choice: ReplayChoice): ReplaySource {
	if (choice.type === 'records') return choice;
	const {filter, source} = choice;
	const matches = (record: StreamRecord, shardId: string): boolean =>
		passesFilter(filter, recordCandidate(record, {shardId, nowMs: record.arrivedAtMs}));
	return {...source, ...(filter !== '' && {filter: {text: filter, matches}})};
}

/** Reads and counts, sends nothing; tells the result as a notice. */
export async function countReplay(tools: EffectTools, request: ReplayGateRequest): Promise<void> {
	const {clock, session, signal} = tools;
	const source = sourceOf(request.choice);
	const plan = await planReplay(session, {...request, source, clock}, {signal});
	const {summary} = await follow(runReplay(session, plan, {clock, isDryRun: true}, {signal}), () => {});
	tools.dispatch({type: 'notice', text: `Dry run. ${summary}`, atMs: clock.nowMs()});
}

type Progress = Extract<ReplayEvent, {type: 'progress'}>;

async function follow(events: AsyncIterable<ReplayEvent>, onProgress: (progress: Progress) => void): Promise<Outcome> {
	let firstReason: string | undefined;
	for await (const event of events) {
		switch (event.type) {
			case 'progress':
				onProgress(event);
				break;
			case 'failed':
				firstReason ??= event.reason;
				break;
			case 'ended':
				if (event.error)
					throw new SluiceError(event.summary, {code: event.error.code, nextSteps: event.error.nextSteps, cause: event.error});
				return {summary: firstReason === undefined ? event.summary : `${event.summary} The first: ${firstReason}.`};
		}
	}
	return {summary: 'Nothing was done.'};
}

function progressText({failedCount, matchedCount, readCount, sentCount}: Progress): string {
	const failed = failedCount === 0 ? '' : `, ${formatCount(failedCount)} could not be sent`;
	return `read ${formatCount(readCount)}, sent ${formatCount(sentCount)} of ${formatCount(matchedCount)}${failed}`;
}
