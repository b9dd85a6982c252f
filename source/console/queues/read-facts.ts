import type {Reading} from '../../aws/reading.ts';
import type {Subscription} from '../../aws/topic.ts';
import {listAllSubscriptions, readersOf, subscriptionsTo} from '../../operations/queue-flow.ts';
import {isAbort, problemOf, run, type Effect, type EffectTools} from '../effects.ts';
import type {Problem} from '../state.ts';
import type {Fact, QueueFacts} from './facts.ts';
import {queueRow} from './state.ts';

/** Subscriptions of the whole account: read once, kept so long. */
const subscriptionsKeptMs = 15 * 60_000;
/** Tags and readers of an open queue. */
const factsEveryMs = 60_000;
/** GetSubscriptionAttributes a second. */
const attributesPerSecond = 4;
/** Subscriptions of one queue whose attributes are read. */
const detailedMax = 40;

/** Reads what is around a queue while it is open: tags, readers, senders. */
export function readFacts(url: string): Effect {
	return run(`queue-facts/${url}`, async tools => {
		for (;;) {
			await readOnce(tools, url);
			await tools.sleep(factsEveryMs);
		}
	});
}

async function readOnce(tools: EffectTools, url: string): Promise<void> {
	const {signal, session} = tools;
	const arn = await arnOf(tools, url);
	await Promise.all([
		tell(tools, url, 'tags', () => session.queues.tags(url, {signal})),
		arn === undefined ? undefined : tell(tools, url, 'readers', async () => valueOf(await readersOf(session, arn, {signal}))),
		arn === undefined ? undefined : tell(tools, url, 'senders', () => readSenders(tools, arn)),
	]);
}

/** Of the row, where its attributes are read; else asked for. */
async function arnOf(tools: EffectTools, url: string): Promise<string | undefined> {
	const known = queueRow(tools.state(), url)?.attributes?.arn;
	if (known !== undefined) return known;
	try {
		return (await tools.session.queues.attributes(url, {signal: tools.signal})).arn;
	} catch (error) {
		if (isAbort(error)) throw error;
		// The row says why its attributes cannot be read.
		return undefined;
	}
}

async function readSenders(tools: EffectTools, queueArn: string): Promise<readonly Subscription[]> {
	const senders = subscriptionsTo(queueArn, await allSubscriptions(tools));
	const detailed: Subscription[] = [];
	for (const [index, sender] of senders.entries()) {
		if (sender.arn === undefined || index >= detailedMax) detailed.push(sender);
		else detailed.push({...sender, ...(await tools.session.topics.subscriptionAttributes(sender.arn, {signal: tools.signal}))});
		if (index >= attributesPerSecond) await tools.sleep(1000 / attributesPerSecond);
	}
	return detailed;
}

async function allSubscriptions(tools: EffectTools): Promise<readonly Subscription[]> {
	const {clock, signal, session} = tools;
	const kept = tools.state().queues.subscriptions;
	if (kept && clock.nowMs() - kept.atMs < subscriptionsKeptMs) return kept.value;
	const subscriptions = await listAllSubscriptions(session, {clock, signal});
	tools.dispatch({type: 'queues/subscriptions', subscriptions, atMs: clock.nowMs()});
	return subscriptions;
}

class AbsentService extends Error {
	readonly problem: Problem;

	constructor(problem: Problem) {
		super(problem.message);
		this.problem = problem;
	}
}

/** @throws AbsentService, or the denial. */
export function valueOf<Value>(reading: Reading<Value>): Value {
	if (reading.status === 'known') return reading.value;
	if (reading.status === 'absent') throw new AbsentService(problemOf(reading.error));
	throw reading.error;
}

/** Reads one fact and tells it, or why there is none: a denial greys one line. */
export async function tell<Name extends keyof QueueFacts>(
	tools: EffectTools,
	url: string,
	name: Name,
	read: () => Promise<NonNullable<QueueFacts[Name]> extends Fact<infer Value> ? Value : never>,
): Promise<void> {
	const say = (fact: QueueFacts[Name]): void => tools.dispatch({type: 'queues/facts', url, facts: {[name]: fact}});
	try {
		const value = await read();
		// Each name has one type of value, which the signature holds together and TypeScript cannot follow.
		say({status: 'known', value, atMs: tools.clock.nowMs()} as QueueFacts[Name]);
	} catch (error) {
		if (isAbort(error)) throw error;
		const problem = error instanceof AbsentService ? error.problem : problemOf(error);
		const status = error instanceof AbsentService ? 'absent' : problem.code === 'denied' ? 'not-allowed' : 'failed';
		say({status, problem} as QueueFacts[Name]);
	}
}
