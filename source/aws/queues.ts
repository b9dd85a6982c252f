import type * as sdk from '@aws-sdk/client-sqs';
import type {Caller} from './call.ts';
import {modules, type Clients} from './clients.ts';
import {failedEntries, inBatches} from './batch.ts';
import {isConfirmed} from './md5.ts';
import {attributesInput, readMessage, readMoveTask, readQueueAttributes} from './queue-wire.ts';
import type {FailedEntry, OutgoingMessage, QueueGateway, QueueRef} from './queue.ts';
import {SluiceError} from '../shared/errors.ts';
import {createSend, type Send} from './send.ts';
import type {SessionContext} from './session.ts';

type Sqs = Send<typeof sdk>;

/** The largest page and the largest batch that SQS has. */
const pageMax = 1000;

/** `orders` of `https://sqs.eu-west-1.amazonaws.com/123456789012/orders` */
export function queueName(url: string): string {
	return url.slice(url.lastIndexOf('/') + 1);
}

/** The region that AWS's own address of a queue names, of the new form or the old; undefined for any other address. */
export function queueUrlRegion(url: string): string | undefined {
	const host = URL.canParse(url) ? new URL(url).hostname : '';
	return /^(?:sqs\.([\w-]+)|([\w-]+)\.queue)\.amazonaws\.com(?:\.cn)?$/
		.exec(host)
		?.slice(1)
		.find(region => region !== undefined);
}

function regionOfInput(input: unknown): string | undefined {
	const {QueueUrl: url} = input as {QueueUrl?: unknown};
	return typeof url === 'string' ? queueUrlRegion(url) : undefined;
}

export function createQueueGateway(options: {caller: Caller; clients: Clients; context: SessionContext}): QueueGateway {
	const {caller, clients, context} = options;
	// Only AWS's own addresses differ by region; an endpoint is one place.
	const isOnAws = context.target === 'aws' && context.endpoints?.sqs === undefined;
	const send = createSend({
		service: 'sqs',
		caller,
		load: modules.sqs,
		client: (purpose, input) => clients.sqs(purpose, isOnAws ? regionOfInput(input) : undefined),
	});
	return {...queueReads(send), ...queueChanges(send), ...messageCalls(send), ...moveTaskCalls(send)};
}

function queueReads(send: Sqs): Pick<QueueGateway, 'list' | 'find' | 'attributes' | 'deadLetterSources' | 'tags'> {
	return {
		async *list({signal, prefix} = {}) {
			let token: string | undefined;
			do {
				// Without MaxResults SQS stops silently at 1,000.
				const page = await send('ListQueues', {MaxResults: pageMax, QueueNamePrefix: prefix, NextToken: token}, {signal});
				yield (page.QueueUrls ?? []).map(queueRef);
				token = page.NextToken;
			} while (token !== undefined);
		},
		async find(name, {signal, accountId} = {}) {
			const answer = await send('GetQueueUrl', {QueueName: name, QueueOwnerAWSAccountId: accountId}, {signal, about: name});
			return {name, url: answer.QueueUrl ?? ''};
		},
		async attributes(url, {signal, isOnce} = {}) {
			const options = {signal, about: queueName(url), ...(isOnce && {purpose: 'once' as const})};
			const answer = await send('GetQueueAttributes', {QueueUrl: url, AttributeNames: ['All']}, options);
			return readQueueAttributes(queueRef(url), answer.Attributes ?? {});
		},
		async deadLetterSources(url, {signal} = {}) {
			const sources: QueueRef[] = [];
			let token: string | undefined;
			do {
				const page = await send(
					'ListDeadLetterSourceQueues',
					{QueueUrl: url, MaxResults: pageMax, NextToken: token},
					{signal, about: queueName(url)},
				);
				sources.push(...(page.queueUrls ?? []).map(queueRef));
				token = page.NextToken;
			} while (token !== undefined);
			return sources;
		},
		async tags(url, {signal} = {}) {
			const answer = await send('ListQueueTags', {QueueUrl: url}, {signal, about: queueName(url)});
			return answer.Tags ?? {};
		},
	};
}

function queueChanges(send: Sqs): Pick<QueueGateway, 'create' | 'delete' | 'setAttributes' | 'purge' | 'tag' | 'untag'> {
	return {
		async create(name, attributes, {signal, tags} = {}) {
			const input = {QueueName: name, Attributes: {...attributes}, ...(tags && {tags: {...tags}})};
			const answer = await send('CreateQueue', input, {signal, about: name});
			return {name, url: answer.QueueUrl ?? ''};
		},
		async delete(url, {signal} = {}) {
			await send('DeleteQueue', {QueueUrl: url}, {signal, about: queueName(url)});
		},
		async setAttributes(url, attributes, {signal} = {}) {
			await send('SetQueueAttributes', {QueueUrl: url, Attributes: {...attributes}}, {signal, about: queueName(url)});
		},
		async tag(url, tags, {signal} = {}) {
			await send('TagQueue', {QueueUrl: url, Tags: {...tags}}, {signal, about: queueName(url)});
		},
		async untag(url, keys, {signal} = {}) {
			await send('UntagQueue', {QueueUrl: url, TagKeys: [...keys]}, {signal, about: queueName(url)});
		},
		async purge(url, {signal} = {}) {
			const answer = await send('PurgeQueue', {QueueUrl: url}, {signal, about: queueName(url), purpose: 'once'});
			return requestIdOf(answer);
		},
	};
}

type MessageCalls = Pick<QueueGateway, 'receive' | 'changeVisibility' | 'deleteMessages' | 'send' | 'sendBatch'>;

function messageCalls(send: Sqs): MessageCalls {
	return {
		async receive(url, {signal, count, visibilityTimeoutSeconds, waitSeconds = 0}) {
			const answer = await send(
				'ReceiveMessage',
				{
					QueueUrl: url,
					MaxNumberOfMessages: Math.min(count, 10),
					WaitTimeSeconds: waitSeconds,
					VisibilityTimeout: visibilityTimeoutSeconds,
					MessageSystemAttributeNames: ['All'],
					MessageAttributeNames: ['All'],
				},
				{signal, about: queueName(url), purpose: 'poll'},
			);
			return (answer.Messages ?? []).map(readMessage);
		},
		changeVisibility: (url, receiptHandles, {signal, timeoutSeconds}) =>
			inBatches(receiptHandles, async handles => {
				const entries = handles.map((ReceiptHandle, index) => ({Id: String(index), ReceiptHandle, VisibilityTimeout: timeoutSeconds}));
				const answer = await send('ChangeMessageVisibilityBatch', {QueueUrl: url, Entries: entries}, {signal, about: queueName(url)});
				return withHandles(failedEntries(answer.Failed), handles);
			}),
		deleteMessages(url, receiptHandles, {signal, messageIds} = {}) {
			let start = 0;
			return inBatches(receiptHandles, async handles => {
				const entries = handles.map((ReceiptHandle, index) => ({Id: String(index), ReceiptHandle}));
				const ids = messageIds?.slice(start, start + handles.length);
				start += handles.length;
				const answer = await send(
					'DeleteMessageBatch',
					{QueueUrl: url, Entries: entries},
					{signal, about: queueName(url), messageIds: ids},
				);
				return withHandles(failedEntries(answer.Failed), handles);
			});
		},
		async send(url, message, {signal} = {}) {
			const answer = await send('SendMessage', {QueueUrl: url, ...messageInput(message)}, {signal, about: queueName(url)});
			const {SequenceNumber} = answer;
			if (!isConfirmed(answer, message)) throw notConfirmed(queueName(url));
			return {
				messageId: answer.MessageId ?? '',
				...(SequenceNumber !== undefined && {sequenceNumber: SequenceNumber}),
				...requestIdOf(answer),
			};
		},
		async sendBatch(url, messages, {signal, isOnce = false} = {}) {
			const entries = messages.map((message, index) => ({Id: String(index), ...messageInput(message)}));
			const options = {signal, about: queueName(url), purpose: isOnce ? ('once' as const) : ('usual' as const)};
			const answer = await send('SendMessageBatch', {QueueUrl: url, Entries: entries}, options);
			const failed = failedEntries(answer.Failed).map(entry => ({...entry, index: Number(entry.id)}));
			const sent: Array<{index: number; messageId: string; sequenceNumber?: string}> = [];
			for (const [index, message] of messages.entries()) {
				const entry = answer.Successful?.find(({Id}) => Id === String(index));
				const sequenceNumber = entry?.SequenceNumber;
				if (entry && isConfirmed(entry, message))
					sent.push({index, messageId: entry.MessageId ?? '', ...(sequenceNumber !== undefined && {sequenceNumber})});
				else if (!failed.some(each => each.index === index)) failed.push({...unconfirmedEntry(index), index});
			}
			return {sent, failed};
		},
	};
}

function moveTaskCalls(send: Sqs): Pick<QueueGateway, 'startMoveTask' | 'moveTasks' | 'cancelMoveTask'> {
	return {
		async startMoveTask({signal, sourceArn, destinationArn, ratePerSecond}) {
			const input = {SourceArn: sourceArn, DestinationArn: destinationArn, MaxNumberOfMessagesPerSecond: ratePerSecond};
			const answer = await send('StartMessageMoveTask', input, {signal, about: arnName(sourceArn), purpose: 'once'});
			return {taskHandle: answer.TaskHandle ?? '', ...requestIdOf(answer)};
		},
		async moveTasks(sourceArn, {signal} = {}) {
			const answer = await send('ListMessageMoveTasks', {SourceArn: sourceArn, MaxResults: 10}, {signal, about: arnName(sourceArn)});
			return (answer.Results ?? []).map(readMoveTask);
		},
		async cancelMoveTask(taskHandle, {signal} = {}) {
			const answer = await send('CancelMessageMoveTask', {TaskHandle: taskHandle}, {signal});
			return {movedCount: Number(answer.ApproximateNumberOfMessagesMoved ?? 0)};
		},
	};
}

function messageInput(message: OutgoingMessage) {
	return {
		MessageBody: message.body,
		DelaySeconds: message.delaySeconds,
		MessageGroupId: message.groupId,
		MessageDeduplicationId: message.deduplicationId,
		MessageAttributes: attributesInput(message.attributes),
		...(message.traceHeader !== undefined && {
			MessageSystemAttributes: {AWSTraceHeader: {DataType: 'String', StringValue: message.traceHeader}},
		}),
	};
}

const notConfirmedText = 'The answer has no id, or other checksums than the message.';

/** Not the sender's fault, yet not to be sent again either: it may have arrived. */
function unconfirmedEntry(index: number): FailedEntry {
	return {id: String(index), code: 'NotConfirmed', message: notConfirmedText, isSenderFault: true};
}

function notConfirmed(name: string): SluiceError {
	return new SluiceError(`The message was sent to ${name}, but what arrived is not confirmed. ${notConfirmedText}`, {
		code: 'not-confirmed',
		nextSteps: ['Look at the queue before sending it again.'],
		call: {service: 'sqs', action: 'SendMessage'},
	});
}

function withHandles(failed: readonly FailedEntry[], handles: readonly string[]): Array<FailedEntry & {receiptHandle: string}> {
	return failed.map(entry => ({...entry, receiptHandle: handles[Number(entry.id)] ?? ''}));
}

function queueRef(url: string): QueueRef {
	return {name: queueName(url), url};
}

function arnName(arn: string): string {
	return arn.slice(arn.lastIndexOf(':') + 1);
}

function requestIdOf(answer: {readonly $metadata: {readonly requestId?: string}}): {requestId?: string} {
	const {requestId} = answer.$metadata;
	return requestId === undefined ? {} : {requestId};
}
