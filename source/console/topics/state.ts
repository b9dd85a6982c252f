import {isDeepStrictEqual} from 'node:util';
import type {Subscription, TopicAttributes, TopicRef} from '../../aws/topic.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {step, type Step} from '../effects.ts';
import type {Event} from '../event.ts';
import {passesFilter} from '../filters.ts';
import {sortedRows, type SortValues} from '../list-sort.ts';
import {listOf, type Loadable, type Problem, type State} from '../state.ts';

export type TopicRow = {
	readonly ref: TopicRef;
	readonly attributes?: TopicAttributes;
	readonly problem?: Problem;
	readonly subscriptions?: Loadable<readonly Subscription[]>;
};

export type TopicsState = {
	readonly status: 'idle' | 'loading' | 'ready' | 'failed';
	readonly problem?: Problem;
	readonly rows: readonly TopicRow[];
	readonly asOfMs?: EpochMs;
};

export const initialTopics: TopicsState = {status: 'idle', rows: []};

export type TopicsEvent =
	| {readonly type: 'topics/loading'}
	| {readonly type: 'topics/listed'; readonly refs: readonly TopicRef[]; readonly atMs: EpochMs}
	| {readonly type: 'topics/list-failed'; readonly problem: Problem}
	| {readonly type: 'topics/read'; readonly arn: string; readonly attributes: TopicAttributes}
	| {readonly type: 'topics/read-failed'; readonly arn: string; readonly problem: Problem}
	| {readonly type: 'topics/subscriptions'; readonly arn: string; readonly subscriptions: Loadable<readonly Subscription[]>};

export function isTopicsEvent(event: Event): event is TopicsEvent {
	return event.type.startsWith('topics/');
}

export function updateTopics(state: State, event: TopicsEvent): Step {
	const {topics} = state;
	switch (event.type) {
		case 'topics/loading':
			return step({...state, topics: {...topics, status: topics.status === 'ready' ? 'ready' : 'loading'}});
		case 'topics/listed': {
			const known = new Map(topics.rows.map(row => [row.ref.arn, row]));
			const rows = event.refs.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((ref): TopicRow => known.get(ref.arn) ?? {ref});
			// The time is that of the news: a list that says the same again leaves the screen as it is.
			const isSame = topics.status === 'ready' && isDeepStrictEqual(rows, topics.rows);
			return step({...state, topics: {status: 'ready', rows, asOfMs: isSame ? topics.asOfMs : event.atMs}});
		}
		case 'topics/list-failed':
			return step({...state, topics: {...topics, status: 'failed', problem: event.problem}});
		case 'topics/read':
			return step(withTopic(state, event.arn, {attributes: event.attributes, problem: undefined}));
		case 'topics/read-failed':
			return step(withTopic(state, event.arn, {problem: event.problem}));
		case 'topics/subscriptions':
			return step(withTopic(state, event.arn, {subscriptions: event.subscriptions}));
	}
}

export function topicRow(state: State, arn: string): TopicRow | undefined {
	return state.topics.rows.find(row => row.ref.arn === arn);
}

/** What the list can be sorted by, by the title of the column. */
export const topicSortValues: SortValues<TopicRow> = {
	NAME: row => row.ref.name,
	TYPE: row => row.attributes && (row.attributes.isFifo ? 'fifo' : 'std'),
	SUBSCRIPTIONS: row => row.attributes?.confirmedCount,
	PENDING: row => row.attributes?.pendingCount,
};

export function visibleTopics(state: State): readonly TopicRow[] {
	const {filter} = listOf(state, {type: 'topics'});
	const rows = state.topics.rows.filter(row =>
		passesFilter(filter, {text: row.ref.name, fields: {name: row.ref.name}, nowMs: state.nowMs}),
	);
	return sortedRows(state, rows, {list: 'topics', values: topicSortValues});
}

/** The subscriptions of a topic as far as they are loaded, without those that its filter hides. */
export function visibleSubscriptions(state: State, arn: string): readonly Subscription[] {
	const row = topicRow(state, arn);
	if (row?.subscriptions?.status !== 'ready') return [];
	const {filter} = listOf(state, {type: 'topic', arn, name: row.ref.name});
	return row.subscriptions.value.filter(({protocol, endpoint}) =>
		passesFilter(filter, {text: `${protocol} ${endpoint}`, fields: {type: protocol}, nowMs: state.nowMs}),
	);
}

function withTopic(state: State, arn: string, change: Partial<TopicRow>): State {
	return {...state, topics: {...state.topics, rows: state.topics.rows.map(row => (row.ref.arn === arn ? {...row, ...change} : row))}};
}
