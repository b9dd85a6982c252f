import type {Step} from './effects.ts';
import {step} from './effects.ts';
import {runningRows} from './activity/rows.ts';
import {goTo, type State} from './state.ts';
import type {TopicRow} from './topics/state.ts';

/** A thing of the loaded lists that the palette can go to. */
export type Thing = {readonly label: string; readonly kind: string; readonly aside: string; go(state: State): Step};

/** Everything loaded, of all panes. */
export function things(state: State): readonly Thing[] {
	return [
		...state.queues.rows.map(row => ({
			label: row.ref.name,
			kind: 'queue',
			aside: row.attributes ? `queue, ${row.attributes.readyCount.toLocaleString('en-US')} ready` : 'queue',
			go: (now: State): Step => step(goTo(now, 'queues', [{type: 'queues'}, {type: 'queue', url: row.ref.url, name: row.ref.name}])),
		})),
		...state.topics.rows.map(row => ({
			label: row.ref.name,
			kind: 'topic',
			aside: 'topic',
			go: (now: State): Step => step(goTo(now, 'topics', [{type: 'topics'}, {type: 'topic', arn: row.ref.arn, name: row.ref.name}])),
		})),
		...state.streams.rows.map(row => ({
			label: row.ref.name,
			kind: 'stream',
			aside: 'stream',
			go: (now: State): Step => step(goTo(now, 'streams', [{type: 'streams'}, {type: 'stream', name: row.ref.name, tab: 'overview'}])),
		})),
		...state.topics.rows.flatMap(row => subscriptionsOf(row)),
		...runningRows(state).map(row => ({
			label: row.what.replaceAll(/ {2,}/g, ' '),
			kind: 'running',
			aside: `running, ${row.done}`,
			go: (now: State): Step => step(goTo(now, row.pane, row.stack)),
		})),
	];
}

/** `order-events › orders`: the subscriptions that were read. */
function subscriptionsOf(row: TopicRow): readonly Thing[] {
	if (row.subscriptions?.status !== 'ready') return [];
	const {arn, name} = row.ref;
	return row.subscriptions.value.map(({endpoint, protocol, isRaw}) => ({
		label: `${name} › ${endpoint.startsWith('arn:') ? (endpoint.split(':').at(-1) ?? endpoint) : endpoint}`,
		kind: 'subscription',
		aside: `subscription, ${protocol}${isRaw ? ', raw' : ''}`,
		go: (now: State): Step => step(goTo(now, 'topics', [{type: 'topics'}, {type: 'topic', arn, name}])),
	}));
}
