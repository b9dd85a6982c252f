import {describe, expect, test} from 'vitest';
import {createCaller, type Caller} from '../../source/aws/call.ts';
import type {Mode, SessionContext} from '../../source/aws/session.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {SluiceError} from '../../source/shared/errors.ts';

const context: SessionContext = {name: 'prod-eu', target: 'aws', region: 'eu-west-1', isProd: true};

function aCaller(mode: Mode = 'CHANGE'): Caller & {clock: ReturnType<typeof createManualClock>} {
	const clock = createManualClock(1_000_000);
	return {...createCaller({clock, context, mode}), clock};
}

const ok = async () => ({$metadata: {requestId: 'r-1'}});

describe('the mode', () => {
	test('a refusal names the action, the mode and both ways on, and nothing is sent', async () => {
		const caller = aCaller('LOOK');
		let wasSent = false;

		const refused = caller.call({service: 'sqs', action: 'DeleteMessage'}, async () => {
			wasSent = true;
			return {$metadata: {}};
		});

		await expect(refused).rejects.toMatchObject({
			code: 'refused-by-mode',
			message: 'DeleteMessage changes AWS; the mode is LOOK.',
			nextSteps: ['In the console: : mode change, then type prod-eu.', 'On the command line: --mode change.'],
		});
		expect(wasSent).toBe(false);
		expect(caller.callCount()).toBe(0);
		expect(caller.calls()).toEqual([
			{atMs: 1_000_000, service: 'sqs', action: 'DeleteMessage', durationMs: 0, outcome: 'refused', code: 'refused-by-mode'},
		]);
	});

	test('READ-ONLY says that a receive hides messages', async () => {
		const refused = aCaller('READ-ONLY').call({service: 'sqs', action: 'ReceiveMessage'}, ok);

		await expect(refused).rejects.toThrow('ReceiveMessage hides messages from their consumers; the mode is READ-ONLY.');
	});

	test('READ-ONLY cannot be left', () => {
		const caller = aCaller('READ-ONLY');

		expect(() => caller.setMode('LOOK')).toThrow(SluiceError);
		expect(() => caller.setMode('CHANGE')).toThrow('This session is READ-ONLY, which can only be left by starting again.');
		expect(caller.mode()).toBe('READ-ONLY');
	});

	test('LOOK and CHANGE follow each other, and READ-ONLY may follow both', async () => {
		const caller = aCaller('LOOK');

		caller.setMode('CHANGE');
		await caller.call({service: 'sqs', action: 'DeleteMessage'}, ok);
		caller.setMode('READ-ONLY');

		expect(caller.callCount()).toBe(1);
		await expect(caller.call({service: 'sqs', action: 'ReceiveMessage'}, ok)).rejects.toMatchObject({code: 'refused-by-mode'});
	});
});

describe('the log', () => {
	test('a call is remembered with its time, duration and request id', async () => {
		const caller = aCaller();

		await caller.call({service: 'sns', action: 'Publish'}, async () => {
			caller.clock.advance(42);
			return {$metadata: {requestId: 'r-7'}};
		});

		expect(caller.calls()).toEqual([{atMs: 1_000_000, service: 'sns', action: 'Publish', durationMs: 42, outcome: 'ok', requestId: 'r-7'}]);
	});

	test.each([
		[{name: 'ThrottlingException', $fault: 'client'}, 'throttled', 'ThrottlingException'],
		[{name: 'AccessDeniedException', $fault: 'client'}, 'denied', 'AccessDeniedException'],
		[{name: 'Error', code: 'ECONNREFUSED'}, 'failed', 'unreachable'],
	])('%o counts as %s', async (thrown, outcome, code) => {
		const caller = aCaller();

		await caller.call({service: 'sqs', action: 'ListQueues'}, () => Promise.reject(Object.assign(new Error('no'), thrown))).catch(() => {});

		expect(caller.calls()).toMatchObject([{outcome, code}]);
		expect(caller.callCount()).toBe(1);
	});

	test('the last 1,000 calls are kept, and all are counted', async () => {
		const caller = aCaller();

		for (let index = 0; index < 1001; index++) await caller.call({service: 'sqs', action: index === 0 ? 'ListQueues' : 'GetQueueUrl'}, ok);

		expect(caller.calls()).toHaveLength(1000);
		expect(caller.calls()[0]?.action).toBe('GetQueueUrl');
		expect(caller.callCount()).toBe(1001);
	});
});

describe('ending', () => {
	/** Answers only when it is aborted, as a client does. */
	const pending = (signal: AbortSignal): Promise<never> =>
		new Promise((_, reject) => signal.addEventListener('abort', () => reject(Object.assign(new Error('gone'), {name: 'AbortError'}))));

	test('an aborted call rejects with the code aborted', async () => {
		const caller = aCaller();
		const abort = new AbortController();

		const call = caller.call({service: 'sqs', action: 'ReceiveMessage', signal: abort.signal}, pending);
		abort.abort();

		await expect(call).rejects.toMatchObject({code: 'aborted', message: 'ReceiveMessage was stopped before AWS answered.'});
	});

	test('closing the session aborts what is under way', async () => {
		const caller = aCaller();

		const call = caller.call({service: 'sqs', action: 'ReceiveMessage'}, pending);
		caller.close();

		await expect(call).rejects.toMatchObject({code: 'aborted'});
	});
});
