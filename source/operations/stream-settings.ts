import type {StreamSummary} from '../aws/stream.ts';

/** What tells that a stream is not as it was: deleted and made again, changing, or resharded. */
export function streamSettings(stream: StreamSummary): Record<string, string> {
	return {
		created: new Date(stream.createdAtMs).toISOString(),
		status: stream.status,
		'open shards': String(stream.openShardCount),
	};
}
