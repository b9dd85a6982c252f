import type {Session} from '../aws/session.ts';
import type {StreamSummary} from '../aws/stream.ts';
import {parseArn} from '../shared/arn.ts';
import {SluiceError} from '../shared/errors.ts';
import {nearestName, withSuggestion} from './did-you-mean.ts';
import {checkArn} from './own-arn.ts';

/**
Finds a stream by name or ARN, with its summary.

@throws `stream-not-found`, with the nearest name as next step; `wrong-region` or `wrong-service` for an ARN from elsewhere.
*/
export async function findStream(session: Session, nameOrArn: string, options: {signal?: AbortSignal} = {}): Promise<StreamSummary> {
	const arn = parseArn(nameOrArn);
	if (arn) checkArn(session, arn, {service: 'kinesis', noun: 'stream'});
	const name = arn ? arn.resource.replace(/^stream\//, '') : nameOrArn;
	try {
		return await session.streams.summary(name, options);
	} catch (error) {
		const isUnknown = error instanceof SluiceError && (error.code === 'stream-not-found' || error.code === 'refused');
		if (!isUnknown) throw error;
		throw withSuggestion(error, await nearestName(name, session.streams.list(options)));
	}
}
