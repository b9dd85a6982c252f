import {AddTagsToStreamCommand} from '@aws-sdk/client-kinesis';
import {describe, expect, test} from 'vitest';
import {actions, disabledReason, isActionOf} from '../../source/console/actions.ts';
import type {Action} from '../../source/console/action.ts';
import type {Mode} from '../../source/aws/session.ts';
import type {Place} from '../../source/console/place.ts';
import {currentPlace} from '../../source/console/state.ts';
import {startTestConsole, type TestConsole} from '../helpers/console.ts';
import {aDeadLetterPair} from '../helpers/resources.ts';
import {aStream, aTopic} from '../helpers/topic-and-stream.ts';

const places: readonly Place[] = [
	{type: 'now'},
	{type: 'queues'},
	{type: 'queue', url: 'u', name: 'n'},
	{type: 'messages', url: 'u', name: 'n'},
	{type: 'message', url: 'u', name: 'n', messageId: 'm'},
	{type: 'topics'},
	{type: 'topic', arn: 'a', name: 'n'},
	{type: 'streams'},
	{type: 'stream', name: 'n', tab: 'overview'},
	{type: 'activity', tab: 'running'},
];

describe('the action list', () => {
	test.each(places.map(place => [place.type, place] as const))(
		'has no key twice in %s, but where the place overrides what works everywhere',
		(_type, place) => {
			const own = actions.filter(action => action.places !== 'everywhere' && isActionOf(action, place));
			const keys = own.flatMap(action => action.keys);

			// Tabs of one place may give a key different meanings; then each says when it is unavailable.
			const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
			for (const key of twice)
				expect(own.filter(action => action.keys.includes(key)).every(action => action.unavailable !== undefined)).toBe(true);
		},
	);

	test('has no identifier twice', () => {
		const ids = actions.map(action => action.id);

		expect(new Set(ids).size).toBe(ids.length);
	});

	test('gives what empties or deletes a whole thing no key at all', () => {
		expect(actions.filter(action => action.danger === 'whole').flatMap(action => action.keys)).toEqual([]);
	});

	test('puts nothing destructive on a lower-case letter, but m', () => {
		const keys = actions.filter(action => action.danger === 'destroy').flatMap(action => action.keys);

		expect(keys.filter(key => /^[a-z]$/.test(key) && key !== 'm')).toEqual([]);
	});
});

const ways: ReadonlyArray<readonly string[]> = [
	[],
	['enter'],
	['enter', 'tab', 'tab', 'tab'],
	['0'],
	['2'],
	['2', 'enter'],
	['3'],
	['3', 'enter'],
	['3', 'enter', 'tab'],
	['3', 'enter', 'tab', 'tab'],
	['4'],
];

async function aConsole(mode: Mode): Promise<TestConsole> {
	return startTestConsole({
		mode,
		prepare: async engine => {
			await aDeadLetterPair(engine.sqs, 'orders', {deadMessages: ['{"a":1}']});
			await aTopic(engine.sns, 'events');
			await aStream(engine.kinesis, 'clicks');
			await engine.kinesis.send(new AddTagsToStreamCommand({StreamName: 'clicks', Tags: {team: 'web'}}));
		},
	});
}

/** Walks every action that changes something in CHANGE, and goes on with Enter as far as that leads: which of them asked, and which calls reached AWS. */
async function walkInChange(): Promise<{asked: ReadonlySet<string>; calls: ReadonlySet<string>}> {
	await using app = await aConsole('CHANGE');
	const [asked, calls] = [new Set<string>(), new Set<string>()];
	const changing = actions.filter(({danger}) => ['change', 'destroy', 'whole'].includes(danger));
	for (const way of [...ways, ['p'], ['p', 'enter'], ['p', 'tab'], ['3', 'enter', 'shift-tab']]) {
		const go = async (): Promise<void> => {
			await home(app);
			await app.select('orders-dlq');
			await app.press(...way);
		};
		await go();
		const state = app.state();
		for (const action of changing) {
			if (!isActionOf(action, currentPlace(state)) || disabledReason(action, state) !== undefined) continue;
			await go();
			const [key] = action.keys;
			if (key === undefined) await app.command(action.label);
			else await app.press(key);
			await app.advance(500);
			if (app.state().layer) asked.add(action.id);
			await app.press('enter');
			await app.advance(500);
			await app.press('enter', 'enter');
			for (const call of app.session.calls()) calls.add(call.action);
		}
	}
	return {asked, calls};
}

/** Walks every action of every place, answers whatever opens, and tells which calls reached AWS. */
async function callsOfAllActions(mode: 'READ-ONLY' | 'LOOK'): Promise<ReadonlySet<string>> {
	await using app = await aConsole(mode);
	const seen = new Set<string>();
	for (const way of ways) {
		await home(app);
		await app.press(...way);
		const place = currentPlace(app.state());
		for (const action of actions.filter(one => isActionOf(one, place))) {
			if (['leave', 'quit'].includes(action.id) || (way.length > 0 && action.places === 'everywhere')) continue;
			// Coming to the first screen looks at everything: only for what can be done there.
			if (way[0] === '0' && !isActionOf(action, {type: 'now'})) continue;
			await home(app);
			await app.select('orders-dlq');
			await app.press(...way);
			await perform(app, action);
			// The session remembers the last 1,000 calls only.
			for (const call of app.session.calls()) if (call.outcome !== 'refused') seen.add(call.action);
		}
	}
	return seen;
}

const tops: ReadonlySet<Place['type']> = new Set(['now', 'queues', 'topics', 'streams', 'activity']);

/** Back to the list of queues, with no more keys than it takes: the walk comes here a thousand times. */
async function home(app: TestConsole): Promise<void> {
	for (let presses = 0; presses < 12; presses++) {
		const state = app.state();
		const {type} = currentPlace(state);
		if (!state.layer && type === 'queues') break;
		// Each pane stays where it was left.
		await app.press(!state.layer && tops.has(type) ? '1' : 'esc');
	}
	// What is left there: a filter, marks.
	await app.press('esc', 'esc');
	expect(currentPlace(app.state()).type).toBe('queues');
}

/** By its keys where it has some, else by the palette; then says yes in every way there is. */
async function perform(app: TestConsole, action: Action): Promise<void> {
	const [key] = action.keys;
	if (key === undefined) await app.command(action.label);
	else await app.press(key);
	await app.advance(500);
	// Nothing asks: it is done, or it was refused.
	if (!app.state().layer) return;
	await app.type('x');
	await app.press('enter');
	await app.advance(500);
	await app.press('y');
	await app.confirm('orders-dlq');
}

describe('modes', () => {
	const reads = new Set([
		'GetCallerIdentity',
		'ListQueues',
		'GetQueueAttributes',
		'GetQueueUrl',
		'ListDeadLetterSourceQueues',
		'ListMessageMoveTasks',
		'ListTopics',
		'GetTopicAttributes',
		'ListSubscriptionsByTopic',
		'GetSubscriptionAttributes',
		'ListStreams',
		'DescribeStreamSummary',
		'ListShards',
		'ListStreamConsumers',
		'ListTagsForStream',
		'GetShardIterator',
		'GetRecords',
		'ListQueueTags',
		'ListSubscriptions',
		'ListEventSourceMappings',
		'GetMetricData',
	]);
	const looks = new Set(['ReceiveMessage', 'ChangeMessageVisibility', 'ChangeMessageVisibilityBatch']);

	test('CHANGE asks before anything is changed: no key, and no Enter after it, reaches AWS with a change', async () => {
		const {asked, calls} = await walkInChange();

		expect([...calls].filter(call => !reads.has(call) && !looks.has(call))).toEqual([]);
		expect(actions.filter(({id, danger}) => danger === 'destroy' && !asked.has(id)).map(({id}) => id)).toEqual([]);
	}, 60_000);

	test('READ-ONLY lets nothing but reads reach AWS, whatever is pressed', async () => {
		const calls = await callsOfAllActions('READ-ONLY');

		expect([...calls].filter(call => !reads.has(call))).toEqual([]);
		expect(calls).toContain('GetQueueAttributes');
	}, 60_000);

	test('LOOK adds receiving and giving back, and nothing else', async () => {
		const calls = await callsOfAllActions('LOOK');

		expect([...calls].filter(call => !reads.has(call) && !looks.has(call))).toEqual([]);
		expect(calls).toContain('ReceiveMessage');
	}, 60_000);
});
