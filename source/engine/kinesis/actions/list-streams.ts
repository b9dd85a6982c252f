import {defineAction} from '../../action.ts';
import {boolean, integer, list, string, structure, timestamp} from '../../shape.ts';
import {invalidArgument} from '../errors.ts';
import {nextToken, streamModeDetails, streamName} from '../shapes.ts';
import type {KinesisState} from '../state.ts';

/** Also the default. */
const pageSizeMax = 100;

const input = structure({
	optional: {Limit: integer({min: 1, max: 10_000}), ExclusiveStartStreamName: streamName, NextToken: nextToken},
});

const output = structure({
	required: {StreamNames: list(string()), HasMoreStreams: boolean()},
	optional: {
		NextToken: string(),
		StreamSummaries: list(
			structure({
				required: {StreamName: string(), StreamARN: string(), StreamStatus: string(), StreamCreationTimestamp: timestamp()},
				optional: {StreamModeDetails: streamModeDetails},
			}),
		),
	},
});

export const listStreams = defineAction<KinesisState, typeof input, typeof output>({
	name: 'ListStreams',
	input,
	output,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreams.html',
	handle(request, {state, nowMs}) {
		const after = request.NextToken === undefined ? request.ExclusiveStartStreamName : readToken(request.NextToken);
		const rest = state.streams(nowMs).filter(({name}) => after === undefined || name > after);
		const page = rest.slice(0, Math.min(request.Limit ?? pageSizeMax, pageSizeMax));
		const hasMore = page.length < rest.length;
		return {
			StreamNames: page.map(({name}) => name),
			HasMoreStreams: hasMore,
			NextToken: hasMore ? Buffer.from(page.at(-1)?.name ?? '').toString('base64') : undefined,
			StreamSummaries: page.map(stream => ({
				StreamName: stream.name,
				StreamARN: stream.arn,
				StreamStatus: stream.status,
				StreamModeDetails: {StreamMode: stream.mode},
				StreamCreationTimestamp: stream.createdAtMs,
			})),
		};
	},
});

function readToken(token: string): string {
	const name = Buffer.from(token, 'base64').toString();
	if (Buffer.from(name).toString('base64') !== token) throw invalidArgument('Invalid NextToken.');
	return name;
}
