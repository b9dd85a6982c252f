import type {Session} from '../aws/session.ts';
import type {TopicRef} from '../aws/topic.ts';
import {parseArn} from '../shared/arn.ts';
import {SluiceError} from '../shared/errors.ts';
import {nearestName, withSuggestion} from './did-you-mean.ts';
import {checkArn} from './own-arn.ts';

/** More topics than an account may have, at 100 a page. */
const pagesMax = 1010;

/**
Finds a topic by name or ARN. AWS has no call for it, so topics are listed until it appears.

@throws `topic-not-found`, with the nearest name as next step; `wrong-region` or `wrong-service` for an ARN from elsewhere.
*/
export async function findTopic(session: Session, nameOrArn: string, options: {signal?: AbortSignal} = {}): Promise<TopicRef> {
	const arn = parseArn(nameOrArn);
	if (arn) checkArn(session, arn, {service: 'sns', noun: 'topic'});
	const seen: TopicRef[] = [];
	let pageCount = 0;
	for await (const page of session.topics.list(options)) {
		const found = page.find(topic => (arn ? topic.arn === nameOrArn : topic.name === nameOrArn));
		if (found) return found;
		seen.push(...page);
		if (++pageCount >= pagesMax) break;
	}
	const name = arn?.resource ?? nameOrArn;
	const error = new SluiceError(`Topic "${name}" does not exist in ${session.context.region}.`, {
		code: 'topic-not-found',
		nextSteps: ['Check the name, the region and the account: sluice topics.'],
	});
	throw withSuggestion(error, await nearestName(name, onePage(seen)));
}

async function* onePage<Item>(items: readonly Item[]): AsyncGenerator<readonly Item[]> {
	yield items;
}
