import {defineAction} from '../../action.ts';
import {integer, list, oneOf, string, structure, timestamp} from '../../shape.ts';
import {describeShard} from '../describe.ts';
import {invalidArgument} from '../errors.ts';
import {readPageToken, writePageToken} from '../page-token.ts';
import {filterShards, type ShardFilter} from '../shard-filter.ts';
import {nextToken, shard, shardId, streamReference} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findShard, findStream} from '../stream-reference.ts';

/** Also the default. */
const pageSizeMax = 1000;

const input = structure({
	optional: {
		...streamReference,
		NextToken: nextToken,
		ExclusiveStartShardId: shardId,
		MaxResults: integer({min: 1, max: 10_000}),
		StreamCreationTimestamp: timestamp(),
		ShardFilter: structure({
			required: {Type: oneOf('AT_TRIM_HORIZON', 'FROM_TRIM_HORIZON', 'AT_LATEST', 'AT_TIMESTAMP', 'FROM_TIMESTAMP', 'AFTER_SHARD_ID')},
			optional: {ShardId: shardId, Timestamp: timestamp()},
		}),
	},
});

const output = structure({optional: {Shards: list(shard), NextToken: string()}});

/** What goes on on the next page. */
type Page = {readonly name: string; readonly afterIndex: number; readonly filter: ShardFilter | undefined};

export const listShards = defineAction<KinesisState, typeof input, typeof output>({
	name: 'ListShards',
	input,
	output,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html',
	handle(request, context) {
		const {nowMs} = context;
		const token = request.NextToken;
		if (token !== undefined) refuseOthers(request);
		else if (request.StreamName === undefined && request.StreamARN === undefined) {
			throw invalidArgument('Either NextToken or StreamName should be provided.');
		}
		// The token was written below, which is what makes its type true.
		const page = token === undefined ? undefined : (readPageToken(token, nowMs) as Page);
		const stream = findStream(page ? {StreamName: page.name} : request, context);
		const filter = page ? page.filter : request.ShardFilter;
		const start = request.ExclusiveStartShardId;
		const afterIndex = page?.afterIndex ?? (start === undefined ? -1 : findShard(start, stream, context).index);
		const rest = filterShards(stream, filter, context).filter(({index}) => index > afterIndex);
		const shown = rest.slice(0, Math.min(request.MaxResults ?? pageSizeMax, pageSizeMax));
		const next = {name: stream.name, afterIndex: shown.at(-1)?.index, filter};
		return {
			Shards: shown.map(describeShard),
			NextToken: shown.length < rest.length ? writePageToken(next, nowMs) : undefined,
		};
	},
});

/** Observed for StreamName; the others are worded alike. */
function refuseOthers(request: Readonly<Record<string, unknown>>): void {
	for (const name of ['StreamName', 'StreamARN', 'StreamCreationTimestamp', 'ExclusiveStartShardId', 'ShardFilter']) {
		if (request[name] !== undefined) throw invalidArgument(`NextToken and ${name} cannot be provided together.`);
	}
}
