import type {EpochMs} from '../../shared/clock.ts';
import {compareFindings, type Claim, type Finding, type Thing, type Unknown} from './finding.ts';
import type {Observations} from './observation.ts';
import type {Rule, Verdict} from './rule.ts';
import {rules} from './rules.ts';

/** Since when each finding has been there, by its id: longer than the samples tell. */
export type FirstSeen = ReadonlyMap<string, EpochMs>;

/** Judges all that was observed by every rule. Worst first. */
export function findFindings(observations: Observations, options: {firstSeen?: FirstSeen} = {}): readonly Finding[] {
	return claimsOf(observations, options).toSorted(compareFindings);
}

/** The same in no order, for who judges a part at a time: what the whole is goes by the maps of the observations, what is judged by their lists. */
export function claimsOf(observations: Observations, options: {firstSeen?: FirstSeen} = {}): readonly Finding[] {
	const findings: Finding[] = [];
	for (const rule of rules) {
		eachVerdict(rule, observations, verdict => {
			if ('needs' in verdict) return;
			for (const claim of verdict) findings.push(asFinding(rule, claim, options.firstSeen));
		});
	}
	return findings;
}

/** What could not be judged of one thing, and what that needs. */
export function findUnknowns(observations: Observations, {kind, id}: Pick<Thing, 'kind' | 'id'>): readonly Unknown[] {
	const alone: Observations = {
		...observations,
		queues: kind === 'queue' ? observations.queues.filter(({url}) => url === id) : [],
		topics: kind === 'topic' ? observations.topics.filter(({arn}) => arn === id) : [],
		streams: kind === 'stream' ? observations.streams.filter(({name}) => name === id) : [],
	};
	const unknowns: Unknown[] = [];
	for (const rule of rules) {
		eachVerdict(rule, alone, verdict => {
			if ('needs' in verdict) unknowns.push({rule: rule.id, needs: verdict.needs});
		});
	}
	return unknowns;
}

/** What is to be given to the next judgement. */
export function firstSeenOf(findings: readonly Finding[]): FirstSeen {
	return new Map(findings.flatMap(({id, sinceMs}) => (sinceMs === undefined ? [] : [[id, sinceMs] as const])));
}

/** Thousands of queues are judged on the thread that draws: nothing is made for those with nothing to tell. */
function eachVerdict(rule: Rule, observations: Observations, tell: (verdict: Verdict) => void): void {
	switch (rule.about) {
		case 'queue':
			for (const queue of observations.queues) tell(rule.judge(queue, observations));
			return;
		case 'topic':
			for (const topic of observations.topics) tell(rule.judge(topic, observations));
			return;
		case 'stream':
			for (const stream of observations.streams) tell(rule.judge(stream, observations));
	}
}

function asFinding(rule: Rule, claim: Claim, firstSeen: FirstSeen | undefined): Finding {
	const {thing, detail, where} = claim;
	const id = [rule.id, thing.id, ...(detail === undefined ? [] : [detail])].join(' ');
	const before = firstSeen?.get(id);
	const sinceMs = claim.sinceMs === undefined ? undefined : Math.min(claim.sinceMs, before ?? claim.sinceMs);
	return {...claim, id, rule: rule.id, rank: rule.rank, where: where ?? thing.name, ...(sinceMs !== undefined && {sinceMs})};
}
