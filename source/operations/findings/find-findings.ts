import type {EpochMs} from '../../shared/clock.ts';
import {compareFindings, type Claim, type Finding, type Thing, type Unknown} from './finding.ts';
import type {Observations} from './observation.ts';
import type {Rule, Verdict} from './rule.ts';
import {rules} from './rules.ts';

export type Judgement = {
	/** Worst first. */
	readonly findings: readonly Finding[];
	/** What could not be judged, and what that needs. */
	readonly unknowns: ReadonlyArray<Unknown & {readonly rule: string}>;
};

/** Since when each finding has been there, by its id: longer than the samples tell. */
export type FirstSeen = ReadonlyMap<string, EpochMs>;

/** Judges all that was observed by every rule. */
export function findFindings(observations: Observations, options: {firstSeen?: FirstSeen} = {}): Judgement {
	const findings: Finding[] = [];
	const unknowns: Array<Unknown & {rule: string}> = [];
	for (const rule of rules) {
		for (const {thing, verdict} of verdictsOf(rule, observations)) {
			if ('needs' in verdict) unknowns.push({thing, rule: rule.id, needs: verdict.needs});
			else for (const claim of verdict) findings.push(asFinding(rule, claim, options.firstSeen));
		}
	}
	return {findings: findings.toSorted(compareFindings), unknowns};
}

/** What is to be given to the next judgement. */
export function firstSeenOf(findings: readonly Finding[]): FirstSeen {
	return new Map(findings.flatMap(({id, sinceMs}) => (sinceMs === undefined ? [] : [[id, sinceMs] as const])));
}

type Judged = {readonly thing: Thing; readonly verdict: Verdict};

function verdictsOf(rule: Rule, observations: Observations): readonly Judged[] {
	switch (rule.about) {
		case 'queue':
			return observations.queues.map(queue => ({
				thing: {kind: 'queue', id: queue.url, name: queue.name},
				verdict: rule.judge(queue, observations),
			}));
		case 'topic':
			return observations.topics.map(topic => ({
				thing: {kind: 'topic', id: topic.arn, name: topic.name},
				verdict: rule.judge(topic, observations),
			}));
		case 'stream':
			return observations.streams.map(stream => ({
				thing: {kind: 'stream', id: stream.name, name: stream.name},
				verdict: rule.judge(stream, observations),
			}));
	}
}

function asFinding(rule: Rule, claim: Claim, firstSeen: FirstSeen | undefined): Finding {
	const {thing, detail, where} = claim;
	const id = [rule.id, thing.id, ...(detail === undefined ? [] : [detail])].join(' ');
	const before = firstSeen?.get(id);
	const sinceMs = claim.sinceMs === undefined ? undefined : Math.min(claim.sinceMs, before ?? claim.sinceMs);
	return {...claim, id, rule: rule.id, rank: rule.rank, where: where ?? thing.name, ...(sinceMs !== undefined && {sinceMs})};
}
