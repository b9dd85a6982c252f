import {safeText} from '../payload/safe-text.ts';
import {formatTime} from '../shared/units.ts';
import {lineWidth, line, span, spread, type Line, type Span} from './line.ts';
import {runningCount} from './activity/state.ts';
import type {State} from './state.ts';

/** Where we are and what we may do. When room is short the account goes down to its last digits; mode and PROD never go. */
export function header(state: State): Line {
	const right = line(
		span(modeText(state), state.mode === 'CHANGE' ? 'slow' : 'bold'),
		span(counts(state)),
		span(`  ${formatTime(state.nowMs, 'minute')} `),
	);
	const room = state.size.columns - lineWidth(right) - 2;
	const full = left(state, accountText(state));
	const fits = lineWidth(full) <= room;
	return spread(fits ? full : left(state, accountText(state).slice(-4)), right, state.size.columns);
}

function left(state: State, account: string): Line {
	const {context} = state;
	const spans: Span[] = [span(' sluice', 'bold'), span(`  ${safeText(context.name)}`, 'accent')];
	if (context.isProd) spans.push(span('  '), span('PROD', 'prod'));
	spans.push(span(`  ${context.region}`));
	if (context.endpointUrl && state.size.columns >= 100) spans.push(span(`  ${safeText(context.endpointUrl)}`, 'dim'));
	spans.push(span(`  ${account}`));
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
