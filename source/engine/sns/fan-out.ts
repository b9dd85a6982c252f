import {matchesFilterPolicy} from '../../rules/filter-match.ts';
import {filterMessage, type FilterMessage} from '../../rules/filter-message.ts';
import type {FilterPolicy} from '../../rules/filter-policy.ts';
import {deliver} from './delivery.ts';
import {createEnvelopes} from './envelope.ts';
import type {MessageAttributes} from './message-attributes.ts';
import {textFor} from './message-structure.ts';
import {countTopic} from './metrics.ts';
import type {Publication} from './publication.ts';
import type {SnsState} from './state.ts';
import type {Subscription} from './subscription.ts';
import {signatureVersion} from './topic-attributes.ts';
import type {Topic} from './topic.ts';

/** Decides who gets a publication, and puts it in line for each of them. The caller drains `state.deliveries`. */
export function fanOut(state: SnsState, topic: Topic, publication: Publication, only?: Subscription): void {
	const envelopes = createEnvelopes(publication, {signer: state.signer, version: signatureVersion(topic)});
	const passes = createFilter(state, topic, publication);
	for (const subscription of only ? [only] : topic.subscriptions.values()) {
		if (subscription.pending || !isInTime(subscription, publication) || !passes(subscription)) continue;
		state.deliveries.add(() => deliver({state, topic, subscription, publication, envelopes}));
	}
}

/** A replay with an end is the end of the subscription's messages. */
function isInTime({settings}: Subscription, publication: Publication): boolean {
	const endingAtMs = settings.replay?.endingAtMs;
	return endingAtMs === undefined || publication.publishedAtMs < endingAtMs;
}

/** The message is taken apart once, however many policies look at it; with MessageStructure `json` once for each text. */
function createFilter(state: SnsState, topic: Topic, publication: Publication): (subscription: Subscription) => boolean {
	const byText = new Map<string, FilterMessage>();
	return subscription => {
		const {filter} = subscription.settings;
		if (!filter) return true;
		const text = textFor(publication.texts, subscription.protocol);
		let message = byText.get(text);
		if (!message) {
			message = filterMessage(filterAttributes(publication.attributes), text);
			byText.set(text, message);
		}
		if (matchesFilterPolicy(filter, message)) return true;
		countFilteredOut(state, topic, filter, message, publication);
		return false;
	};
}

function filterAttributes(attributes: MessageAttributes): Record<string, {type: string; value: string}> {
	const found: Record<string, {type: string; value: string}> = Object.create(null);
	for (const [name, attribute] of Object.entries(attributes)) found[name] = {type: attribute.DataType, value: attribute.StringValue ?? ''};
	return found;
}

function countFilteredOut(state: SnsState, topic: Topic, filter: FilterPolicy, message: FilterMessage, publication: Publication): void {
	countTopic(state, topic, 'NumberOfNotificationsFilteredOut');
	const facts = message.facts(filter.scope);
	if (facts.status === 'unreadable') countTopic(state, topic, `NumberOfNotificationsFilteredOut-${facts.metric}`);
	else if (filter.scope === 'MessageBody') countTopic(state, topic, 'NumberOfNotificationsFilteredOut-MessageBody');
	else if (Object.keys(publication.attributes).length === 0)
		countTopic(state, topic, 'NumberOfNotificationsFilteredOut-NoMessageAttributes');
	else countTopic(state, topic, 'NumberOfNotificationsFilteredOut-MessageAttributes');
}
