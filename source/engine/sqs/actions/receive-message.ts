import {AwsError, defineAction, type ActionContext} from '../../action.ts';
import {integer, list, string, structure, type Infer} from '../../shape.ts';
import {receivedJson} from '../answer-json.ts';
import {checkId} from '../content.ts';
import {invalidValue} from '../errors.ts';
import {attributeFilter, filterAttributes, systemAttributesOf, systemNames, type AttributeFilter} from '../message-filter.ts';
import {md5OfText} from '../md5.ts';
import {messageId} from '../message-id.ts';
import {countMetrics} from '../metrics.ts';
import type {Queue} from '../queue.ts';
import {resolveQueue} from '../queue-address.ts';
import {checkInFlightLimit, receiveMessages, type ReceiveRequest} from '../receive.ts';
import type {ReceivedMessage} from '../receive-attempts.ts';
import type {SqsState} from '../state.ts';
import {countFifoCall} from '../throughput.ts';
import {checkVisibilityTimeout} from '../visibility.ts';
import {Waiters} from '../waiters.ts';
import {attributeTexts, messageAttributes} from './shapes.ts';

const inputShape = structure({
	optional: {
		QueueUrl: string(),
		AttributeNames: list(string(), {flattenedName: 'AttributeName'}),
		MessageSystemAttributeNames: list(string(), {flattenedName: 'MessageSystemAttributeName'}),
		MessageAttributeNames: list(string(), {flattenedName: 'MessageAttributeName'}),
		MaxNumberOfMessages: integer(),
		VisibilityTimeout: integer(),
		WaitTimeSeconds: integer(),
		ReceiveRequestAttemptId: string(),
	},
});

const outputShape = structure({
	optional: {
		Messages: list(
			structure({
				optional: {
					MessageId: string(),
					ReceiptHandle: string(),
					MD5OfBody: string(),
					Body: string(),
					Attributes: attributeTexts,
					MD5OfMessageAttributes: string(),
					MessageAttributes: messageAttributes,
				},
			}),
			{flattenedName: 'Message'},
		),
	},
});

type Input = Infer<typeof inputShape>;
type Output = Infer<typeof outputShape>;

/** What to show of each message. */
type Wanted = {readonly systemNames: readonly string[]; readonly attributes: AttributeFilter};

export const receiveMessage = defineAction({
	name: 'ReceiveMessage',
	input: inputShape,
	output: outputShape,
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html',
	writeJson: receivedJson,
	handle(input, context: ActionContext<SqsState>) {
		const queue = resolveQueue(context, input.QueueUrl);
		if (queue.isFifo) countFifoCall(queue, 'receive', {nowMs: context.nowMs});
		const request = readRequest(queue, input);
		const wanted = {
			systemNames: systemNames([...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])]),
			attributes: attributeFilter(input.MessageAttributeNames ?? []),
		};
		const waitSeconds = input.WaitTimeSeconds ?? queue.settings.receiveWaitSeconds;
		const received = receiveMessages(queue, request, context.nowMs);
		if (received.length > 0) return answer(queue, received, wanted);
		if (waitSeconds > 0) return wait(queue, {request, wanted, waitSeconds, context});
		checkInFlightLimit(queue);
		return answer(queue, received, wanted);
	},
});

function readRequest(queue: Queue, input: Input): ReceiveRequest {
	const countMax = input.MaxNumberOfMessages ?? 1;
	if (countMax < 1 || countMax > 10)
		throw invalidValue({value: countMax, parameter: 'MaxNumberOfMessages', reason: 'Must be between 1 and 10, if provided.'});
	const waitSeconds = input.WaitTimeSeconds ?? 0;
	if (waitSeconds < 0 || waitSeconds > 20)
		throw invalidValue({value: waitSeconds, parameter: 'WaitTimeSeconds', reason: 'Must be >= 0 and <= 20, if provided.'});
	if (input.VisibilityTimeout !== undefined) checkVisibilityTimeout(input.VisibilityTimeout);
	const attemptId = input.ReceiveRequestAttemptId;
	if (attemptId !== undefined && !queue.isFifo)
		throw invalidValue({
			value: attemptId,
			parameter: 'ReceiveRequestAttemptId',
			reason: 'The request includes a parameter that is not valid for this queue type.',
		});
	checkId('ReceiveRequestAttemptId', attemptId);
	return {countMax, visibilityTimeoutSeconds: input.VisibilityTimeout, attemptId};
}

/** A long poll: answered as soon as there is something, or when its time is over. A client that goes away leaves its messages to others. */
function wait(
	queue: Queue,
	options: {request: ReceiveRequest; wanted: Wanted; waitSeconds: number; context: ActionContext<SqsState>},
): Promise<Output> {
	const {request, wanted, context} = options;
	const waiters = (queue.waiters ??= new Waiters(queue));
	return new Promise((resolve, reject) => {
		const giveUp = waiters.add({
			request,
			untilMs: context.nowMs + options.waitSeconds * 1000,
			finish(outcome) {
				forgetClient();
				if (outcome instanceof AwsError) reject(outcome);
				else resolve(answer(queue, outcome, wanted));
			},
		});
		const forgetClient = context.onClientGone(() => {
			giveUp();
			resolve({});
		});
	});
}

function answer(queue: Queue, received: readonly ReceivedMessage[], wanted: Wanted): Output {
	if (received.length === 0) {
		countMetrics(queue, {name: 'NumberOfEmptyReceives', value: 1, unit: 'Count'});
		return {};
	}
	return {Messages: received.map(one => showMessage(queue, one, wanted))};
}

function showMessage(queue: Queue, {message, receiptHandle}: ReceivedMessage, wanted: Wanted) {
	const filtered = filterAttributes(message, wanted.attributes);
	return {
		MessageId: messageId(queue, message),
		ReceiptHandle: receiptHandle,
		MD5OfBody: message.md5OfBody ?? md5OfText(message.body),
		Body: message.body,
		Attributes: systemAttributesOf(queue, message, wanted.systemNames),
		MD5OfMessageAttributes: filtered?.md5,
		MessageAttributes: filtered?.attributes,
	};
}
