import {sleep, type Clock, type EpochMs} from '../shared/clock.ts';
import type {SluiceError} from '../shared/errors.ts';
import type {CallRequest} from './call.ts';
import type {Identity, SessionContext} from './session.ts';
import {isUnanswered} from './unanswered.ts';

/**
How a change ended.

- done, partly: AWS answered; partly when it refused some entries of a batch.
- denied, throttled, failed: AWS did not do it.
- unknown: no answer came, so it may have been done.
*/
export type ChangeOutcome = 'done' | 'partly' | 'denied' | 'throttled' | 'failed' | 'unknown';

/** One call that changes AWS, as the audit log tells it. Never holds bodies, attribute values of messages, receipt handles or secrets. */
export type Change = {
	/** When the call was begun. */
	readonly atMs: EpochMs;
	readonly durationMs: number;
	readonly service: string;
	/** AWS's name: `DeleteMessageBatch`. */
	readonly action: string;
	/** URL, ARN or name. */
	readonly resource?: string;
	readonly parameters: Readonly<Record<string, unknown>>;
	/** Messages that were sent, by their new ids, or deleted. */
	readonly messageIds?: readonly string[];
	readonly outcome: ChangeOutcome;
	/** AWS's code, or ours, of what went wrong. */
	readonly code?: string;
	readonly requestId?: string;
};

/** A change, with who made it and where. The identity is absent when AWS did not tell it. */
export type AuditEntry = Change & {
	readonly identity?: Identity;
	readonly context: Pick<SessionContext, 'name' | 'target' | 'region' | 'endpointUrl' | 'profile'>;
};

/** Where changes are written down. `record` never waits and never throws: what goes wrong is its own to tell, once. */
export type AuditLog = {
	/** Where it is kept, for people. */
	readonly path: string;
	record(entry: AuditEntry | Promise<AuditEntry>): void;
	/** What was recorded, by this session and others, oldest first. Lines that cannot be read come as problems. */
	read(options?: {sinceMs?: EpochMs}): AsyncIterable<AuditEntry | {readonly problem: string}>;
	/** Why something could not be written; undefined while all could. */
	problem(): SluiceError | undefined;
	/** Resolves when everything recorded so far is written, or is known not to be. */
	flush(): Promise<void>;
};

/** A disk that needs longer must not keep messages from what is to be done with them while they are held. */
const diskMaxMs = 2000;

/**
Waits until what was done so far is on the disk: asked for before a call that cannot be undone, so that a program killed during that call has left the lines
that name what went before. Never throws; waits for two seconds at most, and not at all once the signal has aborted.
*/
export async function writtenDown(
	audit: Pick<AuditLog, 'flush'> | undefined,
	{clock, signal}: {clock: Clock; signal?: AbortSignal},
): Promise<void> {
	if (!audit) return;
	const done = new AbortController();
	const until = signal ? AbortSignal.any([signal, done.signal]) : done.signal;
	const tooLong = sleep(clock, diskMaxMs, {signal: until}).catch(() => undefined);
	await Promise.race([audit.flush(), tooLong]);
	done.abort();
}

/** How a call that changes AWS reads in the audit log. */
export function describeChange(
	request: CallRequest,
	call: {atMs: EpochMs; durationMs: number; output?: unknown; error?: SluiceError},
): Change {
	const {service, action, about, input, messageIds} = request;
	const {atMs, durationMs, output, error} = call;
	const resource = resourceOf(input) ?? about;
	const answer = readAnswer(output);
	const ids = answer.messageIds ?? messageIds?.filter((_, index) => !answer.failedIds.includes(String(index)));
	const code = error === undefined ? answer.code : (error.call?.awsCode ?? error.code);
	const requestId = error === undefined ? answer.requestId : error.call?.requestId;
	return {
		atMs,
		durationMs,
		service,
		action,
		...(resource !== undefined && {resource}),
		parameters: parametersOf(input),
		...(ids && ids.length > 0 && {messageIds: ids}),
		outcome: error === undefined ? (answer.failedIds.length > 0 ? 'partly' : 'done') : failureOf(error),
		...(code !== undefined && {code}),
		...(requestId !== undefined && {requestId}),
	};
}

function failureOf(error: SluiceError): ChangeOutcome {
	if (error.code === 'denied' || error.code === 'throttled') return error.code;
	return isUnanswered(error) ? 'unknown' : 'failed';
}

type Members = Readonly<Record<string, unknown>>;

function members(value: unknown): Members {
	return typeof value === 'object' && value !== null ? (value as Members) : {};
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

const resourceMembers = [
	'QueueUrl',
	'QueueName',
	'TopicArn',
	'SubscriptionArn',
	'StreamName',
	'StreamARN',
	'SourceArn',
	'ResourceARN',
	'ResourceArn',
];

function resourceOf(input: unknown): string | undefined {
	const given = members(input);
	for (const name of resourceMembers) {
		const found = textOf(given[name]);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** Members that are shown as they are. What is not listed here is not written down, so a new action can never leak what it carries. */
const plainMembers: ReadonlySet<string> = new Set([
	'AdjacentShardToMerge',
	'ConsumerName',
	'DelaySeconds',
	'DestinationArn',
	'ExplicitHashKey',
	'Label',
	'MaxNumberOfMessagesPerSecond',
	'MessageDeduplicationId',
	'MessageGroupId',
	'Name',
	'NewStartingHashKey',
	'Protocol',
	'RetentionPeriodHours',
	'ScalingType',
	'ShardCount',
	'ShardToMerge',
	'ShardToSplit',
	'TargetShardCount',
	'TaskHandle',
]);

const isSecret = /credential|password|principal|secret|token/i;

function parametersOf(input: unknown): Members {
	const found: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(members(input))) {
		if (value === undefined) continue;
		if (plainMembers.has(name)) found[name] = value;
		else if (Array.isArray(value) && /Entries$|^Records$/.test(name)) found['entryCount'] = value.length;
		else if (name === 'MessageBody' || name === 'Message') found['bodyBytes'] = Buffer.byteLength(textOf(value) ?? '');
		else if (name === 'Data') found['dataBytes'] = (value as Uint8Array).byteLength;
		else if (name === 'MessageAttributes') found['attributeNames'] = Object.keys(members(value));
		else if (name === 'Attributes') found['Attributes'] = settingsOf(value);
		else if (name === 'Endpoint') found['Endpoint'] = withoutSecrets(textOf(value) ?? '');
	}
	return found;
}

/** Attributes of queues, topics and subscriptions are settings, not contents. */
function settingsOf(value: unknown): Members {
	return Object.fromEntries(Object.entries(members(value)).map(([name, text]) => [name, isSecret.test(name) ? '(not shown)' : text]));
}

/** Endpoints of subscriptions may carry a password or a key. */
function withoutSecrets(endpoint: string): string {
	if (!/^https?:/i.test(endpoint)) return endpoint;
	const url = URL.parse(endpoint);
	return url ? `${url.protocol}//${url.host}${url.pathname}${url.search === '' ? '' : '?…'}` : '(not shown)';
}

function readAnswer(output: unknown): {messageIds?: readonly string[]; failedIds: readonly string[]; code?: string; requestId?: string} {
	const answer = members(output);
	const failed = Array.isArray(answer['Failed']) ? answer['Failed'].map(members) : [];
	const successful = Array.isArray(answer['Successful']) ? answer['Successful'].map(members) : [];
	const ids = [answer, ...successful].map(({MessageId}) => textOf(MessageId)).filter(id => id !== undefined);
	const code = textOf(failed[0]?.['Code']);
	const requestId = textOf(members(answer['$metadata'])['requestId']);
	return {
		...(ids.length > 0 && {messageIds: ids}),
		failedIds: failed.map(({Id}) => String(Id)),
		...(code !== undefined && {code}),
		...(requestId !== undefined && {requestId}),
	};
}
