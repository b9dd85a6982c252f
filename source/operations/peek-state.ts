import type {LookedMessage} from '../aws/look.ts';
import type {Message} from '../aws/queue.ts';
import type {EpochMs} from '../shared/clock.ts';

/**
Where a peeked message is.

- held: hidden from its consumers until `heldUntilMs`; while `isKept`, it is extended in time.
- extending, releasing: asked for, not yet answered. Until then the old end holds.
- released: given back, its consumers see it. Also what was glanced at without hiding it.
- expired: its time passed, so it came back by itself.
- gone: deleted, or moved elsewhere and then deleted.
- looked: seen without receiving it, so it is where it was.
- doubtful: a delete was sent and no answer came. It may be gone, and it may come back at `backAtMs`.
*/
export type PeekState =
	| {readonly status: 'held'; readonly heldUntilMs: EpochMs; readonly isKept: boolean}
	| {readonly status: 'extending'; readonly heldUntilMs: EpochMs; readonly sinceMs: EpochMs}
	| {readonly status: 'releasing'; readonly heldUntilMs: EpochMs}
	| {readonly status: 'released'; readonly atMs: EpochMs}
	| {readonly status: 'expired'; readonly atMs: EpochMs}
	| {readonly status: 'gone'; readonly atMs: EpochMs}
	| {readonly status: 'looked'; readonly where: LookedMessage['where']; readonly readyAtMs?: EpochMs}
	| {readonly status: 'doubtful'; readonly backAtMs: EpochMs};

export type PeekedMessage = {readonly message: Message; readonly receivedAtMs: EpochMs; readonly state: PeekState};

/** AWS hides a message for 12 hours from its receive at most: what is held until five minutes before that is extended no more. */
const keptMsMax = (11 * 60 + 55) * 60_000;

/** And no extension reaches nearer to the 12 hours than a minute, for AWS refuses the whole of it. */
const hiddenMsMax = (11 * 60 + 59) * 60_000;

/**
Ends when the clock passes, whatever was asked meanwhile: an unanswered request is no reason to believe that a message is still held. What has been kept
for too long is held to its end, and kept no more.
*/
export function expire(peeked: PeekedMessage, nowMs: EpochMs): PeekedMessage {
	const {receivedAtMs, state} = peeked;
	if (!isHidden(state)) return peeked;
	if (state.heldUntilMs <= nowMs) return {...peeked, state: {status: 'expired', atMs: state.heldUntilMs}};
	const isLast = state.status === 'held' && state.isKept && state.heldUntilMs - receivedAtMs >= keptMsMax;
	return isLast ? {...peeked, state: {...state, isKept: false}} : peeked;
}

/** Whether consumers cannot see it now, as far as is known. */
export function isHidden(state: PeekState): state is Extract<PeekState, {heldUntilMs: EpochMs}> {
	return state.status === 'held' || state.status === 'extending' || state.status === 'releasing';
}

/** When a kept message is to be extended: at half its time. Infinity when it is not kept. */
export function extendAtMs({state}: PeekedMessage, visibilityTimeoutSeconds: number): EpochMs {
	return state.status === 'held' && state.isKept ? state.heldUntilMs - visibilityTimeoutSeconds * 500 : Infinity;
}

/** Whether another extension makes sense. */
export function canExtend({receivedAtMs, state}: PeekedMessage): boolean {
	return state.status === 'held' && state.heldUntilMs - receivedAtMs < keptMsMax;
}

/** The longest visibility timeout, in seconds, that AWS takes now for all of these messages. */
export function timeoutSecondsMax(peeked: readonly PeekedMessage[], nowMs: EpochMs): number {
	const oldestMs = Math.min(...peeked.map(({receivedAtMs}) => receivedAtMs));
	return Math.floor((oldestMs + hiddenMsMax - nowMs) / 1000);
}
