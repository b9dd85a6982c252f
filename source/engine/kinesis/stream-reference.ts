import {parseArn} from '../../shared/arn.ts';
import type {ActionContext} from '../action.ts';
import {invalidArgument, shardNotFound, streamNotFound, type StreamPlace} from './errors.ts';
import {parseShardIndex} from './shard-id.ts';
import type {Shard} from './shard.ts';
import type {KinesisState} from './state.ts';
import type {Stream} from './stream.ts';

export type StreamReference = {readonly StreamName?: string | undefined; readonly StreamARN?: string | undefined};

type Context = ActionContext<KinesisState>;

/** The stream that a request names, by name or ARN. Throws ResourceNotFoundException when there is none, InvalidArgumentException when name and ARN disagree or both are missing. */
export function findStream(input: StreamReference, context: Context): Stream {
	const place = placeOf(input, context);
	const stream = lookUp(place, input.StreamARN, context);
	if (!stream) throw streamNotFound(place);
	return stream;
}

/** As {@link findStream}, for reading and writing: a stream that is being created or deleted is not found. */
export function findUsableStream(input: StreamReference, context: Context): Stream {
	const stream = findStream(input, context);
	if (!stream.isUsable) throw streamNotFound(stream);
	return stream;
}

/** As {@link findStream}, and undefined when there is none, with what the request calls it. */
export function lookUpStream(input: StreamReference, context: Context): {readonly place: StreamPlace; readonly stream: Stream | undefined} {
	const place = placeOf(input, context);
	return {place, stream: lookUp(place, input.StreamARN, context)};
}

/** A shard by the loose forms of its ID. Throws ResourceNotFoundException in the words of describing and resharding. */
export function findShard(shardId: string, stream: Stream, context: Context): Shard {
	const index = parseShardIndex(shardId);
	const shard = index === undefined ? undefined : stream.shard(index, context.nowMs);
	if (!shard) throw shardNotFound(shardId, stream);
	return shard;
}

function placeOf({StreamName: name, StreamARN: arn}: StreamReference, context: Context): StreamPlace {
	if (arn === undefined) {
		// Assumed: AWS's words are not recorded.
		if (name === undefined) throw invalidArgument('Either StreamName or StreamARN should be provided.');
		return {name, accountId: context.accountId};
	}
	const parsed = parseArn(arn);
	const nameInArn = parsed?.resource.slice('stream/'.length) ?? '';
	if (name !== undefined && name !== nameInArn) {
		throw invalidArgument(`StreamName ${name} and StreamARN ${arn} do not refer to the same stream.`);
	}
	return {name: nameInArn, accountId: parsed?.accountId ?? context.accountId};
}

function lookUp(place: StreamPlace, arn: string | undefined, context: Context): Stream | undefined {
	const stream = context.state.findStream(place.name, context.nowMs);
	return arn === undefined || stream?.arn === arn ? stream : undefined;
}
