import type {EpochMs} from '../../shared/clock.ts';
import type {ActionContext} from '../action.ts';
import {invalidArgument} from './errors.ts';
import type {Shard} from './shard.ts';
import type {KinesisState} from './state.ts';
import {findShard} from './stream-reference.ts';
import type {Stream} from './stream.ts';

export type ShardFilter = {
	readonly Type: 'AFTER_SHARD_ID' | 'AT_TRIM_HORIZON' | 'FROM_TRIM_HORIZON' | 'AT_LATEST' | 'AT_TIMESTAMP' | 'FROM_TIMESTAMP';
	readonly ShardId?: string | undefined;
	readonly Timestamp?: EpochMs | undefined;
};

/**
The shards that ListShards shows, oldest first.

@see [ShardFilter](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ShardFilter.html)
*/
export function filterShards(stream: Stream, filter: ShardFilter | undefined, context: ActionContext<KinesisState>): readonly Shard[] {
	const {nowMs} = context;
	const shards = stream.listShards(nowMs);
	if (!filter) return shards;
	checkFilter(filter);
	// Nothing is older than the stream itself.
	const horizonMs = Math.max(stream.horizonMs(nowMs), stream.createdAtMs);
	switch (filter.Type) {
		case 'FROM_TRIM_HORIZON':
			return shards;
		case 'AT_LATEST':
			return shards.filter(shard => shard.isOpen);
		case 'AT_TRIM_HORIZON':
			return shards.filter(shard => wasOpenAt(shard, horizonMs));
		case 'AT_TIMESTAMP':
			return shards.filter(shard => wasOpenAt(shard, Math.max(filter.Timestamp ?? 0, horizonMs)));
		case 'FROM_TIMESTAMP':
			return shards.filter(({closedAtMs}) => closedAtMs === undefined || closedAtMs >= (filter.Timestamp ?? 0));
		case 'AFTER_SHARD_ID': {
			const {index: after} = findShard(filter.ShardId ?? '', stream, context);
			return shards.filter(({index}) => index > after);
		}
	}
}

function wasOpenAt(shard: Shard, atMs: EpochMs): boolean {
	return shard.openedAtMs <= atMs && (shard.closedAtMs === undefined || shard.closedAtMs >= atMs);
}

/** Assumed: AWS refuses these, its words are not recorded. */
function checkFilter({Type: type, ShardId: shardId, Timestamp: timestamp}: ShardFilter): void {
	const needsTimestamp = type === 'AT_TIMESTAMP' || type === 'FROM_TIMESTAMP';
	if (needsTimestamp && timestamp === undefined) throw invalidArgument(`Timestamp must be provided for a ShardFilter of type ${type}.`);
	if (type === 'AFTER_SHARD_ID' && shardId === undefined) {
		throw invalidArgument(`ShardId must be provided for a ShardFilter of type ${type}.`);
	}
}
