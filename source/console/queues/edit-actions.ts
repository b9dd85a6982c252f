import {readPolicy} from '../../operations/policy-text.ts';
import type {Action} from '../action.ts';
import {run, step, type Step} from '../effects.ts';
import {openGate} from '../layers/gate.ts';
import {openSheet} from '../layers/sheet.ts';
import {isFree} from '../metrics-consent.ts';
import {remember} from '../memory.ts';
import {currentPlace, goTo, type State} from '../state.ts';
import {flowUnderCursor} from './flow-tab.ts';
import {readHistory} from './history.ts';
import {isHistory, nextSpan} from './history-tab.ts';
import {notOne, queuesHere} from './chosen-queues.ts';
import {subjectOfQueues} from './several.ts';
import {settingUnderCursor} from './settings-tab.ts';
import {queueRow, type QueueRow} from './state.ts';
import {queueUnderCursor} from './subject.ts';
import type {QueueTabPlace} from './tab-view.ts';
import {tagUnderCursor} from './tags-tab.ts';

const inTab = {places: ['queue-tab']} as const;
const onQueue = {places: ['queues', 'queue', 'queue-tab']} as const;

/** The tab on screen, where it is one of a queue. */
function tabOf(state: State): QueueTabPlace | undefined {
	const place = currentPlace(state);
	return place.type === 'queue-tab' ? place : undefined;
}

function notEditable(state: State): string | undefined {
	const place = tabOf(state);
	if (!place) return 'nothing to edit here';
	const row = queueRow(state, place.url);
	if (!row?.attributes) return 'its attributes are not read yet';
	if (place.tab === 'settings' && settingUnderCursor(state, place)?.editor === undefined) return 'this cannot be changed';
	return place.tab === 'flow' || place.tab === 'history' ? 'nothing to edit here' : undefined;
}

function edit(state: State): Step {
	const place = tabOf(state);
	const row = place ? queueRow(state, place.url) : undefined;
	if (!place || !row) return step(state);
	if (place.tab === 'settings') return editSetting(state, place, row);
	if (place.tab === 'policy') return editPolicy(state, row);
	const tag = tagUnderCursor(state, place);
	return openSheet(state, 'tag', {
		subject: {...row.ref, ...(tag && {key: tag.key})},
		values: {key: tag?.key ?? '', value: tag?.value ?? '', remove: 'no'},
		focus: tag ? 1 : 0,
	});
}

function editSetting(state: State, place: QueueTabPlace, row: QueueRow): Step {
	const setting = settingUnderCursor(state, place);
	if (setting?.editor === 'redrive') return editRedrivePolicy(state, row);
	if (!setting) return step(state);
	return openSheet(state, 'set', {subject: {...row.ref, id: setting.id}, values: {value: setting.shown}});
}

function editRedrivePolicy(state: State, row: QueueRow): Step {
	const policy = row.attributes?.redrivePolicy;
	const arn = policy?.deadLetterQueueArn ?? '';
	return openSheet(state, 'redrive policy', {
		subject: {...row.ref},
		values: {queue: arn.slice(arn.lastIndexOf(':') + 1), receives: String(policy?.maxReceiveCount ?? 5)},
	});
}

/** What one begins with where there is no policy. */
function policyTemplate(arn: string): string {
	const statement = {
		Sid: 'AllowTopic',
		Effect: 'Allow',
		Principal: {Service: 'sns.amazonaws.com'},
		Action: 'sqs:SendMessage',
		Resource: arn,
		Condition: {ArnEquals: {'aws:SourceArn': arn.replace(':sqs:', ':sns:').replace(/[^:]*$/, 'TOPIC')}},
	};
	return JSON.stringify({Version: '2012-10-17', Statement: [statement]}, undefined, 2);
}

/** Through the editor; what is no policy is said, and kept for the next try. */
function editPolicy(state: State, row: QueueRow): Step {
	const {policy, arn = ''} = row.attributes ?? {};
	const draftKey = `policy-draft/${row.ref.url}`;
	const before = policy === undefined ? policyTemplate(arn) : pretty(policy);
	return step(
		state,
		run('terminal', async tools => {
			// Only this action puts something under the key, and always a text.
			const draft = tools.shelf.get(draftKey)?.value as string | undefined;
			const edited = await tools.resting(tools.terminal.edit(draft ?? before));
			const atMs = tools.clock.nowMs();
			const fail = (text: string): void => tools.dispatch({type: 'notice', text, isFailure: true, atMs});
			if (edited.problem !== undefined) return fail(edited.problem);
			const reading = readPolicy(edited.text);
			if ('problem' in reading) {
				tools.shelf.put(draftKey, {value: edited.text, end: () => Promise.resolve(undefined)});
				return fail(`${reading.problem} e goes on from what you wrote.`);
			}
			tools.shelf.take(draftKey);
			if (edited.text.trim() === before.trim() && policy !== undefined)
				return tools.dispatch({type: 'notice', text: 'The policy is as it was; nothing to send.', atMs});
			tools.dispatch({type: 'sheet/open', kind: 'policy', subject: {...row.ref, text: edited.text}, values: {}});
		}),
	);
}

function pretty(policy: string): string {
	try {
		return `${JSON.stringify(JSON.parse(policy), undefined, 2)}\n`;
	} catch {
		// Text that AWS took as a policy, and that is shown as it is.
		return policy;
	}
}

function goThere(state: State): Step {
	const place = tabOf(state);
	const target = place?.tab === 'flow' ? flowUnderCursor(state, place)?.go : undefined;
	if (target?.type === 'topic') return step(goTo(state, 'topics', [{type: 'topics'}, target]));
	return target ? step(goTo(state, 'queues', [{type: 'queues'}, target])) : step(state);
}

function changeSpan(delta: 1 | -1): (state: State) => Step {
	return state => {
		const place = currentPlace(state);
		return isHistory(place) ? step(nextSpan(state, delta), readHistory(place.url)) : step(state);
	};
}

function notHistory(state: State): string | undefined {
	return isHistory(currentPlace(state)) ? undefined : 'only in the History tab';
}

/** What can be changed of a queue, and how its tabs are used. */
export const editActions: readonly Action[] = [
	{
		...inTab,
		id: 'queue.edit',
		label: 'Edit this setting, the policy, this tag',
		hint: 'edit',
		keys: ['e'],
		danger: 'change',
		isPlanFirst: true,
		unavailable: notEditable,
		perform: edit,
	},
	{
		...inTab,
		id: 'queue.go-there',
		label: 'Go there, or edit',
		// Where it edits, `e` is shown.
		hint: state => (tabOf(state)?.tab === 'flow' ? 'go there' : ''),
		keys: ['enter'],
		danger: 'free',
		unavailable: state => {
			const place = tabOf(state);
			if (place?.tab === 'flow') return flowUnderCursor(state, place)?.go ? undefined : 'no place of its own';
			return notEditable(state);
		},
		perform: state => (tabOf(state)?.tab === 'flow' ? goThere(state) : edit(state)),
	},
	{
		...inTab,
		id: 'history.longer',
		label: 'A longer span',
		hint: 'longer',
		keys: ['-'],
		danger: 'free',
		unavailable: notHistory,
		perform: changeSpan(1),
	},
	{
		...inTab,
		id: 'history.shorter',
		label: 'A shorter span',
		hint: 'shorter',
		keys: ['+'],
		danger: 'free',
		unavailable: notHistory,
		perform: changeSpan(-1),
	},
	{
		...onQueue,
		id: 'queue.redrive-policy',
		label: 'Redrive policy: where failures go',
		keys: [],
		danger: 'change',
		isPlanFirst: true,
		unavailable: state => notOne(state) ?? unread(state),
		perform: withRow(editRedrivePolicy),
	},
	{
		...onQueue,
		id: 'queue.tag',
		label: 'Add a tag',
		keys: [],
		danger: 'change',
		isPlanFirst: true,
		unavailable: unread,
		perform: state => openSheet(state, 'tag', {subject: subjectOfQueues(queuesHere(state)), values: {key: '', value: ''}}),
	},
	{
		places: 'everywhere',
		id: 'queue.create',
		label: 'Create queue',
		keys: [],
		danger: 'change',
		isPlanFirst: true,
		perform: state =>
			openSheet(state, 'create queue', {
				subject: {},
				values: {
					name: '',
					visibility: '',
					retention: '',
					delay: '',
					wait: '',
					'content-dedup': 'no',
					dlq: 'new',
					receives: '',
					tags: '',
					target: '',
				},
			}),
	},
	{
		...onQueue,
		id: 'queue.delete',
		label: 'Delete queue',
		keys: [],
		danger: 'whole',
		isPlanFirst: true,
		unavailable: state => notOne(state) ?? unread(state),
		perform: withRow((state, row) => openGate(state, 'delete-queue', {queue: row.ref})),
	},
	{
		places: 'everywhere',
		id: 'metrics.on',
		label: 'metrics: ask CloudWatch for rates and ages',
		group: 'set',
		keys: [],
		danger: 'free',
		unavailable: state =>
			isFree(state.context)
				? 'they are read here anyway'
				: state.memory.metrics?.[state.memoryKey] === 'yes'
					? 'they are read already'
					: undefined,
		perform: state => openGate(state, 'metrics', {queueCount: state.queues.rows.length}),
	},
	{
		places: 'everywhere',
		id: 'metrics.off',
		label: 'metrics off: ask CloudWatch no more',
		group: 'set',
		keys: [],
		danger: 'free',
		unavailable: state => (state.memory.metrics?.[state.memoryKey] === 'yes' && !isFree(state.context) ? undefined : 'it is not asked'),
		perform: state => remember(state, memory => ({...memory, metrics: {...memory.metrics, [state.memoryKey]: 'no'}})),
	},
];

function unread(state: State): string | undefined {
	return queueUnderCursor(state)?.attributes ? undefined : 'its attributes are not read yet';
}

function withRow(act: (state: State, row: QueueRow) => Step): (state: State) => Step {
	return state => {
		const row = queueUnderCursor(state);
		return row ? act(state, row) : step(state);
	};
}
