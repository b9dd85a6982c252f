import type {EpochMs} from '../../shared/clock.ts';

export type ConsumerStatus = 'CREATING' | 'ACTIVE' | 'DELETING';

/** A consumer registered with a stream for enhanced fan-out. */
export class Consumer {
	readonly name: string;
	readonly arn: string;
	readonly createdAtMs: EpochMs;
	readonly tags = new Map<string, string>();
	#activeAtMs: EpochMs;
	#goneAtMs: EpochMs | undefined = undefined;

	constructor(options: {name: string; streamArn: string; createdAtMs: EpochMs; activeAtMs: EpochMs}) {
		this.name = options.name;
		this.arn = `${options.streamArn}/consumer/${options.name}:${Math.floor(options.createdAtMs / 1000)}`;
		this.createdAtMs = options.createdAtMs;
		this.#activeAtMs = options.activeAtMs;
	}

	status(nowMs: EpochMs): ConsumerStatus {
		if (this.#goneAtMs !== undefined) return 'DELETING';
		return nowMs < this.#activeAtMs ? 'CREATING' : 'ACTIVE';
	}

	/** Begins its deregistration. */
	deregister(goneAtMs: EpochMs): void {
		this.#goneAtMs ??= goneAtMs;
	}

	/** Whether its deregistration is complete. */
	isGone(nowMs: EpochMs): boolean {
		return this.#goneAtMs !== undefined && this.#goneAtMs <= nowMs;
	}
}
