import {
	AwsError,
	defaultEngineOptions,
	type AccessCaller,
	type ActionContext,
	type EngineOptions,
	type Protocol,
	type Wiring,
} from '../../../source/engine/action.ts';
import {validate} from '../../../source/engine/validate.ts';
import {sqsService} from '../../../source/engine/sqs/service.ts';
import type {SqsState} from '../../../source/engine/sqs/state.ts';
import {createManualClock, type ManualClock} from '../../../source/shared/clock.ts';
import {createSeededRandom} from '../../../source/shared/random.ts';

export const accountId = '000000000000';
export const region = 'us-east-1';
export const endpointUrl = 'http://localhost:4566';

export type AnsweredMessage = {
	MessageId: string;
	ReceiptHandle: string;
	Body: string;
	MD5OfBody: string;
	Attributes?: Record<string, string>;
	MD5OfMessageAttributes?: string;
	MessageAttributes?: Record<string, {DataType: string; StringValue?: string; BinaryValue?: string}>;
};

/** The members of all answers; each action has some of them. */
export type Answer = {
	QueueUrl?: string;
	QueueUrls?: string[];
	queueUrls?: string[];
	NextToken?: string;
	Attributes?: Record<string, string>;
	Tags?: Record<string, string>;
	MessageId?: string;
	MD5OfMessageBody?: string;
	MD5OfMessageAttributes?: string;
	MD5OfMessageSystemAttributes?: string;
	SequenceNumber?: string;
	Messages?: AnsweredMessage[];
	Successful?: Array<{Id: string; MessageId?: string; MD5OfMessageBody?: string; SequenceNumber?: string}>;
	Failed?: Array<{Id: string; SenderFault: boolean; Code: string; Message: string}>;
	TaskHandle?: string;
	Results?: Array<Record<string, string | number>>;
	ApproximateNumberOfMessagesMoved?: number;
};

type CallOptions = {
	/** Who calls. Default: the queues' own account. */
	readonly caller?: string;
	readonly protocol?: Protocol;
	readonly path?: string;
	readonly headers?: Readonly<Record<string, string>>;
	/** Given a function that makes the client go away. */
	readonly onClient?: (leave: () => void) => void;
};

/** SQS on a manual clock, without HTTP: each call validates and handles as the dispatcher does. */
export type Sqs = {
	readonly state: SqsState;
	readonly clock: ManualClock;
	/** Throws what AWS answers. A long poll that must wait throws too: use `poll`. */
	call(action: string, input?: object, options?: CallOptions): Answer;
	poll(input: object, options?: CallOptions): Promise<Answer>;
	/** The error that a call answers with; fails when it succeeds. */
	refusal(action: string, input?: object, options?: CallOptions): Pick<AwsError, 'code' | 'type' | 'message' | 'status' | 'queryMessage'>;
	/** Creates a queue and gives its URL. */
	queue(name: string, attributes?: Readonly<Record<string, string>>): string;
	/** Messages received now; none is an empty list. */
	receive(queueUrl: string, input?: object): AnsweredMessage[];
	/** Visible, in flight, delayed. */
	counts(queueUrl: string): readonly [number, number, number];
};

export function createSqs(engineOptions: Partial<EngineOptions> = {}, wiring: Partial<Wiring> = {}): Sqs {
	const clock = createManualClock();
	const random = createSeededRandom(1);
	const options = {...defaultEngineOptions, ...engineOptions};
	const states = new Map<string, SqsState>();
	const stateOf = (account: string): SqsState => {
		const found = states.get(account);
		if (found) return found;
		const made = sqsService.createState({
			accountId: account,
			region,
			clock,
			random,
			options,
			wiring: {deliverToQueue: () => undefined, ...wiring},
		});
		states.set(account, made);
		return made;
	};
	const state = stateOf(accountId);

	function handle(action: string, input: object, callOptions: CallOptions): unknown {
		const found = sqsService.actions.find(({name}) => name === action);
		if (!found) throw sqsService.unknownActionError(action);
		const violations = validate(found.input, input as Record<string, unknown>);
		if (violations.length > 0) throw sqsService.violationError(violations);
		const caller = callOptions.caller ?? accountId;
		const context: ActionContext<SqsState> = {
			state: stateOf(caller),
			stateOfAccount: account => states.get(account),
			accountId: caller,
			region,
			nowMs: clock.nowMs(),
			clock,
			random,
			options,
			endpointUrl,
			requestId: random.uuid(),
			protocol: callOptions.protocol ?? 'json',
			path: callOptions.path ?? '/',
			header: name => callOptions.headers?.[name],
			onClientGone(callback) {
				let isListening = true;
				callOptions.onClient?.(() => {
					if (isListening) callback();
				});
				return () => {
					isListening = false;
				};
			},
		};
		if (options.enforcePolicies) sqsService.authorize?.(action, input as Record<string, unknown>, context, accessCaller(caller));
		return found.handle(input, context);
	}

	/** What a JSON client would read. */
	const onWire = (answer: unknown): Answer => JSON.parse(JSON.stringify(answer)) as Answer;

	const call: Sqs['call'] = (action, input = {}, callOptions = {}) => {
		const answer = handle(action, input, callOptions);
		if (answer instanceof Promise) throw new Error(`${action} waits`);
		return onWire(answer);
	};

	return {
		state,
		clock,
		call,
		async poll(input, callOptions = {}) {
			return onWire(await handle('ReceiveMessage', input, callOptions));
		},
		refusal(action, input = {}, callOptions = {}) {
			try {
				handle(action, input, callOptions);
			} catch (error) {
				if (error instanceof AwsError) return error;
				throw error;
			}
			throw new Error(`${action} was not refused`);
		},
		queue(name, attributes = {}) {
			return call('CreateQueue', {QueueName: name, Attributes: attributes}).QueueUrl ?? '';
		},
		receive(queueUrl, input = {}) {
			return call('ReceiveMessage', {QueueUrl: queueUrl, ...input}).Messages ?? [];
		},
		counts(queueUrl) {
			const {Attributes: found} = call('GetQueueAttributes', {QueueUrl: queueUrl, AttributeNames: ['All']});
			return [
				Number(found?.['ApproximateNumberOfMessages']),
				Number(found?.['ApproximateNumberOfMessagesNotVisible']),
				Number(found?.['ApproximateNumberOfMessagesDelayed']),
			];
		},
	};
}

/** Who calls, as policies see it; `anonymous` is nobody in particular. */
function accessCaller(caller: string): AccessCaller {
	if (caller === 'anonymous') return {principal: {type: 'anonymous'}, name: 'anonymous', keys: {}};
	const arn = `arn:aws:iam::${caller}:root`;
	return {principal: {type: 'account', accountId: caller, arn}, name: arn, keys: {'aws:principalaccount': caller}};
}

/** The ARN of a queue of the test's account and region. */
export function arnOf(name: string): string {
	return `arn:aws:sqs:${region}:${accountId}:${name}`;
}

export function redrivePolicy(dlqName: string, maxReceiveCount: number | string): string {
	return JSON.stringify({deadLetterTargetArn: arnOf(dlqName), maxReceiveCount});
}
