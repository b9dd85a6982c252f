import {defineAction, type ActionContext} from '../../action.ts';
import {integer, list, string, structure, timestamp} from '../../shape.ts';
import {listChannels as channelsOfAccount, summarizeChannel} from '../channels.ts';
import {channelSummary} from '../channel-shapes.ts';
import {readPageToken, writePageToken} from '../page-token.ts';
import {nextToken, streamArn} from '../shapes.ts';
import type {KinesisState} from '../state.ts';

/** Also the default. */
const pageSizeMax = 100;

export const listChannels = defineAction({
	name: 'ListChannels',
	input: structure({
		optional: {
			StreamFilter: list(structure({required: {StreamARN: streamArn}, optional: {StreamCreationTimestamp: timestamp()}})),
			MaxResults: integer({min: 1}),
			NextToken: nextToken,
		},
	}),
	output: structure({required: {ChannelSummaries: list(channelSummary)}, optional: {NextToken: string()}}),
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListChannels.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {state, nowMs} = context;
		const {StreamFilter: filter, NextToken: token} = request;
		const after = token === undefined ? undefined : String(readPageToken(token, nowMs));
		const rest = channelsOfAccount(state, nowMs).filter(
			({name, stream}) =>
				(after === undefined || name > after) && (filter === undefined || filter.some(({StreamARN: arn}) => arn === stream.arn)),
		);
		const page = rest.slice(0, Math.min(request.MaxResults ?? pageSizeMax, pageSizeMax));
		return {
			ChannelSummaries: page.map(channel => summarizeChannel(channel, nowMs)),
			NextToken: page.length < rest.length ? writePageToken(page.at(-1)?.name, nowMs) : undefined,
		};
	},
});
