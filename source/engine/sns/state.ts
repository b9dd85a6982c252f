import {createAccessPolicyReader, type AccessPolicy} from '../../rules/access-policy.ts';
import type {MessageSigner, StateEnvironment} from '../action.ts';
import type {TokenEntry} from './confirmation.ts';
import {createDeliveryQueue, type DeliveryQueue} from './delivery-queue.ts';
import type {OutboxEntry} from './outbox.ts';
import type {PlatformApplication, PlatformEndpoint} from './platform.ts';
import {createMessageSigner} from './signer.ts';
import {createSmsState, type SmsState} from './sms.ts';
import type {Subscription} from './subscription.ts';
import type {Topic} from './topic.ts';

/** All that SNS holds of one account in one region. */
export type SnsState = {
	readonly environment: StateEnvironment;
	readonly signer: MessageSigner;
	/** By ARN. */
	readonly topics: Map<string, Topic>;
	/** By ARN, pending ones too. */
	readonly subscriptions: Map<string, Subscription>;
	/** Counts up; gives subscriptions their place in lists. */
	nextSubscriptionSerial: number;
	/** What confirms a subscription or brings one back, oldest first. */
	readonly tokens: Map<string, TokenEntry>;

	readonly deliveries: DeliveryQueue;
	/** Deliveries that wait for another try. */
	retryCount: number;
	readonly outbox: OutboxEntry[];
	/** By ARN. */
	readonly applications: Map<string, PlatformApplication>;
	/** By ARN. */
	readonly endpoints: Map<string, PlatformEndpoint>;
	readonly sms: SmsState;
	/** Reads a topic's policy, for engines that enforce them. */
	readonly readPolicy: (text: string | undefined) => AccessPolicy;
};

export function createSnsState(environment: StateEnvironment): SnsState {
	return {
		environment,
		signer: environment.wiring.signer ?? createMessageSigner(environment.random),
		topics: new Map(),
		subscriptions: new Map(),
		nextSubscriptionSerial: 1,
		tokens: new Map(),
		deliveries: createDeliveryQueue(environment.clock),
		retryCount: 0,
		outbox: [],
		applications: new Map(),
		endpoints: new Map(),
		sms: createSmsState(),
		readPolicy: createAccessPolicyReader(),
	};
}

/** Forgets topics and subscriptions, so that retries under way find nobody who wants them, and drops what waits for delivery. */
export function endSnsState(state: SnsState): void {
	state.topics.clear();
	state.subscriptions.clear();
	state.deliveries.clear();
}
