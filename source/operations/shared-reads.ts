import type {Session} from '../aws/session.ts';

/**
Whether reads of a shard are taken from its other readers, as on AWS: then they are paced. A local server, by the page on which it says what it is, has
nothing to share.

@throws `aborted`.
*/
export async function hasSharedReads({context, look}: Session, {signal}: {signal?: AbortSignal} = {}): Promise<boolean> {
	const {endpointUrl, endpoints, target} = context;
	if (target !== 'endpoint') return target === 'aws';
	// The page is that of the server of SQS.
	const isSameServer = endpoints?.kinesis === undefined || endpoints.kinesis.url === endpointUrl;
	return !(isSameServer && (await look.isPossible(signal ? {signal} : {})));
}
