/** Where messages go that were received too often. */
export type RedrivePolicy = {
	/** The JSON text as it was given: it reads back the same. */
	readonly text: string;
	readonly deadLetterTargetArn: string;
	/** 1–1,000 */
	readonly maxReceiveCount: number;
};

/** Which queues may use this one as their dead-letter queue. */
export type RedriveAllowPolicy = {
	readonly text: string;
	readonly permission: 'allowAll' | 'denyAll' | 'byQueue';
	/** At most 10. */
	readonly sourceQueueArns: readonly string[];
};

/**
The attributes of a queue that can be set, with their units in their names.

@see [SetQueueAttributes](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html)
*/
export type QueueSettings = {
	/** 0–43,200 */
	readonly visibilityTimeoutSeconds: number;
	/** 60–1,209,600 */
	readonly retentionSeconds: number;
	/** 0–900 */
	readonly delaySeconds: number;
	/** 1,024–1,048,576 */
	readonly messageBytesMax: number;
	/** 0–20 */
	readonly receiveWaitSeconds: number;
	readonly policy: string | undefined;
	readonly redrivePolicy: RedrivePolicy | undefined;
	readonly redriveAllowPolicy: RedriveAllowPolicy | undefined;
	readonly kmsMasterKeyId: string | undefined;
	/** 60–86,400 */
	readonly kmsDataKeyReuseSeconds: number;
	readonly hasManagedSse: boolean;
	/** FIFO only, as the three below. */
	readonly hasContentBasedDeduplication: boolean;
	readonly deduplicationScope: 'queue' | 'messageGroup';
	readonly fifoThroughputLimit: 'perQueue' | 'perMessageGroupId';
};

export const defaultSettings: QueueSettings = {
	visibilityTimeoutSeconds: 30,
	retentionSeconds: 345_600,
	delaySeconds: 0,
	messageBytesMax: 1_048_576,
	receiveWaitSeconds: 0,
	policy: undefined,
	redrivePolicy: undefined,
	redriveAllowPolicy: undefined,
	kmsMasterKeyId: undefined,
	kmsDataKeyReuseSeconds: 300,
	hasManagedSse: true,
	hasContentBasedDeduplication: false,
	deduplicationScope: 'queue',
	fifoThroughputLimit: 'perQueue',
};
