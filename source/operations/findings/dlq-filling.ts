import {formatCount} from '../../shared/units.ts';
import {commandLine} from '../command-line.ts';
import {isDeadLetterQueue, sourcesOf} from './observation.ts';
import {fine, type QueueRule} from './rule.ts';
import {depthPoints, historyMs, moreLooks, recent, riseOf} from './samples.ts';
import {countsSeen, duration, peekFix, queueThing} from './words.ts';

/** Went up within so long: it still rises. */
const stillMs = 2 * 60_000;

export const dlqFilling: QueueRule = {
	id: 'dlq-filling',
	about: 'queue',
	rank: 'FAIL',
	title: 'DLQ is filling',
	when: 'a dead-letter queue holds more messages, ready and in flight, than at its lowest in the last 10 min',
	from: 'attributes',
	fix: 'look at what failed (Groups), mend it, then redrive',
	judge(queue, observations) {
		if (!queue.attributes) return {needs: 'its attributes'};
		if (!isDeadLetterQueue(queue, observations)) return fine;
		const points = recent(depthPoints(queue.samples), observations.nowMs);
		if (points.length < 2) return {needs: moreLooks(points.length, 2)};
		const rise = riseOf(points);
		if (!rise) return fine;
		const {nowMs} = observations;
		// In whole minutes, so that the sentence moves with the data and not with every second.
		const minutes = Math.min(historyMs / 60_000, Math.max(1, Math.ceil((nowMs - rise.from.atMs) / 60_000)));
		const end = nowMs - rise.lastRoseAtMs <= stillMs ? 'still rising' : `none for ${duration(nowMs - rise.lastRoseAtMs)}`;
		const sources = sourcesOf(queue, observations);
		const [source] = sources;
		const receives = source?.attributes?.redrivePolicy?.maxReceiveCount;
		const from = sources.length === 0 ? 'what a topic could not deliver' : `what fails in ${sources.map(({name}) => name).join(', ')}`;
		return [
			{
				thing: queueThing(queue),
				what: `${formatCount(rise.count)} more in ${minutes} min, ${end}`,
				sinceMs: rise.sinceMs,
				size: rise.count,
				measure: {name: 'READY + FLIGHT', points},
				why: `It takes ${from}${receives === undefined || sources.length > 1 ? '' : ` after ${receives} receives`}. It went from ${formatCount(rise.from.value)} to ${formatCount(rise.to.value)}; what makes them fail is still there, so a redrive now brings them back here.`,
				evidence: [countsSeen(queue)],
				fixes: [
					peekFix(queue, 'look at what failed, and what the failures have in common'),
					...(source ? [{text: `go to ${source.name}, where they fail`, action: 'queue.dlq'}] : []),
					...(source
						? [
								{
									text: 'redrive them when the cause is mended',
									action: 'queue.redrive',
									commandLine: commandLine('redrive', queue.name),
								},
							]
						: []),
				],
			},
		];
	},
};
