import type {Mode} from './session.ts';

/**
What a call does to what people own.

- read: changes nothing.
- receive: hides messages, counts receives, moves messages to dead-letter queues; or gives back what was received.
- change: everything else, and whatever this table does not know.
*/
export type CallClass = 'read' | 'receive' | 'change';

export type ServiceId = 'sqs' | 'sns' | 'kinesis' | 'sts' | 'cloudwatch' | 'lambda';

/**
Every action of the SDK clients that sluice makes and that is not a change. An action that is missing here is a change, so a new SDK can never widen what
READ-ONLY and LOOK allow. Of CloudWatch and Lambda only what sluice asks stands here: their other questions are none of its business.

GetMetricData reads, though each metric has its price: the console asks before it spends.

GetRecords and GetShardIterator read, though they share a shard's five reads a second with its consumers. SubscribeToShard takes a consumer's place at
a shard and RegisterStreamConsumer creates one: both are changes.
*/
const harmless: Readonly<Record<ServiceId, Readonly<Record<string, 'read' | 'receive'>>>> = {
	sqs: {
		GetQueueAttributes: 'read',
		GetQueueUrl: 'read',
		ListDeadLetterSourceQueues: 'read',
		ListMessageMoveTasks: 'read',
		ListQueues: 'read',
		ListQueueTags: 'read',
		ReceiveMessage: 'receive',
		ChangeMessageVisibility: 'receive',
		ChangeMessageVisibilityBatch: 'receive',
	},
	sns: {
		CheckIfPhoneNumberIsOptedOut: 'read',
		GetDataProtectionPolicy: 'read',
		GetEndpointAttributes: 'read',
		GetPlatformApplicationAttributes: 'read',
		GetSMSAttributes: 'read',
		GetSMSSandboxAccountStatus: 'read',
		GetSubscriptionAttributes: 'read',
		GetTopicAttributes: 'read',
		ListEndpointsByPlatformApplication: 'read',
		ListOriginationNumbers: 'read',
		ListPhoneNumbersOptedOut: 'read',
		ListPlatformApplications: 'read',
		ListSMSSandboxPhoneNumbers: 'read',
		ListSubscriptions: 'read',
		ListSubscriptionsByTopic: 'read',
		ListTagsForResource: 'read',
		ListTopics: 'read',
	},
	kinesis: {
		DescribeAccountSettings: 'read',
		DescribeChannel: 'read',
		DescribeLimits: 'read',
		DescribeStream: 'read',
		DescribeStreamConsumer: 'read',
		DescribeStreamSummary: 'read',
		GetRecords: 'read',
		GetResourcePolicy: 'read',
		GetShardIterator: 'read',
		ListChannels: 'read',
		ListShards: 'read',
		ListStreamConsumers: 'read',
		ListStreams: 'read',
		ListTagsForResource: 'read',
		ListTagsForStream: 'read',
	},
	sts: {
		DecodeAuthorizationMessage: 'read',
		GetAccessKeyInfo: 'read',
		GetCallerIdentity: 'read',
	},
	cloudwatch: {
		GetMetricData: 'read',
	},
	lambda: {
		GetFunctionConfiguration: 'read',
		ListEventSourceMappings: 'read',
	},
};

/** What the action does. Unknown actions are changes. */
export function callClass(service: ServiceId, action: string): CallClass {
	const actions = harmless[service];
	return (Object.hasOwn(actions, action) ? actions[action] : undefined) ?? 'change';
}

/** Whether a session in this mode may make calls of this class. */
export function isAllowed(mode: Mode, kind: CallClass): boolean {
	if (mode === 'CHANGE') return true;
	if (mode === 'LOOK') return kind !== 'change';
	return kind === 'read';
}
