import type {Action} from '../action.ts';
import {copyToClipboard} from '../copy.ts';
import {step, type Step} from '../effects.ts';
import {openSheet} from '../layers/sheet.ts';
import {goTo, pushPlace, currentPlace, type State} from '../state.ts';
import {subscriptionUnderCursor, topicUnderCursor} from './pane.ts';
import type {TopicRow} from './state.ts';

const here = {places: ['topics', 'topic'], danger: 'free'} as const;

function noTopic(state: State): string | undefined {
	return topicUnderCursor(state) ? undefined : 'no topic under the cursor';
}

function withRow(act: (state: State, row: TopicRow) => Step): (state: State) => Step {
	return state => {
		const row = topicUnderCursor(state);
		return row ? act(state, row) : step(state);
	};
}

/** The loaded queue that the subscription under the cursor delivers to. */
function subscribedQueue(state: State) {
	const place = currentPlace(state);
	const endpoint = place.type === 'topic' ? subscriptionUnderCursor(state, place)?.endpoint : undefined;
	return state.queues.rows.find(row => row.attributes?.arn === endpoint);
}

/** What can be done to a topic. */
export const topicsActions: readonly Action[] = [
	{
		places: ['topics'],
		danger: 'free',
		id: 'topic.open',
		label: 'Open the topic',
		hint: 'open',
		keys: ['enter'],
		unavailable: noTopic,
		perform: withRow((state, row) => step(pushPlace(state, {type: 'topic', arn: row.ref.arn, name: row.ref.name}))),
	},
	{
		places: ['topic'],
		danger: 'free',
		id: 'topic.go-to-queue',
		label: 'Go to the queue of this subscription',
		hint: 'its queue',
		keys: ['enter'],
		unavailable: state => (subscribedQueue(state) ? undefined : 'it delivers to no queue that is loaded'),
		perform(state) {
			const row = subscribedQueue(state);
			return row ? step(goTo(state, 'queues', [{type: 'queues'}, {type: 'queue', url: row.ref.url, name: row.ref.name}])) : step(state);
		},
	},
	{
		...here,
		id: 'topic.publish',
		label: 'Publish a message',
		hint: 'publish',
		keys: ['s'],
		danger: 'change',
		unavailable: noTopic,
		perform: withRow((state, row) =>
			openSheet(state, 'publish', {
				subject: {arn: row.ref.arn, name: row.ref.name, isFifo: row.ref.name.endsWith('.fifo') ? 'yes' : 'no'},
				values: {message: '', subject: '', attributes: '', group: '', deduplication: ''},
			}),
		),
	},
	{
		...here,
		id: 'topic.details',
		label: 'Details: all attributes',
		hint: 'details',
		keys: ['d'],
		unavailable: state => (topicUnderCursor(state)?.attributes ? undefined : 'its attributes are not read yet'),
		perform: withRow((state, row) =>
			step({
				...state,
				layer: {
					type: 'details',
					title: `${row.ref.name}: all attributes`,
					top: 0,
					rows: Object.entries(row.attributes?.raw ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)),
				},
			}),
		),
	},
	{
		...here,
		id: 'topic.copy-arn',
		label: "Copy the topic's ARN",
		keys: [],
		unavailable: noTopic,
		perform: withRow((state, {ref}) => step(state, copyToClipboard(ref.arn, {copied: `Copied ${ref.arn}`}))),
	},
];
