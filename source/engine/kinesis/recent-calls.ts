import type {EpochMs} from '../../shared/clock.ts';
import {limitExceeded, type StreamPlace} from './errors.ts';

const dayMs = 86_400_000;

/**
Calls that AWS lets a stream have only so often in any 24 hours. Throws LimitExceededException for one too many, else remembers this one.

Assumed: the limits are AWS's, its words are not recorded.
*/
export function countCall(
	callsAtMs: EpochMs[],
	options: {readonly action: string; readonly countMax: number; readonly stream: StreamPlace; readonly nowMs: EpochMs},
): void {
	const {action, countMax, stream, nowMs} = options;
	while (callsAtMs.length > 0 && (callsAtMs[0] ?? 0) <= nowMs - dayMs) callsAtMs.shift();
	if (callsAtMs.length >= countMax) {
		throw limitExceeded(
			`${action} can be called ${countMax} times in 24 hours for a stream. Stream ${stream.name} under account ${stream.accountId} has reached this limit.`,
		);
	}
	callsAtMs.push(nowMs);
}
