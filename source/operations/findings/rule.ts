import type {Claim, Rank, Unknown} from './finding.ts';
import type {Observations, ObservedQueue, ObservedStream, ObservedTopic} from './observation.ts';

/** Claims, none when nothing is wrong; or what it would take to know. */
export type Verdict = readonly Claim[] | Pick<Unknown, 'needs'>;

type Words = {
	/** Stable, for ignoring, scripts and the docs: `dlq-filling`. */
	readonly id: string;
	readonly rank: Rank;
	/** `DLQ is filling` */
	readonly title: string;
	/** When it is true, for the docs. */
	readonly when: string;
	/** Where its numbers come from. */
	readonly from: string;
	/** What helps, in a few words. */
	readonly fix: string;
};

/** Something that can be wrong. A pure function of what was observed. */
export type Rule =
	| (Words & {readonly about: 'queue'; judge(queue: ObservedQueue, observations: Observations): Verdict})
	| (Words & {readonly about: 'topic'; judge(topic: ObservedTopic, observations: Observations): Verdict})
	| (Words & {readonly about: 'stream'; judge(stream: ObservedStream, observations: Observations): Verdict});

export type QueueRule = Extract<Rule, {about: 'queue'}>;
export type TopicRule = Extract<Rule, {about: 'topic'}>;
export type StreamRule = Extract<Rule, {about: 'stream'}>;

/** Nothing is wrong. */
export const fine: readonly Claim[] = [];
