import type {Finding, Thing} from '../../operations/findings/finding.ts';
import {isShardId} from '../../operations/shard-id.ts';
import {plural} from '../../shared/units.ts';
import type {Action} from '../action.ts';
import {step, type Step} from '../effects.ts';
import {copyToClipboard} from '../copy.ts';
import {openSheet} from '../layers/sheet.ts';
import type {Place} from '../place.ts';
import {keep} from '../preferences.ts';
import {peekQueue} from '../queues/actions.ts';
import {findingsAround} from '../queues/findings-around.ts';
import {queueUnderCursor} from '../queues/subject.ts';
import {currentPlace, goTo, listOf, withList, withNotice, type State} from '../state.ts';
import {streamUnderCursor} from '../streams/subject.ts';
import {topicUnderCursor} from '../topics/pane.ts';
import {copyText} from './detail.ts';
import {findingUnderCursor} from './rows.ts';
import {ignoredKey, isIgnored, withNow} from './state.ts';

const here = {places: ['now'], danger: 'free'} as const;

const hourMs = 3_600_000;

function noFinding(state: State): string | undefined {
	return findingUnderCursor(state) ? undefined : 'no finding under the cursor';
}

function withFinding(act: (state: State, finding: Finding) => Step): (state: State) => Step {
	return state => {
		const finding = findingUnderCursor(state);
		return finding ? act(state, finding) : step(state);
	};
}

/** Opens the place of the thing, with the cursor on the part that the finding is about. */
export function goToThing(state: State, {thing}: Pick<Finding, 'thing'>): State {
	const {id, kind, name, part} = thing;
	const onRow = (place: Place, cursorId: string): State => withList(state, place, {...listOf(state, place), cursorId});
	switch (kind) {
		case 'queue':
			return goTo(onRow({type: 'queues'}, id), 'queues', [{type: 'queues'}, {type: 'queue', url: id, name}]);
		case 'topic': {
			const place: Place = {type: 'topic', arn: id, name};
			const listed = onRow({type: 'topics'}, id);
			const pointed = part === undefined ? listed : withList(listed, place, {...listOf(listed, place), cursorId: part});
			return goTo(pointed, 'topics', [{type: 'topics'}, place]);
		}
		case 'stream': {
			const place: Place = {type: 'stream', name, tab: part === undefined ? 'overview' : isShardId(part) ? 'shards' : 'consumers'};
			const listed = onRow({type: 'streams'}, id);
			const pointed = part === undefined ? listed : withList(listed, place, {...listOf(listed, place), cursorId: part});
			return goTo(pointed, 'streams', [{type: 'streams'}, place]);
		}
	}
}

/** What can be done with a finding of the first screen. */
export const nowActions: readonly Action[] = [
	{
		...here,
		id: 'now.open',
		label: 'Go to what is wrong',
		hint: 'open',
		keys: ['enter'],
		unavailable: noFinding,
		perform: withFinding((state, finding) => step(goToThing(state, finding))),
	},
	{
		places: ['now', 'queues', 'queue', 'queue-tab', 'messages', 'topics', 'topic', 'streams', 'stream'],
		danger: 'free',
		id: 'doctor',
		label: 'Doctor: what is wrong here',
		hint: 'why',
		keys: ['w'],
		unavailable: state => (patientHere(state) ? undefined : 'nothing under the cursor'),
		perform: openDoctor,
	},
	{
		places: ['queue'],
		danger: 'free',
		id: 'queue.finding',
		label: 'What is wrong with the queue, with its proof',
		hint: 'finding',
		keys: ['enter'],
		unavailable: state => (patientHere(state) && hasFindings(state) ? undefined : 'nothing is found wrong here'),
		perform: openDoctor,
	},
	{
		...here,
		id: 'now.ignore',
		label: 'Ignore this finding for an hour',
		hint: 'ignore',
		keys: ['i'],
		unavailable: noFinding,
		perform: withFinding((state, finding) => {
			// Those whose hour is over need not be kept.
			const hidden = [...state.now.ignored].filter(([, untilMs]) => untilMs > state.nowMs);
			const ignored = new Map(hidden).set(ignoredKey(state, finding), state.nowMs + hourMs);
			const told = withNotice(withNow(state, {ignored}), `Hidden for an hour: ${finding.where}, ${finding.what}.   : ignored`);
			return step(told, keep({ignored: Object.fromEntries(ignored)}));
		}),
	},
	{
		...here,
		id: 'now.save',
		label: 'Save its messages to a file',
		hint: 'save',
		keys: ['o'],
		danger: 'cost',
		unavailable: state => (queueUnderCursor(state)?.attributes ? undefined : 'only the messages of a queue can be saved'),
		perform: save,
	},
	{
		...here,
		id: 'finding.copy',
		label: 'Copy the command line or statement that helps',
		keys: ['y'],
		unavailable: state => {
			const finding = findingUnderCursor(state);
			return finding && copyText(finding) !== undefined ? undefined : 'nothing to copy here';
		},
		perform: withFinding((state, finding) => {
			const text = copyText(finding) ?? '';
			return step(state, copyToClipboard(text, {copied: `Copied ${text}`}));
		}),
	},
	{
		places: 'everywhere',
		danger: 'free',
		id: 'now.ignored',
		label: 'ignored: list the hidden findings',
		group: 'set',
		keys: [],
		unavailable: state => (hiddenFindings(state).length > 0 ? undefined : 'no finding is hidden'),
		perform: state =>
			step({
				...state,
				layer: {
					type: 'details',
					title: `${plural(hiddenFindings(state).length, 'hidden finding')}; : ignored again shows them all`,
					top: 0,
					rows: hiddenFindings(state).map(finding => [
						`${finding.rank}  ${finding.where}`,
						`${finding.what}, until ${untilText(state, finding)}`,
					]),
				},
			}),
	},
	{
		places: 'everywhere',
		danger: 'free',
		id: 'now.unignore',
		label: 'ignored: show all hidden findings again',
		group: 'set',
		keys: [],
		unavailable: state => (hiddenFindings(state).length > 0 ? undefined : 'no finding is hidden'),
		perform: state => step(withNow(state, {ignored: new Map()}), keep({ignored: {}})),
	},
];

/** The thing that the doctor is asked about: under the cursor, or open. */
function openDoctor(state: State): Step {
	const thing = patientHere(state);
	return thing ? step({...state, layer: {type: 'doctor', thing, top: 0}}) : step(state);
}

function hasFindings(state: State): boolean {
	const row = queueUnderCursor(state);
	return row !== undefined && findingsAround(state, row).length > 0;
}

function patientHere(state: State): Thing | undefined {
	switch (currentPlace(state).type) {
		case 'now':
			return findingUnderCursor(state)?.thing;
		case 'topics':
		case 'topic': {
			const ref = topicUnderCursor(state)?.ref;
			return ref && {kind: 'topic', id: ref.arn, name: ref.name};
		}
		case 'streams':
		case 'stream': {
			const ref = streamUnderCursor(state)?.ref;
			return ref && {kind: 'stream', id: ref.name, name: ref.name};
		}
		default: {
			const ref = queueUnderCursor(state)?.ref;
			return ref && {kind: 'queue', id: ref.url, name: ref.name};
		}
	}
}

function hiddenFindings(state: State): readonly Finding[] {
	return state.now.findings.filter(finding => isIgnored(state, finding));
}

function untilText(state: State, finding: Finding): string {
	return `${new Date(state.now.ignored.get(ignoredKey(state, finding)) ?? 0).toISOString().slice(11, 16)}Z`;
}

/** Messages that are held already are saved; else they are peeked first, which has a sheet of its own where it can do harm. */
function save(state: State): Step {
	const row = queueUnderCursor(state);
	if (!row) return step(state);
	const held = state.queues.peeks[row.ref.url]?.messages ?? [];
	if (held.length > 0)
		return openSheet(state, 'save', {
			subject: {url: row.ref.url, name: row.ref.name, ids: held.map(({message}) => message.messageId).join(' ')},
			values: {path: `${row.ref.name}.ndjson`},
		});
	return peekQueue(withNotice(state, 'To save messages they are received first: then * marks them all, o saves them.'), row);
}
