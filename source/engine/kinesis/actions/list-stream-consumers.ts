import {defineAction, type ActionContext} from '../../action.ts';
import {integer, list, string, structure, timestamp} from '../../shape.ts';
import {listConsumers} from '../consumers.ts';
import {describeConsumer} from '../describe.ts';
import {invalidArgument} from '../errors.ts';
import {readPageToken, writePageToken} from '../page-token.ts';
import {consumer, nextToken, reserved, streamArn} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findStream} from '../stream-reference.ts';

/** Also the default. */
const pageSizeMax = 100;

export const listStreamConsumers = defineAction({
	name: 'ListStreamConsumers',
	input: structure({
		required: {StreamARN: streamArn},
		optional: {...reserved, NextToken: nextToken, MaxResults: integer({min: 1, max: 10_000}), StreamCreationTimestamp: timestamp()},
	}),
	output: structure({optional: {Consumers: list(consumer), NextToken: string()}}),
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreamConsumers.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {nowMs} = context;
		const stream = findStream(request, context);
		const {NextToken: token, StreamCreationTimestamp: createdAtMs} = request;
		if (token !== undefined && createdAtMs !== undefined) {
			throw invalidArgument('NextToken and StreamCreationTimestamp cannot be provided together.');
		}
		const after = token === undefined ? undefined : String(readPageToken(token, nowMs));
		const rest = listConsumers(stream, nowMs).filter(({name}) => after === undefined || name > after);
		const page = rest.slice(0, Math.min(request.MaxResults ?? pageSizeMax, pageSizeMax));
		return {
			Consumers: page.map(one => describeConsumer(one, nowMs)),
			NextToken: page.length < rest.length ? writePageToken(page.at(-1)?.name, nowMs) : undefined,
		};
	},
});
