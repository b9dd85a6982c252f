import type {TailEvent} from './tail-event.ts';

/**
Answers, event by event, whether everything that is there has been read: each shard, and each child of a closed one.

@param options.closedShardIds These are read only at their end: a last answer says that nothing is behind it, but not that children follow.
*/
export function createCatchUp({closedShardIds}: {closedShardIds: ReadonlySet<string>}): (event: TailEvent) => boolean {
	const behind = new Set<string>();
	const done = new Set<string>();
	return event => {
		switch (event.type) {
			case 'shard-started':
				if (!done.has(event.shardId)) behind.add(event.shardId);
				return false;
			case 'records':
				if (event.millisBehindLatest > 0 || closedShardIds.has(event.shardId)) return false;
				break;
			case 'shard-ended':
				// A child may wait for its other parent, and is not started yet.
				for (const child of event.childShardIds) if (!done.has(child)) behind.add(child);
				break;
			case 'backed-off':
			case 'resumed':
				return false;
		}
		behind.delete(event.shardId);
		done.add(event.shardId);
		return behind.size === 0;
	};
}
