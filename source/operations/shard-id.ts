import type {Shard} from '../aws/stream.ts';
import {SluiceError} from '../shared/errors.ts';

/** `6` of `shardId-000000000006` */
export function shortShardId(shardId: string): string {
	return shardId.replace(/^shardId-0*(?=\d)/, '');
}

export function isShardId(text: string): boolean {
	return /^shardId-\d+$/.test(text);
}

/**
The shard that is meant by `6`, `shardId-6` or the full id.

@throws `shard-not-found`
*/
export function findShard(shards: readonly Shard[], id: string): Shard {
	const found =
		shards.find(shard => shard.id === id) ??
		shards.find(shard => shortShardId(shard.id) === shortShardId(`shardId-${id.replace(/^shardId-/, '')}`));
	if (found) return found;
	throw new SluiceError(`There is no shard ${id} in this stream.`, {
		code: 'shard-not-found',
		nextSteps: [
			`Its shards: ${shards
				.slice(-8)
				.map(shard => shortShardId(shard.id))
				.join(', ')}`,
		],
	});
}
