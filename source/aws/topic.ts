import type {MessageAttribute} from './queue.ts';

export type TopicRef = {readonly name: string; readonly arn: string};

export type TopicAttributes = TopicRef & {
	readonly displayName: string;
	readonly isFifo: boolean;
	readonly confirmedCount: number;
	readonly pendingCount: number;
	readonly raw: Readonly<Record<string, string>>;
};

export type Subscription = {
	/** Undefined while confirmation is pending. */
	readonly arn?: string;
	readonly topicArn: string;
	readonly protocol: string;
	readonly endpoint: string;
	readonly owner: string;
	/** Only when the subscription's own attributes were read. */
	readonly isRaw?: boolean;
	readonly filterPolicy?: string;
	readonly filterPolicyScope?: string;
	readonly deadLetterQueueArn?: string;
};

export type OutgoingPublication = {
	readonly message: string;
	readonly subject?: string;
	readonly groupId?: string;
	readonly deduplicationId?: string;
	readonly attributes?: Readonly<Record<string, MessageAttribute>>;
};

type Abortable = {readonly signal?: AbortSignal};

/** SNS, narrowed to what sluice uses. */
export type TopicGateway = {
	/** All topics, a page (100) at a time. */
	list(options?: Abortable): AsyncIterable<readonly TopicRef[]>;
	attributes(arn: string, options?: Abortable): Promise<TopicAttributes>;
	/** A page (100) at a time. */
	subscriptions(topicArn: string, options?: Abortable): AsyncIterable<readonly Subscription[]>;
	/** Those of all topics, a page (100) at a time. */
	allSubscriptions(options?: Abortable): AsyncIterable<readonly Subscription[]>;
	subscriptionAttributes(arn: string, options?: Abortable): Promise<Partial<Subscription>>;
	create(name: string, attributes: Readonly<Record<string, string>>, options?: Abortable): Promise<TopicRef>;
	subscribe(
		options: Abortable & {topicArn: string; protocol: string; endpoint: string; attributes?: Readonly<Record<string, string>>},
	): Promise<{arn: string}>;
	publish(
		topicArn: string,
		publication: OutgoingPublication,
		options?: Abortable,
	): Promise<{messageId: string; sequenceNumber?: string; requestId?: string}>;
};
