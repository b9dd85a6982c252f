import {defineAction} from '../../action.ts';
import {integer, structure} from '../../shape.ts';
import {invalidArgument, validationException} from '../errors.ts';
import {distributionStrategy, noBody, nothing, streamModeDetails, streamName, tagMap} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import type {StreamMode} from '../stream.ts';
import {checkWarmThroughput} from '../stream-settings.ts';
import {addTags, checkTags} from '../tags.ts';

const input = structure({
	required: {StreamName: streamName},
	optional: {
		ShardCount: integer({min: 1, max: 100_000}),
		StreamModeDetails: streamModeDetails,
		Tags: tagMap,
		WarmThroughputMiBps: integer({min: 0}),
		MaxRecordSizeInKiB: integer({min: 1024, max: 10_240}),
		RecordDistributionStrategy: distributionStrategy,
	},
});

export const createStream = defineAction<KinesisState, typeof input, typeof nothing>({
	name: 'CreateStream',
	input,
	output: nothing,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html',
	handle(request, {state, nowMs}) {
		// Observed: a name alone makes an on-demand stream.
		const mode: StreamMode = request.StreamModeDetails?.StreamMode ?? (request.ShardCount === undefined ? 'ON_DEMAND' : 'PROVISIONED');
		checkMode(mode, request);
		if (request.WarmThroughputMiBps !== undefined) checkWarmThroughput(state, mode, nowMs);
		checkTags(request.Tags ?? {});
		const stream = state.createStream(
			{
				name: request.StreamName,
				mode,
				shardCount: request.ShardCount ?? 1,
				maxRecordKib: request.MaxRecordSizeInKiB ?? 1024,
				warmThroughputMibps: request.WarmThroughputMiBps,
				distribution: request.RecordDistributionStrategy ?? 'USER_PARTITION_KEY',
			},
			nowMs,
		);
		addTags(stream.tags, request.Tags ?? {});
		return noBody;
	},
});

/** Assumed: AWS refuses these, its words are not recorded. */
function checkMode(
	mode: StreamMode,
	request: {readonly ShardCount?: number | undefined; readonly RecordDistributionStrategy?: string | undefined},
): void {
	if (mode === 'ON_DEMAND') {
		if (request.ShardCount !== undefined) throw validationException('ShardCount cannot be specified for a stream in ON_DEMAND mode.');
		return;
	}
	if (request.ShardCount === undefined) throw validationException('ShardCount is required for a stream in PROVISIONED mode.');
	if (request.RecordDistributionStrategy === 'AUTO') {
		throw invalidArgument('RecordDistributionStrategy AUTO is only supported for a stream in ON_DEMAND mode.');
	}
}
