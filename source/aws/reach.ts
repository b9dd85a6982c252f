import type {Clock, EpochMs} from '../shared/clock.ts';
import type {SluiceError} from '../shared/errors.ts';
import type {CallClass, ServiceId} from './allowed-calls.ts';

/** A service that does not answer. */
export type Outage = {
	readonly sinceMs: EpochMs;
	readonly error: SluiceError;
	/** How long this try is waited for: longer after each. */
	readonly waitMs: number;
	/** Nothing is read from the service before. */
	readonly nextTryAtMs: EpochMs;
	/** What was waited for is under way: the next answer tells. */
	readonly isTrying: boolean;
};

export type Outages = Readonly<Partial<Record<ServiceId, Outage>>>;

/** Which services of a session do not answer, watched by whoever shows it and tries again. */
export type Reach = {
	outages(): Outages;
	/** AWS said that this machine's clock is wrong; the SDK corrects later calls by itself. */
	clockSkew(): SluiceError | undefined;
	/** Lets reads through now. Default: of every service. */
	tryAgain(service?: ServiceId): void;
	/** Told of each change. While anybody listens, reads are held back until the next try. @returns Ends the watching. */
	onChange(listener: () => void): () => void;
};

export type ReachTracker = Reach & {
	/** Why this call is not even sent: its service did not answer a moment ago. */
	held(service: ServiceId, call: {action: string; kind: CallClass}): SluiceError | undefined;
	/** A call that began then has ended, with this failure or with an answer of any kind. */
	ended(service: ServiceId, call: {begunAtMs: EpochMs; error?: SluiceError}): void;
};

/** Each try waits longer than the one before. */
const waitsMs = [2000, 4000, 8000, 16_000, 30_000] as const;

const outageCodes: ReadonlySet<string> = new Set(['unreachable', 'untrusted-certificate']);
/** These say nothing about the service: nobody waited for its answer, or none was asked for. */
const silentCodes: ReadonlySet<string> = new Set(['aborted', 'no-credentials', 'login-expired', 'mfa-refused', 'mfa-failed', 'failed']);

/** Reads of a tail pace themselves, shard by shard, and say so. */
const selfPaced: ReadonlySet<string> = new Set(['GetRecords', 'GetShardIterator']);

/**
Remembers which services do not answer, so that a lost network is asked for less and less often, and not by fifty reads a second.

Only reads are ever held back: what gives back or changes something is tried whenever it is asked for.
*/
export function createReachTracker(clock: Clock): ReachTracker {
	const listeners = new Set<() => void>();
	let outages: Outages = {};
	let skew: SluiceError | undefined;

	function change(next: Outages): void {
		outages = next;
		for (const listener of listeners) listener();
	}

	function lost(service: ServiceId, error: SluiceError, begunAtMs: EpochMs): void {
		const known = outages[service];
		// Several calls fail together: only those of the newest try tell anything new.
		if (known && (begunAtMs < known.nextTryAtMs || !known.isTrying)) return;
		const nowMs = clock.nowMs();
		const waitMs = known ? (waitsMs.find(each => each > known.waitMs) ?? waitsMs[waitsMs.length - 1] ?? 0) : waitsMs[0];
		change({...outages, [service]: {sinceMs: known?.sinceMs ?? nowMs, error, waitMs, nextTryAtMs: nowMs + waitMs, isTrying: false}});
	}

	return {
		outages: () => outages,
		clockSkew: () => skew,
		tryAgain(wanted) {
			const nowMs = clock.nowMs();
			const next = Object.entries(outages).map(([service, outage]) =>
				wanted === undefined || wanted === service
					? [service, {...outage, isTrying: true, nextTryAtMs: Math.min(nowMs, outage.nextTryAtMs)}]
					: [service, outage],
			);
			if (next.length > 0) change(Object.fromEntries(next));
		},
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		held(service, {action, kind}) {
			const outage = outages[service];
			if (!outage || outage.isTrying || listeners.size === 0 || kind !== 'read' || selfPaced.has(action)) return undefined;
			return outage.error;
		},
		ended(service, {begunAtMs, error}) {
			if (error?.code === 'clock-skew' && !skew) {
				skew = error;
				change(outages);
			}
			if (error && outageCodes.has(error.code)) return lost(service, error, begunAtMs);
			if (!outages[service] || (error && silentCodes.has(error.code))) return;
			const {[service]: _, ...others} = outages;
			change(others);
		},
	};
}
