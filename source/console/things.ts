import type {Step} from './effects.ts';
import {step} from './effects.ts';
import {goTo, type State} from './state.ts';

/** A thing of the loaded lists that the palette can go to. */
export type Thing = {readonly label: string; readonly aside: string; go(state: State): Step};

/** Everything loaded, of all panes. */
export function things(state: State): readonly Thing[] {
	return [
		...state.queues.rows.map(row => ({
			label: row.ref.name,
			aside: row.attributes ? `queue, ${row.attributes.readyCount.toLocaleString('en-US')} ready` : 'queue',
			go: (now: State): Step => step(goTo(now, 'queues', [{type: 'queues'}, {type: 'queue', url: row.ref.url, name: row.ref.name}])),
		})),
		...state.topics.rows.map(row => ({
			label: row.ref.name,
			aside: 'topic',
			go: (now: State): Step => step(goTo(now, 'topics', [{type: 'topics'}, {type: 'topic', arn: row.ref.arn, name: row.ref.name}])),
		})),
		...state.streams.rows.map(row => ({
			label: row.ref.name,
			aside: 'stream',
			go: (now: State): Step => step(goTo(now, 'streams', [{type: 'streams'}, {type: 'stream', name: row.ref.name, tab: 'overview'}])),
		})),
	];
}
