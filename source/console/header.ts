import {cutMiddle, displayWidth, safeText} from '../payload/safe-text.ts';
import {formatTime} from '../shared/units.ts';
import {badgeOf} from './badge.ts';
import {loginCountdown, loginEndText} from './contexts/login-lost.ts';
import {lineWidth, line, span, spread, type Line, type Span} from './line.ts';
import {runningCount} from './activity/state.ts';
import {alarmsOf} from './now/state.ts';
import type {State} from './state.ts';

/** A context's name is cut to no less than this. */
const nameWidthMin = 12;

/** From so many columns on, numbers have their words. */
const wordsColumnsMin = 160;

/** What of the left side is shown. When room is short it goes in this order: when the login ends, role, endpoint, account but its last digits, the end of the name. */
type Parts = {
	readonly loginEnd?: string;
	readonly role?: string;
	readonly endpoint?: string;
	readonly account: string;
	readonly name: string;
};

/** Where we are and what we may do. Mode and PROD never go. */
export function header(state: State): Line {
	const {columns} = state.size;
	if (state.layer?.type === 'contexts' && state.layer.isFirst)
		return spread(line(span(' sluice', 'bold')), line('no context yet  '), columns);
	const right = rightSide(state);
	const room = columns - lineWidth(right) - 1;
	for (const parts of partsByRoom(state)) {
		const left = leftSide(state, parts);
		if (lineWidth(left) <= room) return spread(left, right, columns);
	}
	const name = safeText(state.context.name);
	const account = accountText(state).slice(-4);
	const excess = lineWidth(leftSide(state, {name, account})) - room;
	const cut = cutMiddle(name, Math.max(nameWidthMin, displayWidth(name) - excess));
	return spread(leftSide(state, {name: cut, account}), right, columns);
}

/** `sluice !3 prod-eu` */
export function windowTitle(state: State): string {
	const {count} = alarmsOf(state);
	return `sluice${count > 0 ? ` !${count}` : ''} ${state.context.name}`;
}

/** All there is to say, then ever less. */
function partsByRoom(state: State): readonly Parts[] {
	const name = safeText(state.context.name);
	const account = accountText(state);
	const endpoint = state.context.endpointUrl && state.size.columns >= 100 ? {endpoint: safeText(state.context.endpointUrl)} : {};
	const role = roleText(state);
	const loginEnd = loginEndText(state);
	return [
		...(loginEnd !== undefined && state.size.columns >= 120 ? [{name, account, ...endpoint, ...(role !== '' && {role}), loginEnd}] : []),
		...(role !== '' && state.size.columns >= 120 ? [{name, account, ...endpoint, role}] : []),
		{name, account, ...endpoint},
		{name, account},
		{name, account: account.slice(-4)},
	];
}

function leftSide(state: State, parts: Parts): Line {
	const {context} = state;
	const spans: Span[] = [span(' sluice', 'bold'), span('  '), span(parts.name, 'accent')];
	const badge = badgeOf(context, state.badges);
	if (badge) spans.push(span('  '), badge);
	spans.push(span(`  ${context.region}`));
	if (parts.endpoint !== undefined) spans.push(span(`  ${parts.endpoint}`, 'dim'));
	spans.push(span(`  ${parts.account}`));
	if (parts.role !== undefined) spans.push(span(`  ${parts.role}`, 'dim'));
	if (parts.loginEnd !== undefined) spans.push(span(`  ${parts.loginEnd}`, 'dim'));
	return spans;
}

function rightSide(state: State): Line {
	const isWide = state.size.columns >= wordsColumnsMin;
	const running = runningCount(state);
	const {count} = alarmsOf(state);
	const countdown = loginCountdown(state);
	return line(
		span(modeText(state), state.mode === 'CHANGE' ? 'slow' : 'bold'),
		count > 0 && span(`  !${count}${isWide ? (count === 1 ? ' problem' : ' problems') : ''}`, 'fail'),
		running > 0 && span(`  ~${running}${isWide ? ' running' : ''}`),
		countdown !== undefined && span(`  ${countdown}`, 'slow'),
		span(`  ${formatTime(state.nowMs, 'minute')} `),
	);
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

/** `as role/oncall`, from the ARN of whoever is logged in. The account's root, as local endpoints say, is no news. */
function roleText(state: State): string {
	if (state.connection.status !== 'ready') return '';
	const [, kind = '', name = ''] = /:(assumed-role|user|federated-user)\/([^/]+)/.exec(state.connection.identity.arn) ?? [];
	return kind === '' ? '' : `as ${kind === 'assumed-role' ? 'role' : kind}/${safeText(name)}`;
}

function modeText(state: State): string {
	if (state.mode !== 'CHANGE' || state.changeUntilMs === undefined) return state.mode;
	return `CHANGE ${Math.max(0, Math.ceil((state.changeUntilMs - state.nowMs) / 60_000))}m`;
}
