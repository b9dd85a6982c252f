import {defineAction} from '../../action.ts';
import {boolean, integer, list, string, structure, timestamp} from '../../shape.ts';
import {describeShard, describeStream as describe} from '../describe.ts';
import {shardNotFound} from '../errors.ts';
import {encryptionType, enhancedMonitoring, shard, shardId, streamModeDetails, streamReference} from '../shapes.ts';
import {parseShardIndex} from '../shard-id.ts';
import type {KinesisState} from '../state.ts';
import {findStream} from '../stream-reference.ts';

/** Also the default. */
const pageSizeMax = 100;

const input = structure({optional: {...streamReference, Limit: integer({min: 1, max: 10_000}), ExclusiveStartShardId: shardId}});

const output = structure({
	required: {
		StreamDescription: structure({
			required: {
				StreamName: string(),
				StreamARN: string(),
				StreamStatus: string(),
				Shards: list(shard),
				HasMoreShards: boolean(),
				RetentionPeriodHours: integer(),
				StreamCreationTimestamp: timestamp(),
				EnhancedMonitoring: enhancedMonitoring,
			},
			optional: {StreamModeDetails: streamModeDetails, EncryptionType: encryptionType, KeyId: string()},
		}),
	},
});

export const describeStream = defineAction<KinesisState, typeof input, typeof output>({
	name: 'DescribeStream',
	input,
	output,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStream.html',
	handle(request, context) {
		const stream = findStream(request, context);
		let afterIndex = -1;
		if (request.ExclusiveStartShardId !== undefined) {
			const index = parseShardIndex(request.ExclusiveStartShardId);
			if (index === undefined) throw shardNotFound(request.ExclusiveStartShardId, stream);
			afterIndex = index;
		}
		const rest = stream.listShards(context.nowMs).filter(({index}) => index > afterIndex);
		const page = rest.slice(0, Math.min(request.Limit ?? pageSizeMax, pageSizeMax));
		return {
			StreamDescription: {...describe(stream), Shards: page.map(describeShard), HasMoreShards: page.length < rest.length},
		};
	},
});
