import {defineAction, type ActionContext} from '../../action.ts';
import {structure} from '../../shape.ts';
import {describeChannel, filledLogging, findChannel, requireActiveChannel} from '../channels.ts';
import {channelArn, channelDescription, freshnessSeconds, logging} from '../channel-shapes.ts';
import {invalidArgument} from '../errors.ts';
import type {KinesisState} from '../state.ts';

const destinationUpdate = structure({optional: {DataFreshnessInSeconds: freshnessSeconds}});

export const updateChannel = defineAction({
	name: 'UpdateChannel',
	input: structure({
		required: {ChannelARN: channelArn},
		optional: {
			S3DestinationConfiguration: destinationUpdate,
			S3TablesDestinationConfiguration: destinationUpdate,
			LoggingConfiguration: logging,
		},
	}),
	output: structure({required: {ChannelDescription: channelDescription}}),
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateChannel.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {nowMs, options} = context;
		const channel = findChannel(request.ChannelARN, context);
		requireActiveChannel(channel, nowMs);
		const {s3, s3Tables} = channel.settings;
		const {S3DestinationConfiguration: s3Update, S3TablesDestinationConfiguration: s3TablesUpdate} = request;
		// Assumed: AWS's words are not recorded.
		if ((s3Update && !s3) || (s3TablesUpdate && !s3Tables)) throw invalidArgument('The destination of a channel cannot be changed.');
		channel.settings = {
			...channel.settings,
			s3: s3 && {...s3, DataFreshnessInSeconds: s3Update?.DataFreshnessInSeconds ?? s3.DataFreshnessInSeconds},
			s3Tables: s3Tables && {
				...s3Tables,
				DataFreshnessInSeconds: s3TablesUpdate?.DataFreshnessInSeconds ?? s3Tables.DataFreshnessInSeconds,
			},
			logging: request.LoggingConfiguration ? filledLogging(request.LoggingConfiguration, channel) : channel.settings.logging,
		};
		channel.begin('UPDATING', nowMs + options.kinesisDelayMs);
		// Also without a delay.
		return {ChannelDescription: {...describeChannel(channel, nowMs), ChannelStatus: 'UPDATING' as const}};
	},
});
