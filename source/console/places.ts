import {activityPlace} from './activity/pane.ts';
import type {Area} from './line.ts';
import type {Place} from './place.ts';
import type {PlaceDefinition} from './place-definition.ts';
import {groupsPlace} from './queues/groups-pane.ts';
import {messagePlace} from './queues/message-pane.ts';
import {messagesPlace} from './queues/messages-pane.ts';
import {queuePlace} from './queues/overview.ts';
import {queuesPlace} from './queues/pane.ts';
import {currentPlace, type State} from './state.ts';
import {streamPlace, streamsPlace} from './streams/pane.ts';
import {topicPlace, topicsPlace} from './topics/pane.ts';

type Definitions = {readonly [Type in Place['type']]: PlaceDefinition<Extract<Place, {type: Type}>>};

const definitions: Definitions = {
	queues: queuesPlace,
	queue: queuePlace,
	messages: messagesPlace,
	groups: groupsPlace,
	message: messagePlace,
	topics: topicsPlace,
	topic: topicPlace,
	streams: streamsPlace,
	stream: streamPlace,
	activity: activityPlace,
};

export function definitionOf(place: Place): PlaceDefinition {
	// Each definition is only ever called with places of its own type.
	return definitions[place.type] as unknown as PlaceDefinition;
}

/** Rows left for a place's body: the screen less header, breadcrumb, rule, status and keys, and the filter line where shown. */
export function bodyArea(state: State): Area {
	const filterRows = hasFilterLine(state) ? 1 : 0;
	return {columns: state.size.columns, rows: Math.max(1, state.size.rows - 5 - filterRows)};
}

/** The filter line stands where a filter is set or typed, or where the place has an order to tell. */
export function hasFilterLine(state: State): boolean {
	const place = currentPlace(state);
	const definition = definitionOf(place);
	return definition.isFilterable(place) || definition.order !== undefined;
}

/** Wide enough for the detail of the row under the cursor beside the list. */
export function splitWidths(columns: number): {readonly leftWidth: number; readonly rightWidth: number} | undefined {
	if (columns < 120) return undefined;
	const leftWidth = Math.max(62, Math.floor(columns * 0.465));
	return {leftWidth, rightWidth: columns - leftWidth - 1};
}
