import type {Session} from '../aws/session.ts';
import type {StreamRef, StreamSummary} from '../aws/stream.ts';
import type {Clock} from '../shared/clock.ts';
import {describeEach, type Described} from './describe-each.ts';

/**
All streams with their summaries, at most 4 calls at once and 10 a second (AWS allows 20 in an account).

@throws What ListStreams answers. A stream whose summary cannot be read comes with its error.
*/
export function listStreams(
	session: Session,
	options: {clock: Clock; signal?: AbortSignal},
): AsyncIterable<Described<StreamRef, StreamSummary>> {
	const {clock, signal} = options;
	const pages = session.streams.list(signal ? {signal} : {});
	return describeEach(pages, stream => session.streams.summary(stream.name, signal ? {signal} : {}), {
		clock,
		parallelMax: 4,
		perSecondMax: 10,
		...(signal && {signal}),
	});
}
