import type {DecodeStep} from './decode.ts';

/** What a service or library put around a message, or beside it. */
export type Envelope = {
	readonly step: DecodeStep;
	/** The message inside, where it is a text of its own. Without one the envelope is what is shown. */
	readonly message?: string;
};

type Members = Readonly<Record<string, unknown>>;

/** Kinds of envelopes: a word that each has, so that other JSON is not parsed for nothing, and how it is read. */
const kinds: ReadonlyArray<{readonly hint: string; readonly read: (parsed: unknown) => Envelope | undefined}> = [
	{hint: '"logEvents"', read: readCloudWatchLogs},
	{hint: '"TopicArn"', read: readSns},
	{hint: '"detail-type"', read: readEventBridge},
	{hint: '"aws:s3"', read: readS3Event},
	{hint: '"s3:TestEvent"', read: readS3Test},
	{hint: 'S3Pointer"', read: readPointer},
];

/** Recognises CloudWatch Logs, SNS, EventBridge and S3 notifications, and the pointers of SQS's and SNS's extended clients. */
export function readEnvelope(text: string): Envelope | undefined {
	if (!/^\s*[[{]/.test(text.slice(0, 64))) return undefined;
	const hinted = kinds.filter(({hint}) => text.includes(hint));
	if (hinted.length === 0) return undefined;
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		// Not an envelope: it is shown as the text it is.
		return undefined;
	}
	for (const {read} of hinted) {
		const envelope = read(parsed);
		if (envelope) return envelope;
	}
	return undefined;
}

/** @see [Subscription filters](https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html) */
function readCloudWatchLogs(parsed: unknown): Envelope | undefined {
	const {messageType, logGroup, logStream, owner, logEvents} = membersOf(parsed);
	if (!Array.isArray(logEvents) || typeof messageType !== 'string') return undefined;
	if (messageType === 'CONTROL_MESSAGE') {
		const details = [['note', 'CloudWatch Logs sent it to see whether the destination works; it is no log.'] as const];
		return {step: {name: 'CloudWatch Logs control message', details}};
	}
	if (messageType !== 'DATA_MESSAGE') return undefined;
	const details = texts({'log group': logGroup, 'log stream': logStream, account: owner, events: logEvents.length});
	return {step: {name: 'CloudWatch Logs', details}};
}

/** @see [Amazon SNS message and JSON formats](https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html) */
function readSns(parsed: unknown): Envelope | undefined {
	const members = membersOf(parsed);
	const {Type, TopicArn, MessageId, Subject, Timestamp, Message} = members;
	if (typeof Type !== 'string' || typeof TopicArn !== 'string' || typeof Message !== 'string') return undefined;
	return {step: {name: 'SNS', details: texts({Type, TopicArn, MessageId, Subject, Timestamp})}, message: Message};
}

/** @see [Events in Amazon EventBridge](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events.html) */
function readEventBridge(parsed: unknown): Envelope | undefined {
	const {source, account, region, time, id, detail, 'detail-type': detailType} = membersOf(parsed);
	if (typeof source !== 'string' || typeof detailType !== 'string' || typeof detail !== 'object') return undefined;
	return {step: {name: 'EventBridge', details: texts({'detail-type': detailType, source, account, region, time, id})}};
}

/** @see [Event message structure](https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html) */
function readS3Event(parsed: unknown): Envelope | undefined {
	const {Records} = membersOf(parsed);
	if (!Array.isArray(Records)) return undefined;
	const {eventSource, eventName, eventTime, s3} = membersOf(Records[0]);
	if (eventSource !== 'aws:s3') return undefined;
	const {bucket, object} = membersOf(s3);
	const {key, size} = membersOf(object);
	const details = texts({event: eventName, bucket: membersOf(bucket)['name'], key, size, time: eventTime});
	const more: DecodeStep['details'] = Records.length > 1 ? [['records', String(Records.length)]] : [];
	return {step: {name: 'S3', details: [...details, ...more]}};
}

function readS3Test(parsed: unknown): Envelope | undefined {
	const {Service, Event, Bucket, Time} = membersOf(parsed);
	if (Service !== 'Amazon S3' || Event !== 's3:TestEvent') return undefined;
	return {step: {name: 'S3', details: texts({event: Event, bucket: Bucket, time: Time})}};
}

const pointerClasses = ['software.amazon.payloadoffloading.PayloadS3Pointer', 'com.amazon.sqs.javamessaging.MessageS3Pointer'];

/** A name of a class and where the message is. @see [Amazon SQS extended client](https://github.com/awslabs/amazon-sqs-java-extended-client-lib) */
function readPointer(parsed: unknown): Envelope | undefined {
	if (!Array.isArray(parsed) || !pointerClasses.includes(String(parsed[0]))) return undefined;
	const {s3BucketName, s3Key} = membersOf(parsed[1]);
	if (typeof s3BucketName !== 'string' || typeof s3Key !== 'string') return undefined;
	return {step: {name: 'pointer to S3', details: texts({bucket: s3BucketName, key: s3Key})}};
}

function membersOf(value: unknown): Members {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {}; // An object, whatever its members.
}

/** Texts and numbers among the values, under their labels. */
function texts(values: Members): DecodeStep['details'] {
	return Object.entries(values).flatMap(([label, value]) =>
		typeof value === 'string' || typeof value === 'number' ? [[label, String(value)] as const] : [],
	);
}
