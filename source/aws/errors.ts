import {SluiceError, type FailedCall} from '../shared/errors.ts';
import type {ServiceId} from './allowed-calls.ts';
import {deniedError} from './denied.ts';
import {credentialsError} from './credentials-error.ts';
import {networkError} from './network-error.ts';
import type {SessionContext} from './session.ts';

/** What is known about a call that went wrong. */
export type Failure = {
	readonly service: ServiceId;
	readonly action: string;
	/** Name of the queue, topic or stream. */
	readonly about?: string;
	readonly context: SessionContext;
	readonly isAborted: boolean;
};

/** What an SDK client throws, as far as it can be relied on. */
export type Thrown = {
	/** Shape name and query code: `QueueDoesNotExist` and `AWS.SimpleQueueService.NonExistentQueue`. */
	readonly names: readonly string[];
	readonly message: string;
	readonly status?: number;
	readonly call: FailedCall;
	readonly cause: unknown;
};

type Rule = {
	readonly names: readonly string[];
	/** Where the same name is used for different things. */
	readonly isFor?: (thrown: Thrown, failure: Failure) => boolean;
	readonly code: string;
	readonly say: (about: string, failure: Failure) => string;
	readonly nextSteps?: (failure: Failure) => readonly string[];
};

/** AWS's own list of throttling names, as the SDK knows it. */
const throttlingNames = [
	'RequestThrottled',
	'ThrottlingException',
	'Throttling',
	'Throttled',
	'ThrottledException',
	'TooManyRequestsException',
	'RequestLimitExceeded',
	'ProvisionedThroughputExceededException',
	'SlowDown',
	'BandwidthLimitExceeded',
	'RequestThrottledException',
	'KMSThrottlingException',
	'KmsThrottled',
	'KMS.ThrottlingException',
];

/** The first rule that fits names the error. */
const rules: readonly Rule[] = [
	{
		names: throttlingNames,
		code: 'throttled',
		say: (about, {action}) => `AWS is throttling ${action}${about && ` on ${about}`}.`,
		nextSteps: () => ['Wait a moment and try again; others use the same limit.'],
	},
	{
		names: ['LimitExceededException'],
		isFor: ({message}) => /rate exceeded/i.test(message),
		code: 'throttled',
		say: (about, {action}) => `AWS is throttling ${action}${about && ` on ${about}`}.`,
		nextSteps: () => ['Wait a moment and try again; others use the same limit.'],
	},
	{
		names: ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'],
		code: 'queue-not-found',
		say: (about, {context}) => `${about ? `Queue "${about}"` : 'This queue'} does not exist in ${context.region}, or is hidden from you.`,
		nextSteps: () => ['Check the name, the region and the account: sluice queues.'],
	},
	{
		names: ['ResourceNotFoundException'],
		isFor: ({message}, {service}) => service === 'sqs' && message.startsWith('Task'),
		code: 'move-task-not-found',
		say: about => `There is no such message move task${about && ` on ${about}`}.`,
	},
	{
		names: ['ResourceNotFoundException'],
		isFor: (_, {service}) => service === 'sqs',
		code: 'queue-not-found',
		say: (about, {context}) => `${about ? `Queue "${about}" or its destination` : 'A queue'} does not exist in ${context.region}.`,
		nextSteps: () => ['Check the names: sluice queues.'],
	},
	{
		names: ['NotFound', 'NotFoundException'],
		isFor: ({message}, {service}) => service === 'sns' && message.startsWith('Subscription'),
		code: 'subscription-not-found',
		say: () => 'The subscription does not exist any more.',
	},
	{
		names: ['NotFound', 'NotFoundException', 'ResourceNotFoundException', 'ResourceNotFound'],
		isFor: (_, {service}) => service === 'sns',
		code: 'topic-not-found',
		say: (about, {context}) => `${about ? `Topic "${about}"` : 'This topic'} does not exist in ${context.region}.`,
		nextSteps: () => ['Check the name, the region and the account: sluice topics.'],
	},
	{
		names: ['ResourceNotFoundException'],
		isFor: ({message}, {service}) => service === 'kinesis' && /shard/i.test(message.slice(0, 24)),
		code: 'shard-not-found',
		say: about => `There is no such shard in ${about || 'this stream'}.`,
		nextSteps: () => ['List the shards: sluice shards STREAM.'],
	},
	{
		names: ['ResourceNotFoundException'],
		isFor: ({message}, {service, action}) => service === 'kinesis' && (action === 'SubscribeToShard' || /consumer/i.test(message)),
		code: 'consumer-not-found',
		say: about => `There is no such consumer${about && ` of ${about}`} any more.`,
		nextSteps: () => ['List them: sluice consumers STREAM.'],
	},
	{
		names: ['ResourceNotFoundException'],
		isFor: (_, {service}) => service === 'kinesis',
		code: 'stream-not-found',
		say: (about, {context}) => `${about ? `Stream "${about}"` : 'This stream'} does not exist in ${context.region}.`,
		nextSteps: () => ['Check the name, the region and the account: sluice streams.'],
	},
	{
		names: ['PurgeQueueInProgress', 'AWS.SimpleQueueService.PurgeQueueInProgress'],
		code: 'purge-in-progress',
		say: about => `Queue "${about}" was purged less than 60 seconds ago.`,
		nextSteps: () => ['Wait and purge again.'],
	},
	{
		names: ['InvalidParameterValue', 'InvalidParameterValueException'],
		isFor: ({message}) => /already a task running/i.test(message),
		code: 'move-task-running',
		say: about => `A message move task from ${about || 'this queue'} is running already.`,
		nextSteps: () => ['Watch it or cancel it; one task at a time is allowed for a queue.'],
	},
	{
		names: ['InvalidParameterValue', 'InvalidParameterValueException'],
		isFor: ({message}) => /must be configured as a dead letter queue/i.test(message),
		code: 'not-a-dead-letter-queue',
		say: about => `${about || 'This queue'} is the dead-letter queue of no queue, so AWS does not redrive it.`,
	},
	{
		names: ['ReceiptHandleIsInvalid', 'MessageNotInflight', 'AWS.SimpleQueueService.MessageNotInflight'],
		code: 'receipt-handle-expired',
		say: about => `AWS does not know this receipt handle${about && ` of ${about}`} any more.`,
		nextSteps: () => ['Receive the message again.'],
	},
	{
		names: ['InvalidParameterValue', 'InvalidParameterValueException'],
		isFor: ({message}) => /receipt handle has expired|not available for visibility timeout change/i.test(message),
		code: 'receipt-handle-expired',
		say: about => `The receipt handle of this message of ${about || 'the queue'} has expired.`,
		nextSteps: () => ['Receive the message again.'],
	},
	{
		names: ['OverLimit', 'AWS.SimpleQueueService.OverLimit'],
		code: 'over-limit',
		say: about => `${about || 'This queue'} has as many messages in flight as AWS allows.`,
	},
	{
		names: ['ExpiredIteratorException'],
		code: 'iterator-expired',
		say: about => `The shard iterator of ${about || 'this stream'} is older than 5 minutes.`,
	},
	{
		// Of another stream of that name, or of a local engine that was started anew: what it stands for is gone.
		names: ['InvalidArgumentException'],
		isFor: ({message}, {action}) => action === 'GetRecords' && /shard ?iterator/i.test(message),
		code: 'iterator-expired',
		say: about => `The shard iterator of ${about || 'this stream'} is not valid any more.`,
	},
	{
		names: ['ResourceInUseException'],
		isFor: ({message}) => /already exists/i.test(message),
		code: 'stream-exists',
		say: about => `Stream "${about}" exists already.`,
	},
	{
		names: ['ResourceInUseException'],
		code: 'stream-busy',
		say: about => `${about || 'This stream'} is being changed already; it must be ACTIVE first.`,
		nextSteps: () => ['Wait until it is ACTIVE and try again.'],
	},
	{
		names: ['LimitExceededException', 'TopicLimitExceeded', 'SubscriptionLimitExceeded'],
		code: 'limit-exceeded',
		say: (_, {action}) => `${action} would exceed a limit of this account.`,
		nextSteps: () => ['See the account’s service quotas.'],
	},
	{
		names: ['QueueNameExists', 'QueueAlreadyExists'],
		code: 'queue-exists',
		say: about => `Queue "${about}" exists already, with other attributes.`,
	},
	{
		names: ['UnsupportedOperation', 'AWS.SimpleQueueService.UnsupportedOperation', 'UnknownOperationException', 'InvalidAction'],
		code: 'not-supported',
		say: (_, {action, context}) => `${context.endpointUrl ?? 'AWS'} does not support ${action}.`,
	},
];

/**
Turns what an SDK client throws into a sentence with next steps.

Codes: aborted, no-credentials, login-expired, bad-credentials, clock-skew, denied, throttled, unreachable, untrusted-certificate, not-aws,
queue-not-found, topic-not-found, subscription-not-found, stream-not-found, shard-not-found, consumer-not-found, move-task-not-found, move-task-running,
not-a-dead-letter-queue, purge-in-progress, receipt-handle-expired, over-limit, iterator-expired, stream-exists, stream-busy, limit-exceeded,
queue-exists, not-supported, kms-denied, aws-failed, refused, failed.

Message bodies and secrets never appear: of AWS's own text only that of `refused` is passed on, cut to 300 characters.
*/
export function translateError(error: unknown, failure: Failure): SluiceError {
	if (error instanceof SluiceError) return error;
	const thrown = readThrown(error, failure);
	if (failure.isAborted || thrown.names.includes('AbortError'))
		return new SluiceError(`${failure.action} was stopped before AWS answered.`, {code: 'aborted', call: thrown.call, cause: error});
	return (
		credentialsError(thrown, failure) ??
		deniedError(thrown, failure) ??
		ruledError(thrown, failure) ??
		networkError(thrown, failure) ??
		otherError(thrown, failure)
	);
}

/** Whether the failure is only that somebody stopped waiting. Also true of the reason of an AbortSignal. */
export function isAborted(error: unknown): boolean {
	if (error instanceof SluiceError) return error.code === 'aborted';
	return error instanceof Error && error.name === 'AbortError';
}

function ruledError(thrown: Thrown, failure: Failure): SluiceError | undefined {
	const rule = rules.find(({names, isFor}) => names.some(name => thrown.names.includes(name)) && (isFor?.(thrown, failure) ?? true));
	if (!rule) return undefined;
	return new SluiceError(rule.say(failure.about ?? '', failure), {
		code: rule.code,
		nextSteps: rule.nextSteps?.(failure) ?? [],
		call: thrown.call,
		cause: thrown.cause,
	});
}

function otherError(thrown: Thrown, {action}: Failure): SluiceError {
	const {call, cause, status, message} = thrown;
	if (status !== undefined && status >= 500)
		return new SluiceError(`AWS had a failure of its own during ${action} (${status}).`, {
			code: 'aws-failed',
			nextSteps: ['Try again; see the AWS Health Dashboard if it stays.'],
			call,
			cause,
		});
	if (status !== undefined && call.awsCode !== undefined)
		return new SluiceError(`AWS refused ${action}: ${safeText(message || call.awsCode)}`, {code: 'refused', call, cause});
	return new SluiceError(`${action} failed: ${safeText(message)}`, {code: 'failed', call, cause});
}

/** Text of AWS without control characters, at most 300 characters. */
function safeText(text: string): string {
	// eslint-disable-next-line no-control-regex -- What is removed here is exactly the control characters.
	const oneLine = text.replaceAll(/[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]+/g, ' ').trim();
	return oneLine.length > 300 ? `${oneLine.slice(0, 299)}…` : oneLine;
}

function readThrown(error: unknown, {service, action}: Failure): Thrown {
	const fields = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
	const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
	const metadata = (fields['$metadata'] ?? {}) as {httpStatusCode?: unknown; requestId?: unknown};
	const names = [text(fields['name']), text(fields['Code']), text(fields['code'])].filter(name => name !== undefined);
	const awsCode = fields['$fault'] === undefined ? undefined : (text(fields['Code']) ?? text(fields['name']));
	const requestId = text(metadata.requestId);
	return {
		names,
		message: text(fields['message']) ?? text(fields['Message']) ?? String(error),
		...(typeof metadata.httpStatusCode === 'number' && {status: metadata.httpStatusCode}),
		call: {service, action, ...(awsCode !== undefined && {awsCode}), ...(requestId !== undefined && {requestId})},
		cause: error,
	};
}
