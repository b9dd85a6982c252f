import {cutMiddle, displayWidth, safeText} from '../payload/safe-text.ts';
import {formatTime} from '../shared/units.ts';
import {lineWidth, line, span, spread, type Line, type Span} from './line.ts';
import {runningCount} from './activity/state.ts';
import type {State} from './state.ts';

/** A context's name is cut to no less than this. */
const nameWidthMin = 12;

/** Where we are and what we may do. When room is short the account goes down to its last digits and the name is cut; mode and PROD never go. */
export function header(state: State): Line {
	const {columns} = state.size;
	const right = line(
		span(modeText(state), state.mode === 'CHANGE' ? 'slow' : 'bold'),
		span(counts(state)),
		span(`  ${formatTime(state.nowMs, 'minute')} `),
	);
	const room = columns - lineWidth(right) - 2;
	const name = safeText(state.context.name);
	const account = accountText(state);
	const full = left(state, {name, account, hasEndpoint: columns >= 100});
	if (lineWidth(full) <= room) return spread(full, right, columns);
	const short = left(state, {name, account: account.slice(-4), hasEndpoint: false});
	const excess = lineWidth(short) - room;
	if (excess <= 0) return spread(short, right, columns);
	const cut = cutMiddle(name, Math.max(nameWidthMin, displayWidth(name) - excess));
	return spread(left(state, {name: cut, account: account.slice(-4), hasEndpoint: false}), right, columns);
}

function left(state: State, parts: {name: string; account: string; hasEndpoint: boolean}): Line {
	const {context} = state;
	const spans: Span[] = [span(' sluice', 'bold'), span(`  ${parts.name}`, 'accent')];
	if (context.isProd) spans.push(span('  '), span('PROD', 'prod'));
	spans.push(span(`  ${context.region}`));
	if (context.endpointUrl && parts.hasEndpoint) spans.push(span(`  ${safeText(context.endpointUrl)}`, 'dim'));
	spans.push(span(`  ${parts.account}`));
	return spans;
}

function accountText(state: State): string {
	switch (state.connection.status) {
		case 'connecting':
			return '…';
		case 'ready':
			return state.connection.identity.accountId;
		case 'failed':
			return state.glyphs.unknown;
	}
}

function modeText(state: State): string {
	if (state.mode !== 'CHANGE' || state.changeUntilMs === undefined) return state.mode;
	return `CHANGE ${Math.max(0, Math.ceil((state.changeUntilMs - state.nowMs) / 60_000))}m`;
}

function counts(state: State): string {
	const running = runningCount(state);
	return running > 0 ? `  ~${running}` : '';
}
