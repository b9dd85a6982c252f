import {formatCount, formatSeconds, formatTime, plural} from '../../shared/units.ts';
import {commandLine} from '../command-line.ts';
import type {Claim, Evidence, Fix} from './finding.ts';
import {isDeadLetterQueue, sourcesOf, type Observations, type ObservedQueue} from './observation.ts';
import {fine, type QueueRule, type Verdict} from './rule.ts';
import {depthPoints, riseOf} from './samples.ts';
import {ageToTheMinute, duration, queueThing, settingFix} from './words.ts';

const dayMs = 86_400_000;
const retentionSecondsMax = 1_209_600;
/** Of the retention, by CloudWatch's age of the oldest message. */
const ageShareMax = 0.75;

/** A queue that keeps a day would burn all day: there a quarter of the retention is near. */
function nearMs(retentionMs: number): number {
	return Math.min(dayMs, retentionMs / 4);
}

/**
Standard dead-letter queues count from the first send: a message keeps the clock it came with.

@see [Using dead-letter queues in Amazon SQS](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html)
*/
export const messagesExpire: QueueRule = {
	id: 'messages-expire',
	about: 'queue',
	rank: 'LOSS',
	title: 'messages will expire',
	when: 'a peeked message has less than 24 h left (a quarter of the retention where that is shorter), or the oldest is older than 75 % of the retention',
	from: 'the last peek; CloudWatch',
	fix: 'redrive or save them, or keep them longer',
	judge(queue, observations) {
		const {attributes} = queue;
		if (!attributes) return {needs: 'its attributes'};
		if (attributes.readyCount + attributes.inFlightCount + attributes.delayedCount === 0) return fine;
		return judgePeek(queue, observations) ?? judgeAge(queue, observations) ?? {needs: 'a peek, or CloudWatch'};
	},
};

function judgePeek(queue: ObservedQueue, observations: Observations): Verdict | undefined {
	const {attributes, peek} = queue;
	const {nowMs} = observations;
	if (!attributes || !peek || peek.messages.length === 0) return undefined;
	// On its way into a FIFO dead-letter queue a message gets a new clock, which nobody can read.
	if (attributes.isFifo && isDeadLetterQueue(queue, observations)) return undefined;
	const retentionMs = attributes.retentionSeconds * 1000;
	const dying = peek.messages
		.filter(({sentAtMs}) => sentAtMs + retentionMs > nowMs && sentAtMs + retentionMs - nowMs < nearMs(retentionMs))
		.toSorted((a, b) => a.sentAtMs - b.sentAtMs);
	const [oldest] = dying;
	if (!oldest) return queue.ageOfOldest ? undefined : fine;
	const harmAtMs = oldest.sentAtMs + retentionMs;
	const receives = Math.max(...dying.map(({receiveCount}) => receiveCount));
	return [
		claim(queue, observations, {
			what: `${plural(dying.length, 'message')} ${dying.length === 1 ? 'expires' : 'expire'} in ${duration(harmAtMs - nowMs)}`,
			oldest: `Oldest ${dying.length} of about ${formatCount(attributes.readyCount + attributes.inFlightCount)} ${dying.length === 1 ? 'was' : 'were'} sent ${ageToTheMinute(nowMs - oldest.sentAtMs)} ago`,
			harmAtMs,
			sinceMs: Math.max(peek.seenAtMs, harmAtMs - nearMs(retentionMs)),
			size: dying.length,
			evidence: {
				source: `SentTimestamp of ${plural(peek.messages.length, 'peeked message')}`,
				atMs: peek.seenAtMs,
				note: `Receives so far: ${receives}.`,
			},
		}),
	];
}

function judgeAge(queue: ObservedQueue, observations: Observations): Verdict | undefined {
	const {attributes, ageOfOldest} = queue;
	const newest = ageOfOldest?.points.at(-1);
	if (!attributes || !newest) return undefined;
	const retentionMs = attributes.retentionSeconds * 1000;
	const ageMs = newest.value * 1000;
	if (ageMs <= retentionMs * ageShareMax) return fine;
	const harmAtMs = newest.atMs + retentionMs - ageMs;
	return [
		claim(queue, observations, {
			what: `the oldest message expires in ${duration(harmAtMs - observations.nowMs)}`,
			oldest: `The oldest message is ${ageToTheMinute(ageMs)} old`,
			harmAtMs,
			sinceMs: newest.atMs,
			size: 1,
			evidence: {source: 'CloudWatch ApproximateAgeOfOldestMessage', atMs: newest.atMs},
		}),
	];
}

function claim(
	queue: ObservedQueue,
	observations: Observations,
	found: {what: string; oldest: string; harmAtMs: number; sinceMs: number; size: number; evidence: Evidence},
): Claim {
	const {what, oldest, harmAtMs, sinceMs, size, evidence} = found;
	const isDlq = isDeadLetterQueue(queue, observations);
	const keeps = `this queue keeps messages ${formatSeconds(queue.attributes?.retentionSeconds ?? 0)}`;
	const clock = isDlq && !queue.attributes?.isFifo ? ' and, as a standard DLQ, counts from the first send' : '';
	return {
		thing: queueThing(queue),
		what,
		sinceMs,
		harmAtMs,
		size,
		measure: {name: 'READY + FLIGHT', points: depthPoints(queue.samples)},
		why: `${oldest}; ${keeps}${clock ? `${clock}.` : '.'} ${size === 1 ? 'It is' : 'They are'} gone ${goneAt(harmAtMs, observations.nowMs)}.`,
		evidence: [evidence],
		fixes: fixesOf(queue, observations),
	};
}

/** `at 05:22Z`, with the day when it is not within the next day. */
function goneAt(atMs: number, nowMs: number): string {
	const day = atMs - nowMs > dayMs ? `on ${new Date(atMs).toISOString().slice(0, 10)} ` : '';
	return `${day}at ${formatTime(atMs, 'minute')}`;
}

function fixesOf(queue: ObservedQueue, observations: Observations): readonly Fix[] {
	const sources = sourcesOf(queue, observations);
	const more = riseOf(depthPoints(queue.samples))?.count ?? 0;
	const target = sources.length === 1 ? (sources[0]?.name ?? '') : 'where each came from';
	const redrive: Fix = {
		text: `redrive them to ${target}`,
		aside: more > 0 ? `w: why they failed; ${formatCount(more)} more just did` : 'w: why they failed',
		action: 'queue.redrive',
		commandLine: commandLine('redrive', queue.name),
	};
	const isLonger = (queue.attributes?.retentionSeconds ?? 0) < retentionSecondsMax;
	return [
		...(sources.length > 0 ? [redrive] : []),
		{
			text: 'save them to a file first',
			action: 'now.save',
			commandLine: `${commandLine('peek', queue.name, '--json')} > ${queue.name}.jsonl`,
		},
		...(isLonger
			? [
					settingFix(queue, {
						text: 'retention 14d',
						aside: 'SetQueueAttributes keeps what is still there',
						name: 'retention',
						value: '14d',
					}),
				]
			: []),
	];
}
