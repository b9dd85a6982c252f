import type {MoveTask} from '../../aws/queue.ts';
import {formatCount, formatSeconds} from '../../shared/units.ts';
import type {Observations, ObservedQueue} from './observation.ts';
import {isDeadLetterQueue, sourcesOf} from './observation.ts';
import {fine, type QueueRule} from './rule.ts';
import {depthPoints, riseOf} from './samples.ts';
import {countsSeen, peekFix, queueThing} from './words.ts';

/** AWS's counts are late by up to a minute. */
const lateMs = 60_000;

export const cameBack: QueueRule = {
	id: 'came-back',
	about: 'queue',
	rank: 'FAIL',
	title: 'came back after a redrive',
	when: 'a dead-letter queue rises after a redrive from it, within max receives × visibility timeout of its source',
	from: 'attributes, move tasks',
	fix: 'do not redrive again before the cause is mended',
	judge(queue, observations) {
		if (!queue.attributes) return {needs: 'its attributes'};
		if (!isDeadLetterQueue(queue, observations)) return fine;
		if (!queue.moveTasks) return {needs: 'its move tasks'};
		const task = queue.moveTasks.find(({status, movedCount}) => status === 'COMPLETED' && movedCount > 0);
		const backMs = backAfterMs(queue, observations);
		if (!task || backMs === undefined) return fine;
		const untilMs = task.startedAtMs + drainMs(task) + backMs + lateMs;
		const points = depthPoints(queue.samples).filter(({atMs}) => atMs >= task.startedAtMs && atMs <= untilMs);
		const rise = riseOf(points);
		if (!rise) return fine;
		const count = Math.min(rise.count, task.movedCount);
		return [
			{
				thing: queueThing(queue),
				what: `${formatCount(count)} of ${formatCount(task.movedCount)} came back after redrive`,
				sinceMs: rise.sinceMs,
				size: count,
				measure: {name: 'READY + FLIGHT', points: depthPoints(queue.samples)},
				why: `A redrive moved ${formatCount(task.movedCount)} out; what still fails is back here within ${formatSeconds(Math.round(backMs / 1000))} (max receives × visibility timeout). Each round gives them a fresh clock and costs the consumers their time.`,
				evidence: [countsSeen(queue), {source: 'ListMessageMoveTasks', atMs: task.startedAtMs, note: 'Start of the redrive.'}],
				fixes: [
					peekFix(queue, 'look at those that came back, and what they have in common'),
					{text: 'go to the queue where they fail', action: 'queue.dlq'},
				],
			},
		];
	},
};

/** A task with a rate takes its time: what it moved last fails last. */
function drainMs({movedCount, ratePerSecond}: MoveTask): number {
	return ratePerSecond === undefined ? 0 : (movedCount / ratePerSecond) * 1000;
}

function backAfterMs(queue: ObservedQueue, observations: Observations): number | undefined {
	const times = sourcesOf(queue, observations).flatMap(({attributes}) =>
		attributes?.redrivePolicy ? [attributes.redrivePolicy.maxReceiveCount * attributes.visibilityTimeoutSeconds * 1000] : [],
	);
	return times.length === 0 ? undefined : Math.max(...times);
}
