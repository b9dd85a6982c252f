import {defineAction, type ActionContext} from '../../action.ts';
import {integer, string, structure} from '../../shape.ts';
import {sentJson} from '../answer-json.ts';
import {checkFifoIds, checkMessage, requestByteCount, type SendRequest} from '../check-message.ts';
import {missingParameter} from '../errors.ts';
import {md5OfAttributes, md5OfText} from '../md5.ts';
import {resolveQueue} from '../queue-address.ts';
import {sendMessage as sendTo} from '../send.ts';
import type {SqsState} from '../state.ts';
import {countFifoCall} from '../throughput.ts';
import {givenAttributes} from './message-attributes.ts';
import {messageAttributes, messageSystemAttributes} from './shapes.ts';

export const sendMessage = defineAction({
	name: 'SendMessage',
	input: structure({
		optional: {
			QueueUrl: string(),
			MessageBody: string(),
			DelaySeconds: integer(),
			MessageAttributes: messageAttributes,
			MessageSystemAttributes: messageSystemAttributes,
			MessageDeduplicationId: string(),
			MessageGroupId: string(),
		},
	}),
	output: structure({
		optional: {
			MD5OfMessageBody: string(),
			MD5OfMessageAttributes: string(),
			MD5OfMessageSystemAttributes: string(),
			MessageId: string(),
			SequenceNumber: string(),
		},
	}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html',
	writeJson: sentJson,
	handle(input, context: ActionContext<SqsState>) {
		const queue = resolveQueue(context, input.QueueUrl);
		if (queue.isFifo) countFifoCall(queue, 'send', {nowMs: context.nowMs, groupIds: [input.MessageGroupId]});
		if (!input.MessageBody) throw missingParameter('MessageBody');
		const request: SendRequest = {
			body: input.MessageBody,
			delaySeconds: input.DelaySeconds,
			attributes: givenAttributes(input.MessageAttributes),
			systemAttributes: givenAttributes(input.MessageSystemAttributes),
			traceHeader: context.header('x-amzn-trace-id'),
			groupId: input.MessageGroupId,
			deduplicationId: input.MessageDeduplicationId,
			senderId: queue.state === context.state ? undefined : context.accountId,
		};
		checkFifoIds(queue, request, {isBatch: false});
		const message = checkMessage(queue, request, {byteCount: requestByteCount(request), tooLong: 'are invalid'});
		const md5OfBody = md5OfText(message.body);
		const sent = sendTo(queue, {...message, md5OfBody}, context.nowMs);
		queue.waiters?.wake(context.nowMs);
		return {
			MD5OfMessageBody: md5OfBody,
			MD5OfMessageAttributes: message.details?.md5OfAttributes,
			MD5OfMessageSystemAttributes: request.systemAttributes && md5OfAttributes(request.systemAttributes),
			MessageId: sent.messageId,
			SequenceNumber: sent.sequenceNumber,
		};
	},
});
