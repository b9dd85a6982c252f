import {streamSettingList} from '../../operations/stream-setting-words.ts';
import type {Action} from '../action.ts';
import {run, step, type Step} from '../effects.ts';
import {openGate} from '../layers/gate.ts';
import {openSheet} from '../layers/sheet.ts';
import {cursorId} from '../list.ts';
import {listOf, type State} from '../state.ts';
import type {ConsumerGateRequest} from './control-gates.ts';
import {readConsumers, readHistory} from './refresh.ts';
import {replayKey} from './replay-gate.ts';
import {streamRow, tailByPolling} from './state.ts';
import {settingIds, tagKeys} from './settings-pane.ts';
import {markedRecords, openTab, shownRecords, streamUnderCursor, type StreamPlace} from './subject.ts';
import {tailOf} from './tail-state.ts';

const inside = {places: ['stream']} as const;
const here = {places: ['streams', 'stream']} as const;

function noStream(state: State): string | undefined {
	return streamUnderCursor(state) ? undefined : 'no stream under the cursor';
}

function withName(act: (state: State, name: string) => Step): (state: State) => Step {
	return state => {
		const name = streamUnderCursor(state)?.ref.name;
		return name === undefined ? step(state) : act(state, name);
	};
}

/** The row under the cursor of a tab. */
function rowOf(state: State, tab: StreamPlace['tab']): string | undefined {
	const place = openTab(state, tab);
	if (!place) return undefined;
	return cursorId(listOf(state, place), idsOf(state, place));
}

function idsOf(state: State, place: StreamPlace): readonly string[] {
	if (place.tab === 'settings') return settingIds();
	if (place.tab === 'tags') return tagKeys(state, place);
	const consumers = streamRow(state, place.name)?.consumers;
	return consumers?.status === 'ready' ? consumers.value.map(({name}) => name) : [];
}

/** Sending records again. */
export const replayActions: readonly Action[] = [
	{
		...inside,
		id: 'records.replay',
		label: 'Replay: send records again, to a stream, queue or topic',
		hint: 'replay',
		keys: ['R'],
		danger: 'destroy',
		isPlanFirst: true,
		perform: withName((state, stream) => {
			const place = {type: 'stream', name: stream, tab: 'tail'} as const;
			const {filter} = listOf(state, place);
			const what =
				markedRecords(state, stream).length > 0 ? 'marked' : shownRecords(state, stream).length > 0 && filter !== '' ? 'shown' : 'range';
			const values = {what, from: tailOf(state, stream)?.start.from ?? '', until: '', filter, to: '', rate: '', base64: 'no', dry: 'no'};
			return openSheet(state, 'replay', {subject: {stream}, values: {...values, from: values.from === 'latest' ? '-15m' : values.from}});
		}),
	},
];

/** What sets a stream up. */
export const controlActions: readonly Action[] = [
	{
		...inside,
		id: 'stream.edit',
		label: 'Edit the setting or the tag',
		hint: 'edit',
		keys: ['e'],
		danger: 'change',
		isPlanFirst: true,
		unavailable: state => (openTab(state, 'settings') || openTab(state, 'tags') ? undefined : 'in the Settings and Tags tabs'),
		perform: withName((state, stream) => {
			if (openTab(state, 'tags')) return editTag(state, stream);
			const setting = streamSettingList.find(each => each.setting === rowOf(state, 'settings'));
			const summary = streamRow(state, stream)?.summary;
			if (!setting || !summary) return step(state);
			return openSheet(state, 'stream setting', {subject: {stream, setting: setting.setting}, values: {value: setting.typed(summary)}});
		}),
	},
	{
		...inside,
		id: 'stream.remove-row',
		label: 'Deregister the consumer, or remove the tag',
		hint: 'remove',
		keys: ['D'],
		danger: 'destroy',
		isPlanFirst: true,
		unavailable: state => ((rowOf(state, 'consumers') ?? rowOf(state, 'tags')) ? undefined : 'on a consumer or a tag'),
		perform: withName((state, stream) => {
			const name = rowOf(state, 'consumers');
			if (name !== undefined) return openGate(state, 'deregister-consumer', {stream, name} satisfies ConsumerGateRequest);
			const key = rowOf(state, 'tags');
			return key === undefined ? step(state) : openGate(state, 'tag-stream', {stream, key});
		}),
	},
	{
		...inside,
		id: 'consumer.register',
		label: 'Register a consumer',
		keys: [],
		danger: 'change',
		isPlanFirst: true,
		perform: withName((state, stream) => openSheet(state, 'consumer', {subject: {stream}, values: {name: ''}})),
	},
	{
		...inside,
		id: 'consumer.behind',
		label: 'How far consumers are behind, from CloudWatch',
		keys: [],
		danger: 'cost',
		unavailable: state => (openTab(state, 'consumers') ? undefined : 'in the Consumers tab'),
		perform: withName((state, stream) =>
			step(
				state,
				run(`stream-behind/${stream}`, tools => readConsumers(tools, stream, {isBehindWanted: true})),
			),
		),
	},
	{
		...inside,
		id: 'stream.tag',
		label: 'Set a tag',
		keys: [],
		danger: 'change',
		isPlanFirst: true,
		perform: withName((state, stream) => openSheet(state, 'stream tag', {subject: {stream}, values: {key: '', value: ''}})),
	},
	{
		...inside,
		id: 'stream.history',
		label: 'Read the last hour from CloudWatch',
		keys: [],
		danger: 'cost',
		perform: withName((state, stream) => step(state, readHistory(stream))),
	},
	{
		...here,
		id: 'stream.reshard',
		label: 'Reshard to a number of shards',
		keys: [],
		danger: 'destroy',
		isPlanFirst: true,
		unavailable: state =>
			noStream(state) ?? (streamUnderCursor(state)?.summary?.mode === 'ON_DEMAND' ? 'an on-demand stream does that by itself' : undefined),
		perform: withName((state, stream) => openSheet(state, 'reshard', {subject: {stream}, values: {count: ''}})),
	},
	{
		...inside,
		id: 'tail.fan-out',
		label: 'Read by fan-out',
		keys: [],
		danger: 'change',
		isPlanFirst: true,
		unavailable: state => (tailOfPlace(state)?.start.fanOut ? 'it reads so already' : undefined),
		perform: withName((state, stream) =>
			step(
				state,
				run(`fan-out-ask/${stream}`, async tools => {
					await readConsumers(tools, stream, {isBehindWanted: false});
					tools.dispatch({type: 'sheet/open', kind: 'fan-out', subject: {stream, suffix: tools.random.hex(4)}, values: {consumer: ''}});
				}),
			),
		),
	},
	{
		...inside,
		id: 'tail.polling',
		label: 'Read by GetRecords again',
		keys: [],
		danger: 'free',
		unavailable: state => (tailOfPlace(state)?.start.fanOut ? undefined : 'it reads so already'),
		perform: withName((state, stream) => tailByPolling(state, stream)),
	},
	{
		places: ['streams', 'stream', 'activity'],
		id: 'replay.stop',
		label: 'Stop the replay',
		keys: [],
		danger: 'free',
		unavailable: state => (state.streams.replays.length > 0 ? undefined : 'nothing is replayed'),
		perform: state =>
			step(
				state,
				run('replay-stop', async tools => {
					for (const {id} of tools.state().streams.replays) await tools.shelf.get(replayKey(id))?.end();
				}),
			),
	},
	{
		...here,
		id: 'stream.create',
		label: 'Create a stream',
		keys: [],
		danger: 'change',
		isPlanFirst: true,
		perform: state => openSheet(state, 'create stream', {subject: {}, values: {name: '', shards: ''}}),
	},
	{
		...here,
		id: 'stream.delete',
		label: 'Delete the stream',
		keys: [],
		danger: 'whole',
		isPlanFirst: true,
		unavailable: noStream,
		perform: withName((state, stream) => openGate(state, 'delete-stream', {stream})),
	},
];

function editTag(state: State, stream: string): Step {
	const key = rowOf(state, 'tags') ?? '';
	const tags = streamRow(state, stream)?.tags;
	const value = tags?.status === 'ready' ? (tags.value[key] ?? '') : '';
	return openSheet(state, 'stream tag', {subject: {stream}, values: {key, value}, focus: key === '' ? 0 : 1});
}

function tailOfPlace(state: State) {
	const name = streamUnderCursor(state)?.ref.name;
	return name === undefined ? undefined : tailOf(state, name);
}
