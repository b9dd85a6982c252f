import {defineAction} from '../../action.ts';
import {integer, string, structure, timestamp} from '../../shape.ts';
import {countChannels} from '../channels.ts';
import {countConsumers, describeStream as describe} from '../describe.ts';
import {distributionStrategy, encryptionType, enhancedMonitoring, streamModeDetails, streamReference, warmThroughput} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findStream} from '../stream-reference.ts';

const input = structure({optional: streamReference});

const output = structure({
	required: {
		StreamDescriptionSummary: structure({
			required: {
				StreamName: string(),
				StreamARN: string(),
				StreamStatus: string(),
				RetentionPeriodHours: integer(),
				StreamCreationTimestamp: timestamp(),
				EnhancedMonitoring: enhancedMonitoring,
				OpenShardCount: integer(),
			},
			optional: {
				StreamModeDetails: streamModeDetails,
				EncryptionType: encryptionType,
				KeyId: string(),
				ConsumerCount: integer(),
				WarmThroughput: warmThroughput,
				MaxRecordSizeInKiB: integer(),
				ChannelCount: integer(),
				RecordDistributionStrategy: distributionStrategy,
			},
		}),
	},
});

export const describeStreamSummary = defineAction<KinesisState, typeof input, typeof output>({
	name: 'DescribeStreamSummary',
	input,
	output,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStreamSummary.html',
	handle(request, context) {
		const stream = findStream(request, context);
		const warm = stream.warmThroughputMibps;
		return {
			StreamDescriptionSummary: {
				...describe(stream),
				OpenShardCount: stream.openShards.length,
				ConsumerCount: countConsumers(stream, context.nowMs),
				WarmThroughput: warm === undefined ? undefined : {TargetMiBps: warm, CurrentMiBps: warm},
				MaxRecordSizeInKiB: stream.maxRecordKib,
				ChannelCount: countChannels(stream, context.state, context.nowMs),
				// AWS's page says it is only there for on-demand streams; the KPL warns about any stream without it.
				RecordDistributionStrategy: stream.distribution,
			},
		};
	},
});
