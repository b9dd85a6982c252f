import {expect, test} from 'vitest';
import type {QueueAttributes} from '../../../source/aws/queue.ts';
import type {EffectTools} from '../../../source/console/effects.ts';
import type {Event} from '../../../source/console/event.ts';
import {judgeInSlices} from '../../../source/console/now/judge-in-slices.ts';
import {update} from '../../../source/console/update.ts';
import type {State} from '../../../source/console/state.ts';
import {createManualClock} from '../../../source/shared/clock.ts';
import {aState} from '../streams/a-state.ts';

const clock = createManualClock();
const urlOf = (index: number): string => `http://127.0.0.1:4566/000000000000/queue-${index}`;

function attributesOf(index: number): QueueAttributes {
	const name = `queue-${index}`;
	return {
		name,
		url: urlOf(index),
		arn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
		isFifo: false,
		readyCount: index,
		inFlightCount: 0,
		delayedCount: 0,
		visibilityTimeoutSeconds: 30,
		retentionSeconds: 345_600,
		delaySeconds: 0,
		messageBytesMax: 1_048_576,
		waitTimeSeconds: 0,
		// Every other has its neighbour as its dead-letter queue, which keeps no longer.
		...(index % 2 === 1 && {
			redrivePolicy: {deadLetterQueueArn: `arn:aws:sqs:us-east-1:000000000000:queue-${index - 1}`, maxReceiveCount: 5},
		}),
		hasContentBasedDeduplication: false,
		hasManagedEncryption: true,
		createdAtMs: 0,
		modifiedAtMs: 0,
		raw: {},
	};
}

/** The console once so many queues are listed and counted, and the events that follow from its work outside. */
function counted(count: number): {state: State; effectIds: readonly string[]} {
	const atMs = clock.nowMs();
	const refs = Array.from({length: count}, (_, index) => ({name: `queue-${index}`, url: urlOf(index)}));
	const readings = refs.map(({url}, index) => ({url, attributes: attributesOf(index)}));
	const listed = update(aState(), {type: 'queues/listed', refs, isWhole: true, atMs});
	const next = update(listed.state, {type: 'queues/counted', readings, atMs});
	return {state: next.state, effectIds: [...listed.effects, ...next.effects].map(({id}) => id)};
}

async function afterSlices(before: State): Promise<{state: State; events: readonly Event[]}> {
	let state = before;
	const events: Event[] = [];
	// Only what judging uses.
	const tools = {
		clock,
		state: () => state,
		dispatch(event: Event) {
			events.push(event);
			({state} = update(state, event));
		},
	} as unknown as EffectTools;
	await judgeInSlices(tools);
	return {state, events};
}

test('up to a thousand queues are judged with the look that counted them', () => {
	const {state, effectIds} = counted(1000);

	expect(effectIds).not.toContain('now/judge');
	expect(state.now.findings.filter(({rule}) => rule === 'dlq-retention')).toHaveLength(500);
});

test('more are judged outside, a part at a time, and come to the same', async () => {
	const few = counted(1000);
	const {state: before, effectIds} = counted(1002);
	expect(effectIds).toContain('now/judge');

	const {state, events} = await afterSlices(before);

	expect(events.map(({type}) => type)).toEqual(['now/judged']);
	expect(state.now.judgingSinceMs).toBeUndefined();
	expect(state.now.findings.filter(({rule}) => rule === 'dlq-retention')).toHaveLength(501);
	const known = new Set(few.state.now.findings.map(({id}) => id));
	expect(state.now.findings.filter(({id}) => known.has(id)).map(({id}) => id)).toEqual(few.state.now.findings.map(({id}) => id));
	expect(state.now.order).toEqual(state.now.findings.map(({id}) => id));
});

test('while thousands are being judged, nothing that is counted meanwhile asks for it again', () => {
	const {state} = counted(1002);
	const reading = {url: urlOf(3), attributes: {...attributesOf(3), readyCount: 77}};

	const next = update(state, {type: 'queues/counted', readings: [reading], atMs: clock.nowMs() + 60_000});

	expect(next.effects.map(({id}) => id)).not.toContain('now/judge');
	expect(next.state.queues.rows[3]?.attributes?.readyCount).toBe(77);
});
