/** Where the operator is: one of these is on screen, the others wait on the stack of their pane. */
export type Place =
	| {readonly type: 'now'}
	| {readonly type: 'queues'}
	| {readonly type: 'queue'; readonly url: string; readonly name: string}
	/** What else there is of a queue: its tabs but Overview and Messages. */
	| {readonly type: 'queue-tab'; readonly url: string; readonly name: string; readonly tab: QueueTab}
	| {readonly type: 'messages'; readonly url: string; readonly name: string}
	| {readonly type: 'groups'; readonly url: string; readonly name: string}
	| {readonly type: 'message'; readonly url: string; readonly name: string; readonly messageId: string}
	| {readonly type: 'topics'}
	| {readonly type: 'topic'; readonly arn: string; readonly name: string}
	| {readonly type: 'streams'}
	| {readonly type: 'stream'; readonly name: string; readonly tab: StreamTab}
	| {readonly type: 'activity'; readonly tab: ActivityTab};

/** `record` is one record of the tail, over the whole screen. */
export type StreamTab = 'overview' | 'tail' | 'shards' | 'consumers' | 'history' | 'settings' | 'tags' | 'record';
export type QueueTab = 'flow' | 'history' | 'settings' | 'policy' | 'tags';
export type ActivityTab = 'running' | 'done' | 'notices' | 'changes' | 'calls';
export type PaneId = 'now' | 'queues' | 'topics' | 'streams' | 'activity';

export const panes: ReadonlyArray<{readonly id: PaneId; readonly key: string; readonly label: string; readonly root: Place}> = [
	{id: 'now', key: '0', label: 'Now', root: {type: 'now'}},
	{id: 'queues', key: '1', label: 'Queues', root: {type: 'queues'}},
	{id: 'topics', key: '2', label: 'Topics', root: {type: 'topics'}},
	{id: 'streams', key: '3', label: 'Streams', root: {type: 'streams'}},
	{id: 'activity', key: '4', label: 'Activity', root: {type: 'activity', tab: 'running'}},
];

/** What lists and effects of a place are kept under. Tabs of one thing have lists of their own. */
export function placeKey(place: Place): string {
	switch (place.type) {
		case 'now':
		case 'queues':
		case 'topics':
		case 'streams':
			return place.type;
		case 'activity':
			return `activity/${place.tab}`;
		case 'queue':
		case 'messages':
		case 'groups':
			return `${place.type}/${place.url}`;
		case 'queue-tab':
			return `queue-tab/${place.url}/${place.tab}`;
		case 'message':
			return `message/${place.url}/${place.messageId}`;
		case 'topic':
			return `topic/${place.arn}`;
		case 'stream':
			return `stream/${place.name}/${place.tab}`;
	}
}
