import {formatArn} from '../../shared/arn.ts';
import type {EpochMs} from '../../shared/clock.ts';
import type {ActionContext} from '../action.ts';
import type {Infer} from '../shape.ts';
import {Channel, type ChannelSettings} from './channel.ts';
import type {channelDescription, channelSummary, logging} from './channel-shapes.ts';
import {invalidArgument, limitExceeded, resourceInUse, resourceNotFound, validationException} from './errors.ts';
import type {KinesisState} from './state.ts';
import type {Stream} from './stream.ts';

type Context = ActionContext<KinesisState>;

/** Of an account. Assumed: AWS's quota is not documented. */
export const channelCountMax = 100;

/** How old undelivered data may become. */
export const freshnessSecondsDefault = 300;

/* Assumed in all of this: AWS's words, for no refusal of channels is recorded. */

/** The channels of the account that are not gone, in order of their names. */
export function listChannels(state: KinesisState, nowMs: EpochMs): readonly Channel[] {
	for (const channel of state.channels.values()) if (channel.isGone(nowMs)) state.channels.delete(channel.arn);
	return [...state.channels.values()].toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

/** Those of a stream that are not being deleted. */
export function countChannels(stream: Stream, state: KinesisState, nowMs: EpochMs): number {
	return listChannels(state, nowMs).filter(channel => channel.stream === stream && channel.status(nowMs) !== 'DELETING').length;
}

/** Throws ResourceNotFoundException. */
export function findChannel(arn: string, {state, nowMs}: Context): Channel {
	const channel = listChannels(state, nowMs).find(known => known.arn === arn);
	if (!channel) throw resourceNotFound(`Channel ${arn} not found.`);
	return channel;
}

/**
Makes a channel, which becomes ACTIVE after the engine's delay.

@see [CreateChannel](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateChannel.html)
*/
export function createChannel(
	{state, accountId, region, nowMs, random, options}: Context,
	{name, stream, settings}: {name: string; stream: Stream; settings: ChannelSettings},
): Channel {
	if (stream.mode !== 'ON_DEMAND')
		throw validationException(
			`CreateChannel is not supported for stream ${stream.name} under account ${accountId}, which has the provisioned capacity mode.`,
		);
	state.requireActive(stream);
	checkDestination(settings);
	const known = listChannels(state, nowMs);
	if (known.some(channel => channel.name === name)) throw resourceInUse(`Channel ${name} under account ${accountId} already exists.`);
	if (known.length >= channelCountMax) throw limitExceeded(`The account ${accountId} has the maximum of ${channelCountMax} channels.`);
	const id = random.uuid();
	const channel = new Channel({
		name,
		arn: formatArn({service: 'kinesis', region, accountId, resource: `channel/${name}`}),
		id,
		stream,
		settings: {...settings, logging: filledLogging(settings.logging, {name, id})},
		createdAtMs: nowMs,
		activeAtMs: nowMs + options.kinesisDelayMs,
	});
	state.channels.set(channel.arn, channel);
	return channel;
}

function checkDestination({s3, s3Tables, record}: ChannelSettings): void {
	if ((s3 === undefined) === (s3Tables === undefined))
		throw invalidArgument('Either S3DestinationConfiguration or S3TablesDestinationConfiguration should be provided, and not both.');
	const format = record.RecordFormatType;
	if (s3 && format === 'GSR_JSON') throw invalidArgument('RecordFormatType GSR_JSON is only supported for S3 Tables destinations.');
	if (!s3Tables) return;
	if (format === 'STRING' || format === 'BYTE_ARRAY')
		throw invalidArgument(`RecordFormatType ${format} is only supported for general purpose S3 destinations.`);
	if (record.GSRSchemaARN === undefined) throw invalidArgument('GSRSchemaARN is required for S3 Tables destinations.');
}

/** With the names that AWS gives where the request has none. */
export function filledLogging({CloudWatchLogs: logs}: Infer<typeof logging>, channel: {name: string; id: string}): Infer<typeof logging> {
	if (!logs.Enabled) return {CloudWatchLogs: logs};
	return {
		CloudWatchLogs: {
			Enabled: true,
			LogGroupName: logs.LogGroupName ?? `/aws/kinesis/${channel.name}/${channel.id}`,
			LogStreamName: logs.LogStreamName ?? 'DestinationDelivery',
		},
	};
}

/** Throws ResourceInUseException unless a channel can be changed. */
export function requireActiveChannel(channel: Channel, nowMs: EpochMs): void {
	const status = channel.status(nowMs);
	if (status !== 'ACTIVE') throw resourceInUse(`Channel ${channel.arn} not ACTIVE, instead in state ${status}`);
}

/** As DescribeChannel shows it. */
export function describeChannel(channel: Channel, nowMs: EpochMs): Infer<typeof channelDescription> {
	const {settings, stream} = channel;
	return {
		...shared(channel, nowMs),
		ServiceExecutionRoleARN: settings.roleArn,
		StreamConfigurationList: [{StreamARN: stream.arn, StreamCreationTimestamp: stream.createdAtMs, RecordConfiguration: settings.record}],
		S3DestinationConfiguration: settings.s3,
		S3TablesDestinationConfiguration: settings.s3Tables,
		EncryptionConfiguration: settings.encryption,
		LoggingConfiguration: settings.logging,
	};
}

/** As ListChannels shows it. */
export function summarizeChannel(channel: Channel, nowMs: EpochMs): Infer<typeof channelSummary> {
	const {stream} = channel;
	return {
		...shared(channel, nowMs),
		ChannelDestinationType: channel.settings.s3 ? 'S3' : 'S3_TABLES',
		Streams: [{StreamARN: stream.arn, StreamCreationTimestamp: stream.createdAtMs}],
	};
}

function shared(channel: Channel, nowMs: EpochMs) {
	return {
		ChannelName: channel.name,
		ChannelARN: channel.arn,
		ChannelId: channel.id,
		ChannelStatus: channel.status(nowMs),
		ChannelCreationTimestamp: channel.createdAtMs,
	};
}
