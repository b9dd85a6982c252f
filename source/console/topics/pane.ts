import type {Subscription} from '../../aws/topic.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatCount, formatTime, plural} from '../../shared/units.ts';
import {headLine, layOut, rowLine, type Column, titleAt} from '../components/table.ts';
import {step} from '../effects.ts';
import {problemLines} from '../layers/facts.ts';
import {blank, fitRows, line, span, type Area, type Line, type Span} from '../line.ts';
import {cursorId, underCursor, visibleWindow} from '../list.ts';
import {sortByColumn, sortOf, sortText} from '../list-sort.ts';
import type {PlaceDefinition} from '../place-definition.ts';
import type {Place} from '../place.ts';
import {listOf, type Problem, type State} from '../state.ts';
import {refreshTopic, refreshTopics} from './refresh.ts';
import {topicRow, visibleSubscriptions, visibleTopics, type TopicRow, topicSortValues} from './state.ts';

type TopicPlace = Extract<Place, {type: 'topic'}>;

/** The list of topics (2 Topics). */
export const topicsPlace: PlaceDefinition<{readonly type: 'topics'}> = {
	pane: 'topics',
	isFilterable: () => true,
	crumb: () => undefined,
	order: state =>
		state.topics.asOfMs === undefined ? blank : line(span(`${orderText(state)}   as of ${formatTime(state.topics.asOfMs)}`, 'dim')),
	sortBy(state, _place, {cell, width}) {
		const name = titleAt(layOut(topicColumns(state), width), cell);
		return name === undefined ? step(state) : sortByColumn(state, {list: 'topics', values: topicSortValues, name, rows: state.topics.rows});
	},
	ids: state => visibleTopics(state).map(row => row.ref.arn),
	visibleRows: rows => rows - 1,
	body(state, place, area) {
		const rows = visibleTopics(state);
		if (rows.length === 0) return emptyTopics(state, area.columns);
		const list = listOf(state, place);
		const ids = rows.map(row => row.ref.arn);
		const window = visibleWindow(list, ids, area.rows - 1);
		const columns = layOut(topicColumns(state), area.columns);
		const drawn = rows
			.slice(window.top, window.top + window.ids.length)
			.map(row => rowLine(columns, row, {isCursor: row.ref.arn === cursorId(list, ids), mark: list.marked.has(row.ref.arn) ? '*' : ' '}));
		return fitRows([headLine(columns), ...drawn], area.rows);
	},
	beside: (state, _place, arn) => ({type: 'topic', arn, name: topicRow(state, arn)?.ref.name ?? arn}),
	status(state) {
		const row = topicUnderCursor(state);
		if (!row) return blank;
		if (row.problem) return line(span(` ${safeText(row.ref.name)}: ${safeText(row.problem.message)}`, 'slow'));
		return line(` ${safeText(row.ref.arn)}`);
	},
	enter: () => refreshTopics(),
};

function orderText(state: State): string {
	const sort = sortOf(state, 'topics', topicSortValues);
	return sort ? sortText(sort) : 'by name';
}

/** One topic: who gets what is published, raw or in an envelope, and by which filter. */
export const topicPlace: PlaceDefinition<TopicPlace> = {
	pane: 'topics',
	isFilterable: () => true,
	crumb: place => place.name,
	aside(state, place) {
		const attributes = topicRow(state, place.arn)?.attributes;
		return attributes
			? line(span(`${attributes.isFifo ? 'FIFO' : 'standard'}, ${plural(attributes.confirmedCount, 'subscription')}`, 'dim'))
			: blank;
	},
	tabs: (state, place) => [{label: `Subscriptions ${visibleSubscriptions(state, place.arn).length}`, place, isCurrent: true}],
	ids: (state, place) => visibleSubscriptions(state, place.arn).map((subscription, index) => subscriptionId(subscription, index)),
	visibleRows: rows => Math.max(1, rows - 1 - detailRows),
	body(state, place, area) {
		const subscriptions = topicRow(state, place.arn)?.subscriptions;
		if (!subscriptions || subscriptions.status === 'loading') return [blank, line(span(' Reading its subscriptions …', 'dim'))];
		if (subscriptions.status === 'failed') return [blank, ...problemLines(subscriptions.problem, area.columns)];
		if (subscriptions.value.length === 0)
			return [blank, line(' No subscriptions: what is published here reaches nobody.'), line(span('   s publishes all the same.', 'dim'))];
		return subscriptionLines(state, place, area);
	},
	status(state, place) {
		const subscription = subscriptionUnderCursor(state, place);
		return subscription ? line(` ${safeText(`${subscription.protocol} ${subscription.endpoint}`)}`) : blank;
	},
	enter: (_state, place) => refreshTopic(place.arn),
	glance: (_state, place) => refreshTopic(place.arn),
};

/** Below the list: the subscription under the cursor, with its filter in full. */
const detailRows = 7;

export function topicUnderCursor(state: State): TopicRow | undefined {
	const place = state.stacks.topics.at(-1);
	if (state.pane === 'topics' && place?.type === 'topic') return topicRow(state, place.arn);
	const rows = visibleTopics(state);
	return underCursor(listOf(state, {type: 'topics'}), rows, row => row.ref.arn);
}

export function subscriptionUnderCursor(state: State, place: TopicPlace): Subscription | undefined {
	const shown = visibleSubscriptions(state, place.arn);
	const ids = shown.map((subscription, index) => subscriptionId(subscription, index));
	const id = cursorId(listOf(state, place), ids);
	return shown[ids.indexOf(id ?? '')];
}

/** Pending subscriptions have no ARN. */
function subscriptionId(subscription: Subscription, index: number): string {
	return subscription.arn ?? `pending/${index}/${subscription.endpoint}`;
}

function topicColumns(state: State): ReadonlyArray<Column<TopicRow>> {
	const count = (row: TopicRow, pick: 'confirmedCount' | 'pendingCount'): Span => {
		if (!row.attributes) return span(row.problem ? problemWord(row.problem) : state.glyphs.unknown, 'dim');
		const number = row.attributes[pick];
		return row.problem
			? span(`${formatCount(number)}${state.glyphs.old}`, 'old')
			: span(formatCount(number), number === 0 ? 'dim' : undefined);
	};
	return [
		{title: 'NAME', width: 30, isFlexible: true, align: 'left', priority: 1, cut: 'middle', cell: row => span(safeText(row.ref.name))},
		{
			title: 'TYPE',
			width: 4,
			align: 'left',
			priority: 2,
			cell: row => span(row.attributes ? (row.attributes.isFifo ? 'fifo' : 'std') : '', 'dim'),
		},
		{title: 'SUBSCRIPTIONS', width: 13, align: 'right', priority: 3, cell: row => count(row, 'confirmedCount')},
		{title: 'PENDING', width: 8, align: 'right', priority: 4, cell: row => count(row, 'pendingCount')},
	];
}

function problemWord({code}: Problem): string {
	return code === 'denied' ? 'denied' : code === 'throttled' ? 'slowed' : 'failed';
}

/** From so much room on, endpoints are whole as a rule, and filters get the rest. */
const endpointWidthMax = 48;

const subscriptionColumns = (columns: number): ReadonlyArray<Column<Subscription>> => [
	{title: 'PROTOCOL', width: 9, align: 'left', priority: 1, cell: ({protocol}) => span(safeText(protocol))},
	{
		title: 'ENDPOINT',
		width: columns < 120 ? 26 : endpointWidthMax,
		isFlexible: columns < 120,
		align: 'left',
		priority: 1,
		cut: 'middle',
		cell: ({endpoint}) => span(safeText(endpointName(endpoint))),
	},
	{
		title: 'DELIVERY',
		width: 9,
		align: 'left',
		priority: 2,
		cell: ({isRaw}) => span(isRaw === undefined ? '' : isRaw ? 'raw' : 'envelope', 'dim'),
	},
	{
		title: 'FILTER',
		width: 22,
		isFlexible: columns >= 120,
		align: 'left',
		priority: 3,
		cell: ({filterPolicy}) => span(filterPolicy ? safeText(filterPolicy) : 'none', filterPolicy ? undefined : 'dim'),
	},
	{
		title: 'DLQ',
		width: 16,
		align: 'left',
		priority: 4,
		cut: 'middle',
		cell: ({deadLetterQueueArn}) =>
			span(deadLetterQueueArn ? safeText(endpointName(deadLetterQueueArn)) : 'none', deadLetterQueueArn ? undefined : 'dim'),
	},
];

/** The last part of an ARN is what people know it by; other endpoints are shown whole. */
function endpointName(endpoint: string): string {
	return endpoint.startsWith('arn:') ? (endpoint.split(':').at(-1) ?? endpoint) : endpoint;
}

function subscriptionLines(state: State, place: TopicPlace, area: Area): readonly Line[] {
	const shown = visibleSubscriptions(state, place.arn);
	const ids = shown.map((subscription, index) => subscriptionId(subscription, index));
	const list = listOf(state, place);
	const rowsForList = Math.max(1, area.rows - 1 - detailRows);
	const window = visibleWindow(list, ids, rowsForList);
	const columns = layOut(subscriptionColumns(area.columns), area.columns);
	const drawn = shown.slice(window.top, window.top + window.ids.length).map((subscription, index) =>
		rowLine(columns, subscription, {
			isCursor: ids[window.top + index] === cursorId(list, ids),
			mark: subscription.arn === undefined ? '?' : ' ',
		}),
	);
	return [
		...fitRows([headLine(columns), ...drawn], area.rows - detailRows),
		...subscriptionDetail(state, subscriptionUnderCursor(state, place), area.columns),
	];
}

function subscriptionDetail(state: State, subscription: Subscription | undefined, columns: number): readonly Line[] {
	if (!subscription) return [];
	const name = ` ${safeText(endpointName(subscription.endpoint))} `;
	const scope = subscription.filterPolicyScope ? ` on ${subscription.filterPolicyScope}` : '';
	return [
		line(span(name, 'bold'), span(state.glyphs.rule.repeat(Math.max(0, columns - name.length)), 'dim')),
		line(span(' endpoint  ', 'dim'), safeText(subscription.endpoint)),
		line(span(' state     ', 'dim'), subscription.arn === undefined ? span('pending confirmation', 'slow') : 'confirmed'),
		line(span(' delivery  ', 'dim'), subscription.isRaw ? 'raw: the message as it was published' : 'in the SNS envelope'),
		line(
			span(' filter    ', 'dim'),
			subscription.filterPolicy ? `${safeText(subscription.filterPolicy)}${scope}` : 'none: gets everything',
		),
		line(
			span(' DLQ       ', 'dim'),
			subscription.deadLetterQueueArn ? safeText(subscription.deadLetterQueueArn) : span('none: what cannot be delivered is lost', 'slow'),
		),
	];
}

function emptyTopics(state: State, columns: number): readonly Line[] {
	const {topics, context} = state;
	if (topics.status === 'failed' && topics.problem) return [blank, ...problemLines(topics.problem, columns)];
	if (topics.status !== 'ready') return [blank, line(span(` Reading the topics in ${context.region} …`, 'dim'))];
	const {filter} = listOf(state, {type: 'topics'});
	if (filter !== '' && topics.rows.length > 0)
		return [
			blank,
			line(` Nothing matches "${safeText(filter)}" among ${plural(topics.rows.length, 'topic')}.`),
			line(span('   esc clears the filter.', 'dim')),
		];
	return [
		blank,
		line(` No topics in ${context.region}.`),
		line(span('   Other regions: start with --region. With demo traffic: sluice demo.', 'dim')),
	];
}
