import type {PeekedMessage} from '../../operations/peek-state.ts';
import {bodyFormOf} from '../body-form.ts';
import {bodyHead, bodyView, isBodyWithin} from '../body-view.ts';
import {cutToWidth, safeText} from '../../payload/safe-text.ts';
import {line, span, type Area, type Line} from '../line.ts';
import type {State} from '../state.ts';
import {attributesLine, messageDetails} from './message-rows.ts';
import {queueThing} from './message-viewer.ts';

const labelWidth = 34;
/** Narrower than this, labels would leave no room for what they are about. */
const detailColumnsMin = 72;

/** A body with its title, and below it what else is known: all of it where there is room, else its attributes in a line. */
export function messageBody(
	state: State,
	peeked: PeekedMessage,
	options: {queueName: string; area: Area; top: number; aside: string},
): readonly Line[] {
	const {area, top, aside} = options;
	const {message} = peeked;
	const form = bodyFormOf(state, queueThing(options.queueName));
	const head = bodyHead(state, message.body, {columns: area.columns, form, aside});
	const view = (rows: number): readonly Line[] => bodyView(message.body, {columns: area.columns, rows, top, form});
	const details = detailLines(state, peeked, area.columns);
	const spare = area.rows - details.length - 2;
	if (area.columns >= detailColumnsMin && top === 0 && isBodyWithin(message.body, spare - 1, form))
		return [head, ...view(spare), titleLine(state, area.columns), ...details];
	const attributes = attributesLine(message, area.columns);
	return [head, ...view(Math.max(0, area.rows - 1 - attributes.length)), ...attributes].slice(0, area.rows);
}

function titleLine(state: State, columns: number): Line {
	const title = ' details ';
	return line(span(title, 'dim'), span(state.glyphs.rule.repeat(columns - title.length), 'dim'));
}

function detailLines(state: State, peeked: PeekedMessage, columns: number): readonly Line[] {
	return messageDetails(peeked, state.nowMs).map(([label, text]) =>
		line(
			span(` ${cutToWidth(safeText(label), labelWidth - 1).padEnd(labelWidth)}`, 'dim'),
			cutToWidth(safeText(text), columns - labelWidth - 2),
		),
	);
}
