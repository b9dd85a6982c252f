import {formatCount, formatSeconds} from '../../shared/units.ts';
import {fine, type QueueRule} from './rule.ts';
import {inFlightPoints, moreLooks, recent, sumOf} from './samples.ts';
import type {ObservedQueue} from './observation.ts';
import {countsSeen, duration, peekFix, queueThing} from './words.ts';

/** Visibility timeouts that nothing was deleted for. */
const timeouts = 2;
/** Below this even a zero visibility timeout proves nothing. Without a count of deletes a few busy consumers can look the same for a while. */
const spanMsMin = {counted: 20_000, uncounted: 5 * 60_000};

export const stuckInFlight: QueueRule = {
	id: 'stuck-in-flight',
	about: 'queue',
	rank: 'SLOW',
	title: 'stuck in flight',
	when: 'the messages in flight stay the same, and those ready do not fall, for more than twice the visibility timeout; at least 5 min where CloudWatch does not count deletes',
	from: 'attributes; CloudWatch where allowed; for FIFO the group at the head, when a peek showed it',
	fix: 'see whether the consumer hangs; a shorter visibility timeout gives them back sooner',
	judge(queue, {nowMs}) {
		const {attributes, steady} = queue;
		if (!attributes) return {needs: 'its attributes'};
		// What we hold ourselves stays in flight as long as it is looked at.
		if (attributes.inFlightCount === 0 || queue.heldCount > 0) return fine;
		if (!steady || queue.samples.length < 2) return {needs: moreLooks(queue.samples.length, 2)};
		const wantedMs = Math.max(
			queue.deleted ? spanMsMin.counted : spanMsMin.uncounted,
			attributes.visibilityTimeoutSeconds * 1000 * timeouts,
		);
		const lastedMs = steady.seenAtMs - steady.sinceMs;
		if (lastedMs <= wantedMs) return fine;
		if (queue.deleted && sumOf(recent(queue.deleted.points, nowMs)) > 0) return fine;
		const group = blockedGroup(queue);
		return [
			{
				thing: queueThing(queue),
				what: `${formatCount(steady.inFlightCount)} in flight, none deleted for ${duration(lastedMs)}`,
				sinceMs: steady.sinceMs,
				size: steady.inFlightCount,
				measure: {name: 'FLIGHT', points: inFlightPoints(queue.samples)},
				why: `The same ${formatCount(steady.inFlightCount)} stay in flight and nothing becomes less, for longer than twice the visibility timeout of ${formatSeconds(attributes.visibilityTimeoutSeconds)}: the consumer hangs, or receives the same ones again and again.${attributes.isFifo ? ' In a FIFO queue everything behind them in their groups waits too.' : ''}`,
				evidence: [countsSeen(queue), ...(group ? [group] : [])],
				fixes: [peekFix(queue, 'look at what waits behind them'), {text: 'see its settings and who reads it', action: 'queue.open'}],
			},
		];
	},
};

/** The group that was received most often is the one whose head does not go. */
function blockedGroup({attributes, peek}: ObservedQueue): {source: string; atMs: number; note: string} | undefined {
	if (!attributes?.isFifo || !peek) return undefined;
	const head = peek.messages.filter(({groupId}) => groupId !== undefined).toSorted((a, b) => b.receiveCount - a.receiveCount)[0];
	if (!head || head.receiveCount < 2) return undefined;
	return {source: 'a peek', atMs: peek.seenAtMs, note: `Group ${head.groupId} is at its head, received ${head.receiveCount} times.`};
}
