import * as sqs from '@aws-sdk/client-sqs';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createManualClock, type ManualClock} from '../../../source/shared/clock.ts';
import {startTestEngine, type TestEngine} from '../../helpers/engine.ts';
import {arnOf, endpointUrl, redrivePolicy} from './call.ts';
import {jsonRefusal, queryRefusal} from './wire.ts';

/*
Every refusal of SQS whose words are known, as it goes over the wire: in JSON 1.0 and in Query by hand, and through the SDK's client, which reads names, old codes and status.
*/

let engine: TestEngine;
let clock: ManualClock;

const url = (name: string): string => `${endpointUrl}/000000000000/${name}`;
const QueueUrl = url('orders');
const fifoUrl = url('lane.fifo');
const dlqArn = arnOf('orders-dlq');

/** Handles that rows need, each in the state that its name says. */
const handles = {held: '', deleted: '', expiredFifo: ''};

beforeAll(async () => {
	clock = createManualClock();
	engine = await startTestEngine({clock});
	const create = (QueueName: string, Attributes: Record<string, string> = {}) =>
		engine.sqs.send(new sqs.CreateQueueCommand({QueueName, Attributes}));
	await create('orders-dlq');
	await create('orders', {RedrivePolicy: redrivePolicy('orders-dlq', 3)});
	await create('closed-dlq', {RedriveAllowPolicy: '{"redrivePermission":"denyAll"}'});
	await create('small', {MaximumMessageSize: '1024'});
	await create('lane.fifo', {FifoQueue: 'true'});
	await create('purged');
	await engine.sqs.send(new sqs.PurgeQueueCommand({QueueUrl: url('purged')}));
	await create('gone');
	await engine.sqs.send(new sqs.DeleteQueueCommand({QueueUrl: url('gone')}));
	await engine.sqs.send(
		new sqs.AddPermissionCommand({QueueUrl, Label: 'taken', AWSAccountIds: ['111111111111'], Actions: ['SendMessage']}),
	);

	handles.deleted = await receiveOne(QueueUrl, {MessageBody: 'x'});
	await engine.sqs.send(new sqs.DeleteMessageCommand({QueueUrl, ReceiptHandle: handles.deleted}));
	handles.expiredFifo = await receiveOne(fifoUrl, {MessageBody: 'x', MessageGroupId: 'a', MessageDeduplicationId: 'a'});
	clock.advance(31_000);
	handles.held = await receiveOne(QueueUrl, {MessageBody: 'x'});
	clock.advance(1000);
	// The purge and the deletion are still less than a minute old.
});

afterAll(() => engine.close());

async function receiveOne(queue: string, message: Omit<sqs.SendMessageCommandInput, 'QueueUrl'>): Promise<string> {
	await engine.sqs.send(new sqs.SendMessageCommand({QueueUrl: queue, ...message}));
	const {Messages} = await engine.sqs.send(new sqs.ReceiveMessageCommand({QueueUrl: queue}));
	return Messages?.[0]?.ReceiptHandle ?? '';
}

/** JSON's `__type` by the code of Query, and the status where it is not 400. */
const kinds: Readonly<Record<string, readonly [type: string, status?: number]>> = {
	InvalidParameterValue: ['com.amazon.coral.service#InvalidParameterValueException'],
	MissingParameter: ['com.amazon.coral.service#MissingRequiredParameterException'],
	AccessDenied: ['com.amazon.coral.service#AccessDeniedException', 403],
	InvalidAttributeName: ['com.amazonaws.sqs#InvalidAttributeName'],
	InvalidAttributeValue: ['com.amazonaws.sqs#InvalidAttributeValue'],
	InvalidMessageContents: ['com.amazonaws.sqs#InvalidMessageContents'],
	InvalidAddress: ['com.amazonaws.sqs#InvalidAddress', 404],
	QueueAlreadyExists: ['com.amazonaws.sqs#QueueNameExists'],
	ReceiptHandleIsInvalid: ['com.amazonaws.sqs#ReceiptHandleIsInvalid', 404],
	ResourceNotFoundException: ['com.amazonaws.sqs#ResourceNotFoundException', 404],
	'AWS.SimpleQueueService.NonExistentQueue': ['com.amazonaws.sqs#QueueDoesNotExist'],
	'AWS.SimpleQueueService.QueueDeletedRecently': ['com.amazonaws.sqs#QueueDeletedRecently'],
	'AWS.SimpleQueueService.PurgeQueueInProgress': ['com.amazonaws.sqs#PurgeQueueInProgress', 403],
	'AWS.SimpleQueueService.EmptyBatchRequest': ['com.amazonaws.sqs#EmptyBatchRequest'],
	'AWS.SimpleQueueService.TooManyEntriesInBatchRequest': ['com.amazonaws.sqs#TooManyEntriesInBatchRequest'],
	'AWS.SimpleQueueService.InvalidBatchEntryId': ['com.amazonaws.sqs#InvalidBatchEntryId'],
	'AWS.SimpleQueueService.BatchEntryIdsNotDistinct': ['com.amazonaws.sqs#BatchEntryIdsNotDistinct'],
	'AWS.SimpleQueueService.BatchRequestTooLong': ['com.amazonaws.sqs#BatchRequestTooLong'],
	'AWS.SimpleQueueService.UnsupportedOperation': ['com.amazonaws.sqs#UnsupportedOperation'],
};

const IPV = 'InvalidParameterValue';

/** What Query words differently. */
const queryWords: Readonly<Record<string, string>> = {
	'The specified queue does not exist.': 'The specified queue does not exist for this wsdl version.',
};

/** What is asked, how, and what the answer says. The input may need what `beforeAll` made. */
type Row = readonly [fact: string, action: string, input: object | (() => object), code: string, message: string | (() => string)];

const nameText = 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
const fifoNameText =
	'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length';

const names: readonly Row[] = [
	['a standard name of 81 characters', 'CreateQueue', {QueueName: 'a'.repeat(81)}, IPV, nameText],
	['a name with a blank', 'CreateQueue', {QueueName: 'a b'}, IPV, nameText],
	['a name with a slash', 'CreateQueue', {QueueName: 'a/b'}, IPV, nameText],
	['a standard name that ends in .fifo', 'CreateQueue', {QueueName: 'a.fifo'}, IPV, nameText],
	['a FIFO name without .fifo', 'CreateQueue', {QueueName: 'a', Attributes: {FifoQueue: 'true'}}, IPV, fifoNameText],
	['a FIFO name of 81', 'CreateQueue', {QueueName: `${'a'.repeat(76)}.fifo`, Attributes: {FifoQueue: 'true'}}, IPV, fifoNameText],
	[
		'an unknown queue',
		'SendMessage',
		{QueueUrl: url('nope'), MessageBody: 'x'},
		'AWS.SimpleQueueService.NonExistentQueue',
		'The specified queue does not exist.',
	],
	[
		'an unknown queue’s URL',
		'GetQueueUrl',
		{QueueName: 'nope'},
		'AWS.SimpleQueueService.NonExistentQueue',
		'The specified queue does not exist.',
	],
	[
		'deleting an unknown queue',
		'DeleteQueue',
		{QueueUrl: url('nope')},
		'AWS.SimpleQueueService.NonExistentQueue',
		'The specified queue does not exist.',
	],
	[
		'a name too soon after its deletion',
		'CreateQueue',
		{QueueName: 'gone'},
		'AWS.SimpleQueueService.QueueDeletedRecently',
		'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
	],
	[
		'a queue that exists otherwise',
		'CreateQueue',
		{QueueName: 'orders', Attributes: {DelaySeconds: '5'}},
		'QueueAlreadyExists',
		'A queue already exists with the same name and a different value for attribute DelaySeconds',
	],
	[
		'a second purge within a minute',
		'PurgeQueue',
		{QueueUrl: url('purged')},
		'AWS.SimpleQueueService.PurgeQueueInProgress',
		'Only one PurgeQueue operation on purged is allowed every 60 seconds.',
	],
	...[0, 1001].map((MaxResults): Row => [
		`a page of ${MaxResults}`,
		'ListQueues',
		{MaxResults},
		IPV,
		'Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000.',
	]),
	[
		'a page of 0 sources',
		'ListDeadLetterSourceQueues',
		{QueueUrl, MaxResults: 0},
		IPV,
		'Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000.',
	],
];

const outOfRange: ReadonlyArray<readonly [string, string, string]> = [
	['VisibilityTimeout', '-1', '43201'],
	['MessageRetentionPeriod', '59', '1209601'],
	['DelaySeconds', '-1', '901'],
	['MaximumMessageSize', '1023', '1048577'],
	['ReceiveMessageWaitTimeSeconds', '-1', '21'],
	['KmsDataKeyReusePeriodSeconds', '59', '86401'],
];

const set = (Attributes: Record<string, string>, queue = QueueUrl): object => ({QueueUrl: queue, Attributes});
const redrive = (text: string, queue = QueueUrl): object => set({RedrivePolicy: text}, queue);
const badRedrive = (text: string, reason: string): string => `Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}`;

const attributes: readonly Row[] = [
	...outOfRange.flatMap(([name, below, above]) =>
		[below, above, 'soon', '1.5', ''].map((value): Row => [
			`${name} of "${value}"`,
			'SetQueueAttributes',
			set({[name]: value}),
			'InvalidAttributeValue',
			`Invalid value for the parameter ${name}.`,
		]),
	),
	['an unknown attribute set', 'SetQueueAttributes', set({Foobar: '1'}), 'InvalidAttributeName', 'Unknown Attribute Foobar.'],
	[
		'an unknown attribute asked for',
		'GetQueueAttributes',
		{QueueUrl, AttributeNames: ['Foobar']},
		'InvalidAttributeName',
		'Unknown Attribute Foobar.',
	],
	...[
		'QueueArn',
		'CreatedTimestamp',
		'LastModifiedTimestamp',
		'ApproximateNumberOfMessages',
		'ApproximateNumberOfMessagesNotVisible',
		'ApproximateNumberOfMessagesDelayed',
		'FifoQueue',
		'ContentBasedDeduplication',
	].map((name): Row => [
		`${name} of a standard queue set`,
		'SetQueueAttributes',
		set({[name]: 'true'}),
		'InvalidAttributeName',
		`Unknown Attribute ${name}.`,
	]),
	[
		'FifoQueue false at creation',
		'CreateQueue',
		{QueueName: 'new', Attributes: {FifoQueue: 'false'}},
		'InvalidAttributeName',
		'Unknown Attribute FifoQueue.',
	],
	...['DeduplicationScope', 'FifoThroughputLimit'].map((name): Row => [
		`${name} of a standard queue set`,
		'SetQueueAttributes',
		set({[name]: name === 'DeduplicationScope' ? 'queue' : 'perQueue'}),
		'InvalidAttributeName',
		`You can specify the ${name} only when FifoQueue is set to true.`,
	]),
	[
		'a FIFO queue made standard',
		'SetQueueAttributes',
		set({FifoQueue: 'false'}, fifoUrl),
		'InvalidAttributeValue',
		'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
	],
	[
		'both kinds of encryption',
		'SetQueueAttributes',
		set({KmsMasterKeyId: 'key', SqsManagedSseEnabled: 'true'}),
		'InvalidAttributeName',
		'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
	],
	[
		'a scope that is none',
		'SetQueueAttributes',
		set({DeduplicationScope: 'x'}, fifoUrl),
		'InvalidAttributeValue',
		'Invalid value for the parameter DeduplicationScope.',
	],
	[
		'a policy that is no JSON',
		'SetQueueAttributes',
		set({Policy: 'x'}),
		'InvalidAttributeValue',
		'Invalid value for the parameter Policy.',
	],
	...[0, 1001].map((count): Row => {
		const text = redrivePolicy('orders-dlq', count);
		return [
			`a redrive after ${count} receives`,
			'SetQueueAttributes',
			redrive(text),
			IPV,
			badRedrive(text, `Invalid value for maxReceiveCount: ${count}, valid values are from 1 to 1000 both inclusive.`),
		];
	}),
	[
		'a dead-letter queue that is not there',
		'SetQueueAttributes',
		redrive(redrivePolicy('nope', 3)),
		IPV,
		badRedrive(redrivePolicy('nope', 3), 'Dead letter target does not exist.'),
	],
	[
		'a standard dead-letter queue of a FIFO queue',
		'SetQueueAttributes',
		redrive(redrivePolicy('orders-dlq', 3), fifoUrl),
		IPV,
		badRedrive(redrivePolicy('orders-dlq', 3), 'Dead-letter queue must be same type of queue as the source.'),
	],
	[
		'a dead-letter queue that lets nobody in',
		'SetQueueAttributes',
		redrive(redrivePolicy('closed-dlq', 3)),
		IPV,
		badRedrive(
			redrivePolicy('closed-dlq', 3),
			`Queue ${arnOf('orders')} is not allowed to use the dead-letter queue ${arnOf('closed-dlq')}.`,
		),
	],
	[
		'a label that is taken',
		'AddPermission',
		{QueueUrl, Label: 'taken', AWSAccountIds: ['111111111111'], Actions: ['SendMessage']},
		IPV,
		'Value taken for parameter Label is invalid. Reason: Already exists.',
	],
	[
		'a label that nobody gave',
		'RemovePermission',
		{QueueUrl, Label: 'nope'},
		IPV,
		"Value nope for parameter Label is invalid. Reason: can't find label.",
	],
	[
		'a permission for no action of SQS',
		'AddPermission',
		{QueueUrl, Label: 'new', AWSAccountIds: ['111111111111'], Actions: ['Foo']},
		IPV,
		'Value SQS:Foo for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL for a list of valid actions. ',
	],
];

const send = (input: object, queue = QueueUrl): object => ({QueueUrl: queue, MessageBody: 'x', ...input});
const lane = (input: object): object => send({MessageGroupId: 'a', MessageDeduplicationId: 'b', ...input}, fifoUrl);
const attribute = (name: string, value: object): object => send({MessageAttributes: {[name]: value}});
const text = {DataType: 'String', StringValue: 'x'};
const reservedText =
	"You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.";
const noDeduplicationText = 'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly';
const idReason = (name: string, value: string): string =>
	`Value ${value} for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`;

const sending: readonly Row[] = [
	['no body', 'SendMessage', {QueueUrl}, 'MissingParameter', 'The request must contain the parameter MessageBody.'],
	['an empty body', 'SendMessage', send({MessageBody: ''}), 'MissingParameter', 'The request must contain the parameter MessageBody.'],
	[
		'a body longer than its queue takes',
		'SendMessage',
		send({MessageBody: 'x'.repeat(1025)}, url('small')),
		IPV,
		'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
	],
	[
		'attributes that make it too long',
		'SendMessage',
		send({MessageBody: 'x'.repeat(1017), MessageAttributes: {n: text}}, url('small')),
		IPV,
		'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
	],
	...['\u0000', '\u001B', '\uFFFE', '\uFFFF'].map((character): Row => [
		`a body with U+${character.codePointAt(0)?.toString(16)}`,
		'SendMessage',
		send({MessageBody: `a${character}`}),
		'InvalidMessageContents',
		'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
	]),
	...[-1, 901].map((DelaySeconds): Row => [
		`a delay of ${DelaySeconds}`,
		'SendMessage',
		send({DelaySeconds}),
		IPV,
		`Value ${DelaySeconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
	]),
	[
		'a delay in a FIFO queue',
		'SendMessage',
		lane({DelaySeconds: 2}),
		IPV,
		'Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.',
	],
	[
		'no group in a FIFO queue',
		'SendMessage',
		send({MessageDeduplicationId: 'b'}, fifoUrl),
		'MissingParameter',
		'The request must contain the parameter MessageGroupId.',
	],
	['nothing to deduplicate by', 'SendMessage', send({MessageGroupId: 'a'}, fifoUrl), IPV, noDeduplicationText],
	[
		'a deduplication ID in a standard queue',
		'SendMessage',
		send({MessageDeduplicationId: 'x'}),
		IPV,
		'Value x for parameter MessageDeduplicationId is invalid. Reason: The request includes a parameter that is not valid for this queue type.',
	],
	...['', 'a b', 'ü', 'a'.repeat(129)].flatMap((value): readonly Row[] => [
		[`the group "${value.slice(0, 9)}"`, 'SendMessage', lane({MessageGroupId: value}), IPV, idReason('MessageGroupId', value)],
		[
			`the deduplication ID "${value.slice(0, 9)}"`,
			'SendMessage',
			lane({MessageDeduplicationId: value}),
			IPV,
			idReason('MessageDeduplicationId', value),
		],
		[
			`the group "${value.slice(0, 9)}" in a standard queue`,
			'SendMessage',
			send({MessageGroupId: value}),
			IPV,
			idReason('MessageGroupId', value),
		],
	]),
	[
		'eleven attributes',
		'SendMessage',
		send({MessageAttributes: Object.fromEntries(Array.from({length: 11}, (_, index) => [`n${index}`, text]))}),
		IPV,
		'Number of message attributes [11] exceeds the allowed maximum [10].',
	],
	...['AWS.x', 'aws.x', 'Amazon.x', 'AMAZON.x', '.x', 'x.'].map((name): Row => [
		`an attribute called ${name}`,
		'SendMessage',
		attribute(name, text),
		IPV,
		reservedText,
	]),
	[
		'an attribute’s name of 257 bytes',
		'SendMessage',
		attribute('a'.repeat(257), text),
		IPV,
		'Message (user) attribute names must be shorter than 256 Bytes',
	],
	[
		'an empty attribute',
		'SendMessage',
		attribute('ErrorDetails', {DataType: 'String', StringValue: ''}),
		IPV,
		"Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.",
	],
	[
		'an attribute without a value',
		'SendMessage',
		attribute('n', {DataType: 'Number'}),
		IPV,
		"Message (user) attribute 'n' must contain a non-empty value of type 'Number'.",
	],
];

const entry = (Id: string, input: object = {}): object => ({Id, MessageBody: 'x', ...input});
const batch = (Entries: readonly object[], queue = QueueUrl): object => ({QueueUrl: queue, Entries});
const idText = 'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.';

const batches: readonly Row[] = [
	...['SendMessageBatch', 'DeleteMessageBatch', 'ChangeMessageVisibilityBatch'].flatMap((action): readonly Row[] => [
		[
			`${action} of nothing`,
			action,
			batch([]),
			'AWS.SimpleQueueService.EmptyBatchRequest',
			`There should be at least one ${action}RequestEntry in the request.`,
		],
		[
			`${action} of 20`,
			action,
			batch(Array.from({length: 20}, (_, index) => batchEntry(action, `n${index}`))),
			'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
			'Maximum number of entries per request are 10. You have sent 20.',
		],
		...['', 'a b', 'a'.repeat(81), 'ü'].map((Id): Row => [
			`${action} with the Id "${Id.slice(0, 9)}"`,
			action,
			batch([batchEntry(action, Id)]),
			'AWS.SimpleQueueService.InvalidBatchEntryId',
			idText,
		]),
		[
			`${action} with an Id twice`,
			action,
			batch([batchEntry(action, 'a'), batchEntry(action, 'b'), batchEntry(action, 'a')]),
			'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
			'Id a repeated.',
		],
	]),
	[
		'a batch of one byte too much',
		'SendMessageBatch',
		batch([entry('a', {MessageBody: 'x'.repeat(524_288)}), entry('b', {MessageBody: 'x'.repeat(524_289)})]),
		'AWS.SimpleQueueService.BatchRequestTooLong',
		'Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.',
	],
	[
		'a batch to a FIFO queue without a group',
		'SendMessageBatch',
		batch([entry('a', {MessageGroupId: 'a', MessageDeduplicationId: 'a'}), entry('b')], fifoUrl),
		IPV,
		'The request must contain the parameter MessageGroupId.',
	],
	[
		'a batch to a FIFO queue without deduplication',
		'SendMessageBatch',
		batch([entry('a', {MessageGroupId: 'a'})], fifoUrl),
		IPV,
		noDeduplicationText,
	],
];

function batchEntry(action: string, Id: string): object {
	if (action === 'SendMessageBatch') return entry(Id);
	return {Id, ReceiptHandle: 'x', ...(action.startsWith('Change') && {VisibilityTimeout: 0})};
}

const receive = (input: object): object => ({QueueUrl, ...input});
const change = (ReceiptHandle: string, VisibilityTimeout: number, queue = QueueUrl): object => ({
	QueueUrl: queue,
	ReceiptHandle,
	VisibilityTimeout,
});
const garbageText = 'The input receipt handle "garbage" is not a valid receipt handle.';

const receiving: readonly Row[] = [
	...[0, 11].map((count): Row => [
		`receiving ${count}`,
		'ReceiveMessage',
		receive({MaxNumberOfMessages: count}),
		IPV,
		`Value ${count} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
	]),
	...[-1, 21].map((seconds): Row => [
		`waiting ${seconds} s`,
		'ReceiveMessage',
		receive({WaitTimeSeconds: seconds}),
		IPV,
		`Value ${seconds} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.`,
	]),
	[
		'receiving for longer than 12 hours',
		'ReceiveMessage',
		receive({VisibilityTimeout: 43_201}),
		IPV,
		'Value 43201 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]',
	],
	...['AttributeNames', 'MessageSystemAttributeNames'].map((member): Row => [
		`an unknown name in ${member}`,
		'ReceiveMessage',
		receive({[member]: ['Nope']}),
		'InvalidAttributeName',
		'Unknown Attribute Nope.',
	]),
	[
		'an attempt at a standard queue',
		'ReceiveMessage',
		receive({ReceiveRequestAttemptId: 'a'}),
		IPV,
		'Value a for parameter ReceiveRequestAttemptId is invalid. Reason: The request includes a parameter that is not valid for this queue type.',
	],
	['deleting by garbage', 'DeleteMessage', {QueueUrl, ReceiptHandle: 'garbage'}, 'ReceiptHandleIsInvalid', garbageText],
	['changing by garbage', 'ChangeMessageVisibility', change('garbage', 0), 'ReceiptHandleIsInvalid', garbageText],
	[
		'deleting by a handle of another queue',
		'DeleteMessage',
		() => ({QueueUrl: fifoUrl, ReceiptHandle: handles.held}),
		'ReceiptHandleIsInvalid',
		() => `The input receipt handle "${handles.held}" is not a valid receipt handle.`,
	],
	[
		'changing a deleted message',
		'ChangeMessageVisibility',
		() => change(handles.deleted, 10),
		IPV,
		() =>
			`Value ${handles.deleted} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
	],
	[
		'deleting by an expired handle from a FIFO queue',
		'DeleteMessage',
		() => ({QueueUrl: fifoUrl, ReceiptHandle: handles.expiredFifo}),
		IPV,
		() => `Value ${handles.expiredFifo} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
	],
	[
		'12 hours more, when some have passed',
		'ChangeMessageVisibility',
		() => change(handles.held, 43_200),
		IPV,
		'Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds].',
	],
];

const formatText = (parameter: string): string =>
	`You must use this format to specify the ${parameter}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>`;
const noResourceText = (parameter: string): string => `The resource that you specified for the ${parameter} parameter doesn't exist.`;
const handleOf = (task: object): string => Buffer.from(JSON.stringify(task)).toString('base64');

const moving: readonly Row[] = [
	[
		'moving from nobody’s dead-letter queue',
		'StartMessageMoveTask',
		{SourceArn: arnOf('orders')},
		IPV,
		'Source queue must be configured as a Dead Letter Queue.',
	],
	['moving from nowhere', 'StartMessageMoveTask', {SourceArn: arnOf('nope')}, 'ResourceNotFoundException', noResourceText('SourceArn')],
	[
		'moving to nowhere',
		'StartMessageMoveTask',
		{SourceArn: dlqArn, DestinationArn: arnOf('nope')},
		'ResourceNotFoundException',
		noResourceText('DestinationArn'),
	],
	['moving from a source that is no ARN', 'StartMessageMoveTask', {SourceArn: 'orders-dlq'}, IPV, formatText('SourceArn')],
	[
		'the tasks of a queue that is not there',
		'ListMessageMoveTasks',
		{SourceArn: arnOf('nope')},
		'ResourceNotFoundException',
		noResourceText('SourceArn'),
	],
	['canceling by a handle that is none', 'CancelMessageMoveTask', {TaskHandle: 'x'}, IPV, 'Value for parameter TaskHandle is invalid.'],
	[
		'canceling a task of a queue that is not there',
		'CancelMessageMoveTask',
		{TaskHandle: handleOf({taskId: 'a', sourceArn: arnOf('nope')})},
		'ResourceNotFoundException',
		noResourceText('SourceArn'),
	],
	[
		'canceling a task that is not there',
		'CancelMessageMoveTask',
		{TaskHandle: handleOf({taskId: 'a', sourceArn: dlqArn})},
		'ResourceNotFoundException',
		'Task does not exist.',
	],
];

describe.each([
	['queues', names],
	['attributes and permissions', attributes],
	['sending', sending],
	['batches', batches],
	['receiving, deleting, hiding', receiving],
	['moving', moving],
] as const)('what is refused of %s, in the words of each protocol:', (_what, rows) => {
	test.each(rows)('%s', async (_fact, action, given, code, said) => {
		const input: object = typeof given === 'function' ? (given as () => object)() : given;
		const message = typeof said === 'function' ? said() : said;
		const [type = '', status = 400] = kinds[code] ?? [];

		expect(await jsonRefusal(engine, action, input)).toEqual({status, type, code, message});
		expect(await queryRefusal(engine, action, input)).toEqual({status, code, message: queryWords[message] ?? message});
		// What is not in the client's model goes by its old code.
		const name = type.startsWith('com.amazonaws.sqs#') ? type.slice('com.amazonaws.sqs#'.length) : code;
		expect(await sdkRefusal(action, input)).toEqual({status, name, code, message});
	});
});

/** The error that the SDK's client throws. */
async function sdkRefusal(action: string, input: object): Promise<unknown> {
	// Command classes are looked up by name.
	const commands = sqs as unknown as Readonly<Record<string, new (given: object) => object>>;
	const Command = commands[`${action}Command`];
	if (!Command) throw new Error(`The client has no ${action}.`);
	try {
		await engine.sqs.send(new Command(input) as never);
	} catch (error) {
		const {name, message, Code, $metadata} = error as Error & {Code?: string; $metadata?: {httpStatusCode?: number}};
		return {status: $metadata?.httpStatusCode, name, code: Code, message};
	}
	throw new Error(`${action} was not refused`);
}

test('no bug was found on the way', () => {
	expect(engine.bugs).toEqual([]);
});
