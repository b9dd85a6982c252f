import type {LookedMessage} from './look.ts';
import {readMessage} from './queue-wire.ts';

type Json = Readonly<Record<string, unknown>>;

/**
What the page of sluice's engine answers.

@returns Undefined when it is no such answer.
*/
export function readSluiceLook(answer: unknown): readonly LookedMessage[] | undefined {
	const messages = isObject(answer) ? answer['messages'] : undefined;
	return Array.isArray(messages) ? messages.filter(isObject).map(readSluiceMessage) : undefined;
}

/**
What LocalStack answers: a ReceiveMessage in JSON. Depending on its version it is worded as the JSON protocol words it, or as the XML was, where a list of
one is no list.

@returns Undefined when it is no such answer.
@see [LocalStack's SQS developer endpoints](https://docs.localstack.cloud/user-guide/aws/sqs/)
*/
export function readLocalStackLook(answer: unknown): readonly LookedMessage[] | undefined {
	if (!isObject(answer)) return undefined;
	const response = answer['ReceiveMessageResponse'];
	if (response === undefined) return 'Messages' in answer ? listOf(answer['Messages']).map(readLocalStackMessage) : undefined;
	const result = isObject(response) ? response['ReceiveMessageResult'] : undefined;
	return isObject(result) ? listOf(result['Message'] ?? result['Messages']).map(readLocalStackMessage) : [];
}

function readSluiceMessage(seen: Json): LookedMessage {
	const system = {
		SentTimestamp: seen['sentAtMs'],
		ApproximateReceiveCount: seen['receiveCount'],
		ApproximateFirstReceiveTimestamp: seen['firstReceivedAtMs'],
		SenderId: seen['senderId'],
		MessageGroupId: seen['messageGroupId'],
		MessageDeduplicationId: seen['messageDeduplicationId'],
		SequenceNumber: seen['sequenceNumber'],
		DeadLetterQueueSourceArn: seen['deadLetterSourceArn'],
	};
	const {status, visibleAtMs} = seen;
	return {
		message: readWire({id: seen['messageId'], body: seen['body'], system, attributes: seen['attributes']}),
		where: status === 'inFlight' || status === 'delayed' ? status : 'ready',
		...(typeof visibleAtMs === 'number' && status !== 'visible' && {readyAtMs: visibleAtMs}),
	};
}

function readLocalStackMessage(seen: Json): LookedMessage {
	const system = isObject(seen['Attributes']) ? seen['Attributes'] : byName(seen['Attribute']);
	const attributes = isObject(seen['MessageAttributes']) ? seen['MessageAttributes'] : byName(seen['MessageAttribute']);
	const isTrue = (value: unknown): boolean => String(value).toLowerCase() === 'true';
	const isFalse = (value: unknown): boolean => String(value).toLowerCase() === 'false';
	return {
		message: readWire({id: seen['MessageId'], body: seen['Body'], system, attributes}),
		where: isTrue(system['IsDelayed']) ? 'delayed' : isFalse(system['IsVisible']) ? 'inFlight' : 'ready',
	};
}

/** As ReceiveMessage would have answered it, but without a receipt handle. */
function readWire(parts: {id: unknown; body: unknown; system: Json; attributes: unknown}): LookedMessage['message'] {
	const {id, body, system, attributes} = parts;
	const told = Object.entries(system).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
	return readMessage({
		MessageId: textOf(id),
		Body: textOf(body),
		Attributes: Object.fromEntries(told.map(([name, value]) => [name, String(value)])),
		MessageAttributes: Object.fromEntries(
			Object.entries(isObject(attributes) ? attributes : {}).flatMap(([name, value]) =>
				isObject(value) ? [[name, readAttribute(value)]] : [],
			),
		),
	});
}

function readAttribute(value: Json): {DataType: string; StringValue?: string; BinaryValue?: Uint8Array} {
	const {StringValue, BinaryValue} = value;
	return {
		DataType: textOf(value['DataType']),
		...(typeof StringValue === 'string' && {StringValue}),
		...(typeof BinaryValue === 'string' && {BinaryValue: Buffer.from(BinaryValue, 'base64')}),
	};
}

/** `[{Name, Value}, …]`, or one of them, by name. */
function byName(pairs: unknown): Json {
	return Object.fromEntries(listOf(pairs).map(({Name, Value}) => [textOf(Name), Value]));
}

function listOf(value: unknown): readonly Json[] {
	return (Array.isArray(value) ? value : [value]).filter(isObject);
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function isObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
