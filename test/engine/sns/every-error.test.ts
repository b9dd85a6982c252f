import * as sns from '@aws-sdk/client-sns';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createManualClock} from '../../../source/shared/clock.ts';
import {startTestEngine, type TestEngine} from '../../helpers/engine.ts';

/*
Every refusal of SNS whose words are known, as the SDK's client reads it: class, code of the wire, status and message.
*/

let engine: TestEngine;

const arnOf = (resource: string, service = 'sns'): string => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const TopicArn = arnOf('orders');
const fifoArn = arnOf('lane.fifo');
const missingArn = arnOf('nope');
const queueArn = arnOf('orders', 'sqs');

/** What rows need that only `beforeAll` knows. */
const made = {SubscriptionArn: '', PlatformApplicationArn: '', EndpointArn: '', disabledArn: ''};

beforeAll(async () => {
	engine = await startTestEngine({clock: createManualClock()});
	const send = async (name: string, input: object): Promise<Record<string, string>> =>
		(await engine.sns.send(commandOf(name, input))) as unknown as Record<string, string>;
	await send('CreateTopic', {Name: 'orders', Tags: [{Key: 'a', Value: 'b'}]});
	await send('CreateTopic', {Name: 'lane.fifo', Attributes: {FifoTopic: 'true'}});
	await send('CreateTopic', {Name: 'small', Attributes: {MaximumMessageSize: '1024'}});
	await send('AddPermission', {TopicArn, Label: 'taken', AWSAccountId: ['111111111111'], ActionName: ['Publish']});
	const subscription = {TopicArn, Protocol: 'sqs', Endpoint: queueArn, Attributes: {RawMessageDelivery: 'true'}};
	made.SubscriptionArn = (await send('Subscribe', subscription))['SubscriptionArn'] ?? '';
	const application = {Name: 'app', Platform: 'GCM', Attributes: {PlatformPrincipal: 'p', PlatformCredential: 'c'}};
	made.PlatformApplicationArn = (await send('CreatePlatformApplication', application))['PlatformApplicationArn'] ?? '';
	const {PlatformApplicationArn} = made;
	made.EndpointArn = (await send('CreatePlatformEndpoint', {PlatformApplicationArn, Token: 'a'}))['EndpointArn'] ?? '';
	const disabled = {PlatformApplicationArn, Token: 'b', Attributes: {Enabled: 'false'}};
	made.disabledArn = (await send('CreatePlatformEndpoint', disabled))['EndpointArn'] ?? '';
});

afterAll(() => engine.close());

/** Status and the client's class by the code of the wire; a code that the model does not have is its own class. */
const kinds: Readonly<Record<string, readonly [status: number, name?: string]>> = {
	InvalidParameter: [400, 'InvalidParameterException'],
	ParameterValueInvalid: [400, 'InvalidParameterValueException'],
	NotFound: [404, 'NotFoundException'],
	ResourceNotFound: [404, 'ResourceNotFoundException'],
	EndpointDisabled: [400, 'EndpointDisabledException'],
	TagLimitExceeded: [400, 'TagLimitExceededException'],
	TooManyEntriesInBatchRequest: [400, 'TooManyEntriesInBatchRequestException'],
	BatchEntryIdsNotDistinct: [400, 'BatchEntryIdsNotDistinctException'],
	InvalidBatchEntryId: [400, 'InvalidBatchEntryIdException'],
	EmptyBatchRequest: [400, 'EmptyBatchRequestException'],
	BatchRequestTooLong: [400, 'BatchRequestTooLongException'],
	ValidationError: [400],
};

const IP = 'InvalidParameter';

type Row = readonly [fact: string, action: string, input: object | (() => object), code: string, message: string | (() => string)];

/** Rows that are all InvalidParameter; the message comes without what all of these begin with. */
const invalid = (fact: string, action: string, input: object | (() => object), text: string): Row => [
	fact,
	action,
	input,
	IP,
	`Invalid parameter: ${text}`,
];

const topics: readonly Row[] = [
	...['', 'a'.repeat(257), 'a b', 'a/b', 'a.fifo', 'ü'].map(Name =>
		invalid(`the name "${Name.slice(0, 9)}"`, 'CreateTopic', {Name}, 'Topic Name'),
	),
	invalid('a FIFO topic without .fifo', 'CreateTopic', {Name: 'a', Attributes: {FifoTopic: 'true'}}, 'Topic Name'),
	invalid(
		'a topic that exists with other attributes',
		'CreateTopic',
		{Name: 'orders', Attributes: {DisplayName: 'x'}},
		'Attributes Reason: Topic already exists with different attributes',
	),
	invalid(
		'a topic that exists with other tags',
		'CreateTopic',
		{Name: 'orders', Tags: [{Key: 'a', Value: 'c'}]},
		'Tags Reason: Topic already exists with different tags',
	),
	...(['GetTopicAttributes', 'DeleteTopic', 'ListSubscriptionsByTopic'] as const).flatMap((action): readonly Row[] => [
		invalid(`${action} of no ARN`, action, {TopicArn: 'orders'}, 'TopicArn Reason: An ARN must have at least 6 elements, not 1'),
		invalid(`${action} of half an ARN`, action, {TopicArn: 'arn:aws:sns'}, 'TopicArn Reason: An ARN must have at least 6 elements, not 3'),
		invalid(`${action} of a queue`, action, {TopicArn: queueArn}, 'TopicArn'),
	]),
	...(['GetTopicAttributes', 'ListSubscriptionsByTopic'] as const).map((action): Row => [
		`${action} of nothing`,
		action,
		{TopicArn: missingArn},
		'NotFound',
		'Topic does not exist',
	]),
	...['Nope', 'FifoTopic'].map(name =>
		invalid(`the attribute ${name}`, 'SetTopicAttributes', {TopicArn, AttributeName: name, AttributeValue: 'true'}, 'AttributeName'),
	),
	invalid(
		'a label that is taken',
		'AddPermission',
		{TopicArn, Label: 'taken', AWSAccountId: ['111111111111'], ActionName: ['Publish']},
		'Statement already exists',
	),
	invalid(
		'a permission for no action of topics',
		'AddPermission',
		{TopicArn, Label: 'new', AWSAccountId: ['111111111111'], ActionName: ['CreateTopic']},
		'Policy statement action out of service scope!',
	),
	invalid(
		'a key twice',
		'TagResource',
		{
			ResourceArn: TopicArn,
			Tags: [
				{Key: 'a', Value: '1'},
				{Key: 'a', Value: '2'},
			],
		},
		'Duplicated keys are not allowed.',
	),
	...(['TagResource', 'UntagResource', 'ListTagsForResource'] as const).map((action): Row => [
		`${action} of nothing`,
		action,
		{ResourceArn: missingArn, Tags: [{Key: 'a', Value: 'b'}], TagKeys: ['a']},
		'ResourceNotFound',
		'Resource does not exist',
	]),
];

const subscribe = (Protocol: string, Endpoint: string | undefined, rest: object = {}): object => ({TopicArn, Protocol, Endpoint, ...rest});
const bare = (fact: string, action: string, input: object | (() => object), message: string): Row => [fact, action, input, IP, message];

const subscribing: readonly Row[] = [
	invalid(
		'a protocol that is none',
		'Subscribe',
		subscribe('test-protocol', 'x'),
		'Amazon SNS does not support this protocol string: test-protocol',
	),
	invalid('an http address for https', 'Subscribe', subscribe('https', 'http://example.com'), 'Endpoint must match the specified protocol'),
	invalid('an https address for http', 'Subscribe', subscribe('http', 'https://example.com'), 'Endpoint must match the specified protocol'),
	invalid('a queue’s URL', 'Subscribe', subscribe('sqs', 'http://localhost/000000000000/orders'), 'SQS endpoint ARN'),
	invalid('junk for a queue', 'Subscribe', subscribe('sqs', 'x'), 'SQS endpoint ARN'),
	invalid('junk for a function', 'Subscribe', subscribe('lambda', 'x'), 'Lambda endpoint ARN'),
	invalid('junk for a device', 'Subscribe', subscribe('application', 'x'), 'ApplicationEndpoint ARN'),
	...['+15--551234567', 'NAA+15551234567', '+15551234567.', '/+15551234567'].map(number =>
		bare(`the number ${number}`, 'Subscribe', subscribe('sms', number), `Invalid SMS endpoint: ${number}`),
	),
	[
		'a topic that is not there',
		'Subscribe',
		{TopicArn: missingArn, Protocol: 'sqs', Endpoint: queueArn},
		'NotFound',
		'Topic does not exist',
	],
	['no endpoint', 'Subscribe', subscribe('sqs', undefined), 'NotFound', 'Endpoint not specified in subscription'],
	invalid(
		'a FIFO queue at a standard topic',
		'Subscribe',
		subscribe('sqs', arnOf('a.fifo', 'sqs')),
		'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
	),
	invalid(
		'the same endpoint with another value',
		'Subscribe',
		subscribe('sqs', queueArn, {Attributes: {RawMessageDelivery: 'false'}}),
		'Attributes Reason: Subscription already exists with different attributes',
	),
	[
		'attributes of nothing',
		'GetSubscriptionAttributes',
		{SubscriptionArn: `${TopicArn}:00000000-0000-4000-8000-000000000000`},
		'NotFound',
		'Subscription does not exist',
	],
	invalid('ending no ARN', 'Unsubscribe', {SubscriptionArn: 'x'}, 'SubscriptionArn Reason: An ARN must have at least 6 elements, not 1'),
	invalid('ending nothing', 'Unsubscribe', {SubscriptionArn: ''}, 'SubscriptionArn Reason: no value for required parameter'),
	invalid('ending a topic', 'Unsubscribe', {SubscriptionArn: TopicArn}, 'SubscriptionId'),
	invalid('confirming for no topic', 'ConfirmSubscription', {TopicArn: 'x', Token: 'a'.repeat(256)}, 'Topic'),
	invalid(
		'confirming in another region',
		'ConfirmSubscription',
		{TopicArn: TopicArn.replace('us-east-1', 'eu-west-1'), Token: 'a'.repeat(256)},
		'Topic',
	),
	invalid('confirming by another token', 'ConfirmSubscription', {TopicArn, Token: 'a'.repeat(256)}, 'Token'),
	bare('confirming by no token', 'ConfirmSubscription', {TopicArn, Token: 'x'}, 'Invalid token'),
	...(
		[
			['RawMessageDelivery', 'wrongvalue', 'RawMessageDelivery: Invalid value [wrongvalue]. Must be true or false.'],
			[
				'FilterPolicyScope',
				'RandomValue',
				'FilterPolicyScope: Invalid value [RandomValue]. Please use either MessageBody or MessageAttributes',
			],
			['RedrivePolicy', '{"deadLetterTargetArn":"x"}', 'RedrivePolicy: deadLetterTargetArn is an invalid arn'],
		] as const
	).flatMap(([AttributeName, AttributeValue, text]): readonly Row[] => [
		invalid(
			`${AttributeName} set to ${AttributeValue}`,
			'SetSubscriptionAttributes',
			() => ({SubscriptionArn: made.SubscriptionArn, AttributeName, AttributeValue}),
			text,
		),
		invalid(
			`${AttributeName} ${AttributeValue} in Subscribe`,
			'Subscribe',
			subscribe('sqs', arnOf('other', 'sqs'), {Attributes: {[AttributeName]: AttributeValue}}),
			`Attributes Reason: ${text}`,
		),
	]),
	invalid(
		'an attribute that no subscription has',
		'SetSubscriptionAttributes',
		() => ({SubscriptionArn: made.SubscriptionArn, AttributeName: 'Nope', AttributeValue: 'x'}),
		'AttributeName',
	),
	invalid(
		'a standard dead-letter queue of a FIFO subscription',
		'Subscribe',
		{
			TopicArn: fifoArn,
			Protocol: 'sqs',
			Endpoint: arnOf('a.fifo', 'sqs'),
			Attributes: {RedrivePolicy: JSON.stringify({deadLetterTargetArn: arnOf('dlq', 'sqs')})},
		},
		'Attributes Reason: RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.',
	),
];

const publish = (input: object = {}, topicArn = TopicArn): object => ({TopicArn: topicArn, Message: 'x', ...input});
const attribute = (name: string, value: object): object => publish({MessageAttributes: {[name]: value}});
const text = {DataType: 'String', StringValue: 'x'};
const oddCharacter = (code: string): string =>
	`Invalid non-alphanumeric character '#x${code}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`;
const oddType = (name: string): string =>
	`The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`;
const emptyValue = (name: string, type: string): string =>
	`The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`;

const publishing: readonly Row[] = [
	...['', 'a'.repeat(101), 'a\nb', 'ü'].map(Subject =>
		invalid(`the subject "${Subject.slice(0, 9)}"`, 'Publish', publish({Subject}), 'Subject'),
	),
	invalid('an empty message', 'Publish', publish({Message: ''}), 'Empty message'),
	invalid(
		'a number that is none',
		'Publish',
		{PhoneNumber: 'NAA+15551234567', Message: 'x'},
		'PhoneNumber Reason: NAA+15551234567 is not valid to publish to',
	),
	invalid('262,145 bytes', 'Publish', publish({Message: 'x'.repeat(262_145)}), 'Message too long'),
	invalid(
		'attributes that make it too long',
		'Publish',
		publish({Message: 'x'.repeat(262_137), MessageAttributes: {n: text}}),
		'Message too long',
	),
	invalid('more than its topic takes', 'Publish', publish({Message: 'x'.repeat(1025)}, arnOf('small')), 'Message too long'),
	invalid(
		'a FIFO topic without a group',
		'Publish',
		publish({MessageDeduplicationId: 'a'}, fifoArn),
		'The MessageGroupId parameter is required for FIFO topics',
	),
	invalid(
		'a FIFO topic without deduplication',
		'Publish',
		publish({MessageGroupId: 'a'}, fifoArn),
		'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
	),
	invalid(
		'a deduplication id at a standard topic',
		'Publish',
		publish({MessageDeduplicationId: 'a'}),
		'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
	),
	...['x', '{"default":'].map(Message =>
		invalid(
			`a structure of ${Message}`,
			'Publish',
			publish({Message, MessageStructure: 'json'}),
			'Message Structure - JSON message body failed to parse',
		),
	),
	...['{}', '[]', '{"sqs":"x"}', '{"default":1}', '{"default":{}}'].map(Message =>
		invalid(
			`a structure of ${Message}`,
			'Publish',
			publish({Message, MessageStructure: 'json'}),
			'Message Structure - No default entry in JSON message body',
		),
	),
	invalid(
		'a device that is not there',
		'Publish',
		() => ({TargetArn: `${made.EndpointArn.slice(0, -36)}00000000-0000-4000-8000-000000000000`, Message: 'x'}),
		'TargetArn Reason: No endpoint found for the target arn specified',
	),
	['a disabled device', 'Publish', () => ({TargetArn: made.disabledArn, Message: 'x'}), 'EndpointDisabled', 'Endpoint is disabled'],
	['a topic that is not there', 'Publish', publish({}, missingArn), 'NotFound', 'Topic does not exist'],
	invalid('a topic of another region', 'Publish', publish({}, TopicArn.replace('us-east-1', 'eu-west-1')), 'TopicArn'),
	invalid('no target', 'Publish', {Message: 'x'}, 'TopicArn or TargetArn Reason: no value for required parameter'),
	...(
		[
			['a'.repeat(257), text, 'Length of message attribute name must be less than 256 bytes.'],
			['a^', text, oddCharacter('5E')],
			['a b', text, oddCharacter('20')],
			['.a', text, "Invalid message attribute name starting with character '.' was found."],
			['a.', text, "Invalid message attribute name ending with character '.' was found."],
			['a..b', text, "Message attribute name can not have successive '.' character."],
			['attr1', {...text, DataType: 'Stringprefix'}, oddType('attr1')],
			['attr1', {...text, DataType: 'Other'}, oddType('attr1')],
			['attr1', {DataType: 'String', StringValue: ''}, emptyValue('attr1', 'String')],
			['attr1', {DataType: 'Number'}, emptyValue('attr1', 'Number')],
			[
				'attr1',
				{DataType: 'Number', BinaryValue: Buffer.from('a')},
				"The message attribute 'attr1' with type 'Number' must use field 'String'.",
			],
			['attr1', {DataType: 'Binary', StringValue: 'a'}, "The message attribute 'attr1' with type 'Binary' must use field 'Binary'."],
		] as const
	).map(([name, value, message]): Row => [
		`the attribute ${name.slice(0, 9)} of ${JSON.stringify(value)}`,
		'Publish',
		attribute(name, value),
		'ParameterValueInvalid',
		message,
	]),
	[
		'an attribute without a type',
		'Publish',
		attribute('attr1', {StringValue: 'x'}),
		'ValidationError',
		"1 validation error detected: Value null at 'messageAttributes.attr1.member.dataType' failed to satisfy constraint: Member must not be null",
	],
];

/** Of two mistakes AWS tells the one that it looks for first. */
const inOrder: readonly Row[] = [
	invalid('no subject before no message', 'Publish', publish({Subject: '', Message: ''}), 'Subject'),
	invalid('no message before a number that is none', 'Publish', {PhoneNumber: 'x', Message: ''}, 'Empty message'),
	invalid(
		'too long a message before its structure',
		'Publish',
		publish({Message: 'x'.repeat(262_145), MessageStructure: 'json', MessageAttributes: {'a^': text}}),
		'Message too long',
	),
	invalid(
		'no group before the structure',
		'Publish',
		publish({MessageStructure: 'json'}, fifoArn),
		'The MessageGroupId parameter is required for FIFO topics',
	),
	invalid(
		'the structure before a topic that is not there',
		'Publish',
		publish({MessageStructure: 'json'}, missingArn),
		'Message Structure - JSON message body failed to parse',
	),
];

const entry = (Id: string, input: object = {}): object => ({Id, Message: 'x', ...input});
const batch = (entries: readonly object[], topicArn = TopicArn): object => ({TopicArn: topicArn, PublishBatchRequestEntries: entries});
const numbered = (count: number, input: object = {}): readonly object[] =>
	Array.from({length: count}, (_, index) => entry(`n${index}`, input));

const batches: readonly Row[] = [
	[
		'eleven entries',
		'PublishBatch',
		batch(numbered(11)),
		'TooManyEntriesInBatchRequest',
		'The batch request contains more entries than permissible.',
	],
	[
		'an Id twice',
		'PublishBatch',
		batch([entry('a'), entry('a')]),
		'BatchEntryIdsNotDistinct',
		'Two or more batch entries in the request have the same Id.',
	],
	[
		'an Id of 81 characters',
		'PublishBatch',
		batch([entry('a'.repeat(81))]),
		'InvalidBatchEntryId',
		`The Id of a batch entry in the batch request is too long: ${'a'.repeat(81)}`,
	],
	[
		'an Id with a blank',
		'PublishBatch',
		batch([entry('a b')]),
		'InvalidBatchEntryId',
		'The Id of a batch entry in the batch request contains an impermissible character: a b',
	],
	['no entries', 'PublishBatch', batch([]), 'EmptyBatchRequest', "The batch request doesn't contain any entries."],
	[
		'more than 262,144 bytes in all',
		'PublishBatch',
		batch(numbered(3, {Message: 'x'.repeat(87_382)})),
		'BatchRequestTooLong',
		'The length of all the messages put together is more than the limit.',
	],
	invalid(
		'an entry to a FIFO topic without a group',
		'PublishBatch',
		batch([entry('a')], fifoArn),
		'The MessageGroupId parameter is required for FIFO topics',
	),
	invalid(
		'an entry whose structure has no default',
		'PublishBatch',
		batch([entry('a'), entry('b', {Message: '{}', MessageStructure: 'json'})]),
		'Message Structure - No default entry in JSON message body',
	),
	[
		'an entry with an odd attribute',
		'PublishBatch',
		batch([entry('a', {MessageAttributes: {'a^': text}})]),
		'ParameterValueInvalid',
		oddCharacter('5E'),
	],
	[
		'an entry with an attribute without a type',
		'PublishBatch',
		batch([entry('a', {MessageAttributes: {attr1: {StringValue: 'x'}}})]),
		'ValidationError',
		"1 validation error detected: Value null at 'publishBatchRequestEntries.1.member.messageAttributes.attr1.member.dataType' failed to satisfy constraint: Member must not be null",
	],
];

const application = (input: object): object => ({
	Name: 'new',
	Platform: 'ADM',
	Attributes: {PlatformPrincipal: 'p', PlatformCredential: 'c'},
	...input,
});
const tooLongName = 'a'.repeat(257);

const platforms: readonly Row[] = [
	invalid(
		'an application called @name',
		'CreatePlatformApplication',
		application({Name: '@name'}),
		"@name Reason: must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'",
	),
	invalid('an application without a name', 'CreatePlatformApplication', application({Name: ''}), ' Reason: cannot be empty'),
	invalid(
		'an application of 257 characters',
		'CreatePlatformApplication',
		application({Name: tooLongName}),
		`${tooLongName} Reason: must be at most 256 characters long`,
	),
	invalid('a platform that is none', 'CreatePlatformApplication', application({Platform: 'AAA'}), 'Platform Reason: AAA is not supported'),
	[
		'an application without attributes',
		'CreatePlatformApplication',
		application({Attributes: undefined}),
		'ValidationError',
		"1 validation error detected: Value null at 'attributes' failed to satisfy constraint: Member must not be null",
	],
	invalid(
		'a credential alone',
		'CreatePlatformApplication',
		application({Attributes: {PlatformCredential: 'c'}}),
		'Attributes Reason: PlatformCredential attribute provided without PlatformPrincipal',
	),
	invalid(
		'a principal alone',
		'CreatePlatformApplication',
		application({Attributes: {PlatformPrincipal: 'c'}}),
		'Attributes Reason: PlatformPrincipal attribute provided without PlatformCredential',
	),
	[
		'the attributes of a device that is not there',
		'GetEndpointAttributes',
		() => ({EndpointArn: `${made.EndpointArn.slice(0, -36)}00000000-0000-4000-8000-000000000000`}),
		'NotFound',
		'Endpoint does not exist',
	],
	invalid(
		'the attributes of a device whose ARN has too few parts',
		'GetEndpointAttributes',
		{EndpointArn: arnOf('endpoint/GCM')},
		'EndpointArn Reason: Wrong number of slashes in relative portion of the ARN.',
	),
	[
		'a device of an application that is not there',
		'CreatePlatformEndpoint',
		{PlatformApplicationArn: arnOf('app/GCM/nope'), Token: 'a'},
		'NotFound',
		'PlatformApplication does not exist',
	],
	[
		'a device whose token is known with other attributes',
		'CreatePlatformEndpoint',
		() => ({PlatformApplicationArn: made.PlatformApplicationArn, Token: 'a', Attributes: {CustomUserData: 'x'}}),
		IP,
		() => `Invalid parameter: Token Reason: Endpoint ${made.EndpointArn} already exists with the same Token, but different attributes.`,
	],
	invalid(
		'a device with an attribute that none has',
		'CreatePlatformEndpoint',
		() => ({PlatformApplicationArn: made.PlatformApplicationArn, Token: 'c', Attributes: {Nope: 'x'}}),
		'Attributes Reason: Invalid attribute name: Nope',
	),
	bare(
		'a setting of text messages that is none',
		'SetSMSAttributes',
		{attributes: {InvalidAttribute: 'x'}},
		'InvalidAttribute is not a valid attribute',
	),
	bare('a type of text messages that is none', 'SetSMSAttributes', {attributes: {DefaultSMSType: 'Urgent'}}, 'DefaultSMSType is invalid'),
	invalid('a number that is none', 'OptInPhoneNumber', {phoneNumber: 'x'}, 'PhoneNumber Reason: input incorrectly formatted'),
];

const filter = (policy: string, scope = 'MessageAttributes'): object =>
	subscribe('sqs', arnOf('filtered', 'sqs'), {Attributes: {FilterPolicy: policy, FilterPolicyScope: scope}});

const filters: readonly Row[] = (
	[
		['{"key":"value"}', '"key" must be an object or an array'],
		['{"key":[]}', 'Empty arrays are not allowed'],
		['{"key":[["a"]]}', 'Match value must be String, number, true, false, or null'],
		['{"key":[{"prefix":"a","suffix":"b"}]}', 'Only one key allowed in match expression'],
		['{"key":[{"wrong-operator":"a"}]}', 'Unrecognized match type wrong-operator'],
		['{"key":[{"suffix":1}]}', 'suffix match pattern must be a string'],
		['{"key":[{"prefix":1}]}', 'prefix match pattern must be a string'],
		['{"key":[{"exists":"true"}]}', 'exists match pattern must be either true or false.'],
		['{"key":[{"anything-but":{"suffix":"a"}}]}', 'Unsupported anything-but pattern: suffix'],
		['{"key":[{"numeric":[]}]}', 'Invalid member in numeric match: ]'],
		['{"key":[{"numeric":[1]}]}', 'Invalid member in numeric match: 1'],
		['{"key":[{"numeric":["operator",1]}]}', 'Unrecognized numeric range operator: operator'],
		['{"key":[{"numeric":[">=","1"]}]}', 'Value of >= must be numeric'],
		['{"key":[{"numeric":["=","1"]}]}', 'Value of equals must be numeric'],
		['{"key":[{"numeric":["<",100,30]}]}', 'Too many elements in numeric expression'],
		['{"key":[{"numeric":[">",1,30]}]}', 'Bad value in numeric range: 30'],
		['{"key":[{"numeric":[">",1,">",30]}]}', 'Bad numeric range operator: >'],
		['{"key":[{"numeric":[">",1,"<",30,"<",50]}]}', 'Too many terms in numeric range expression'],
		['{"key":[{"numeric":[">",30,"<",1]}]}', 'Bottom must be less than top'],
		['{"key":[{"cidr":1}]}', 'prefix match pattern must be a string'],
		['{"key":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR, one '/' required"],
		['{"key":[{"cidr":"10.0.0.0/x"}]}', 'Malformed CIDR, mask bits must be an integer'],
		['{"key":[{"cidr":"xx/24"}]}', 'Nonstandard IP address: xx'],
	] as const
).map(([policy, message]) => invalid(policy, 'Subscribe', filter(policy), `Attributes Reason: FilterPolicy: ${message}`));

const otherFilters: readonly Row[] = [
	invalid(
		'{invalid',
		'Subscribe',
		filter('{invalid'),
		"Attributes Reason: FilterPolicy: failed to parse JSON. Unexpected character ('i' (code 105)): was expecting double-quote to start field name",
	),
	invalid(
		'a nested key in the scope of attributes',
		'Subscribe',
		filter('{"a":{"b":["c"]}}'),
		'Attributes Reason: Filter policy scope MessageAttributes does not support nested filter policy',
	),
	invalid(
		'six keys',
		'Subscribe',
		filter('{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]}'),
		'Attributes Reason: FilterPolicy: Filter policy can not have more than 5 keys',
	),
	invalid(
		'151 combinations',
		'Subscribe',
		filter(JSON.stringify({a: Array.from({length: 151}, (_, index) => index)})),
		'Attributes Reason: FilterPolicy: Filter policy is too complex',
	),
];

describe.each([
	['topics', topics],
	['subscriptions', subscribing],
	['publications', publishing],
	['publications with two mistakes', inOrder],
	['batches', batches],
	['devices and phones', platforms],
	['filter policies', filters],
	['filter policies as a whole', otherFilters],
] as const)('what is refused of %s:', (_what, rows) => {
	test.each(rows)('%s', async (_fact, action, given, code, said) => {
		const input: object = typeof given === 'function' ? (given as () => object)() : given;
		const message = typeof said === 'function' ? said() : said;
		const [status, name = code] = kinds[code] ?? [];

		expect(await refusal(action, input)).toEqual({status, name, code, type: 'Sender', message});
	});
});

/** The error that the SDK's client throws; of a message that points into a JSON text the first line. */
async function refusal(action: string, input: object): Promise<unknown> {
	try {
		await engine.sns.send(commandOf(action, input));
	} catch (error) {
		const {name, message, Code, Type, $metadata} = error as Error & {
			Code?: string;
			Type?: string;
			$metadata?: {httpStatusCode?: number};
		};
		return {status: $metadata?.httpStatusCode, name, code: Code, type: Type, message: message.split('\n', 1)[0]};
	}
	throw new Error(`${action} was not refused`);
}

function commandOf(action: string, input: object): never {
	// Command classes are looked up by name.
	const commands = sns as unknown as Readonly<Record<string, new (given: object) => object>>;
	const Command = commands[`${action}Command`];
	if (!Command) throw new Error(`The client has no ${action}.`);
	return new Command(input) as never;
}

test('no bug was found on the way', () => {
	expect(engine.bugs).toEqual([]);
});
