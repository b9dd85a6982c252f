import {recordCandidate} from '../../operations/record-candidate.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatCount, formatTime, plural} from '../../shared/units.ts';
import {headLine, layOut, rowLine, titleAt} from '../components/table.ts';
import {step, cancel, run, type Effect} from '../effects.ts';
import {problemLines} from '../layers/facts.ts';
import {blank, fitRows, line, span, type Line} from '../line.ts';
import {cursorId, visibleWindow} from '../list.ts';
import {sortByColumn, sortOf, sortText} from '../list-sort.ts';
import {lookAtMetrics} from '../now/look-metrics.ts';
import type {PlaceDefinition, Tab} from '../place-definition.ts';
import {listOf, type State} from '../state.ts';
import {overviewLines} from './overview.ts';
import {recordBody, recordIds} from './record-pane.ts';
import {consumersBody} from './consumers-pane.ts';
import {endFanOutOf} from './fan-out-shelf.ts';
import {historyBody} from './history-pane.ts';
import {refreshConsumers, refreshStream, refreshStreams, refreshTags} from './refresh.ts';
import {settingIds, settingsBody, tagKeys, tagsBody} from './settings-pane.ts';
import {modeText, retentionText, streamColumns} from './rows.ts';
import {sampleText, shardsBody} from './shards-pane.ts';
import {streamRow, tailAgain, visibleStreams, type StreamRow, streamSortValues} from './state.ts';
import {shardUnderCursor, streamUnderCursor, visibleShards, type StreamPlace} from './subject.ts';
import {tailEffectId} from './tail-effects.ts';
import {bufferText, tailAside, tailBody, tailRowsVisible, tailStatus} from './tail-pane.ts';
import {tailOf, tailRowIds, withTail} from './tail-state.ts';

/** The list of streams (3 Streams). */
export const streamsPlace: PlaceDefinition<{readonly type: 'streams'}> = {
	pane: 'streams',
	isFilterable: () => true,
	crumb: () => undefined,
	order: state =>
		state.streams.asOfMs === undefined ? blank : line(span(`${orderText(state)}   as of ${formatTime(state.streams.asOfMs)}`, 'dim')),
	sortBy(state, _place, {cell, width}) {
		const name = titleAt(layOut(streamColumns(state), width), cell);
		return name === undefined
			? step(state)
			: sortByColumn(state, {list: 'streams', values: streamSortValues, name, rows: state.streams.rows});
	},
	ids: state => visibleStreams(state).map(row => row.ref.name),
	visibleRows: rows => Math.max(1, rows - 1),
	body(state, place, area) {
		const rows = visibleStreams(state);
		if (rows.length === 0) return emptyBody(state, area.columns);
		const list = listOf(state, place);
		const ids = rows.map(row => row.ref.name);
		const cursor = cursorId(list, ids);
		const window = visibleWindow(list, ids, Math.max(1, area.rows - 1));
		const columns = layOut(streamColumns(state), area.columns);
		const drawn = rows
			.slice(window.top, window.top + window.ids.length)
			.map(row => rowLine(columns, row, {isCursor: row.ref.name === cursor, mark: list.marked.has(row.ref.name) ? '*' : ' '}));
		return fitRows([headLine(columns), ...drawn], area.rows);
	},
	beside: (_state, _place, name) => ({type: 'stream', name, tab: 'overview'}),
	keysFirst: () => ['stream.open', 'stream.tail', 'stream.put'],
	status(state) {
		const row = streamUnderCursor(state);
		return row ? streamSentence(state, row) : blank;
	},
	enter: () => [...refreshStreams(), run('now/metrics', lookAtMetrics)],
};

/** Fields are completed from so many of the newest records. */
const completedFromMax = 200;

function orderText(state: State): string {
	const sort = sortOf(state, 'streams', streamSortValues);
	return sort ? sortText(sort) : 'by name';
}

/** One stream: its numbers, its records as they come, its shards. */
export const streamPlace: PlaceDefinition<StreamPlace> = {
	pane: 'streams',
	isFilterable: place => place.tab === 'tail',
	filterMode: {
		isHighlighting: (state, place) => tailOf(state, place.name)?.isHighlighting ?? false,
		toggle(state, place) {
			const view = tailOf(state, place.name);
			return view ? withTail(state, place.name, {...view, isHighlighting: !view.isHighlighting}) : state;
		},
	},
	candidates(state, place) {
		const rows = tailOf(state, place.name)?.snapshot?.rows ?? [];
		return rows.slice(-completedFromMax).map(record => recordCandidate(record, {shardId: record.shardId, nowMs: record.arrivedAtMs}));
	},
	crumb: place => (place.tab === 'record' ? 'record' : place.name),
	aside(state, place) {
		return place.tab === 'tail' ? tailAside(state, place) : kindOf(streamRow(state, place.name));
	},
	tabs: (state, place) => (place.tab === 'record' ? [] : tabs(state, place)),
	order(state, place) {
		if (place.tab === 'tail') return bufferText(state, place);
		return place.tab === 'shards' ? sampleText(state, place) : blank;
	},
	ids(state, place) {
		if (place.tab === 'tail') return tailRowIds(tailOf(state, place.name));
		if (place.tab === 'record') return recordIds(state, place);
		if (place.tab === 'settings') return settingIds();
		if (place.tab === 'tags') return tagKeys(state, place);
		if (place.tab === 'consumers') return consumerNames(state, place);
		return place.tab === 'shards' ? visibleShards(state, place).map(({shard}) => shard.id) : [];
	},
	visibleRows: rows => tailRowsVisible(rows),
	body(state, place, area) {
		if (place.tab === 'tail') return tailBody(state, place, area);
		if (place.tab === 'record') return recordBody(state, place, area);
		if (place.tab === 'shards') return shardsBody(state, place, area);
		if (place.tab === 'consumers') return consumersBody(state, place, area);
		if (place.tab === 'history') return historyBody(state, place, area);
		if (place.tab === 'settings') return settingsBody(state, place, area);
		if (place.tab === 'tags') return tagsBody(state, place, area);
		const row = streamRow(state, place.name) ?? {ref: {name: place.name, arn: '', status: 'ACTIVE'}};
		return overviewLines(state, row, area);
	},
	status(state, place) {
		if (place.tab === 'tail') return tailStatus(state, place);
		if (place.tab === 'record') return line(span(' Shown decoded; copy gives the data as it was put.', 'dim'));
		const row = streamRow(state, place.name);
		return row ? streamSentence(state, row) : blank;
	},
	keysFirst: ({tab}) => keysFirst[tab] ?? [],
	glance: (_state, place) => [refreshStream(place.name)],
	again: (state, place) => (place.tab === 'tail' ? tailAgain(state, place.name) : undefined),
	enter: (_state, place) => [refreshStream(place.name), ...tabEffects(place), run('now/metrics', lookAtMetrics)],
	// Its other tabs and its records show the same tail: only the last of them ends it.
	close: (after, place) => (isOpenSomewhere(after, place.name) ? [] : closeTail(place.name)),
};

/** What is pressed most, by tab. */
export const keysFirst: Readonly<Partial<Record<StreamPlace['tab'], readonly string[]>>> = {
	overview: ['stream.tail', 'tab.next', 'stream.put', 'doctor'],
	tail: ['tail.pause', 'stream.tail', 'filter', 'stream.enter', 'tail.next-match', 'record.save-menu', 'records.replay', 'tail.view'],
	record: ['record.next-of-key', 'tail.view', 'record.save-menu', 'stream.details', 'records.replay'],
	shards: ['shard.split', 'shard.merge', 'stream.enter', 'shard.of-key', 'stream.tail', 'doctor'],
	consumers: ['stream.remove-row', 'stream.tail', 'tab.next'],
	settings: ['stream.edit', 'tab.next'],
	tags: ['stream.edit', 'stream.remove-row', 'tab.next'],
};

function tabs(state: State, place: StreamPlace): readonly Tab[] {
	const {summary, tags} = streamRow(state, place.name) ?? {};
	const tab = (id: StreamPlace['tab'], label: string, count?: number): Tab => ({
		label: count === undefined ? label : `${label} ${count}`,
		place: {...place, tab: id},
		isCurrent: place.tab === id,
	});
	return [
		tab('overview', 'Overview'),
		tab('tail', 'Tail'),
		tab('shards', 'Shards'),
		tab('consumers', 'Consumers', summary?.consumerCount),
		tab('history', 'History'),
		tab('settings', 'Settings'),
		tab('tags', 'Tags', tags?.status === 'ready' ? Object.keys(tags.value).length : undefined),
	];
}

function tabEffects({name, tab}: StreamPlace): readonly Effect[] {
	if (tab === 'tail') return [askTail(name)];
	if (tab === 'overview') return [refreshConsumers(name), refreshTags(name)];
	if (tab === 'consumers') return [refreshConsumers(name)];
	return tab === 'tags' ? [refreshTags(name)] : [];
}

function consumerNames(state: State, place: StreamPlace): readonly string[] {
	const consumers = streamRow(state, place.name)?.consumers;
	return consumers?.status === 'ready' ? consumers.value.map(({name}) => name) : [];
}

function isOpenSomewhere(state: State, name: string): boolean {
	return state.stacks.streams.some(place => place.type === 'stream' && place.name === name);
}

/** Reads from the newest on when nothing of the stream is read yet. */
function askTail(stream: string): Effect {
	return run(`tail-ask/${stream}`, async tools => tools.dispatch({type: 'streams/tail-asked', stream, atMs: tools.clock.nowMs()}));
}

function closeTail(stream: string): readonly Effect[] {
	return [
		cancel(tailEffectId(stream)),
		endFanOutOf(stream),
		run(`tail-close/${stream}`, async tools => tools.dispatch({type: 'streams/tail-closed', stream})),
	];
}

function kindOf(row: StreamRow | undefined): Line {
	const {summary} = row ?? {};
	if (!row || !summary) return blank;
	const closed = row.shards?.status === 'ready' ? row.shards.value.filter(shard => shard.sequenceNumberEnd !== undefined).length : 0;
	const shards = `${formatCount(summary.openShardCount)} open${closed > 0 ? `, ${formatCount(closed)} closed` : ''}`;
	const status = summary.status === 'ACTIVE' ? '' : `${summary.status}, `;
	return line(span(status, 'slow'), span(`${modeText(summary.mode)}, ${shards}, keeps ${retentionText(summary.retentionHours)}`, 'dim'));
}

/** The thing under the cursor in one sentence. */
function streamSentence(state: State, row: StreamRow): Line {
	const name = safeText(row.ref.name);
	if (row.problem) return line(span(` ${name}: ${safeText(row.problem.message)}`, 'slow'));
	if (row.reshard) return line(span(` ${name}: ${row.reshard.text} is under way.`, 'slow'));
	const shard = shardUnderCursor(state);
	if (shard?.isOpen && state.mode !== 'CHANGE')
		return line(
			' CHANGE is off: ',
			span('S', 'accent'),
			' and ',
			span('M', 'accent'),
			' show the plan only.   ',
			span(': mode change', 'accent'),
		);
	if (shard) return line(span(` ${safeText(shard.shard.id)}`, 'dim'));
	if (!row.summary) return line(` ${name}`);
	const {consumerCount, openShardCount, retentionHours} = row.summary;
	const consumers = consumerCount === 0 ? 'no registered consumers' : plural(consumerCount, 'registered consumer');
	return line(` ${name}: ${plural(openShardCount, 'open shard')}, ${consumers}; records are kept ${retentionText(retentionHours)}.`);
}

function emptyBody(state: State, columns: number): readonly Line[] {
	const {connection, context, streams} = state;
	if (streams.status === 'failed' && streams.problem)
		return [blank, ...problemLines(streams.problem, columns), blank, line(span('   r looks again.', 'dim'))];
	if (streams.status !== 'ready') return [blank, line(span(` Reading the streams in ${context.region} …`, 'dim'))];
	const {filter} = listOf(state, {type: 'streams'});
	if (filter !== '' && streams.rows.length > 0) {
		return [
			blank,
			line(` Nothing matches "${safeText(filter)}" among ${plural(streams.rows.length, 'stream')}.`),
			line(span('   esc clears the filter.', 'dim')),
		];
	}
	const account = connection.status === 'ready' ? ` of ${connection.identity.accountId}` : '';
	return [
		blank,
		line(` No streams in ${context.region}${account}.`),
		line(span('   Other regions: start with --region. With demo traffic: sluice demo.', 'dim')),
	];
}
