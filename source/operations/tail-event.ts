import type {StreamRecord} from '../aws/stream.ts';
import type {EpochMs} from '../shared/clock.ts';
import type {SluiceError} from '../shared/errors.ts';

/** What a tail tells. Events of one shard keep their order. */
export type TailEvent =
	/** A shard is being read from here on. `parentIds` are those whose end was waited for. */
	| {readonly type: 'shard-started'; readonly shardId: string; readonly parentIds: readonly string[]}
	/** An answer, in order of the shard. `records` may be empty: then it only says how far behind the reader is. */
	| {
			readonly type: 'records';
			readonly shardId: string;
			readonly records: readonly StreamRecord[];
			readonly millisBehindLatest: number;
			readonly atMs: EpochMs;
	  }
	/** No answer; it is asked again at `retryAtMs`. `throttled` means that others read this shard, too. */
	| {readonly type: 'backed-off'; readonly shardId: string; readonly error: SluiceError; readonly retryAtMs: EpochMs}
	/** Answers again, after the last record that was read: nothing is missing. */
	| {readonly type: 'resumed'; readonly shardId: string; readonly gapMs: number}
	/** A closed shard was read to its end. */
	| {readonly type: 'shard-ended'; readonly shardId: string; readonly childShardIds: readonly string[]};
