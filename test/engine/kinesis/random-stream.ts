import {AwsError} from '../../../source/engine/action.ts';
import {middleOfRange} from '../../../source/rules/hash-key.ts';
import type {Random} from '../../../source/shared/random.ts';
import {base64, type Answer, type KinesisCaller} from './call.ts';

/** The stream of the simulations. */
export const stream = 'orders';
const keyCount = 12;

export function pick<Item>(items: readonly Item[], random: Random): Item {
	return items[Math.floor(random.number() * items.length)] as Item;
}

/** Splits, merges or scales at random. What AWS refuses (a stream that is UPDATING, say) is left at that. */
export function reshard(caller: KinesisCaller, random: Random): void {
	const open: Answer[] = caller
		.call('ListShards', {StreamName: stream, ShardFilter: {Type: 'AT_LATEST'}})
		.Shards.toSorted((left: Answer, right: Answer) =>
			BigInt(left.HashKeyRange.StartingHashKey) < BigInt(right.HashKeyRange.StartingHashKey) ? -1 : 1,
		);
	const index = Math.floor(random.number() * open.length);
	const [shard, next] = [open[index], open[index + 1]];
	const {StartingHashKey: start, EndingHashKey: end} = shard.HashKeyRange;
	const kind = random.number();
	const [name, input] =
		kind < 0.4 && open.length < 12
			? [
					'SplitShard',
					{ShardToSplit: shard.ShardId, NewStartingHashKey: middleOfRange({start: BigInt(start), end: BigInt(end)}).toString()},
				]
			: kind < 0.8 && next
				? ['MergeShards', {ShardToMerge: shard.ShardId, AdjacentShardToMerge: next.ShardId}]
				: ['UpdateShardCount', {TargetShardCount: 1 + Math.floor(random.number() * 12), ScalingType: 'UNIFORM_SCALING'}];
	try {
		caller.call(name as string, {StreamName: stream, ...(input as object)});
	} catch (error) {
		if (!(error instanceof AwsError)) throw error;
	}
}

/** Puts a few records in one call and returns their texts, `key-3#17`. */
export function putSome(caller: KinesisCaller, random: Random, startNumber: number): string[] {
	const texts = Array.from(
		{length: 1 + Math.floor(random.number() * 20)},
		(_, index) => `key-${Math.floor(random.number() * keyCount)}#${startNumber + index}`,
	);
	const records = texts.map(text => ({PartitionKey: keyOf(text), Data: base64(text)}));
	caller.call('PutRecords', {StreamName: stream, Records: records});
	return texts;
}

function keyOf(text: string): string {
	return text.slice(0, text.indexOf('#'));
}

/** Texts by their key, in order: what a consumer may rely on. */
export function byKey(texts: readonly string[]): Readonly<Record<string, readonly string[]>> {
	return Object.groupBy(texts, keyOf) as Readonly<Record<string, readonly string[]>>;
}
