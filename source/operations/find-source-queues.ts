import type {QueueAttributes} from '../aws/queue.ts';
import type {Session} from '../aws/session.ts';
import {parseArn} from '../shared/arn.ts';
import {SluiceError} from '../shared/errors.ts';

/** More sources than this are none of a dead-letter queue that a person looks at. */
const sourcesMax = 100;

/**
The queues that these ARNs name, with their attributes, by ARN. Each is read once.

@throws What GetQueueUrl and GetQueueAttributes answer: `queue-not-found` for a source that was deleted.
*/
export async function findSourceQueues(
	session: Session,
	arns: readonly string[],
	within: {signal?: AbortSignal} = {},
): Promise<ReadonlyMap<string, QueueAttributes>> {
	const found = new Map<string, QueueAttributes>();
	for (const arn of new Set(arns)) {
		if (found.size >= sourcesMax)
			throw new SluiceError(`These messages come from more than ${sourcesMax} queues.`, {code: 'too-many-sources'});
		found.set(arn, await findByArn(session, arn, within));
	}
	return found;
}

/** @throws `queue-not-found`. */
export async function findByArn(session: Session, arn: string, within: {signal?: AbortSignal} = {}): Promise<QueueAttributes> {
	const parts = parseArn(arn);
	if (!parts) throw new SluiceError(`"${arn}" is no ARN of a queue.`, {code: 'queue-not-found'});
	const {url} = await session.queues.find(parts.resource, {...within, accountId: parts.accountId});
	return session.queues.attributes(url, within);
}
