import type {EpochMs} from '../shared/clock.ts';

/** A queue as lists show it before its attributes are read. */
export type QueueRef = {readonly name: string; readonly url: string};

/** Everything GetQueueAttributes(All) tells, with units made explicit. Counts are approximate on AWS. */
export type QueueAttributes = QueueRef & {
	readonly arn: string;
	readonly isFifo: boolean;
	readonly readyCount: number;
	readonly inFlightCount: number;
	readonly delayedCount: number;
	readonly visibilityTimeoutSeconds: number;
	readonly retentionSeconds: number;
	readonly delaySeconds: number;
	readonly messageBytesMax: number;
	readonly waitTimeSeconds: number;
	readonly redrivePolicy?: {readonly deadLetterQueueArn: string; readonly maxReceiveCount: number};
	readonly hasContentBasedDeduplication: boolean;
	readonly kmsKeyId?: string;
	readonly hasManagedEncryption: boolean;
	readonly policy?: string;
	readonly createdAtMs: EpochMs;
	readonly modifiedAtMs: EpochMs;
	/** As AWS sent them, for the details view. */
	readonly raw: Readonly<Record<string, string>>;
};

export type MessageAttribute = {readonly dataType: string; readonly stringValue?: string; readonly binaryValue?: Uint8Array};

export type Message = {
	readonly messageId: string;
	readonly receiptHandle: string;
	readonly body: string;
	readonly bodyBytes: number;
	readonly sentAtMs: EpochMs;
	readonly firstReceivedAtMs?: EpochMs;
	readonly receiveCount: number;
	readonly groupId?: string;
	readonly deduplicationId?: string;
	readonly sequenceNumber?: string;
	/** In a dead-letter queue: where it came from. */
	readonly sourceQueueArn?: string;
	readonly senderId?: string;
	/** AWSTraceHeader, where its sender gave one. */
	readonly traceHeader?: string;
	readonly attributes: Readonly<Record<string, MessageAttribute>>;
};

export type MoveTask = {
	readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED';
	readonly sourceArn: string;
	readonly destinationArn?: string;
	readonly ratePerSecond?: number;
	readonly startedAtMs: EpochMs;
	readonly movedCount: number;
	readonly toMoveCount?: number;
	readonly failureReason?: string;
	/** Only while RUNNING. */
	readonly taskHandle?: string;
};

/** One entry of a batch that AWS refused, while others may have succeeded. */
export type FailedEntry = {readonly id: string; readonly code: string; readonly message: string; readonly isSenderFault: boolean};

export type OutgoingMessage = {
	readonly body: string;
	readonly delaySeconds?: number;
	readonly groupId?: string;
	readonly deduplicationId?: string;
	readonly traceHeader?: string;
	readonly attributes?: Readonly<Record<string, MessageAttribute>>;
};

type Abortable = {readonly signal?: AbortSignal};

/** SQS, narrowed to what sluice uses. Every call is checked against the session's mode, counted, and its errors are SluiceErrors. */
export type QueueGateway = {
	/** All queues, a page (up to 1,000) at a time. */
	list(options?: Abortable & {prefix?: string}): AsyncIterable<readonly QueueRef[]>;
	/** @param options.accountId The owner, when it is another account. */
	find(name: string, options?: Abortable & {accountId?: string}): Promise<QueueRef>;
	/** @param options.isOnce Not asked again by the SDK when it fails: for reads that pace themselves. */
	attributes(url: string, options?: Abortable & {isOnce?: boolean}): Promise<QueueAttributes>;
	/** Queues whose redrive policy names this one. */
	deadLetterSources(url: string, options?: Abortable): Promise<readonly QueueRef[]>;
	create(
		name: string,
		attributes: Readonly<Record<string, string>>,
		options?: Abortable & {tags?: Readonly<Record<string, string>>},
	): Promise<QueueRef>;
	tags(url: string, options?: Abortable): Promise<Readonly<Record<string, string>>>;
	/** Adds tags, or gives them new values. */
	tag(url: string, tags: Readonly<Record<string, string>>, options?: Abortable): Promise<void>;
	untag(url: string, keys: readonly string[], options?: Abortable): Promise<void>;
	delete(url: string, options?: Abortable): Promise<void>;
	setAttributes(url: string, attributes: Readonly<Record<string, string>>, options?: Abortable): Promise<void>;
	/** A receive: hides messages and counts. At most 10. */
	receive(
		url: string,
		options: Abortable & {count: number; visibilityTimeoutSeconds?: number; waitSeconds?: number},
	): Promise<readonly Message[]>;
	/** Batches of 10 inside. Answers the entries that failed. */
	changeVisibility(
		url: string,
		receiptHandles: readonly string[],
		options: Abortable & {timeoutSeconds: number},
	): Promise<ReadonlyArray<FailedEntry & {receiptHandle: string}>>;
	/**
	Batches of 10 inside. Answers the entries that failed.

	@param options.messageIds For the audit log: the messages' ids, in the order of the handles.
	*/
	deleteMessages(
		url: string,
		receiptHandles: readonly string[],
		options?: Abortable & {messageIds?: readonly string[]},
	): Promise<ReadonlyArray<FailedEntry & {receiptHandle: string}>>;
	/** @throws `not-confirmed` when the answer lacks an id or has other checksums than the message: it was sent, but perhaps not as it is. */
	send(
		url: string,
		message: OutgoingMessage,
		options?: Abortable,
	): Promise<{messageId: string; sequenceNumber?: string; requestId?: string}>;
	/**
	Up to 10, in one call. Answers by index: sent entries have an id and the right checksums of body and attributes. What has not is among the failed with the
	code `NotConfirmed`: it may have arrived.

	@param options.isOnce Not sent again by the SDK when no answer comes, which could double what did arrive.
	*/
	sendBatch(
		url: string,
		messages: readonly OutgoingMessage[],
		options?: Abortable & {isOnce?: boolean},
	): Promise<{
		readonly sent: ReadonlyArray<{index: number; messageId: string; sequenceNumber?: string}>;
		readonly failed: ReadonlyArray<FailedEntry & {index: number}>;
	}>;
	purge(url: string, options?: Abortable): Promise<{requestId?: string}>;
	startMoveTask(
		options: Abortable & {sourceArn: string; destinationArn?: string; ratePerSecond?: number},
	): Promise<{taskHandle: string; requestId?: string}>;
	/** Newest first, at most 10. */
	moveTasks(sourceArn: string, options?: Abortable): Promise<readonly MoveTask[]>;
	cancelMoveTask(taskHandle: string, options?: Abortable): Promise<{movedCount: number}>;
};
