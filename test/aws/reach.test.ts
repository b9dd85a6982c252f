import {describe, expect, test} from 'vitest';
import {createCaller} from '../../source/aws/call.ts';
import {createReachTracker} from '../../source/aws/reach.ts';
import {createManualClock} from '../../source/shared/clock.ts';

const ok = async () => ({$metadata: {}});
const noAnswer = async () => Promise.reject(Object.assign(new Error('getaddrinfo'), {code: 'ENOTFOUND'}));
const denied = async () => Promise.reject(Object.assign(new Error('no'), {name: 'AccessDeniedException', $fault: 'client'}));

function aCaller({isWatched = true} = {}) {
	const clock = createManualClock(1_000_000);
	const reach = createReachTracker(clock);
	const changes: number[] = [];
	if (isWatched) reach.onChange(() => changes.push(clock.nowMs()));
	const caller = createCaller({clock, context: {name: 'dev', target: 'aws', region: 'eu-west-1', isProd: false}, mode: 'CHANGE', reach});
	let sentCount = 0;
	const call = (action: string, answer: () => Promise<{$metadata: object}>, service: 'sqs' | 'sns' | 'kinesis' = 'sqs') =>
		caller
			.call({service, action}, () => {
				sentCount++;
				return answer();
			})
			.then(
				() => 'ok',
				(error: {code: string}) => error.code,
			);
	return {clock, reach, changes, call, sent: () => sentCount};
}

describe('a service that does not answer', () => {
	test('is not read from until the next try, which comes later each time', async () => {
		const {clock, reach, call, sent} = aCaller();
		const waits: number[] = [];

		for (let tryCount = 0; tryCount < 6; tryCount++) {
			expect(await call('ListQueues', noAnswer)).toBe('unreachable');
			waits.push(reach.outages().sqs?.waitMs ?? 0);
			expect(await call('ListQueues', ok)).toBe('unreachable');
			expect(sent()).toBe(tryCount + 1);
			clock.advance(waits.at(-1) ?? 0);
			reach.tryAgain('sqs');
		}

		expect(waits).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000]);
		expect(reach.outages().sqs).toMatchObject({sinceMs: 1_000_000, isTrying: true});
	});

	test('counts one try, however many calls fail together', async () => {
		const {reach, call} = aCaller();

		await Promise.all([call('ListQueues', noAnswer), call('GetQueueAttributes', noAnswer), call('ListQueueTags', noAnswer)]);

		expect(reach.outages().sqs?.waitMs).toBe(2000);
	});

	test.each([
		['an answer', ok],
		['a denial, which is an answer too', denied],
	])('is there again with %s', async (_name, answer) => {
		const {reach, call} = aCaller();
		await call('ListQueues', noAnswer);
		reach.tryAgain();

		await call('ListQueues', answer);

		expect(reach.outages()).toEqual({});
	});

	test('holds back reads only: what gives back, changes, or paces itself is tried', async () => {
		const {call, sent} = aCaller();
		await call('ListQueues', noAnswer);
		await call('ListStreams', noAnswer, 'kinesis');

		expect(await call('ChangeMessageVisibility', noAnswer)).toBe('unreachable');
		expect(await call('SendMessage', noAnswer)).toBe('unreachable');
		expect(await call('GetRecords', noAnswer, 'kinesis')).toBe('unreachable');
		expect(sent()).toBe(5);
	});

	test('says nothing of the others', async () => {
		const {reach, call} = aCaller();
		await call('ListQueues', noAnswer);

		expect(await call('ListTopics', ok, 'sns')).toBe('ok');
		expect(Object.keys(reach.outages())).toEqual(['sqs']);
	});

	test('is asked as usual where nobody watches and tries again: commands pace themselves', async () => {
		const {call, sent} = aCaller({isWatched: false});
		await call('ListQueues', noAnswer);

		expect(await call('ListQueues', ok)).toBe('ok');
		expect(sent()).toBe(2);
	});
});
