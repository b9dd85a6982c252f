import type {QueueRef} from '../aws/queue.ts';
import {queueName} from '../aws/queues.ts';
import type {Session} from '../aws/session.ts';
import {parseArn} from '../shared/arn.ts';
import {SluiceError} from '../shared/errors.ts';
import {nearestName, withSuggestion} from './did-you-mean.ts';
import {checkArn} from './own-arn.ts';

/**
Finds a queue by name, URL or ARN. A URL is taken at its word: nothing is asked, and it is called at the session's own endpoint.

@throws `queue-not-found`, with the nearest name as next step; `wrong-region` or `wrong-service` for an ARN from elsewhere.
*/
export async function findQueue(session: Session, nameOrUrlOrArn: string, options: {signal?: AbortSignal} = {}): Promise<QueueRef> {
	if (/^https?:\/\//.test(nameOrUrlOrArn)) return {name: queueName(nameOrUrlOrArn), url: nameOrUrlOrArn};
	const arn = parseArn(nameOrUrlOrArn);
	if (arn) checkArn(session, arn, {service: 'sqs', noun: 'queue'});
	const name = arn?.resource ?? nameOrUrlOrArn;
	try {
		return await session.queues.find(name, {...options, ...(arn && {accountId: arn.accountId})});
	} catch (error) {
		// SQS words a name that it would never allow as a bad parameter.
		const isUnknown = error instanceof SluiceError && (error.code === 'queue-not-found' || error.code === 'refused');
		if (!isUnknown) throw error;
		throw withSuggestion(error, await nearestName(name, session.queues.list(options)));
	}
}
