import type {StateEnvironment} from '../action.ts';
import {createDeliveryQueue, type DeliveryQueue} from './delivery-queue.ts';
import type {Subscription} from './subscription.ts';
import type {Topic} from './topic.ts';

/** All that SNS holds of one account in one region. */
export type SnsState = {
	readonly environment: StateEnvironment;
	/** By ARN. */
	readonly topics: Map<string, Topic>;
	/** By ARN, pending ones too. */
	readonly subscriptions: Map<string, Subscription>;
	/** Counts up; gives subscriptions their place in lists. */
	nextSubscriptionSerial: number;
	readonly deliveries: DeliveryQueue;
};

export function createSnsState(environment: StateEnvironment): SnsState {
	return {
		environment,
		topics: new Map(),
		subscriptions: new Map(),
		nextSubscriptionSerial: 1,
		deliveries: createDeliveryQueue(environment.clock),
	};
}
