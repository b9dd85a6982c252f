// Placeholder until the streams pane lands in a moment; overwrite freely.
import type {StreamRef, StreamSummary} from '../../aws/stream.ts';
import {step, type Step} from '../effects.ts';
import type {Event} from '../event.ts';
import type {State} from '../state.ts';
export type StreamsState = {
	readonly status: 'idle' | 'loading' | 'ready' | 'failed';
	readonly rows: ReadonlyArray<{readonly ref: StreamRef; readonly summary?: StreamSummary}>;
};
export const initialStreams: StreamsState = {status: 'idle', rows: []};
export type StreamsEvent = {readonly type: 'streams/none'};
export function isStreamsEvent(event: Event): event is StreamsEvent {
	return event.type.startsWith('streams/');
}
export function updateStreams(state: State, _event: StreamsEvent): Step {
	return step(state);
}
