/** The largest index that AWS resolves. */
const indexMax = 2_147_483_647;

/** `shardId-000000000006` */
export function formatShardId(index: number): string {
	return `shardId-${String(index).padStart(12, '0')}`;
}

/**
The index that a shard ID stands for, in the loose forms that AWS accepts: `shardId-000000000006`, `shardId-6`, `6`. Undefined when there is none.

Observed: any text before the last hyphen is ignored.
*/
export function parseShardIndex(shardId: string): number | undefined {
	const digits = /^(?:.*-)?(\d+)$/.exec(shardId)?.[1];
	if (digits === undefined) return undefined;
	const index = Number(digits);
	return index > indexMax ? undefined : index;
}
