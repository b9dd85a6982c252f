import type {EpochMs} from '../../shared/clock.ts';
import type {Subscription} from './subscription.ts';

export type ConsumerStatus = 'CREATING' | 'ACTIVE' | 'DELETING';

/** A consumer registered with a stream for enhanced fan-out. */
export class Consumer {
	readonly name: string;
	readonly arn: string;
	readonly createdAtMs: EpochMs;
	readonly tags = new Map<string, string>();
	/** What CloudWatch knows it by. */
	readonly metricDimensions: {readonly StreamName: string; readonly ConsumerName: string};
	/** By the shard's index: the latest one, which may have ended. */
	readonly subscriptions = new Map<number, Subscription>();
	#activeAtMs: EpochMs;
	#goneAtMs: EpochMs | undefined = undefined;

	constructor(options: {name: string; streamArn: string; createdAtMs: EpochMs; activeAtMs: EpochMs}) {
		this.name = options.name;
		this.arn = `${options.streamArn}/consumer/${options.name}:${Math.floor(options.createdAtMs / 1000)}`;
		this.createdAtMs = options.createdAtMs;
		this.metricDimensions = {StreamName: options.streamArn.slice(options.streamArn.indexOf('/') + 1), ConsumerName: options.name};
		this.#activeAtMs = options.activeAtMs;
	}

	status(nowMs: EpochMs): ConsumerStatus {
		if (this.#goneAtMs !== undefined) return 'DELETING';
		return nowMs < this.#activeAtMs ? 'CREATING' : 'ACTIVE';
	}

	/** Begins its deregistration and ends its subscriptions. */
	deregister(goneAtMs: EpochMs): void {
		this.#goneAtMs ??= goneAtMs;
		for (const subscription of this.subscriptions.values()) subscription.end();
	}

	/** Whether its deregistration is complete. */
	isGone(nowMs: EpochMs): boolean {
		return this.#goneAtMs !== undefined && this.#goneAtMs <= nowMs;
	}
}
