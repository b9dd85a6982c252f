import {isHidden} from '../operations/peek-state.ts';
import type {ApiCall} from '../aws/session.ts';
import {formatTime, plural} from '../shared/units.ts';
import {currentPlace, type State} from './state.ts';

/** Keeps a report for whoever looks into it. Answers where, or why it could not be kept. */
export type KeepBugReport = (report: string) => {readonly path: string} | {readonly problem: string};

/** How many of the last calls a report has. */
const callsMax = 30;

/** What of the moment helps to understand a mistake: no names, no contents, no credentials. The stack may have what the mistake was about. */
export function bugReport(error: unknown, {state, calls}: {state: State; calls: readonly ApiCall[]}): string {
	const {context, size, theme, glyphs, layer, mode} = state;
	const place = currentPlace(state);
	return [
		`At ${new Date(state.nowMs).toISOString()}, ${size.columns}x${size.rows}, theme ${theme}, ${glyphs.charset}`,
		`On ${context.target} in ${context.region}, mode ${mode}; ${plural(state.queues.rows.length, 'queue')}, ${plural(state.topics.rows.length, 'topic')}, ${plural(state.streams.rows.length, 'stream')}`,
		`Place ${place.type}${layer ? `, under ${layerName(layer)}` : ''}`,
		'',
		stackOf(error),
		'',
		`The last ${plural(Math.min(calls.length, callsMax), 'call')}:`,
		...calls.slice(-callsMax).map(callLine),
		'',
	].join('\n');
}

/** What is left on the normal screen: the mistake, and where the report is. */
export function bugLines(error: unknown, kept: ReturnType<KeepBugReport>): readonly string[] {
	const sentence = `sluice stopped because of a mistake of its own: ${messageOf(error)}`;
	if ('path' in kept) return [sentence, `The report is in ${kept.path}: it holds no messages and no credentials. Please pass it on.`];
	return [sentence, ...stackOf(error).split('\n').slice(1), `The report could not be kept: ${kept.problem}`];
}

/** What is held, and until when: it comes back by itself. */
export function heldLines(state: State): readonly string[] {
	return Object.entries(state.queues.peeks).flatMap(([url, view]) => {
		const untils = view.messages.flatMap(({state: peeked}) => (isHidden(peeked) ? [peeked.heldUntilMs] : []));
		if (untils.length === 0) return [];
		const name = url.slice(url.lastIndexOf('/') + 1);
		const verb = untils.length === 1 ? 'comes' : 'come';
		return [`${plural(untils.length, 'message')} of ${name} ${verb} back by ${formatTime(Math.max(...untils))}.`];
	});
}

function layerName(layer: NonNullable<State['layer']>): string {
	if (layer.type === 'sheet') return `the sheet ${layer.kind}`;
	return layer.type === 'gate' ? `the dialog ${layer.operation}, ${layer.status}` : layer.type;
}

function callLine({atMs, service, action, durationMs, outcome, code, requestId}: ApiCall): string {
	return `${formatTime(atMs, 'ms')} ${service}:${action} ${outcome} ${durationMs} ms ${code ?? ''} ${requestId ?? ''}`.trimEnd();
}

function stackOf(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function messageOf(error: unknown): string {
	return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
