import {activityPlace} from './activity/pane.ts';
import {nowPlace} from './now/pane.ts';
import type {Place} from './place.ts';
import type {PlaceDefinition} from './place-definition.ts';
import {groupsPlace} from './queues/groups-pane.ts';
import {messagePlace} from './queues/message-pane.ts';
import {messagesPlace} from './queues/messages-pane.ts';
import {queuePlace} from './queues/overview.ts';
import {queueTabPlace} from './queues/tab-pane.ts';
import {queuesPlace} from './queues/pane.ts';
import {streamPlace, streamsPlace} from './streams/pane.ts';
import {topicPlace, topicsPlace} from './topics/pane.ts';

type Definitions = {readonly [Type in Place['type']]: PlaceDefinition<Extract<Place, {type: Type}>>};

const definitions: Definitions = {
	now: nowPlace,
	queues: queuesPlace,
	queue: queuePlace,
	'queue-tab': queueTabPlace,
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
