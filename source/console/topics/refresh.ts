import type {Subscription, TopicRef} from '../../aws/topic.ts';
import {isAbort, problemOf, run, type Effect, type EffectTools} from '../effects.ts';
import {visibleTopics} from './state.ts';

/** ListTopics this often. */
const listEveryMs = {aws: 300_000, local: 10_000};
/** After a failure nobody waits that long. */
const listAgainMs = 15_000;
/** GetTopicAttributes and GetSubscriptionAttributes a second, on AWS. */
const callsPerSecondMax = 4;
/** Subscriptions whose own attributes are read: those that a screen shows. */
const subscriptionsReadMax = 100;

/** The work of the topic list while it is on screen: names, then the attributes of each. */
export function refreshTopics(): readonly Effect[] {
	return [
		run('topics/list', async tools => {
			for (;;) {
				tools.dispatch({type: 'topics/loading'});
				const isRead = await readTopics(tools);
				await tools.sleep(pauseMs(tools, isRead));
			}
		}),
	];
}

/** The names alone, for who reads something else of each topic. */
export function refreshTopicNames(): readonly Effect[] {
	return [
		run('topics/list', async tools => {
			for (;;) {
				tools.dispatch({type: 'topics/loading'});
				const isRead = await readNames(tools);
				await tools.sleep(pauseMs(tools, isRead));
			}
		}),
	];
}

function pauseMs(tools: EffectTools, isRead: boolean): number {
	const everyMs = tools.session.context.target === 'aws' ? listEveryMs.aws : listEveryMs.local;
	return isRead ? everyMs : Math.min(everyMs, listAgainMs);
}

/** False when the list could not be read. */
async function readTopics(tools: EffectTools): Promise<boolean> {
	if (!(await readNames(tools))) return false;
	for (const {ref} of visibleTopics(tools.state())) {
		await readTopic(tools, ref.arn);
		await pace(tools);
	}
	return true;
}

/** False when the list could not be read. */
async function readNames(tools: EffectTools): Promise<boolean> {
	const refs: TopicRef[] = [];
	try {
		for await (const page of tools.session.topics.list({signal: tools.signal})) refs.push(...page);
	} catch (error) {
		if (!isAbort(error)) tools.dispatch({type: 'topics/list-failed', problem: problemOf(error)});
		return false;
	}
	tools.dispatch({type: 'topics/listed', refs, atMs: tools.clock.nowMs()});
	return true;
}

async function readTopic(tools: EffectTools, arn: string): Promise<void> {
	try {
		tools.dispatch({type: 'topics/read', arn, attributes: await tools.session.topics.attributes(arn, {signal: tools.signal})});
	} catch (error) {
		if (isAbort(error)) throw error;
		tools.dispatch({type: 'topics/read-failed', arn, problem: problemOf(error)});
	}
}

/** The work of an open topic: its subscriptions, then what each filters. */
export function refreshTopic(arn: string): readonly Effect[] {
	return [
		run(`topic/${arn}`, async tools => {
			for (;;) {
				await readTopic(tools, arn);
				await readSubscriptions(tools, arn);
				await tools.sleep(tools.session.context.target === 'aws' ? listEveryMs.aws : listEveryMs.local);
			}
		}),
	];
}

/** The subscriptions of a topic, then the attributes of each, paced. */
export async function readSubscriptions(tools: EffectTools, topicArn: string): Promise<void> {
	const found: Subscription[] = [];
	try {
		for await (const page of tools.session.topics.subscriptions(topicArn, {signal: tools.signal})) found.push(...page);
	} catch (error) {
		if (!isAbort(error))
			tools.dispatch({type: 'topics/subscriptions', arn: topicArn, subscriptions: {status: 'failed', problem: problemOf(error)}});
		return;
	}
	tools.dispatch({type: 'topics/subscriptions', arn: topicArn, subscriptions: {status: 'ready', value: found}});
	for (const [index, subscription] of found.slice(0, subscriptionsReadMax).entries()) {
		if (subscription.arn === undefined) continue;
		try {
			found[index] = {...subscription, ...(await tools.session.topics.subscriptionAttributes(subscription.arn, {signal: tools.signal}))};
		} catch (error) {
			if (isAbort(error)) throw error;
			// One subscription that may not be read leaves its filter unknown; the rest is shown.
		}
		await pace(tools);
	}
	tools.dispatch({type: 'topics/subscriptions', arn: topicArn, subscriptions: {status: 'ready', value: [...found]}});
}

function pace(tools: EffectTools): Promise<void> {
	return tools.session.context.target === 'aws' ? tools.sleep(1000 / callsPerSecondMax) : Promise.resolve();
}
