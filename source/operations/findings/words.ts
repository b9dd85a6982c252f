import {parseArn} from '../../shared/arn.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {formatCount, formatSeconds} from '../../shared/units.ts';
import {commandLine} from '../command-line.ts';
import type {Fix, Thing} from './finding.ts';
import {recent, sumOf} from './samples.ts';
import type {ObservedQueue, ObservedStream, ObservedTopic} from './observation.ts';

export function queueThing({url, name}: ObservedQueue): Thing {
	return {kind: 'queue', id: url, name};
}

export function topicThing({arn, name}: ObservedTopic, part?: string): Thing {
	return {kind: 'topic', id: arn, name, ...(part !== undefined && {part})};
}

export function streamThing({name}: ObservedStream, part?: string): Thing {
	return {kind: 'stream', id: name, name, ...(part !== undefined && {part})};
}

/** Deliveries of a topic that CloudWatch counts as failed in the last ten minutes; 0 where it was not asked. */
export function failedCount({failed}: ObservedTopic, nowMs: EpochMs): number {
	return sumOf(recent(failed?.points ?? [], nowMs));
}

/** `orders` of an ARN; what is no ARN stays as it is. */
export function nameOf(arn: string): string {
	return parseArn(arn)?.resource ?? arn;
}

/** `18 min`, `45 s`, `2h10m`: how long something lasts, as a sentence says it. Never more than it is: it may be time that is left. */
export function duration(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	if (seconds < 60) return `${seconds} s`;
	if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
	return formatSeconds(seconds - (seconds % 60));
}

/** `3d21h50m`: an age to the minute. */
export function ageToTheMinute(ms: number): string {
	const minutes = Math.max(0, Math.floor(ms / 60_000));
	const [days, hours, left] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
	return `${days > 0 ? `${days}d` : ''}${days > 0 || hours > 0 ? `${hours}h` : ''}${left}m`;
}

/** `+12/s`, `+0.4/s` */
export function rate(perSecond: number): string {
	const text = Math.abs(perSecond) < 10 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond));
	return `${perSecond > 0 ? '+' : ''}${text}/s`;
}

/** Where counts of a queue come from, and when. */
export function countsSeen(queue: ObservedQueue, note?: string): {source: string; atMs?: EpochMs; note?: string} {
	return {source: 'GetQueueAttributes', ...(queue.asOfMs !== undefined && {atMs: queue.asOfMs}), ...(note !== undefined && {note})};
}

/** How messages that failed are looked at. */
export function peekFix(queue: ObservedQueue, text = 'look at what is in it'): Fix {
	return {text, action: 'queue.peek', commandLine: commandLine('peek', queue.name)};
}

/** A setting that helps, as a command line. */
export function settingFix(queue: ObservedQueue, options: {text: string; aside?: string; name: string; value: string}): Fix {
	const {text, aside, name, value} = options;
	return {text, ...(aside !== undefined && {aside}), commandLine: commandLine('set', queue.name, `${name}=${value}`)};
}
