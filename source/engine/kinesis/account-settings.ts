import type {EpochMs} from '../../shared/clock.ts';

const commitmentMs = 86_400_000;

export type CommitmentStatus = 'DISABLED' | 'ENABLED' | 'ENABLED_UNTIL_EARLIEST_ALLOWED_END';

/**
The commitment to pay for a minimum of throughput, which unlocks warm throughput. Once made it lasts for at least a day.

@see [UpdateAccountSettings](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateAccountSettings.html)
*/
export class BillingCommitment {
	#startedAtMs: EpochMs | undefined = undefined;
	/** When it ends or ended; undefined while nobody has asked for its end. */
	#endsAtMs: EpochMs | undefined = undefined;

	status(nowMs: EpochMs): CommitmentStatus {
		if (this.#startedAtMs === undefined) return 'DISABLED';
		if (this.#endsAtMs === undefined) return 'ENABLED';
		return nowMs < this.#endsAtMs ? 'ENABLED_UNTIL_EARLIEST_ALLOWED_END' : 'DISABLED';
	}

	/** Makes the commitment, or takes back the wish to end it. */
	enable(nowMs: EpochMs): void {
		if (this.status(nowMs) === 'DISABLED') this.#startedAtMs = nowMs;
		this.#endsAtMs = undefined;
	}

	/** Ends it now, or as soon as it may end. */
	disable(nowMs: EpochMs): void {
		if (this.status(nowMs) !== 'ENABLED') return;
		this.#endsAtMs = Math.max(nowMs, this.#earliestEndMs());
	}

	describe(nowMs: EpochMs) {
		const status = this.status(nowMs);
		return {
			Status: status,
			StartedAt: this.#startedAtMs,
			EndedAt: status === 'DISABLED' ? this.#endsAtMs : undefined,
			EarliestAllowedEndAt: status === 'DISABLED' ? undefined : this.#earliestEndMs(),
		};
	}

	#earliestEndMs(): EpochMs {
		return (this.#startedAtMs ?? 0) + commitmentMs;
	}
}
