import {defineAction, type ActionContext} from '../../action.ts';
import {structure, type Infer} from '../../shape.ts';
import {createChannel as makeChannel, describeChannel, freshnessSecondsDefault} from '../channels.ts';
import type {ChannelSettings} from '../channel.ts';
import {
	channelDescription,
	channelEncryption,
	channelName,
	logging,
	roleArn,
	s3Destination,
	s3TablesDestination,
	streamConfigurations,
} from '../channel-shapes.ts';
import {tagMap} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findStream} from '../stream-reference.ts';
import {addTags, checkTags} from '../tags.ts';

const input = structure({
	required: {ChannelName: channelName, ServiceExecutionRoleARN: roleArn, StreamConfigurationList: streamConfigurations},
	optional: {
		S3DestinationConfiguration: s3Destination,
		S3TablesDestinationConfiguration: s3TablesDestination,
		EncryptionConfiguration: channelEncryption,
		Tags: tagMap,
		LoggingConfiguration: logging,
	},
});

export const createChannel = defineAction({
	name: 'CreateChannel',
	input,
	output: structure({required: {ChannelDescription: channelDescription}}),
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateChannel.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {nowMs} = context;
		// The shape has seen to it that there is one.
		const [source] = request.StreamConfigurationList as readonly [Infer<typeof streamConfigurations>[number]];
		checkTags(request.Tags ?? {});
		const stream = findStream({StreamARN: source.StreamARN}, context);
		const channel = makeChannel(context, {name: request.ChannelName, stream, settings: readSettings(request, source)});
		addTags(channel.tags, request.Tags ?? {});
		// Also without a delay.
		return {ChannelDescription: {...describeChannel(channel, nowMs), ChannelStatus: 'CREATING' as const}};
	},
});

/** With the settings that AWS gives where the request has none. */
function readSettings(request: Infer<typeof input>, source: Infer<typeof streamConfigurations>[number]): ChannelSettings {
	const {S3DestinationConfiguration: s3, S3TablesDestinationConfiguration: s3Tables} = request;
	return {
		roleArn: request.ServiceExecutionRoleARN,
		record: source.RecordConfiguration,
		s3: s3 && {
			...s3,
			DataFreshnessInSeconds: s3.DataFreshnessInSeconds ?? freshnessSecondsDefault,
			DeadLetterQueueS3Configuration: s3.DeadLetterQueueS3Configuration ?? {
				BucketARN: s3.StorageConfiguration.BucketARN,
				ExpectedBucketOwner: s3.StorageConfiguration.ExpectedBucketOwner,
				// Assumed: AWS says that there is one, not which.
				ErrorOutputPrefix: 'error/',
			},
		},
		s3Tables: s3Tables && {...s3Tables, DataFreshnessInSeconds: s3Tables.DataFreshnessInSeconds ?? freshnessSecondsDefault},
		encryption: request.EncryptionConfiguration,
		logging: request.LoggingConfiguration ?? {CloudWatchLogs: {Enabled: false}},
	};
}
