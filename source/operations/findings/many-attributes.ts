import {plural} from '../../shared/units.ts';
import {fine, type TopicRule} from './rule.ts';
import {nameOf, topicThing} from './words.ts';

/**
Message attributes that a raw delivery to a queue can carry; a message with more is discarded as a client-side error.

@see [Amazon SNS raw message delivery](https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html)
*/
const attributeCountMax = 10;

export const manyAttributes: TopicRule = {
	id: 'many-attributes',
	about: 'topic',
	rank: 'RISK',
	title: 'raw delivery of messages with more than 10 attributes',
	when: 'a subscription is raw, and a message of the topic was seen with more than 10 attributes',
	from: 'subscription attributes; messages that were looked at',
	fix: 'the envelope instead of raw, or fewer attributes',
	judge(topic) {
		const raw = topic.subscriptions?.filter(({isRaw, protocol}) => isRaw === true && protocol === 'sqs') ?? [];
		if (topic.subscriptions && raw.length === 0) return fine;
		if (!topic.subscriptions) return {needs: 'its subscriptions'};
		const most = topic.attributeCountMax;
		if (most === undefined) return {needs: 'a message of it looked at'};
		const [first] = raw;
		if (most <= attributeCountMax || !first) return fine;
		return [
			{
				thing: topicThing(topic, raw.length === 1 ? first.arn : undefined),
				where: `${nameOf(first.endpoint)} (SNS)`,
				what: `${most} attributes, raw delivery takes 10`,
				size: most,
				why: `Raw delivery carries at most 10 message attributes; SNS discards a message with more for ${raw.map(({endpoint}) => nameOf(endpoint)).join(', ')}, without trying again.`,
				evidence: [{source: 'messages looked at', note: `The most was ${plural(most, 'attribute')}.`}],
				fixes: [{text: 'go to the subscription', action: 'now.open'}],
			},
		];
	},
};
