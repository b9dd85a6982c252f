import {createAccessPolicyReader, type AccessPolicy} from '../../rules/access-policy.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {ExpiringMap} from '../../shared/expiring-map.ts';
import type {StateEnvironment} from '../action.ts';
import type {MoveTasks} from './move-task.ts';
import type {Queue} from './queue.ts';

/** Everything SQS holds for one account and region. */
export type SqsState = {
	readonly environment: StateEnvironment;
	readonly queues: Map<string, Queue>;
	/** Names in order, for lists; undefined after a queue was created or deleted. */
	sortedNames: readonly string[] | undefined;
	/** Names of queues deleted in the last 60 seconds. */
	readonly deletedNames: ExpiringMap<true>;
	/** By ARN of the source. */
	readonly moveTasks: Map<string, MoveTasks>;
	/** Reads a queue's policy, for engines that enforce them. */
	readonly readPolicy: (text: string | undefined) => AccessPolicy;
};

const deletedMs = 60_000;

export function createSqsState(environment: StateEnvironment): SqsState {
	return {
		environment,
		queues: new Map(),
		sortedNames: undefined,
		deletedNames: new ExpiringMap(deletedMs),
		moveTasks: new Map(),
		readPolicy: createAccessPolicyReader(),
	};
}

export function queueArn(state: SqsState, name: string): string {
	return `arn:aws:sqs:${state.environment.region}:${state.environment.accountId}:${name}`;
}

/** The queue with this ARN, if it is one of this account and region. */
export function findQueueByArn(state: SqsState, arn: string): Queue | undefined {
	const queue = state.queues.get(arn.slice(arn.lastIndexOf(':') + 1));
	return queue?.arn === arn ? queue : undefined;
}

/** All queue names in order. */
export function queueNames(state: SqsState): readonly string[] {
	state.sortedNames ??= [...state.queues.keys()].toSorted((left, right) => (left < right ? -1 : 1));
	return state.sortedNames;
}

export function addQueue(state: SqsState, queue: Queue): void {
	state.queues.set(queue.name, queue);
	state.sortedNames = undefined;
}

export function forgetQueue(queue: Queue, nowMs: EpochMs): void {
	const {state} = queue;
	state.queues.delete(queue.name);
	state.sortedNames = undefined;
	state.moveTasks.delete(queue.arn);
	state.deletedNames.set(queue.name, true, nowMs);
}
