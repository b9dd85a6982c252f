import {planLook} from '../../operations/look.ts';
import {planPeek} from '../../operations/plan-peek.ts';
import type {QueueRef} from '../../aws/queue.ts';
import {step, type Effect} from '../effects.ts';
import {line, span, wrapText} from '../line.ts';
import {displayWidth} from '../../payload/safe-text.ts';
import {wholeNumber} from '../numbers.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import {loadPlan} from '../sheet-plan.ts';
import {goTo, type SheetLayer} from '../state.ts';
import {deadLetterQueueOf} from './rows.ts';
import {startLook, startPeek} from './peek-effects.ts';
import {queueRow} from './state.ts';

const countMax = 1000;
const visibilitySecondsMax = 43_200;

/** Before a peek (looking at a queue is a receive): what it does, in numbers. */
export const peekSheet: SheetDefinition = {
	kind: 'peek',
	crumb: 'peek',
	submitHint: 'peek so',
	factsAt: 'top',
	intro: (sheet, state) => introRows(sheet, state.size.columns - 2).map(text => line(span(` ${text}`, 'bold'))),
	fields(sheet, state) {
		const row = queueRow(state, sheet.subject['url'] ?? '');
		const dlq = row && deadLetterQueueOf(state.queues, row);
		return [
			{
				type: 'choice',
				id: 'how',
				label: 'How',
				options: [
					...(state.queues.canLook ? [{value: 'look', label: 'look', hint: 'not received, not counted; cannot delete or move'}] : []),
					{value: 'hold', label: 'hold', hint: 'hidden and kept while you look   (default)'},
					{value: 'glance', label: 'glance', hint: 'not hidden, one call, at most 10; counts again'},
					...(dlq
						? [{value: 'dlq', label: 'the DLQ', hint: `look at ${dlq.ref.name} instead: ${dlq.attributes?.readyCount ?? '?'} messages`}]
						: []),
				],
			},
			...(isCounted(sheet) ? ([{type: 'text', id: 'count', label: 'How many', hint: `1 to ${countMax}`}] as const) : []),
			...(sheet.values['how'] === 'hold'
				? ([
						{type: 'text', id: 'visibility', label: 'Hidden for', hint: 'seconds, 1 to 43200'},
						{type: 'toggle', id: 'kept', label: 'Keep', hint: 'extend while you look, at most 5 min without a key'},
					] as const)
				: []),
		];
	},
	command(sheet) {
		if (sheet.values['how'] === 'look') return planLook(lookOptions(sheet)).command;
		if (sheet.values['how'] === 'glance') return `sluice peek ${sheet.subject['name']} --max 10 --visibility 0`;
		return `sluice peek ${sheet.subject['name']} --max ${sheet.values['count']} --visibility ${sheet.values['visibility']}${sheet.values['kept'] === 'yes' ? ' --keep' : ''}`;
	},
	problem(sheet) {
		if (isCounted(sheet) && wholeNumber(sheet.values['count'], {min: 1, max: countMax}) === undefined)
			return `How many: a whole number from 1 to ${countMax}.`;
		if (sheet.values['how'] === 'hold' && wholeNumber(sheet.values['visibility'], {min: 1, max: visibilitySecondsMax}) === undefined)
			return `Hidden for: whole seconds from 1 to ${visibilitySecondsMax}.`;
		return undefined;
	},
	load: sheet => readPlan(sheet),
	submit(sheet, state) {
		const queue = {name: sheet.subject['name'] ?? '', url: sheet.subject['url'] ?? ''};
		const row = queueRow(state, queue.url);
		if (sheet.values['how'] === 'dlq') {
			const dlq = row && deadLetterQueueOf(state.queues, row);
			return dlq ? step(goTo(state, 'queues', [{type: 'queues'}, {type: 'queue', ...dlq.ref}])) : step(state);
		}
		if (sheet.values['how'] === 'look') return startLook(state, queue, {count: Number(sheet.values['count'])});
		if (sheet.values['how'] === 'glance') return startPeek(state, queue, {count: 10, visibilityTimeoutSeconds: 0, isKept: false});
		return startPeek(state, queue, {
			count: Number(sheet.values['count']),
			visibilityTimeoutSeconds: Number(sheet.values['visibility']),
			isKept: sheet.values['kept'] === 'yes',
		});
	},
};

/** In one row where both sentences fit, else a row each: a long name leaves no word alone. */
function introRows({subject, values}: SheetLayer, columns: number): readonly string[] {
	const {name} = subject;
	const [what, why] =
		values['how'] === 'look'
			? [`Looking at ${name} changes nothing.`, 'AWS has no such way: this endpoint does.']
			: [`Peeking at ${name} receives messages.`, 'On AWS there is no other way to see one.'];
	const whole = `${what} ${why}`;
	return displayWidth(whole) <= columns ? [whole] : [...wrapText(what, columns), why];
}

/** Whether so many as were typed are wanted. */
function isCounted({values}: SheetLayer): boolean {
	return values['how'] === 'hold' || values['how'] === 'look';
}

function lookOptions({subject, values}: SheetLayer): {queue: QueueRef; count: number} {
	const queue = {name: subject['name'] ?? '', url: subject['url'] ?? ''};
	return {queue, count: wholeNumber(values['count'], {min: 1, max: countMax}) ?? 10};
}

/** Also asks, once, whether this endpoint shows messages without receiving them. */
function readPlan(sheet: SheetLayer): Effect {
	const isGlance = sheet.values['how'] === 'glance';
	return loadPlan(sheet, async (session, options, effects) => {
		effects.dispatch({type: 'queues/can-look', canLook: await session.look.isPossible(options)});
		if (sheet.values['how'] === 'look') return planLook(lookOptions(sheet));
		return planPeek(
			session,
			{
				queue: {name: sheet.subject['name'] ?? '', url: sheet.subject['url'] ?? ''},
				count: isGlance ? 10 : (wholeNumber(sheet.values['count'], {min: 1, max: countMax}) ?? 10),
				visibilityTimeoutSeconds: isGlance ? 0 : (wholeNumber(sheet.values['visibility'], {min: 1, max: visibilitySecondsMax}) ?? 20),
				isKept: !isGlance && sheet.values['kept'] === 'yes',
			},
			options,
		);
	});
}
