import type {Message, OutgoingMessage, QueueRef} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {isUnanswered, neverLeft} from '../aws/unanswered.ts';
import {sleep, type Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';

/** What is known of one entry of a batch. */
export type SendResult =
	| {readonly status: 'sent'; readonly messageId: string}
	| {readonly status: 'refused'; readonly code: string; readonly reason: string}
	| {readonly status: 'unanswered'; readonly reason: string};

export type DeleteResult =
	| {readonly status: 'deleted'}
	| {readonly status: 'refused'; readonly code: string; readonly reason: string}
	| {readonly status: 'unanswered'; readonly reason: string};

/** One result an entry, in order; and why nothing more should be tried, where a whole call failed. */
export type Confirmed<Result> = {readonly results: readonly Result[]; readonly error?: SluiceError};

type Options = {readonly clock: Clock; readonly signal: AbortSignal};

const attemptsMax = 8;

/** 100 ms, 200, 400 … at most 5 seconds. */
function waitMs(attempt: number): number {
	return Math.min(100 * 2 ** attempt, 5000);
}

/** One attempt on what is left: a result for each of its entries that is settled, by index. The others are tried again. */
type Attempt<Result> = (left: readonly number[], isLast: boolean) => Promise<{settled: ReadonlyMap<number, Result>; error?: SluiceError}>;

async function untilSettled<Result>(
	count: number,
	attempt: Attempt<Result>,
	{clock, signal}: Options,
	interrupted: Result,
): Promise<Confirmed<Result>> {
	const results: Result[] = Array.from({length: count}, () => interrupted);
	let left = [...results.keys()];
	for (let tried = 0; left.length > 0 && tried < attemptsMax; tried++) {
		const {settled, error} = await attempt(left, tried + 1 === attemptsMax);
		for (const [index, result] of settled) results[index] = result;
		if (error) return {results, error};
		left = left.filter(index => !settled.has(index));
		if (left.length === 0) break;
		try {
			await sleep(clock, waitMs(tried), {signal});
		} catch {
			// Told to stop while waiting: what is left was refused, so nothing is open.
			return {results};
		}
	}
	return {results};
}

const interruptedReason = 'it was stopped before AWS took it';

/**
Sends up to ten messages in one call and says of each what is certain. Never throws. Changes real data.

Entries that AWS refuses for reasons of its own, and throttled calls, are tried again up to eight times: those were not accepted. A call without an answer is
not repeated, for it may have arrived; except to FIFO queues, which take a message with the same deduplication ID once.
*/
export async function sendConfirmed(
	session: Session,
	queue: QueueRef,
	messages: readonly OutgoingMessage[],
	options: Options & {readonly isFifo: boolean},
): Promise<Confirmed<SendResult>> {
	const {signal, isFifo} = options;
	let unansweredCount = 0;
	const attempt: Attempt<SendResult> = async (left, isLast) => {
		const settled = new Map<number, SendResult>();
		try {
			const batch = left.flatMap(index => messages[index] ?? []);
			const {sent, failed} = await session.queues.sendBatch(queue.url, batch, {signal, isOnce: true});
			for (const {index, messageId} of sent) settled.set(left[index] ?? -1, {status: 'sent', messageId});
			for (const {index, code, message, isSenderFault} of failed) {
				if (code === 'NotConfirmed') settled.set(left[index] ?? -1, {status: 'unanswered', reason: message});
				else if (isSenderFault || isLast)
					// A call before this one may have brought it there.
					settled.set(
						left[index] ?? -1,
						unansweredCount > 0 ? {status: 'unanswered', reason: message || code} : {status: 'refused', code, reason: message || code},
					);
			}
			return {settled};
		} catch (error) {
			const failure = asSluiceError(error);
			if (failure.code === 'throttled' && !isLast) return {settled};
			const isOpen = isUnanswered(failure) && !neverLeft(failure);
			if (isOpen && isFifo && !signal.aborted && ++unansweredCount < 3) return {settled};
			const result: SendResult =
				isOpen || unansweredCount > 0
					? {status: 'unanswered', reason: failure.message}
					: {status: 'refused', code: failure.call?.awsCode ?? failure.code, reason: failure.message};
			for (const index of left) settled.set(index, result);
			return {settled, error: failure};
		}
	};
	return untilSettled(messages.length, attempt, options, {status: 'refused', code: 'interrupted', reason: interruptedReason});
}

/**
Deletes up to ten messages in one call and says of each what is certain. Never throws. Changes real data, for good.

Deleting twice does no harm, so calls without an answer are repeated by the SDK.
*/
export async function deleteConfirmed(
	session: Session,
	queue: QueueRef,
	messages: readonly Message[],
	options: Options,
): Promise<Confirmed<DeleteResult>> {
	const {signal} = options;
	const attempt: Attempt<DeleteResult> = async (left, isLast) => {
		const settled = new Map<number, DeleteResult>();
		const batch = left.flatMap(index => messages[index] ?? []);
		try {
			const handles = batch.map(({receiptHandle}) => receiptHandle);
			const failed = await session.queues.deleteMessages(queue.url, handles, {signal, messageIds: batch.map(({messageId}) => messageId)});
			const failures = new Map(failed.map(entry => [Number(entry.id), entry]));
			for (const [position, index] of left.entries()) {
				const failure = failures.get(position);
				if (!failure) settled.set(index, {status: 'deleted'});
				else if (failure.isSenderFault || isLast) settled.set(index, {status: 'refused', ...refusalOf(failure)});
			}
			return {settled};
		} catch (error) {
			const failure = asSluiceError(error);
			if (failure.code === 'throttled' && !isLast) return {settled};
			const result: DeleteResult = isUnanswered(failure)
				? {status: 'unanswered', reason: failure.message}
				: {status: 'refused', code: failure.call?.awsCode ?? failure.code, reason: failure.message};
			for (const index of left) settled.set(index, result);
			return {settled, error: failure};
		}
	};
	return untilSettled(messages.length, attempt, options, {status: 'refused', code: 'interrupted', reason: interruptedReason});
}

/** SQS's ways to say that a handle is of no use any more, in one sentence. */
function refusalOf({code, message}: {code: string; message: string}): {code: string; reason: string} {
	const isHandle = /ReceiptHandleIsInvalid|MessageNotInflight/.test(code) || /receipt ?handle/i.test(message);
	if (!isHandle) return {code, reason: message || code};
	return {code: 'receipt-handle-expired', reason: 'its receipt handle has expired; receive it again'};
}

function asSluiceError(error: unknown): SluiceError {
	return error instanceof SluiceError ? error : new SluiceError(String(error), {code: 'failed', cause: error});
}
