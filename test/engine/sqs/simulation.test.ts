import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createSqs, redrivePolicy, type Sqs} from './call.ts';
import {createModel, type Model, type ModelMessage} from './model.ts';

type Step =
	| {type: 'send'; group: number; delaySeconds: number; repeats: number | undefined}
	| {type: 'sendBatch'; groups: readonly number[]}
	/** Without a timeout the queue's holds. */
	| {type: 'receive'; count: number; timeoutSeconds: number | undefined}
	| {type: 'delete'; which: number}
	| {type: 'deleteBatch'; which: readonly number[]}
	| {type: 'retain'; seconds: number}
	| {type: 'change'; which: number; timeoutSeconds: number}
	| {type: 'purge'}
	| {type: 'wait'; ms: number};

const anyStep: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			type: fc.constant('send' as const),
			group: fc.nat(3),
			delaySeconds: fc.constantFrom(0, 0, 0, 1, 5),
			// On a FIFO queue the same body again, as a producer sends it that got no answer.
			repeats: fc.oneof({weight: 3, arbitrary: fc.constant(undefined)}, {weight: 1, arbitrary: fc.nat()}),
		}),
	},
	{
		weight: 4,
		arbitrary: fc.record({
			type: fc.constant('receive' as const),
			count: fc.integer({min: 1, max: 10}),
			timeoutSeconds: fc.constantFrom(0, 1, 3, 30, undefined),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({type: fc.constant('sendBatch' as const), groups: fc.array(fc.nat(3), {minLength: 1, maxLength: 10})}),
	},
	{weight: 3, arbitrary: fc.record({type: fc.constant('delete' as const), which: fc.nat()})},
	{
		weight: 2,
		arbitrary: fc.record({type: fc.constant('deleteBatch' as const), which: fc.array(fc.nat(), {minLength: 1, maxLength: 10})}),
	},
	{weight: 1, arbitrary: fc.record({type: fc.constant('retain' as const), seconds: fc.constantFrom(60, 61, 100, 400)})},
	{weight: 2, arbitrary: fc.record({type: fc.constant('change' as const), which: fc.nat(), timeoutSeconds: fc.constantFrom(0, 1, 5)})},
	{weight: 3, arbitrary: fc.record({type: fc.constant('wait' as const), ms: fc.constantFrom(1, 500, 999, 1000, 3000, 20_000)})},
	{weight: 1, arbitrary: fc.record({type: fc.constant('wait' as const), ms: fc.constantFrom(279_999, 300_000)})},
	{weight: 1, arbitrary: fc.constant({type: 'purge' as const})},
);

const retentionSeconds = 60;
const maxReceiveCount = 3;
const visibilityTimeoutMs = 1000;

/** Both sides of one run: the engine and the model, and the handles that were given out so far. */
type Run = {
	readonly sqs: Sqs;
	readonly QueueUrl: string;
	readonly dlqUrl: string;
	readonly isFifo: boolean;
	readonly model: Model;
	readonly handles: Array<{readonly ReceiptHandle: string; readonly message: ModelMessage; readonly receiveCount: number}>;
	sentCount: number;
};

function startRun(isFifo: boolean): Run {
	const sqs = createSqs({waits: false});
	const suffix = isFifo ? '.fifo' : '';
	const fifo: Record<string, string> = isFifo ? {FifoQueue: 'true', ContentBasedDeduplication: 'true'} : {};
	const dlqUrl = sqs.queue(`dlq${suffix}`, fifo);
	const QueueUrl = sqs.queue(`orders${suffix}`, {
		...fifo,
		MessageRetentionPeriod: String(retentionSeconds),
		VisibilityTimeout: String(visibilityTimeoutMs / 1000),
		RedrivePolicy: redrivePolicy(`dlq${suffix}`, maxReceiveCount),
	});
	return {sqs, QueueUrl, dlqUrl, isFifo, model: createModel({isFifo, retentionSeconds, maxReceiveCount}), handles: [], sentCount: 0};
}

function takeStep(run: Run, step: Step): void {
	const {sqs, QueueUrl, model, isFifo} = run;
	const nowMs = sqs.clock.nowMs();
	model.settle(nowMs);
	switch (step.type) {
		case 'send': {
			const isRepeat = isFifo && step.repeats !== undefined && run.sentCount > 0;
			const body = `${isRepeat ? (step.repeats ?? 0) % run.sentCount : run.sentCount++}`;
			const group = `g${step.group}`;
			// FIFO queues delay by the queue only.
			const delaySeconds = isFifo ? 0 : step.delaySeconds;
			sqs.call('SendMessage', {QueueUrl, MessageBody: body, DelaySeconds: delaySeconds, ...(isFifo && {MessageGroupId: group})});
			model.send({body, group, delaySeconds, nowMs});
			return;
		}
		case 'sendBatch':
			sendBatchToBoth(run, step.groups);
			return;
		case 'receive':
			receiveOnBoth(run, step);
			return;
		case 'delete':
			deleteOnBoth(run, step.which);
			return;
		case 'deleteBatch':
			deleteBatchOnBoth(run, step.which);
			return;
		case 'retain':
			sqs.call('SetQueueAttributes', {QueueUrl, Attributes: {MessageRetentionPeriod: String(step.seconds)}});
			model.retain(step.seconds);
			model.settle(nowMs);
			return;
		case 'change':
			changeOnBoth(run, step);
			return;
		case 'purge':
			sqs.call('PurgeQueue', {QueueUrl});
			model.purge();
			return;
		case 'wait':
			sqs.clock.advance(step.ms);
			model.settle(sqs.clock.nowMs());
	}
}

function sendBatchToBoth(run: Run, groups: readonly number[]): void {
	const {sqs, QueueUrl, model, isFifo} = run;
	const Entries = groups.map((group, index) => ({
		Id: `e${index}`,
		MessageBody: `${run.sentCount++}`,
		...(isFifo && {MessageGroupId: `g${group}`}),
	}));
	expect(sqs.call('SendMessageBatch', {QueueUrl, Entries}).Successful).toHaveLength(groups.length);
	const nowMs = sqs.clock.nowMs();
	Entries.forEach(({MessageBody: body}, index) => model.send({body, group: `g${groups[index]}`, delaySeconds: 0, nowMs}));
}

function receiveOnBoth({sqs, QueueUrl, model, handles}: Run, step: {count: number; timeoutSeconds: number | undefined}): void {
	const timeoutSeconds = step.timeoutSeconds ?? visibilityTimeoutMs / 1000;
	const expected = model.receive({count: step.count, timeoutSeconds, nowMs: sqs.clock.nowMs()});
	const received = sqs.receive(QueueUrl, {
		MaxNumberOfMessages: step.count,
		...(step.timeoutSeconds !== undefined && {VisibilityTimeout: step.timeoutSeconds}),
		AttributeNames: ['ApproximateReceiveCount'],
	});
	const told = received.map(({Body, Attributes}) => [Body, Number(Attributes?.['ApproximateReceiveCount'])]);
	expect(told).toEqual(expected.map(({body, receiveCount}) => [body, receiveCount]));
	received.forEach(({ReceiptHandle}, index) => {
		const message = expected[index];
		if (message) handles.push({ReceiptHandle, message, receiveCount: message.receiveCount});
	});
}

function deleteOnBoth({sqs, QueueUrl, model, handles, isFifo}: Run, which: number): void {
	const handle = handles[which % handles.length];
	if (!handle) return;
	const {ReceiptHandle, message, receiveCount} = handle;
	const isHeld = message.isInFlight && message.receiveCount === receiveCount;
	if (isFifo && model.has(message) && !isHeld) {
		expect(sqs.refusal('DeleteMessage', {QueueUrl, ReceiptHandle}).message).toContain('The receipt handle has expired.');
		return;
	}
	sqs.call('DeleteMessage', {QueueUrl, ReceiptHandle});
	if (model.has(message)) model.delete(message);
}

/** Several at once, the same one twice perhaps; those of a FIFO queue that do not hold their message fail alone. */
function deleteBatchOnBoth({sqs, QueueUrl, model, handles, isFifo}: Run, which: readonly number[]): void {
	if (handles.length === 0) return;
	const failing: string[] = [];
	const Entries = which.flatMap((number, index) => {
		const handle = handles[number % handles.length];
		if (!handle) return [];
		const {ReceiptHandle, message, receiveCount} = handle;
		const isHeld = message.isInFlight && message.receiveCount === receiveCount;
		if (isFifo && model.has(message) && !isHeld) failing.push(`e${index}`);
		else if (model.has(message)) model.delete(message);
		return [{Id: `e${index}`, ReceiptHandle}];
	});

	const {Failed} = sqs.call('DeleteMessageBatch', {QueueUrl, Entries});

	expect((Failed ?? []).map(({Id}) => Id)).toEqual(failing);
}

function changeOnBoth({sqs, QueueUrl, model, handles, isFifo}: Run, step: {which: number; timeoutSeconds: number}): void {
	const handle = handles[step.which % handles.length];
	if (!handle) return;
	const {ReceiptHandle, message, receiveCount} = handle;
	const input = {QueueUrl, ReceiptHandle, VisibilityTimeout: step.timeoutSeconds};
	const isHeld = message.isInFlight && message.receiveCount === receiveCount;
	if (!model.has(message) || (isFifo && !isHeld)) {
		expect(sqs.refusal('ChangeMessageVisibility', input).code).toBe('InvalidParameterValue');
		return;
	}
	sqs.call('ChangeMessageVisibility', input);
	if (isHeld) model.changeVisibility(message, {timeoutSeconds: step.timeoutSeconds, nowMs: sqs.clock.nowMs()});
}

test.each([
	['standard', false],
	['FIFO', true],
])('a %s queue does what a plain model does, whatever happens in which order', (_kind, isFifo) => {
	fc.assert(
		fc.property(fc.array(anyStep, {maxLength: 120, size: 'max'}), steps => {
			const run = startRun(isFifo);
			for (const step of steps) {
				takeStep(run, step);
				expect(run.sqs.counts(run.QueueUrl)).toEqual(run.model.counts());
				expect(run.sqs.counts(run.dlqUrl)[0]).toBe(run.model.deadLetters.length);
			}
		}),
		{numRuns: 150},
	);
});
