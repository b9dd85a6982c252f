import {createHash} from 'node:crypto';
import {isUnanswered} from '../aws/unanswered.ts';
import type {OutgoingMessage, QueueAttributes} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import type {StreamSummary} from '../aws/stream.ts';
import type {TopicAttributes} from '../aws/topic.ts';
import {parseArn} from '../shared/arn.ts';
import type {Clock} from '../shared/clock.ts';
import {SluiceError, UsageError} from '../shared/errors.ts';
import {sendConfirmed} from './confirm.ts';
import {findQueue} from './find-queue.ts';
import {findStream} from './find-stream.ts';
import {findTopic} from './find-topic.ts';
import {forbiddenCharacter} from './message-size.ts';
import {recordBytes} from './put.ts';
import {retryFailed} from './retry-failed.ts';

/** Where records are replayed to. */
export type ReplayTarget =
	| {readonly type: 'stream'; readonly name: string; readonly stream: StreamSummary}
	| {readonly type: 'queue'; readonly name: string; readonly queue: QueueAttributes}
	| {readonly type: 'topic'; readonly name: string; readonly topic: TopicAttributes};

/** What is sent for a record, or for one record of an aggregate. */
export type ReplayItem = {
	readonly partitionKey: string;
	readonly explicitHashKey?: string;
	readonly data: Uint8Array;
	/** Of the record, and the place within its aggregate. */
	readonly sequenceNumber: string;
	readonly childIndex?: number;
};

/** What became of an item. */
export type ReplayFate = {readonly status: 'sent'} | {readonly status: 'refused' | 'doubtful'; readonly reason: string};

/** Sends a batch: an answer an item, and why nothing more should be tried. */
export type ReplaySend = (
	items: readonly ReplayItem[],
	options: {signal: AbortSignal},
) => Promise<{readonly fates: readonly ReplayFate[]; readonly error?: SluiceError}>;

const kinds = ['stream', 'queue', 'topic'] as const;

/**
Finds what a person means by `stream:copy`, `queue:orders`, `topic:events`, an ARN, or a name alone, which is a stream's.

@throws UsageError; what the lookup answers, with the nearest name.
*/
export async function findReplayTarget(session: Session, text: string, within: {signal?: AbortSignal} = {}): Promise<ReplayTarget> {
	const arn = parseArn(text);
	const [, word, name = text] = /^(stream|queue|topic):(.+)$/.exec(text) ?? [];
	const service = arn ? {kinesis: 'stream', sqs: 'queue', sns: 'topic'}[arn.service] : undefined;
	const kind = kinds.find(each => each === (word ?? service ?? 'stream'));
	if (arn && service === undefined) throw new UsageError(`${text} is no stream, queue or topic.`);
	switch (kind) {
		case 'queue': {
			const {url} = await findQueue(session, name, within);
			const queue = await session.queues.attributes(url, within);
			return {type: 'queue', name: queue.name, queue};
		}
		case 'topic': {
			const {arn: topicArn} = await findTopic(session, name, within);
			const topic = await session.topics.attributes(topicArn, within);
			return {type: 'topic', name: topic.name, topic};
		}
		default: {
			const stream = await findStream(session, name, within);
			return {type: 'stream', name: stream.name, stream};
		}
	}
}

/** How many items and bytes one call takes, and whether two of one key may be in it. */
export function batchLimits(target: ReplayTarget): {readonly countMax: number; readonly bytesMax: number; readonly keepsOrder: boolean} {
	switch (target.type) {
		case 'stream':
			return {countMax: 500, bytesMax: 5 * 1024 * 1024, keepsOrder: true};
		case 'queue':
			return {countMax: 10, bytesMax: 1024 * 1024, keepsOrder: target.queue.isFifo};
		case 'topic':
			return {countMax: 10, bytesMax: 1024 * 1024, keepsOrder: target.topic.isFifo};
	}
}

/** Says how items are sent to this target. */
export function replaySender(session: Session, target: ReplayTarget, options: {clock: Clock; isBase64: boolean}): ReplaySend {
	switch (target.type) {
		case 'stream':
			return streamSender(session, target.stream, options);
		case 'queue':
			return textSender(options, (messages, {signal}) => sendToQueue(session, target.queue, messages, {...options, signal}));
		case 'topic':
			return textSender(options, (messages, {signal}) => publishAll(session, target.topic, messages, {signal}));
	}
}

const passing = /ProvisionedThroughputExceeded|InternalFailure|Throttl|KMSThrottling/;

function streamSender(session: Session, stream: StreamSummary, {clock}: {clock: Clock}): ReplaySend {
	return async (items, {signal}) => {
		const fates: ReplayFate[] = items.map(item =>
			recordBytes(item) > stream.recordBytesMax
				? {status: 'refused', reason: `${stream.name} takes no record of that size`}
				: {status: 'sent'},
		);
		const fitting = [...items.entries()].filter(([index]) => fates[index]?.status === 'sent');
		try {
			const refused = await retryFailed(fitting, {
				clock,
				signal,
				send: async left => {
					const records = left.map(([, {data, explicitHashKey, partitionKey}]) => ({
						partitionKey,
						data,
						...(explicitHashKey && {explicitHashKey}),
					}));
					const answers = await session.streams.putBatch(stream.name, records, {signal});
					return {
						refused: answers.flatMap((answer, index) =>
							'code' in answer ? [{index, code: answer.code, message: answer.message, canRetry: passing.test(answer.code)}] : [],
						),
					};
				},
			});
			for (const {code, index, message} of refused) fates[fitting[index]?.[0] ?? 0] = {status: 'refused', reason: message || code};
			return {fates};
		} catch (error) {
			return failedCall(error, items);
		}
	};
}

/** A whole call failed. Without an answer its items may have arrived. */
function failedCall(error: unknown, items: readonly ReplayItem[]): {fates: readonly ReplayFate[]; error: SluiceError} {
	const failure = error instanceof SluiceError ? error : new SluiceError(String(error), {code: 'failed', cause: error});
	const status = isUnanswered(failure) ? 'doubtful' : 'refused';
	return {fates: items.map(() => ({status, reason: failure.message})), error: failure};
}

type TextMessage = OutgoingMessage & {readonly item: ReplayItem};

function textSender(
	{isBase64}: {isBase64: boolean},
	send: (messages: readonly TextMessage[], options: {signal: AbortSignal}) => ReturnType<ReplaySend>,
): ReplaySend {
	return async (items, options) => {
		const bodies = items.map(item => bodyOf(item.data, isBase64));
		const messages = items.flatMap((item, index) => {
			const body = bodies[index];
			return body === undefined ? [] : [{body, item}];
		});
		const {fates, error} = messages.length === 0 ? {fates: []} : await send(messages, options);
		const left = [...fates];
		return {
			fates: bodies.map(body =>
				body === undefined
					? {status: 'refused' as const, reason: 'it is no text; base64 would send it'}
					: (left.shift() ?? {status: 'refused' as const, reason: 'it was not sent'}),
			),
			...(error && {error}),
		};
	};
}

const utf8 = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/** A message is text; bytes that are none go as base64 or not at all. */
function bodyOf(data: Uint8Array, isBase64: boolean): string | undefined {
	if (isBase64) return data.byteLength === 0 ? undefined : Buffer.from(data).toString('base64');
	try {
		const text = utf8.decode(data);
		return text === '' || forbiddenCharacter(text) !== undefined ? undefined : text;
	} catch {
		// Not UTF-8.
		return undefined;
	}
}

async function sendToQueue(
	session: Session,
	queue: QueueAttributes,
	messages: readonly TextMessage[],
	options: {clock: Clock; signal: AbortSignal},
): ReturnType<ReplaySend> {
	const outgoing = messages.map(({body, item}) => ({body, ...(queue.isFifo && fifoIds(item))}));
	const {error, results} = await sendConfirmed(session, queue, outgoing, {...options, isFifo: queue.isFifo});
	const fates = results.map(result =>
		result.status === 'sent'
			? {status: 'sent' as const}
			: {status: result.status === 'unanswered' ? ('doubtful' as const) : ('refused' as const), reason: result.reason},
	);
	return {fates, ...(error && {error})};
}

async function publishAll(
	session: Session,
	topic: TopicAttributes,
	messages: readonly TextMessage[],
	{signal}: {signal: AbortSignal},
): ReturnType<ReplaySend> {
	let failure: SluiceError | undefined;
	const publish = async ({body, item}: TextMessage): Promise<ReplayFate> => {
		if (failure) return {status: 'refused', reason: failure.message};
		try {
			await session.topics.publish(topic.arn, {message: body, ...(topic.isFifo && fifoIds(item))}, {signal});
			return {status: 'sent'};
		} catch (error) {
			const {error: failed, fates} = failedCall(error, [item]);
			// Of one message AWS says what is wrong with it; the others may be right.
			if (failed.code !== 'refused') failure = failed;
			return fates[0] ?? {status: 'refused', reason: failed.message};
		}
	};
	const fates = await Promise.all(messages.map(publish));
	return {fates, ...(failure && {error: failure})};
}

/** The key orders, as in the stream; a record that is replayed again within five minutes is taken once. */
function fifoIds({childIndex, partitionKey, sequenceNumber}: ReplayItem): {groupId: string; deduplicationId: string} {
	const isPlain = /^[\u0021-\u007E]{1,128}$/.test(partitionKey);
	return {
		groupId: isPlain ? partitionKey : createHash('sha256').update(partitionKey).digest('hex'),
		deduplicationId: childIndex === undefined ? sequenceNumber : `${sequenceNumber}-${childIndex}`,
	};
}
