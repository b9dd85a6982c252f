import type {AccessKeys} from '../rules/access-condition.ts';
import type {Principal} from '../rules/access-policy.ts';
import type {Clock, EpochMs} from '../shared/clock.ts';
import type {Random} from '../shared/random.ts';
import {structure, type Infer, type Members, type StructureShape, type Violation} from './shape.ts';

/**
An answer that is an error, in AWS's own words. Thrown by handlers and by the domain.

@param options.code What Query clients and boto3 show: `AWS.SimpleQueueService.NonExistentQueue`.
@param options.type The `__type` of JSON protocols: `com.amazonaws.sqs#QueueDoesNotExist`, `ResourceNotFoundException`.
@param options.queryMessage Where the Query protocol words it differently.
*/
export class AwsError extends Error {
	override readonly name = 'AwsError';
	readonly code: string;
	readonly type: string;
	readonly status: number;
	readonly queryMessage: string;
	readonly fault: 'Sender' | 'Receiver';

	constructor(message: string, options: {code: string; type?: string; status?: number; queryMessage?: string}) {
		super(message);
		this.code = options.code;
		this.type = options.type ?? options.code;
		this.status = options.status ?? 400;
		this.queryMessage = options.queryMessage ?? message;
		this.fault = this.status >= 500 ? 'Receiver' : 'Sender';
	}
}

/** What an engine was started with. */
export type EngineOptions = {
	/** How long Kinesis streams stay CREATING, UPDATING and DELETING. Default: 500. */
	readonly kinesisDelayMs: number;
	/** Throughput limits. Per shard of Kinesis 1 MiB/s and 1,000 records/s in, 2 MiB/s and 5 reads/s out; per FIFO queue 300 calls/s each of sends, receives and deletes; per FIFO topic 3,000 messages/s, 300 to a group. Default: off. */
	readonly enforceLimits: boolean;
	/** AWS's waiting rules: 60 seconds until a deleted queue's name may be used again, and 60 between two purges of a queue. Default: on. */
	readonly waits: boolean;
	/** Whether the policies of queues, topics and streams decide who may use them: other accounts, SNS as a sender, callers without a signature, and by an explicit Deny the owner too. Default: off. */
	readonly enforcePolicies: boolean;
	/**
	Where functions run, by name, `*` for all others: a Runtime Interface Emulator, `sam local start-lambda`, or anything that takes the Invoke API's POST.

	A URL without a path gets `/2015-03-31/functions/function/invocations`, or with `*` the function's own name in it. Default: none; what functions would have got is in the outbox.
	*/
	readonly functionUrls?: Readonly<Record<string, string>> | undefined;
};

export const defaultEngineOptions: EngineOptions = {kinesisDelayMs: 500, enforceLimits: false, waits: true, enforcePolicies: false};

/** A body that is dear to make (SNS's signature takes most of a millisecond) and long to keep, and so is made when somebody reads it or needs its digest. */
export type LateBody = {
	/** How long it will be in UTF-8. */
	readonly byteCount: number;
	/** To be called once. */
	finish(): string;
};

/** A message that one service hands to a queue of another. */
export type DeliveredMessage = {
	readonly body: string;
	readonly messageAttributes?: Readonly<
		Record<string, {readonly DataType: string; readonly StringValue?: string | undefined; readonly BinaryValue?: string | undefined}>
	>;
	readonly messageGroupId?: string;
	readonly messageDeduplicationId?: string;
	/** X-Ray's header, passed on as the system attribute AWSTraceHeader. */
	readonly traceHeader?: string;
	/** In place of `body`, which is then empty. Only given to a `deliverToQueue` that knows of it. */
	readonly lateBody?: LateBody | undefined;
};

/** An HTTP POST that a service makes: to a subscriber of SNS, or to a local function. */
export type OutgoingRequest = {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	readonly timeoutMs: number;
};

export type OutgoingAnswer = {readonly status: number; readonly body: string};

/** Signs messages with a key pair of the engine's own, made at first use. */
export type MessageSigner = {
	/** RSA, PKCS #1 v1.5. Base64. */
	sign(text: string, digest: 'sha1' | 'sha256'): string;
	/** Of every signature, in base64 characters. */
	readonly signatureLength: number;
	/** Where the engine serves the certificate: `/SimpleNotificationService-….pem`. */
	certificatePath(): string;
	/** X.509 in PEM. */
	certificatePem(): string;
};

export type MetricValue = {
	readonly name: string;
	readonly value: number;
	readonly unit: 'Count' | 'Bytes' | 'Milliseconds' | 'Seconds';
};

/** What happened to one thing, or what its present state is, for CloudWatch: `NumberOfMessagesPublished` of the topic `orders`. */
export type MetricReading = {
	readonly namespace: 'AWS/SNS' | 'AWS/SQS' | 'AWS/Kinesis';
	readonly dimensions: Readonly<Record<string, string>>;
	readonly values: readonly MetricValue[];
};

/** How services reach each other; wired in `engine/index.ts`, so that none imports another. */
export type Wiring = {
	/**
	Sends to a queue by ARN, as SNS does. Undefined when accepted, else the error.

	@param sourceArn The topic that sends: what the queue's policy is asked about.
	*/
	deliverToQueue(queueArn: string, message: DeliveredMessage, sourceArn: string): AwsError | undefined;
	/** `deliverToQueue` takes late bodies. Default: it gets ready ones only. */
	readonly takesLateBodies?: boolean;
	/** Rejects when there is no answer: refused, reset, timed out. Absent: nothing leaves the engine, and such deliveries fail. */
	httpPost?(request: OutgoingRequest): Promise<OutgoingAnswer>;
	/** One for the whole engine, which serves its certificate. Absent: each state makes its own. */
	readonly signer?: MessageSigner;
	/** Absent: nobody counts. */
	countMetrics?(reading: MetricReading): void;
	/** The gauges of an account and region as they are at a time, for CloudWatch. Times go forward. Absent: there are none. */
	readGauges?(nowMs: EpochMs): readonly MetricReading[];
};

/** What a service's state of one account and region is made with. */
export type StateEnvironment = {
	readonly accountId: string;
	readonly region: string;
	readonly clock: Clock;
	readonly random: Random;
	readonly options: EngineOptions;
	readonly wiring: Wiring;
};

/** Who calls, as access policies see it. */
export type AccessCaller = {
	readonly principal: Principal;
	/** For messages: `arn:aws:iam::111122223333:root`. */
	readonly name: string;
	/** What is known of every request; services add their own. */
	readonly keys: AccessKeys;
};

/** What a handler may know of the request. */
export type ActionContext<State> = {
	/** The service's state of this account and region. */
	readonly state: State;
	/** The same service's state of another account in this region, for what one account may do with another's; undefined when there is none. Absent: accounts do not see each other. */
	stateOfAccount?(accountId: string): State | undefined;
	readonly accountId: string;
	readonly region: string;
	/** Read once when the request arrived. After waiting, ask `clock` again. */
	readonly nowMs: EpochMs;
	readonly clock: Clock;
	readonly random: Random;
	readonly options: EngineOptions;
	/** `http://host:port` of the request's own Host header; queue URLs are built from it. */
	readonly endpointUrl: string;
	readonly requestId: string;
	/** `json`, `query` or `cbor`: a few errors depend on it. */
	readonly protocol: Protocol;
	/** Path of the request, without its query string: SQS accepts the queue there. */
	readonly path: string;
	/** A header's value by lower-case name. */
	header(name: string): string | undefined;
	/** Calls back when the client goes away before it is answered. The returned function unregisters. */
	onClientGone(callback: () => void): () => void;
};

export type Protocol = 'json' | 'query' | 'cbor';

export type ActionDefinition<State, Input extends StructureShape, Output extends StructureShape> = {
	/** AWS's name: `SendMessage`. */
	readonly name: string;
	readonly input: Input;
	readonly output: Output;
	/** The API reference page. */
	readonly docs: string;
	/** Throws an AwsError to refuse. Synchronous unless it must wait. */
	handle(input: Infer<Input>, context: ActionContext<State>): Infer<Output> | Promise<Infer<Output>>;
	/** The answer's JSON, for an action that writes it faster than the encoder does. Must equal what the encoder writes, but for the order of members. */
	writeJson?(output: Infer<Output>): string | Uint8Array;
	/** The same for CBOR. */
	writeCbor?(output: Infer<Output>): Uint8Array;
};

/** An action as the dispatcher sees it, with its types forgotten. */
export type Action<State> = {
	readonly name: string;
	readonly input: StructureShape;
	readonly output: StructureShape;
	readonly docs: string;
	/** Shapes of its events by name, where it answers with a stream of events. */
	readonly events?: Members;
	handle(input: unknown, context: ActionContext<State>): unknown;
	writeJson?(output: unknown): string | Uint8Array;
	writeCbor?(output: unknown): Uint8Array;
};

/** One event of an action that answers with a stream: its name among `events`, and its value. */
export type StreamEvent = {readonly type: string; readonly value: unknown};

/**
An action that answers with a stream of events, as SubscribeToShard does.

`handle` checks the request, throws an AwsError to refuse it as any action does, and returns the events. The engine sends `initial-response` first, then each event as it comes; an AwsError thrown by the iterator becomes an exception frame and ends the stream. When the client goes away the iterator's `return` is called, and `onClientGone` calls back.
*/
export type EventActionDefinition<State, Input extends StructureShape> = {
	readonly name: string;
	readonly input: Input;
	readonly events: Members;
	readonly docs: string;
	handle(input: Infer<Input>, context: ActionContext<State>): AsyncIterable<StreamEvent> | Promise<AsyncIterable<StreamEvent>>;
	/** The JSON of an event's value, for an action that writes it faster than the encoder does. */
	writeJson?(value: unknown): string | Uint8Array;
	writeCbor?(value: unknown): Uint8Array;
};

export function defineEventAction<State, Input extends StructureShape>(definition: EventActionDefinition<State, Input>): Action<State> {
	// As in defineAction: the dispatcher decodes and validates against `input` before it calls.
	return {...definition, output: structure({})} as unknown as Action<State>;
}

export function defineAction<State, Input extends StructureShape, Output extends StructureShape>(
	definition: ActionDefinition<State, Input, Output>,
): Action<State> {
	// The dispatcher decodes and validates against `input` before it calls, which is what makes the forgotten type true.
	return definition as unknown as Action<State>;
}

export type ServiceDefinition<State> = {
	readonly id: 'sqs' | 'sns' | 'kinesis' | 'sts' | 'cloudwatch';
	/** For people: `Amazon SQS`. */
	readonly title: string;
	/** AWS JSON: the part of `x-amz-target` before the dot, and the content type to answer with. Absent: no JSON protocol. */
	readonly json?: {readonly targetPrefix: string; readonly version: '1.0' | '1.1'};
	/** Smithy's RPC v2 CBOR, with the same target as AWS JSON in its path. Absent: not spoken. */
	readonly rpcV2Cbor?: true;
	/** AWS Query: API version and XML namespace. Absent: no Query protocol. */
	readonly query?: {readonly version: string; readonly namespace: string};
	/** The table. */
	readonly actions: ReadonlyArray<Action<State>>;
	createState(environment: StateEnvironment): State;
	/** Ends what waits or goes on in a state that is thrown away: long polls, subscriptions, retries. Absent: nothing does. */
	endState?(state: State, nowMs: EpochMs): void;
	/**
	The account and region that a request's own parameters speak of, for requests that are not signed and so say neither: links in mails and notifications are followed that way. Undefined: the engine's defaults.
	*/
	unsignedScope?(
		actionName: string,
		input: Readonly<Record<string, unknown>>,
	): {readonly accountId: string; readonly region: string} | undefined;
	/** The account whose resource a request names by ARN, where the action is one that accounts may do with each other's resources: the request is then about that account. */
	sharedAccountId?(actionName: string, input: Readonly<Record<string, unknown>>): string | undefined;
	/** Throws what AWS answers when the policy of what a request names keeps its caller out. Asked before the handler, where the engine enforces policies. */
	authorize?(actionName: string, input: Readonly<Record<string, unknown>>, context: ActionContext<State>, caller: AccessCaller): void;
	/** How this service words broken constraints of a shape. */
	violationError(violations: readonly Violation[]): AwsError;
	/** How this service words an action that it does not know, or that sluice lacks. */
	unknownActionError(name: string): AwsError;
	/** How this service answers a member of the wrong JSON type. */
	typeError(message: string): AwsError;
};

export function defineService<State>(definition: ServiceDefinition<State>): ServiceDefinition<State> {
	return definition;
}
