import type {ServiceId} from '../../aws/allowed-calls.ts';
import type {Outage, Outages} from '../../aws/reach.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatSeconds, formatTime, plural} from '../../shared/units.ts';
import {cancel, run, step, type Effect, type Step} from '../effects.ts';
import {blank, line, span, wrapText, type Line} from '../line.ts';
import type {PaneId} from '../place.ts';
import {definitionOf} from '../places.ts';
import {currentPlace, listOf, withNotice, type Problem, type State} from '../state.ts';
import {connect} from './connect.ts';

/** What a pane cannot do without. What it reads beside that says for itself what is missing. */
const servicesOf: Readonly<Partial<Record<PaneId, ServiceId>>> = {now: 'sqs', queues: 'sqs', topics: 'sns', streams: 'kinesis'};

/** The outage that the place on screen suffers from. */
export function outageHere(state: State): Outage | undefined {
	const service = servicesOf[state.pane];
	return service && state.outages[service];
}

/** `UNREACHABLE 03:12Z`, at the right end of the second row. */
export function outageMark(state: State): Line | undefined {
	const outage = outageHere(state);
	return outage && line(span(`UNREACHABLE ${formatTime(outage.sinceMs, 'minute')}`, 'fail'));
}

/** In place of the lower part of the body, or of all of it where nothing was read yet: what cannot be reached, since when, and what happens next. */
export function outageLines(state: State, columns: number): readonly Line[] {
	const outage = outageHere(state);
	if (!outage) return [];
	const place = currentPlace(state);
	const hasRows = definitionOf(place).ids({...state, lists: {}}, place).length > 0;
	return [
		...(hasRows ? [blank] : []),
		...wrapText(outageText(outage), columns - 2).map(row => line(span(` ${safeText(row)}`, 'fail'))),
		blank,
		...outage.error.nextSteps.flatMap(text => wrapText(text, columns - 6)).map(row => line(`   ${safeText(row)}`)),
		line(span('   r', 'accent'), '  try now'),
		line(span('   c', 'accent'), '  another profile, region or endpoint'),
		...(hasRows ? [blank, line(span(` What you see is kept, marked ${state.glyphs.old} , and can be searched and saved.`, 'dim'))] : []),
	];
}

/** Whether nothing was read that could be shown above. */
export function isAllLost(state: State): boolean {
	const place = currentPlace(state);
	return (
		outageHere(state) !== undefined &&
		definitionOf(place).ids({...state, lists: {}}, place).length === 0 &&
		listOf(state, place).filter === ''
	);
}

/** The time of the next try stands beside how long it takes: the screen is not written anew each second. */
function outageText({error, sinceMs, waitMs, nextTryAtMs, isTrying}: Outage): string {
	const what = `${error.message.replace(/\.$/, '')} since ${formatTime(sinceMs, 'minute')}`;
	return isTrying ? `${what}; trying again.` : `${what}; next try in ${waitMs / 1000} s, at ${formatTime(nextTryAtMs)}.`;
}

/** A service stopped answering, is tried again, or answers. */
export function updateOutages(state: State, event: {outages: Outages; clockSkew?: Problem; atMs: number}): Step {
	const before = state.outages;
	const services = new Set([...Object.keys(before), ...Object.keys(event.outages)] as ServiceId[]);
	let next: State = {...state, outages: event.outages, nowMs: Math.max(state.nowMs, event.atMs)};
	// The SDK corrects its later calls by itself, so this may be all that is ever seen of it.
	if (event.clockSkew && !state.clockSkew) {
		const {clockSkew} = event;
		next = withNotice({...next, clockSkew}, `${clockSkew.message} ${clockSkew.nextSteps.join(' ')}`);
	}
	const effects: Effect[] = [];
	for (const service of services) {
		const [old, now] = [before[service], event.outages[service]];
		if (now && !now.isTrying && now.nextTryAtMs !== old?.nextTryAtMs) effects.push(tryLater(service, now));
		if (!old || now) continue;
		effects.push(cancel(`outage/${service}`), ...(state.connection.status === 'failed' ? [connect] : []));
		if (service === servicesOf[state.pane]) next = withNotice(next, `${hostOf(old)} answers again, after ${lasted(old, next.nowMs)}.`);
		// What answered may have been something else than the work of this place.
		if (!old.isTrying) effects.push(...workHere(next, service));
	}
	return step(next, ...effects);
}

/** Reads what the place shows once more, now that reads are let through. */
export function tryAgain(state: State, service: ServiceId): Step {
	const effects = [letThrough(service), ...workHere(state, service)];
	return step(state, ...effects, ...(service === 'sts' && state.connection.status === 'failed' ? [connect] : []));
}

/** Whoever asks for a look does not wait for the next try. */
export function letThrough(service?: ServiceId): Effect {
	return run(`outage/let-through/${service ?? ''}`, async tools => tools.session.reach.tryAgain(service));
}

function workHere(state: State, service: ServiceId): readonly Effect[] {
	const place = currentPlace(state);
	return service === servicesOf[state.pane] ? (definitionOf(place).enter?.(state, place) ?? []) : [];
}

function tryLater(service: ServiceId, {nextTryAtMs}: Outage): Effect {
	return run(`outage/${service}`, async tools => {
		await tools.sleep(Math.max(0, nextTryAtMs - tools.clock.nowMs()));
		tools.dispatch({type: 'contexts/try-again', service});
	});
}

/** `Cannot reach sqs.eu-west-1.amazonaws.com (ENOTFOUND).` */
function hostOf({error}: Outage): string {
	return /(?:Cannot reach|certificate of) (\S+)/.exec(error.message)?.[1] ?? 'AWS';
}

function lasted({sinceMs}: Outage, nowMs: number): string {
	const seconds = Math.round((nowMs - sinceMs) / 1000);
	return seconds < 60 ? plural(seconds, 'second') : formatSeconds(seconds - (seconds % 60));
}
