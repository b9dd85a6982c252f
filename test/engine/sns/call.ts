import {
	type ActionContext,
	AwsError,
	defaultEngineOptions,
	type DeliveredMessage,
	type EngineOptions,
	type Wiring,
} from '../../../source/engine/action.ts';
import {validate} from '../../../source/engine/validate.ts';
import {readOutbox, type OutboxEntry} from '../../../source/engine/sns/outbox.ts';
import {snsService} from '../../../source/engine/sns/service.ts';
import {createMessageSigner} from '../../../source/engine/sns/signer.ts';
import type {SnsState} from '../../../source/engine/sns/state.ts';
import {createManualClock, type ManualClock} from '../../../source/shared/clock.ts';
import {createSeededRandom, createSystemRandom} from '../../../source/shared/random.ts';

export const accountId = '123456789012';
export const region = 'eu-west-1';
export const topicArnOf = (name: string): string => `arn:aws:sns:${region}:${accountId}:${name}`;
export const queueArnOf = (name: string): string => `arn:aws:sqs:${region}:${accountId}:${name}`;

export type Delivered = DeliveredMessage & {readonly queueArn: string};

/** What actions answer, all in one; a test reads the members of the action that it called. */
export type Answer = {
	readonly TopicArn: string;
	readonly SubscriptionArn: string;
	readonly MessageId: string;
	readonly SequenceNumber: string | undefined;
	readonly NextToken: string | undefined;
	readonly Attributes: Readonly<Record<string, string>>;
	readonly Topics: ReadonlyArray<{readonly TopicArn: string}>;
	readonly Subscriptions: ReadonlyArray<Readonly<Record<string, string>>>;
	readonly Successful: ReadonlyArray<Readonly<Record<string, string>>>;
	readonly Failed: readonly unknown[];
	readonly Tags: ReadonlyArray<{readonly Key: string; readonly Value: string}>;
	readonly PlatformApplicationArn: string;
	readonly EndpointArn: string;
	readonly DataProtectionPolicy: string;
};

/** One for all tests, for making a key pair takes longer than most of them. */
const signer = createMessageSigner(createSystemRandom());

/** SNS alone: its actions, called as the dispatcher calls them, on a clock that stands still, with queues that only remember what a real one would take. */
export type Sns = {
	/** Answers, or throws the AwsError. */
	call(action: string, input?: Readonly<Record<string, unknown>>, options?: {headers?: Readonly<Record<string, string>>}): Answer;
	/** The error of a call that must fail, as `Code: message`. */
	refusal(action: string, input?: Readonly<Record<string, unknown>>): string;
	createTopic(name?: string, attributes?: Readonly<Record<string, string>>): string;
	/** Subscribes a queue, and answers the subscription's ARN. */
	subscribeQueue(topicArn: string, queue: string, attributes?: Readonly<Record<string, string>>): string;
	readonly state: SnsState;
	readonly clock: ManualClock;
	/** What came to queues, oldest first. */
	readonly delivered: Delivered[];
	/** What came to one queue. */
	bodies(queue: string): string[];
	/** What would have left for the world outside, oldest first. */
	outbox(): readonly OutboxEntry[];
	/** From now on this queue refuses. */
	breakQueue(queue: string): void;
};

/** What SQS says to a message that it does not take. */
function refusalOf(queueArn: string, {messageAttributes = {}, messageGroupId}: DeliveredMessage): string | undefined {
	if (Object.keys(messageAttributes).length > 10) return 'Number of message attributes [11] exceeds the allowed maximum [10].';
	if (queueArn.endsWith('.fifo') && messageGroupId === undefined) return 'The request must contain the parameter MessageGroupId.';
	return undefined;
}

export function createSns(options: {engine?: Partial<EngineOptions>; wiring?: Partial<Wiring>} = {}): Sns {
	const clock = createManualClock();
	const random = createSeededRandom(1);
	const delivered: Delivered[] = [];
	const broken = new Set<string>();
	const wiring: Wiring = {
		signer,
		deliverToQueue(queueArn, message) {
			if (broken.has(queueArn))
				return new AwsError('The specified queue does not exist.', {code: 'AWS.SimpleQueueService.NonExistentQueue'});
			const refusal = refusalOf(queueArn, message);
			if (refusal !== undefined) return new AwsError(refusal, {code: 'InvalidParameterValue'});
			delivered.push({...message, queueArn});
			return undefined;
		},
		...options.wiring,
	};
	const engine = {...defaultEngineOptions, ...options.engine};
	const state = snsService.createState({accountId, region, clock, random, options: engine, wiring});

	const call: Sns['call'] = (name, input = {}, {headers = {}} = {}) => {
		const action = snsService.actions.find(known => known.name === name);
		if (!action) throw snsService.unknownActionError(name);
		const violations = validate(action.input, input);
		if (violations.length > 0) throw snsService.violationError(violations);
		const context: ActionContext<SnsState> = {
			state,
			accountId,
			region,
			nowMs: clock.nowMs(),
			clock,
			random,
			options: engine,
			endpointUrl: 'http://127.0.0.1:4566',
			requestId: random.uuid(),
			protocol: 'query',
			path: '/',
			header: header => headers[header],
			onClientGone: () => () => {},
		};
		// All actions of SNS answer at once; which members there are is the action's business.
		return action.handle(input, context) as Answer;
	};

	return {
		call,
		refusal(action, input) {
			try {
				call(action, input);
			} catch (error) {
				if (error instanceof AwsError) return `${error.code}: ${error.message}`;
				throw error;
			}
			return 'was not refused';
		},
		createTopic: (name = 'orders', attributes) => call('CreateTopic', {Name: name, Attributes: attributes}).TopicArn,
		subscribeQueue: (topicArn, queue, attributes) =>
			call('Subscribe', {TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArnOf(queue), Attributes: attributes}).SubscriptionArn,
		state,
		clock,
		delivered,
		bodies: queue => delivered.filter(message => message.queueArn === queueArnOf(queue)).map(message => message.body),
		outbox: () => readOutbox(state),
		breakQueue: queue => void broken.add(queueArnOf(queue)),
	};
}
