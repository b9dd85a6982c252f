import type {Message} from '../aws/queue.ts';
import type {EpochMs} from '../shared/clock.ts';

/**
Where a peeked message is.

- held: hidden from its consumers until `heldUntilMs`; while `isKept`, it is extended in time.
- extending, releasing: asked for, not yet answered. Until then the old end holds.
- released: given back, its consumers see it. Also what was glanced at without hiding it.
- expired: its time passed, so it came back by itself.
- gone: deleted, or moved elsewhere and then deleted.
- doubtful: a delete was sent and no answer came. It may be gone, and it may come back at `backAtMs`.
*/
export type PeekState =
	| {readonly status: 'held'; readonly heldUntilMs: EpochMs; readonly isKept: boolean}
	| {readonly status: 'extending'; readonly heldUntilMs: EpochMs}
	| {readonly status: 'releasing'; readonly heldUntilMs: EpochMs}
	| {readonly status: 'released'; readonly atMs: EpochMs}
	| {readonly status: 'expired'; readonly atMs: EpochMs}
	| {readonly status: 'gone'; readonly atMs: EpochMs}
	| {readonly status: 'doubtful'; readonly backAtMs: EpochMs};

export type PeekedMessage = {readonly message: Message; readonly receivedAtMs: EpochMs; readonly state: PeekState};

/** AWS counts 12 hours from the receive; the last extension is made five minutes before. */
export const keptMsMax = (11 * 60 + 55) * 60_000;

/**
Ends when the clock passes, whatever was asked meanwhile: an unanswered request is no reason to believe that a message is still held. What has been kept
for too long is held to its end, and kept no more.
*/
export function expire(peeked: PeekedMessage, nowMs: EpochMs): PeekedMessage {
	const {receivedAtMs, state} = peeked;
	if (!isHidden(state)) return peeked;
	if (state.heldUntilMs <= nowMs) return {...peeked, state: {status: 'expired', atMs: state.heldUntilMs}};
	const isTooOld = state.status === 'held' && state.isKept && nowMs - receivedAtMs >= keptMsMax;
	return isTooOld ? {...peeked, state: {...state, isKept: false}} : peeked;
}

/** Whether consumers cannot see it now, as far as is known. */
export function isHidden(state: PeekState): state is Extract<PeekState, {heldUntilMs: EpochMs}> {
	return state.status === 'held' || state.status === 'extending' || state.status === 'releasing';
}

/** When a kept message is to be extended: at half its time. Undefined when it is not kept, or has been for too long. */
export function extendAtMs(peeked: PeekedMessage, visibilityTimeoutSeconds: number): EpochMs | undefined {
	const {state, receivedAtMs} = peeked;
	if (state.status !== 'held' || !state.isKept) return undefined;
	const atMs = state.heldUntilMs - visibilityTimeoutSeconds * 500;
	return atMs - receivedAtMs >= keptMsMax ? undefined : atMs;
}
