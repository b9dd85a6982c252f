import type {EpochMs} from '../../../shared/clock.ts';
import {defineAction, type ActionContext} from '../../action.ts';
import {integer, list, string, structure, type Infer} from '../../shape.ts';
import {sentBatchJson} from '../answer-json.ts';
import {checkBatch, runBatch} from '../batch.ts';
import {checkFifoIds, checkMessage, requestByteCount, type SendRequest} from '../check-message.ts';
import {batchRequestTooLong, missingParameter} from '../errors.ts';
import {md5OfAttributes, md5OfText} from '../md5.ts';
import type {Queue} from '../queue.ts';
import {resolveQueue} from '../queue-address.ts';
import {sendMessage} from '../send.ts';
import type {SqsState} from '../state.ts';
import {countFifoCall} from '../throughput.ts';
import {givenAttributes} from './message-attributes.ts';
import {batchFailures, messageAttributes, messageSystemAttributes} from './shapes.ts';

const entryName = 'SendMessageBatchRequestEntry';

/** All entries together, whatever the queue's own limit is. */
const batchBytesMax = 1_048_576;

const entryShape = structure({
	optional: {
		Id: string(),
		MessageBody: string(),
		DelaySeconds: integer(),
		MessageAttributes: messageAttributes,
		MessageSystemAttributes: messageSystemAttributes,
		MessageDeduplicationId: string(),
		MessageGroupId: string(),
	},
});

type Entry = {readonly Id: string | undefined; readonly request: SendRequest; readonly byteCount: number};

export const sendMessageBatch = defineAction({
	name: 'SendMessageBatch',
	input: structure({optional: {QueueUrl: string(), Entries: list(entryShape, {flattenedName: entryName})}}),
	output: structure({
		optional: {
			Successful: list(
				structure({
					required: {Id: string(), MessageId: string(), MD5OfMessageBody: string()},
					optional: {MD5OfMessageAttributes: string(), MD5OfMessageSystemAttributes: string(), SequenceNumber: string()},
				}),
				{flattenedName: 'SendMessageBatchResultEntry'},
			),
			Failed: batchFailures,
		},
	}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html',
	writeJson: sentBatchJson,
	handle(input, context: ActionContext<SqsState>) {
		const queue = resolveQueue(context, input.QueueUrl);
		const given = input.Entries ?? [];
		if (queue.isFifo) countFifoCall(queue, 'send', {nowMs: context.nowMs, groupIds: given.map(entry => entry.MessageGroupId)});
		checkBatch(given, entryName);
		const traceHeader = context.header('x-amzn-trace-id');
		const senderId = queue.state === context.state ? undefined : context.accountId;
		const entries = given.map((entry, index) => readEntry(entry, {index, traceHeader, senderId}));
		checkWholeBatch(queue, entries);
		const outcome = runBatch(entries, (entry, id) => sendEntry(queue, entry, {id, nowMs: context.nowMs}));
		queue.waiters?.wake(context.nowMs);
		return outcome;
	},
});

function readEntry(
	entry: Infer<typeof entryShape>,
	options: {index: number; traceHeader: string | undefined; senderId: string | undefined},
): Entry {
	if (!entry.MessageBody) throw missingParameter(`${entryName}.${options.index + 1}.MessageBody`);
	const request: SendRequest = {
		body: entry.MessageBody,
		delaySeconds: entry.DelaySeconds,
		attributes: givenAttributes(entry.MessageAttributes),
		systemAttributes: givenAttributes(entry.MessageSystemAttributes),
		traceHeader: options.traceHeader,
		senderId: options.senderId,
		groupId: entry.MessageGroupId,
		deduplicationId: entry.MessageDeduplicationId,
	};
	return {Id: entry.Id, request, byteCount: requestByteCount(request)};
}

function checkWholeBatch(queue: Queue, entries: readonly Entry[]): void {
	let byteCount = 0;
	for (const entry of entries) byteCount += entry.byteCount;
	if (byteCount > batchBytesMax) throw batchRequestTooLong(byteCount);
	for (const {request} of entries) checkFifoIds(queue, request, {isBatch: true});
}

function sendEntry(queue: Queue, entry: Entry, options: {id: string; nowMs: EpochMs}) {
	const {request} = entry;
	const message = checkMessage(queue, request, {
		byteCount: entry.byteCount,
		tooLong: 'cannot be validated',
	});
	const md5OfBody = md5OfText(message.body);
	const sent = sendMessage(queue, {...message, md5OfBody}, options.nowMs);
	return {
		Id: options.id,
		MessageId: sent.messageId,
		MD5OfMessageBody: md5OfBody,
		MD5OfMessageAttributes: message.details?.md5OfAttributes,
		MD5OfMessageSystemAttributes: request.systemAttributes && md5OfAttributes(request.systemAttributes),
		SequenceNumber: sent.sequenceNumber,
	};
}
