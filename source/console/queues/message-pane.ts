import {blank, line, span} from '../line.ts';
import type {PlaceDefinition} from '../place-definition.ts';
import type {Place} from '../place.ts';
import {bodyLineCount} from '../body-view.ts';
import {cursorIndex} from '../list.ts';
import {listOf, type State} from '../state.ts';
import type {PeekedMessage} from '../../operations/peek-state.ts';
import {bodyFormOf, type BodyForm} from '../body-form.ts';
import {messageBody} from './message-body.ts';
import {stateCell} from './message-rows.ts';
import {queueThing} from './message-viewer.ts';
import {countdown} from './peek-effects.ts';

type MessagePlace = Extract<Place, {type: 'message'}>;

/** One message, its body over the whole screen; the cursor keys scroll it. */
export const messagePlace: PlaceDefinition<MessagePlace> = {
	pane: 'queues',
	isFilterable: () => false,
	crumb: place => place.messageId.slice(0, 8),
	aside(state, place) {
		const peeked = find(state, place);
		return peeked ? line(stateCell(peeked, state.nowMs)) : blank;
	},
	ids(state, place) {
		const peeked = find(state, place);
		// A line of the body is a row: what scrolls a list scrolls it.
		return peeked ? Array.from({length: bodyLineCount(peeked.message.body, formOf(state, place))}, (_, index) => String(index)) : [];
	},
	visibleRows: () => 1,
	body(state, place, area) {
		const peeked = find(state, place);
		if (!peeked) return [blank, line(' This message is not here any more.')];
		const top = Math.max(0, cursorIndex(listOf(state, place), messagePlace.ids(state, place)));
		const aside = `attributes ${Object.keys(peeked.message.attributes).length}`;
		return messageBody(state, peeked, {queueName: place.name, area, top, aside});
	},
	status: (state, place) =>
		line(
			span(
				formOf(state, place) === 'pretty'
					? ' Shown decoded; copy gives the body as it was sent.   v raw, hex'
					: ' v shows it in another form.',
				'dim',
			),
		),
	enter: (_state, place) => [countdown(place.url)],
};

function formOf(state: State, place: MessagePlace): BodyForm {
	return bodyFormOf(state, queueThing(place.name));
}

function find(state: State, place: MessagePlace): PeekedMessage | undefined {
	return state.queues.peeks[place.url]?.messages.find(({message}) => message.messageId === place.messageId);
}
