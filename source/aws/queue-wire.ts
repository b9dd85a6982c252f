import type {ListMessageMoveTasksResultEntry, Message as WireMessage, MessageAttributeValue} from '@aws-sdk/client-sqs';
import type {Message, MessageAttribute, MoveTask, QueueAttributes, QueueRef} from './queue.ts';

/** SQS answers every attribute as text, and leaves out those that are unset. */
export function readQueueAttributes(queue: QueueRef, raw: Readonly<Record<string, string>>): QueueAttributes {
	const number = (name: string): number => Number(raw[name] ?? 0);
	const {KmsMasterKeyId: kmsKeyId, Policy: policy} = raw;
	const redrivePolicy = readRedrivePolicy(raw['RedrivePolicy']);
	return {
		...queue,
		arn: raw['QueueArn'] ?? '',
		isFifo: raw['FifoQueue'] === 'true',
		readyCount: number('ApproximateNumberOfMessages'),
		inFlightCount: number('ApproximateNumberOfMessagesNotVisible'),
		delayedCount: number('ApproximateNumberOfMessagesDelayed'),
		visibilityTimeoutSeconds: number('VisibilityTimeout'),
		retentionSeconds: number('MessageRetentionPeriod'),
		delaySeconds: number('DelaySeconds'),
		messageBytesMax: number('MaximumMessageSize'),
		waitTimeSeconds: number('ReceiveMessageWaitTimeSeconds'),
		...(redrivePolicy && {redrivePolicy}),
		hasContentBasedDeduplication: raw['ContentBasedDeduplication'] === 'true',
		...(kmsKeyId && {kmsKeyId}),
		hasManagedEncryption: raw['SqsManagedSseEnabled'] === 'true',
		...(policy && {policy}),
		createdAtMs: number('CreatedTimestamp') * 1000,
		modifiedAtMs: number('LastModifiedTimestamp') * 1000,
		raw,
	};
}

/** maxReceiveCount is a number or text, as it was set. Undefined when there is none, or none that can be read. */
export function readRedrivePolicy(text: string | undefined): QueueAttributes['redrivePolicy'] {
	if (text === undefined || text === '') return undefined;
	try {
		const {deadLetterTargetArn, maxReceiveCount} = JSON.parse(text) as {deadLetterTargetArn?: unknown; maxReceiveCount?: unknown};
		const count = Number(maxReceiveCount);
		if (typeof deadLetterTargetArn !== 'string' || !Number.isFinite(count)) return undefined;
		return {deadLetterQueueArn: deadLetterTargetArn, maxReceiveCount: count};
	} catch {
		// Text that AWS would not have accepted; `raw` still shows it.
		return undefined;
	}
}

export function readMessage(wire: WireMessage): Message {
	const system: Readonly<Record<string, string | undefined>> = wire.Attributes ?? {};
	const body = wire.Body ?? '';
	const firstReceivedAt = system['ApproximateFirstReceiveTimestamp'];
	const optional = {
		groupId: system['MessageGroupId'],
		deduplicationId: system['MessageDeduplicationId'],
		sequenceNumber: system['SequenceNumber'],
		sourceQueueArn: system['DeadLetterQueueSourceArn'],
		senderId: system['SenderId'],
		traceHeader: system['AWSTraceHeader'],
	};
	return {
		messageId: wire.MessageId ?? '',
		receiptHandle: wire.ReceiptHandle ?? '',
		body,
		bodyBytes: Buffer.byteLength(body),
		sentAtMs: Number(system['SentTimestamp'] ?? 0),
		...(firstReceivedAt !== undefined && {firstReceivedAtMs: Number(firstReceivedAt)}),
		receiveCount: Number(system['ApproximateReceiveCount'] ?? 0),
		...withoutUndefined(optional),
		attributes: Object.fromEntries(Object.entries(wire.MessageAttributes ?? {}).map(([name, value]) => [name, readAttribute(value)])),
	};
}

function readAttribute(value: MessageAttributeValue): MessageAttribute {
	return {
		dataType: value.DataType ?? '',
		...(value.StringValue !== undefined && {stringValue: value.StringValue}),
		...(value.BinaryValue !== undefined && {binaryValue: value.BinaryValue}),
	};
}

/** For SendMessage and Publish, which word attributes alike. Undefined when there are none. */
export function attributesInput(
	attributes: Readonly<Record<string, MessageAttribute>> | undefined,
): Record<string, {DataType: string; StringValue?: string; BinaryValue?: Uint8Array}> | undefined {
	const entries = Object.entries(attributes ?? {});
	if (entries.length === 0) return undefined;
	return Object.fromEntries(
		entries.map(([name, {dataType, stringValue, binaryValue}]) => [
			name,
			{
				DataType: dataType,
				...(stringValue !== undefined && {StringValue: stringValue}),
				...(binaryValue !== undefined && {BinaryValue: binaryValue}),
			},
		]),
	);
}

const moveTaskStatuses = ['RUNNING', 'COMPLETED', 'CANCELLING', 'CANCELLED', 'FAILED'] as const;

export function readMoveTask(entry: ListMessageMoveTasksResultEntry): MoveTask {
	const optional = {
		destinationArn: entry.DestinationArn,
		ratePerSecond: entry.MaxNumberOfMessagesPerSecond,
		toMoveCount: entry.ApproximateNumberOfMessagesToMove,
		failureReason: entry.FailureReason,
		taskHandle: entry.TaskHandle,
	};
	return {
		status: moveTaskStatuses.find(status => status === entry.Status) ?? 'FAILED',
		sourceArn: entry.SourceArn ?? '',
		startedAtMs: Number(entry.StartedTimestamp ?? 0),
		movedCount: Number(entry.ApproximateNumberOfMessagesMoved ?? 0),
		...withoutUndefined(optional),
	};
}

/** The same without the members that are absent, typed so. */
function withoutUndefined<Fields extends object>(fields: Fields): {[Key in keyof Fields]?: Exclude<Fields[Key], undefined>} {
	// Object.fromEntries forgets the keys' names; nothing but undefined members is taken away.
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
		[Key in keyof Fields]?: Exclude<Fields[Key], undefined>;
	};
}
