import type {EpochMs} from '../../shared/clock.ts';
import {applyAttributes, firstDifference} from './attributes.ts';
import {
	invalidAttributeValue,
	invalidParameterValue,
	queueDeletedRecently,
	queueDoesNotExist,
	queueNameExists,
	unknownAttribute,
} from './errors.ts';
import {applyDelayToExisting, createQueue, settleQueue, type Queue} from './queue.ts';
import {defaultSettings} from './settings.ts';
import {addQueue, forgetQueue, queueArn, type SqsState} from './state.ts';
import {addTags} from './tags.ts';

const standardNamePattern = /^[\w-]{1,80}$/;
const fifoNamePattern = /^[\w-]{1,75}\.fifo$/;

/**
Creates a queue, or finds the one of that name when none of the given attributes differs from its current ones. Tags are not compared.

@see [CreateQueue](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html)
*/
export function createOrFindQueue(
	state: SqsState,
	options: {name: string; attributes: Readonly<Record<string, string>>; tags: Readonly<Record<string, string>>; nowMs: EpochMs},
): Queue {
	const {name, nowMs} = options;
	const {FifoQueue: fifoText, ...texts} = options.attributes;
	const isFifo = readFifoQueue(fifoText);
	checkName(name, isFifo);
	// For a standard queue this attribute does not exist at all.
	if (fifoText !== undefined && !isFifo) throw unknownAttribute('FifoQueue');
	const arn = queueArn(state, name);
	const existing = state.queues.get(name);
	if (existing) {
		const wanted = applyAttributes(existing.settings, texts, {state, arn, isFifo});
		const difference = firstDifference(existing.settings, wanted, Object.keys(texts));
		if (difference !== undefined) throw queueNameExists(difference);
		return existing;
	}
	if (state.environment.options.waits && state.deletedNames.get(name, nowMs)) throw queueDeletedRecently();
	const tags = Object.keys(options.tags).length > 0 ? addTags(undefined, options.tags) : undefined;
	const settings = applyAttributes(defaultSettings, texts, {state, arn, isFifo});
	const queue = createQueue({state, name, arn, isFifo, key: state.environment.random.hex(8), nowMs, settings, tags});
	addQueue(state, queue);
	return queue;
}

function readFifoQueue(text: string | undefined): boolean {
	const lower = text?.toLowerCase();
	if (lower !== undefined && lower !== 'true' && lower !== 'false') throw invalidAttributeValue('FifoQueue');
	return lower === 'true';
}

function checkName(name: string, isFifo: boolean): void {
	if (isFifo && !fifoNamePattern.test(name))
		throw invalidParameterValue(
			'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length',
		);
	if (!isFifo && !standardNamePattern.test(name))
		throw invalidParameterValue('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
}

/** Changes the given attributes and leaves the others; they apply at once. */
export function setAttributes(queue: Queue, attributes: Readonly<Record<string, string>>, nowMs: EpochMs): void {
	const {FifoQueue: fifoText, ...texts} = attributes;
	if (fifoText !== undefined) checkSameType(queue, fifoText);
	settleQueue(queue, nowMs);
	const {delaySeconds} = queue.settings;
	queue.settings = applyAttributes(queue.settings, texts, {state: queue.state, arn: queue.arn, isFifo: queue.isFifo});
	if (Object.keys(attributes).length > 0) queue.modifiedAtMs = nowMs;
	if (queue.isFifo && queue.settings.delaySeconds !== delaySeconds) applyDelayToExisting(queue, delaySeconds, nowMs);
	queue.waiters?.wake(nowMs);
}

function checkSameType(queue: Queue, fifoText: string): void {
	if (!queue.isFifo) throw unknownAttribute('FifoQueue');
	if (fifoText.toLowerCase() !== 'true') throw invalidAttributeValue('FifoQueue', 'Modifying queue type is not supported.');
}

/** Deletes a queue with all its messages and ends the long polls on it. */
export function deleteQueue(queue: Queue, nowMs: EpochMs): void {
	forgetQueue(queue, nowMs);
	queue.isDeleted = true;
	queue.waiters?.refuse(queueDoesNotExist());
}

/** Deletes every queue, as when the engine is emptied. */
export function deleteAllQueues(state: SqsState, nowMs: EpochMs): void {
	for (const queue of state.queues.values()) deleteQueue(queue, nowMs);
}
