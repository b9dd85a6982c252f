import type {Session} from '../aws/session.ts';
import type {StreamStatus} from '../aws/stream.ts';
import {sleep, type Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';

/** AWS allows 20 DescribeStreamSummary a second to a whole account. */
const intervalMs = {aws: 1000, engine: 250};

const throttledMs = 4000;

/**
The status of a stream whenever it is asked again, until it is ACTIVE; that one is the last.

@throws `stream-not-found` when it is deleted meanwhile.
*/
export async function* waitUntilActive(
	session: Session,
	options: {clock: Clock; stream: string; intervalMs?: number},
	{signal}: {signal?: AbortSignal} = {},
): AsyncGenerator<{status: StreamStatus; elapsedMs: number}> {
	const {clock, stream} = options;
	const within = signal ? {signal} : {};
	const usualMs = options.intervalMs ?? (session.context.target === 'engine' ? intervalMs.engine : intervalMs.aws);
	const startedAtMs = clock.nowMs();
	while (true) {
		let waitMs = usualMs;
		try {
			const {status} = await session.streams.summary(stream, within);
			yield {status, elapsedMs: clock.nowMs() - startedAtMs};
			if (status === 'ACTIVE') return;
		} catch (error) {
			if (!(error instanceof SluiceError && error.code === 'throttled')) throw error;
			waitMs = throttledMs;
		}
		await sleep(clock, waitMs, within);
	}
}
