import {closestMatch} from 'leven';
import type {Session} from '../aws/session.ts';
import type {TopicRef} from '../aws/topic.ts';
import {parseArn} from '../shared/arn.ts';
import {SluiceError} from '../shared/errors.ts';

/**
Finds a topic by name or ARN. SNS has no call that answers an ARN for a name, so the list is read to the name.

@throws `topic-not-found`, with the nearest name there is.
*/
export async function findTopic(session: Session, nameOrArn: string, options: {signal?: AbortSignal} = {}): Promise<TopicRef> {
	const arn = parseArn(nameOrArn);
	if (arn) return {name: arn.resource, arn: nameOrArn};
	const names: string[] = [];
	for await (const page of session.topics.list(options)) {
		const found = page.find(topic => topic.name === nameOrArn);
		if (found) return found;
		names.push(...page.map(topic => topic.name));
	}
	const nearest = closestMatch(nameOrArn, names, {maxDistance: 5});
	throw new SluiceError(`Topic "${nameOrArn}" does not exist in ${session.context.region}.`, {
		code: 'topic-not-found',
		nextSteps: [nearest === undefined ? 'All topics: sluice topics' : `Did you mean: ${nearest}`],
	});
}
