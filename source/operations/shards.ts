import type {Session} from '../aws/session.ts';
import type {Shard} from '../aws/stream.ts';
import {hashKeySpace} from '../rules/hash-key.ts';

/** A shard and its place among the others. */
export type ShardView = {
	readonly shard: Shard;
	readonly isOpen: boolean;
	/** Its part of the hash space, 0 to 1. */
	readonly share: number;
	readonly parentIds: readonly string[];
	readonly childIds: readonly string[];
	/** How it came to be. */
	readonly origin: 'created' | 'split' | 'merge';
	/** What closed it. Undefined while open, and when its children are not listed. */
	readonly closedBy?: 'split' | 'merge';
	/** The open shard whose range begins where this open one's ends. */
	readonly nextId?: string;
};

/**
All shards of a stream: the open ones in order of their hash keys, then the closed ones, newest first.

@throws What ListShards answers.
*/
export async function describeShards(
	session: Session,
	options: {stream: string},
	{signal}: {signal?: AbortSignal} = {},
): Promise<readonly ShardView[]> {
	return viewShards(await session.streams.shards(options.stream, signal ? {signal} : {}));
}

/** The same of shards that were read already. */
export function viewShards(shards: readonly Shard[]): readonly ShardView[] {
	const byStart = new Map(shards.filter(isOpen).map(shard => [shard.hashKeyStart, shard.id]));
	const views = shards.map(shard => {
		const children = shards.filter(other => other.parentId === shard.id || other.adjacentParentId === shard.id);
		const nextId = isOpen(shard) ? byStart.get(shard.hashKeyEnd + 1n) : undefined;
		const parentIds = [shard.parentId, shard.adjacentParentId].filter(id => id !== undefined);
		const closedBy = children.some(child => child.adjacentParentId !== undefined) ? ('merge' as const) : ('split' as const);
		return {
			shard,
			isOpen: isOpen(shard),
			share: shareOf(shard),
			parentIds,
			childIds: children.map(({id}) => id),
			origin: (['created', 'split', 'merge'] as const)[parentIds.length] ?? 'merge',
			...(!isOpen(shard) && children.length > 0 && {closedBy}),
			...(nextId !== undefined && {nextId}),
		};
	});
	const open = views.filter(view => view.isOpen).toSorted((a, b) => (a.shard.hashKeyStart < b.shard.hashKeyStart ? -1 : 1));
	const closed = views.filter(view => !view.isOpen).toSorted((a, b) => (a.shard.id < b.shard.id ? 1 : -1));
	return [...open, ...closed];
}

/** A shard's part of the hash space, 0 to 1, to six digits. */
export function shareOf({hashKeyEnd, hashKeyStart}: Shard): number {
	return Number(((hashKeyEnd - hashKeyStart + 1n) * 1_000_000n) / hashKeySpace) / 1_000_000;
}

function isOpen(shard: Shard): boolean {
	return shard.sequenceNumberEnd === undefined;
}

/** `37.5 %` */
export function formatShare(share: number): string {
	return `${(share * 100).toFixed(1)} %`;
}
