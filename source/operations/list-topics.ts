import type {Session} from '../aws/session.ts';
import type {TopicAttributes, TopicRef} from '../aws/topic.ts';
import type {Clock} from '../shared/clock.ts';
import {describeEach, type Described} from './describe-each.ts';

/**
All topics with their attributes, at most 4 calls at once and 20 a second (AWS allows 30).

@throws What ListTopics answers. A topic whose attributes cannot be read comes with its error.
*/
export function listTopics(
	session: Session,
	options: {clock: Clock; signal?: AbortSignal},
): AsyncIterable<Described<TopicRef, TopicAttributes>> {
	const {clock, signal} = options;
	const pages = session.topics.list(signal ? {signal} : {});
	return describeEach(pages, topic => session.topics.attributes(topic.arn, signal ? {signal} : {}), {
		clock,
		parallelMax: 4,
		perSecondMax: 20,
		...(signal && {signal}),
	});
}
