import {isBurning, type Finding, type Thing} from '../../operations/findings/finding.ts';
import type {FirstSeen} from '../../operations/findings/find-findings.ts';
import type {FindingMetrics} from '../../operations/findings/metrics.ts';
import type {Observations, ObservedPeek} from '../../operations/findings/observation.ts';
import type {QueueReaders} from '../../operations/findings/readers.ts';
import type {Steady} from '../../operations/findings/steady.ts';
import {safeText} from '../../payload/safe-text.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {step, type Step} from '../effects.ts';
import type {Event} from '../event.ts';
import type {Problem, State} from '../state.ts';

export type NowState = {
	/** Worst first, those that are hidden for a while included. */
	readonly findings: readonly Finding[];
	/** What they were judged by. */
	readonly observations?: Observations;
	/** Ids as they are shown. Changes only while no key was pressed for a while. */
	readonly order: readonly string[];
	readonly orderedAtMs: EpochMs;
	/** When the rules were last asked; undefined before they were. */
	readonly judgedAtMs?: EpochMs;
	/** Since when they are being asked, a part of the queues at a time. */
	readonly judgingSinceMs?: EpochMs | undefined;
	/** Whether every queue was looked at when they were. */
	readonly isWhole: boolean;
	readonly firstSeen: FirstSeen;
	/** By queue URL. */
	readonly steady: ReadonlyMap<string, Steady>;
	/** The last peek of each queue, by URL; it outlives the messages. */
	readonly peeks: ReadonlyMap<string, ObservedPeek>;
	/** Until when a finding is hidden, by context and finding: see `ignoredKey`. */
	readonly ignored: ReadonlyMap<string, EpochMs>;
	readonly metrics?: FindingMetrics;
	/** Why CloudWatch was not read, where it was asked. */
	readonly metricsProblem?: Problem;
	/** The functions that read each queue, by its ARN, as they were last listed. */
	readonly readers?: {readonly byArn: QueueReaders; readonly atMs: EpochMs};
	/** Why the functions were not listed, where it was tried. */
	readonly readersProblem?: Problem | undefined;
	/** When subscriptions of a topic were last read, by ARN. */
	readonly subscriptionsAtMs: ReadonlyMap<string, EpochMs>;
	/** Since when a subscription is known to be pending, by topic and endpoint. */
	readonly pendingSinceMs: ReadonlyMap<string, EpochMs>;
};

export const initialNow: NowState = {
	findings: [],
	order: [],
	orderedAtMs: 0,
	isWhole: false,
	firstSeen: new Map(),
	steady: new Map(),
	peeks: new Map(),
	ignored: new Map(),
	subscriptionsAtMs: new Map(),
	pendingSinceMs: new Map(),
};

export type NowEvent =
	/** A round of looking has ended: judge what it found. */
	| {readonly type: 'now/looked'; readonly atMs: EpochMs}
	| {readonly type: 'now/subscriptions-read'; readonly arn: string; readonly atMs: EpochMs}
	| {readonly type: 'now/metrics'; readonly metrics: FindingMetrics; readonly atMs: EpochMs}
	/** What judging thousands of queues, a part at a time, came to. */
	| ({readonly type: 'now/judged'; readonly observations: Observations; readonly atMs: EpochMs} & Pick<
			NowState,
			'findings' | 'steady' | 'isWhole' | 'firstSeen'
	  >)
	| {readonly type: 'now/readers'; readonly readers: QueueReaders; readonly atMs: EpochMs}
	| {readonly type: 'now/readers-failed'; readonly problem: Problem; readonly atMs: EpochMs}
	| {readonly type: 'now/metrics-failed'; readonly problem: Problem; readonly atMs: EpochMs};

export function isNowEvent(event: Event): event is NowEvent {
	return event.type.startsWith('now/');
}

export function updateNow(state: State, event: NowEvent): Step {
	switch (event.type) {
		case 'now/looked':
			return step(state);
		case 'now/subscriptions-read': {
			const subscriptionsAtMs = new Map(state.now.subscriptionsAtMs).set(event.arn, event.atMs);
			return step(withNow(state, {subscriptionsAtMs, pendingSinceMs: pendingOf(state, event)}));
		}
		case 'now/judged': {
			const {findings, observations, steady, isWhole, firstSeen, atMs} = event;
			return step(withNow(state, {findings, observations, steady, isWhole, firstSeen, judgedAtMs: atMs, judgingSinceMs: undefined}));
		}
		case 'now/readers':
			return step(withNow(state, {readers: {byArn: event.readers, atMs: event.atMs}, readersProblem: undefined}));
		case 'now/readers-failed':
			return step(withNow(state, {readersProblem: event.problem}));
		case 'now/metrics':
			return step(withNow(state, {metrics: event.metrics, metricsProblem: undefined}));
		case 'now/metrics-failed':
			return step(withNow(state, {metricsProblem: event.problem}));
	}
}

export function withNow(state: State, change: Partial<NowState>): State {
	return {...state, now: {...state.now, ...change}};
}

/** AWS tells no time of a pending subscription: what counts is when it was first seen so. */
function pendingOf(state: State, event: {arn: string; atMs: EpochMs}): ReadonlyMap<string, EpochMs> {
	const subscriptions = state.topics.rows.find(({ref}) => ref.arn === event.arn)?.subscriptions;
	if (subscriptions?.status !== 'ready') return state.now.pendingSinceMs;
	const prefix = `${event.arn} `;
	const before = state.now.pendingSinceMs;
	const others = [...before].filter(([key]) => !key.startsWith(prefix));
	const pending = subscriptions.value.filter(({arn}) => arn === undefined).map(({endpoint}) => pendingKey(event.arn, endpoint));
	return new Map([...others, ...pending.map(key => [key, before.get(key) ?? event.atMs] as const)]);
}

export function pendingKey(topicArn: string, endpoint: string): string {
	return `${topicArn} ${endpoint}`;
}

/** What a hidden finding is remembered by: hiding it in one context hides it in no other. */
export function ignoredKey({context}: State, {id}: Pick<Finding, 'id'>): string {
	return `${context.target}/${context.profile ?? context.name}/${context.region} ${id}`;
}

export function isIgnored(state: State, finding: Finding): boolean {
	return (state.now.ignored.get(ignoredKey(state, finding)) ?? 0) > state.nowMs;
}

/** Findings that are not hidden, worst first. */
export function openFindings(state: State): readonly Finding[] {
	return state.now.ignored.size === 0 ? state.now.findings : state.now.findings.filter(finding => !isIgnored(state, finding));
}

/** How many findings mean that data goes or that something fails, and the worst of them in a sentence. */
export function alarmsOf(state: State): {readonly count: number; readonly worst?: string} {
	const findings = openFindings(state);
	const known = alarms.get(findings);
	if (known) return known;
	const burning = findings.filter(isBurning);
	const [worst] = burning;
	const made = {count: burning.length, ...(worst && {worst: `${worst.rank} ${safeText(worst.where)}: ${safeText(worst.what)}`})};
	alarms.set(findings, made);
	return made;
}

/** Asked for by each frame, among thousands of findings. */
const alarms = new WeakMap<readonly Finding[], {readonly count: number; readonly worst?: string}>();

/** What is wrong with one thing, worst first, hidden findings included: who asks about it wants to know. */
export function findingsOf(state: State, kind: Thing['kind'], id: string): readonly Finding[] {
	const known = byThing(state.now.findings);
	return known.get(`${kind} ${id}`) ?? [];
}

const byThingOf = new WeakMap<readonly Finding[], ReadonlyMap<string, readonly Finding[]>>();

function byThing(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
	const known = byThingOf.get(findings);
	if (known) return known;
	const made = new Map<string, Finding[]>();
	for (const finding of findings) {
		const key = `${finding.thing.kind} ${finding.thing.id}`;
		const list = made.get(key);
		if (list) list.push(finding);
		else made.set(key, [finding]);
	}
	byThingOf.set(findings, made);
	return made;
}
