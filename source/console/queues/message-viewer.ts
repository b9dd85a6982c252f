import type {Message} from '../../aws/queue.ts';
import type {PeekedMessage} from '../../operations/peek-state.ts';
import type {Action} from '../action.ts';
import {bodyFormAction} from '../body-form.ts';
import {differenceLines, factDifferenceLines} from '../difference.ts';
import {step, type Step} from '../effects.ts';
import {line, span, type Line} from '../line.ts';
import {placeCursor} from '../list.ts';
import {currentPlace, listOf, replacePlace, withList, type DetailsLayer, type State} from '../state.ts';
import {attributeText} from './message-rows.ts';
import {visibleMessages} from './messages-state.ts';

/** What choices about the messages of a queue are kept under. */
export function queueThing(name: string): string {
	return `queue ${name}`;
}

/** How two messages differ: attributes and what AWS tells, then bodies. */
export function differenceLayer(old: Message, now: Message): DetailsLayer {
	return {
		type: 'details',
		title: `${old.messageId.slice(0, 8)} and ${now.messageId.slice(0, 8)}: what differs`,
		top: 0,
		rows: [],
		lines: [
			line(span(' - ', 'fail'), span(`${old.messageId}  sent ${new Date(old.sentAtMs).toISOString()}`, 'fail')),
			line(span(' + ', 'ok'), span(`${now.messageId}  sent ${new Date(now.sentAtMs).toISOString()}`, 'ok')),
			[],
			...factDifferences(old, now),
			[],
			line(span(' body', 'dim')),
			...(old.body === now.body ? [line(span('   the same', 'dim'))] : differenceLines(old.body, now.body)),
		],
	};
}

function factDifferences(old: Message, now: Message): readonly Line[] {
	const lines = factDifferenceLines(factsOf(old), factsOf(now));
	return lines.length > 0 ? lines : [line(span(' attributes, group and source: the same', 'dim'))];
}

function factsOf({attributes, groupId, sourceQueueArn, receiveCount, senderId}: Message): ReadonlyMap<string, string> {
	const facts: ReadonlyArray<readonly [string, string | undefined]> = [
		...Object.entries(attributes).map(([name, attribute]) => [`attribute ${name}`, attributeText(attribute)] as const),
		['group', groupId],
		['from', sourceQueueArn?.split(':').at(-1)],
		['receive count', String(receiveCount)],
		['sender', senderId],
	];
	return new Map(facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

/** What messages are kin by: their group, else where they came from. */
function kinOf({groupId, sourceQueueArn}: Message): string {
	return groupId === undefined ? `from ${sourceQueueArn ?? ''}` : `group ${groupId}`;
}

/** The next message of the same group or source, in the order shown; undefined at the end. */
function kinAfter(messages: readonly PeekedMessage[], id: string | undefined, delta: 1 | -1): PeekedMessage | undefined {
	const index = messages.findIndex(({message}) => message.messageId === id);
	const current = messages[index];
	if (!current) return undefined;
	const kin = kinOf(current.message);
	for (let next = index + delta; next >= 0 && next < messages.length; next += delta) {
		const found = messages[next];
		if (found && kinOf(found.message) === kin) return found;
	}
	return undefined;
}

function goToKin(state: State, delta: 1 | -1, selectedId: string | undefined): Step {
	const place = currentPlace(state);
	if (place.type !== 'messages' && place.type !== 'message') return step(state);
	const messages = visibleMessages(state, place);
	const found = kinAfter(messages, selectedId, delta)?.message.messageId;
	if (found === undefined)
		return step({...state, failure: `No ${delta === 1 ? 'later' : 'earlier'} message of the same group or source here.`});
	const list = {type: 'messages', url: place.url, name: place.name} as const;
	const ids = messages.map(({message}) => message.messageId);
	const moved = withList(state, list, placeCursor(listOf(state, list), ids, ids.indexOf(found), Math.floor(state.size.rows / 3)));
	return step(place.type === 'message' ? replacePlace(moved, {...place, messageId: found}) : moved);
}

/** Moving among messages that belong together, and choosing how a body is shown. */
export function messageViewerActions(selectedIdOf: (state: State) => string | undefined): readonly Action[] {
	const here = {places: ['messages', 'message'], danger: 'free'} as const;
	return [
		{
			...here,
			id: 'message.kin-previous',
			label: 'Previous of the same group or source',
			keys: ['<'],
			perform: state => goToKin(state, -1, selectedIdOf(state)),
		},
		{
			...here,
			id: 'message.kin-next',
			label: 'Next of the same group or source',
			keys: ['>'],
			perform: state => goToKin(state, 1, selectedIdOf(state)),
		},
		bodyFormAction({
			id: 'message.form',
			places: here.places,
			thingOf(state) {
				const place = currentPlace(state);
				return (place.type === 'messages' || place.type === 'message') && selectedIdOf(state) !== undefined
					? queueThing(place.name)
					: undefined;
			},
		}),
	];
}
