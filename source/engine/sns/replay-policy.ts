import type {EpochMs} from '../../shared/clock.ts';
import {AttributeProblem} from './attribute-problem.ts';
import {parseJsonObject} from './json-object.ts';
import type {Topic} from './topic.ts';

/** What of a FIFO topic's archive a subscription wants again. */
export type ReplayPolicy = {
	readonly startingAtMs: EpochMs;
	/** Afterwards the subscription gets nothing more. Undefined: it goes on with what is published. */
	readonly endingAtMs: EpochMs | undefined;
};

/**
`{"PointType":"Timestamp","StartingPoint":"2026-11-24T14:00:00.000Z"}`, with an EndingPoint or without.

Assumed: the members are documented, the texts of errors are not.

@see [Amazon SNS message archiving and replay for FIFO topic subscribers](https://docs.aws.amazon.com/sns/latest/dg/message-archiving-and-replay-subscriber.html)
*/
export function parseReplayPolicy(text: string | undefined, topic: Topic): ReplayPolicy | undefined {
	if (text === undefined) return undefined;
	if (!topic.fifo) throw new AttributeProblem('ReplayPolicy: ReplayPolicy is not supported for standard topics');
	const policy = parseJsonObject('ReplayPolicy', text);
	if (policy['PointType'] !== 'Timestamp') throw new AttributeProblem('ReplayPolicy: PointType must be Timestamp');
	const startingAtMs = instant(policy['StartingPoint']);
	if (startingAtMs === undefined) throw new AttributeProblem('ReplayPolicy: StartingPoint must be a valid timestamp');
	const endingAtMs = policy['EndingPoint'] === undefined ? undefined : instant(policy['EndingPoint']);
	if (policy['EndingPoint'] !== undefined && endingAtMs === undefined) {
		throw new AttributeProblem('ReplayPolicy: EndingPoint must be a valid timestamp');
	}
	if (endingAtMs !== undefined && endingAtMs <= startingAtMs) {
		throw new AttributeProblem('ReplayPolicy: EndingPoint must be later than StartingPoint');
	}
	return {startingAtMs, endingAtMs};
}

function instant(value: unknown): EpochMs | undefined {
	if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return undefined;
	const ms = Date.parse(value);
	return Number.isNaN(ms) ? undefined : ms;
}
