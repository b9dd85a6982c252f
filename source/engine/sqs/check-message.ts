import type {LateBody} from '../action.ts';
import {attributesByteCount, checkAttributeValue, checkBody, checkId, checkMessageAttributes} from './content.ts';
import {invalidParameterValue, invalidValue, missingParameter} from './errors.ts';
import {md5OfAttributes} from './md5.ts';
import type {MessageAttributes, MessageDetails} from './message.ts';
import type {Queue} from './queue.ts';
import type {CheckedMessage} from './send.ts';

/** What a client sent, unchecked. */
export type SendRequest = {
	readonly body: string;
	readonly delaySeconds: number | undefined;
	readonly attributes: MessageAttributes | undefined;
	readonly systemAttributes: MessageAttributes | undefined;
	/** In place of the body, which is then empty. */
	readonly lateBody?: LateBody | undefined;
	/** Absent: the queue's own account. */
	readonly senderId?: string | undefined;
	/** From the request's header; a system attribute of that name goes before it. */
	readonly traceHeader: string | undefined;
	readonly groupId: string | undefined;
	readonly deduplicationId: string | undefined;
};

const delaySecondsMax = 900;

/** UTF-8 bytes of the body and of the attributes' names, types and values. */
export function requestByteCount(request: Pick<SendRequest, 'body' | 'lateBody' | 'attributes'>): number {
	return (
		(request.lateBody?.byteCount ?? Buffer.byteLength(request.body)) + (request.attributes ? attributesByteCount(request.attributes) : 0)
	);
}

/**
Checks all that SendMessage checks but the FIFO IDs' presence. Throws what AWS answers.

@param options.tooLong AWS words the same refusal in two ways: `are invalid` for SendMessage, `cannot be validated` in a batch.
*/
export function checkMessage(
	queue: Queue,
	request: SendRequest,
	options: {byteCount: number; tooLong: 'are invalid' | 'cannot be validated'},
): CheckedMessage {
	const {byteCount} = options;
	const {messageBytesMax} = queue.settings;
	if (byteCount > messageBytesMax)
		throw invalidParameterValue(
			`One or more parameters ${options.tooLong}. Reason: Message must be shorter than ${messageBytesMax} bytes.`,
		);
	checkBody(request.body);
	checkDelay(queue, request.delaySeconds);
	checkId('MessageGroupId', request.groupId);
	checkId('MessageDeduplicationId', request.deduplicationId);
	if (!queue.isFifo && request.deduplicationId !== undefined)
		throw invalidValue({
			value: request.deduplicationId,
			parameter: 'MessageDeduplicationId',
			reason: 'The request includes a parameter that is not valid for this queue type.',
		});
	return {
		body: request.body,
		byteCount,
		delaySeconds: request.delaySeconds,
		groupId: request.groupId,
		deduplicationId: request.deduplicationId,
		details: checkDetails(request),
	};
}

function checkDelay(queue: Queue, delaySeconds: number | undefined): void {
	if (delaySeconds === undefined) return;
	if (delaySeconds < 0 || delaySeconds > delaySecondsMax)
		throw invalidValue({value: delaySeconds, parameter: 'DelaySeconds', reason: 'DelaySeconds must be >= 0 and <= 900.'});
	if (queue.isFifo && delaySeconds !== 0)
		throw invalidValue({
			value: delaySeconds,
			parameter: 'DelaySeconds',
			// AWS's own grammar.
			reason: 'The request include parameter that is not valid for this queue type.',
		});
}

function checkDetails(request: SendRequest): MessageDetails | undefined {
	const {attributes, systemAttributes, lateBody, senderId} = request;
	const hasAttributes = attributes !== undefined && Object.keys(attributes).length > 0;
	if (hasAttributes) checkMessageAttributes(attributes);
	if (systemAttributes) checkSystemAttributes(systemAttributes);
	const traceHeader = systemAttributes?.['AWSTraceHeader']?.StringValue ?? request.traceHeader;
	if (!hasAttributes && traceHeader === undefined && !lateBody && senderId === undefined) return undefined;
	return {
		attributes: hasAttributes ? attributes : undefined,
		md5OfAttributes: hasAttributes ? md5OfAttributes(attributes) : undefined,
		traceHeader,
		lateBody,
		senderId,
	};
}

function checkSystemAttributes(attributes: MessageAttributes): void {
	for (const name of Object.keys(attributes)) {
		const value = attributes[name];
		if (name !== 'AWSTraceHeader' || !value) throw invalidParameterValue(`Message system attribute name ${name} is invalid.`);
		if (value.DataType !== 'String') throw invalidParameterValue('Message system attribute AWSTraceHeader must have the data type String.');
		checkAttributeValue(name, value);
	}
}

/** What a FIFO queue insists on. A batch refuses it with InvalidParameterValue, a single message without a group with MissingParameter. */
export function checkFifoIds(queue: Queue, request: Pick<SendRequest, 'groupId' | 'deduplicationId'>, options: {isBatch: boolean}): void {
	if (!queue.isFifo) return;
	if (request.groupId === undefined) {
		const missing = missingParameter('MessageGroupId');
		throw options.isBatch ? invalidParameterValue(missing.message) : missing;
	}
	if (request.deduplicationId === undefined && !queue.settings.hasContentBasedDeduplication)
		throw invalidParameterValue(
			'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
		);
}
