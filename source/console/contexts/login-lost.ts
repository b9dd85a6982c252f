import {safeText} from '../../payload/safe-text.ts';
import {isHidden} from '../../operations/peek-state.ts';
import {formatTime, plural} from '../../shared/units.ts';
import {copyToClipboard} from '../copy.ts';
import {step, type Step} from '../effects.ts';
import {blank, line, span, wrapText, type Line} from '../line.ts';
import type {State} from '../state.ts';
import {logIn, renewLogin} from './effects.ts';

/** From so long before the end on, the header counts down. */
const countdownMs = 10 * 60_000;

/** What the keys mean while the login has ended and nothing lies over the place. */
export const loginLostKeys: ReadonlyArray<readonly [key: string, hint: string]> = [
	['e', 'log in here'],
	['r', 'try now'],
	['c', 'context'],
	['$', 'calls'],
	['y', 'copy the error'],
	['?', 'help'],
];

/** `LOGIN EXPIRED 03:38Z`, at the right end of the second row. */
export function loginLostMark(state: State): Line | undefined {
	return state.login.status === 'ended' ? line(span(`LOGIN EXPIRED ${formatTime(state.login.atMs, 'minute')}`, 'fail')) : undefined;
}

/** `login 9m`, in the header, in the last ten minutes of a login that a person has to renew. */
export function loginCountdown(state: State): string | undefined {
	if (state.login.status !== 'accepted' || state.login.endsAtMs === undefined) return undefined;
	const leftMs = state.login.endsAtMs - state.nowMs;
	return leftMs > countdownMs ? undefined : `login ${Math.max(0, Math.ceil(leftMs / 60_000))}m`;
}

/** `login ends 09:38Z`, with the day where that is another one; undefined where it ends never, or nobody knows, or it is counted down. */
export function loginEndText({login, nowMs}: State): string | undefined {
	if (login.status !== 'accepted' || login.endsAtMs === undefined || login.endsAtMs - nowMs <= countdownMs) return undefined;
	const iso = new Date(login.endsAtMs).toISOString();
	const day = iso.slice(0, 10) === new Date(nowMs).toISOString().slice(0, 10) ? '' : `${iso.slice(5, 10)} `;
	return `login ends ${day}${formatTime(login.endsAtMs, 'minute')}`;
}

/** Takes the keys of a lost login; undefined for all others, which work as usual on what is kept. */
export function pressWhileLost(state: State, key: string): Step | undefined {
	const {login} = state;
	if (login.status !== 'ended' || state.layer !== undefined) return undefined;
	if (key === 'r') return step(state, renewLogin);
	if (key === 'e') {
		const command = login.renewal?.command;
		return command ? step(state, logIn(command)) : step({...state, failure: 'This login is not renewed by a command; r tries again.'});
	}
	if (key !== 'y') return undefined;
	return step(state, copyToClipboard(saidBy(state), {copied: 'Copied the error.'}));
}

/** `sqs:GetQueueAttributes: ExpiredToken, request 7c1e…` */
function saidBy({login}: State): string {
	if (login.status !== 'ended') return '';
	const {call, message} = login.error;
	if (!call) return message;
	const request = call.requestId === undefined ? '' : `, request ${call.requestId}`;
	return `${call.service}:${call.action}: ${call.awsCode ?? message}${request}`;
}

/** In place of the lower part of the body: what happened, what to do, and what happens meanwhile. */
export function loginLostLines(state: State, columns: number): readonly Line[] {
	const {login} = state;
	if (login.status !== 'ended') return [];
	const meanwhile = meanwhileTexts(state).flatMap((text, index) =>
		wrapText(text, columns - 14).map((row, rowIndex) =>
			line(span(index + rowIndex === 0 ? '   Meanwhile  ' : ' '.repeat(14), 'dim'), safeText(row)),
		),
	);
	return [
		blank,
		line(span(` ${safeText(headline(state))}`, 'fail')),
		blank,
		...howToRenew(state),
		line(span('   c', 'accent'), '  another profile, role or endpoint'),
		blank,
		...meanwhile,
		blank,
		line(span(` Said by ${safeText(saidBy(state))}`, 'dim')),
	];
}

function headline(state: State): string {
	const {login, context} = state;
	if (login.status !== 'ended') return '';
	if (login.error.code !== 'login-expired') return `${login.error.message}`;
	const about = login.renewal ? ` (${login.renewal.about})` : '';
	return `The login of profile ${context.profile ?? context.name} ended at ${formatTime(login.atMs, 'minute')}${about}.`;
}

function howToRenew({login}: State): readonly Line[] {
	if (login.status !== 'ended') return [];
	if (!login.renewal) {
		return [
			...login.error.nextSteps.map(text => line(`   ${safeText(text)}`)),
			line(span('   r', 'accent'), '  try again; a change of the config files is seen within 2 s'),
		];
	}
	return [
		line('   In another terminal:  ', span(safeText(login.renewal.command.join(' ')), 'bold')),
		line('      sluice sees the new login within 2 s and goes on by itself.'),
		line(span('   e', 'accent'), '  run that command here (the screen comes back when it ends)'),
	];
}

function meanwhileTexts(state: State): readonly string[] {
	const texts: string[] = [];
	for (const [url, view] of Object.entries(state.queues.peeks)) {
		const name = url.slice(url.lastIndexOf('/') + 1);
		const untils = view.messages.flatMap(({state: peeked}) => (isHidden(peeked) ? [peeked.heldUntilMs] : []));
		const untilMs = Math.max(...untils);
		if (untils.length === 0) continue;
		texts.push(
			`${plural(untils.length, 'message')} of ${name} ${untils.length === 1 ? 'is' : 'are'} held until ${formatTime(untilMs)} and come back by themselves; they cannot be extended or given back now.`,
		);
	}
	for (const row of state.queues.rows)
		if (row.moveTasks?.some(task => task.status === 'RUNNING')) texts.push(`The redrive of ${row.ref.name} is run by AWS and goes on.`);
	return [...texts, `What you see is kept, marked ${state.glyphs.old} , and can be searched and saved.`];
}
