import type * as sdk from '@aws-sdk/client-kinesis';
import type {Caller} from './call.ts';
import {modules, type Clients} from './clients.ts';
import {createSend, type Send} from './send.ts';
import {consumerCalls} from './stream-consumers.ts';
import {streamSettingCalls} from './stream-control.ts';
import {readRecord, readShard, readStatus, readSummary, requestIdOf, startingPosition} from './stream-wire.ts';
import type {OutgoingRecord, Shard, StreamGateway} from './stream.ts';

type Kinesis = Send<typeof sdk>;

export function createStreamGateway(options: {caller: Caller; clients: Clients}): StreamGateway {
	const {caller, clients} = options;
	const send = createSend({service: 'kinesis', caller, load: modules.kinesis, client: clients.kinesis});
	return {...streamReads(send), ...recordCalls(send), ...streamChanges(send), ...consumerCalls(send), ...streamSettingCalls(send)};
}

function streamReads(send: Kinesis): Pick<StreamGateway, 'list' | 'summary' | 'shards'> {
	return {
		async *list({signal} = {}) {
			let token: string | undefined;
			do {
				const page = await send('ListStreams', token === undefined ? {Limit: 100} : {Limit: 100, NextToken: token}, {signal});
				yield (page.StreamSummaries ?? []).map(({StreamName = '', StreamARN = '', StreamStatus}) => ({
					name: StreamName,
					arn: StreamARN,
					status: readStatus(StreamStatus),
				}));
				token = page.HasMoreStreams ? page.NextToken : undefined;
			} while (token !== undefined);
		},
		async summary(name, {signal} = {}) {
			const answer = await send('DescribeStreamSummary', {StreamName: name}, {signal, about: name});
			return readSummary(answer.StreamDescriptionSummary ?? {});
		},
		async shards(name, {signal} = {}) {
			const shards: Shard[] = [];
			let token: string | undefined;
			do {
				// With a token the name must not be given.
				const input = token === undefined ? {StreamName: name, MaxResults: 1000} : {NextToken: token, MaxResults: 1000};
				const page = await send('ListShards', input, {signal, about: name});
				shards.push(...(page.Shards ?? []).map(readShard));
				token = page.NextToken;
			} while (token !== undefined);
			return shards;
		},
	};
}

function recordCalls(send: Kinesis): Pick<StreamGateway, 'iterator' | 'records' | 'put' | 'putBatch'> {
	return {
		async iterator({signal, name, shardId, position}) {
			const input = {StreamName: name, ShardId: shardId, ...startingPosition(position)};
			const answer = await send('GetShardIterator', input, {signal, about: name, purpose: 'once'});
			return answer.ShardIterator ?? '';
		},
		async records(iterator, {signal, count} = {}) {
			// Not retried here: whoever reads a shard must see a throttle to slow down.
			const answer = await send('GetRecords', {ShardIterator: iterator, Limit: count}, {signal, purpose: 'once'});
			return {
				records: (answer.Records ?? []).map(readRecord),
				...(answer.NextShardIterator && {nextIterator: answer.NextShardIterator}),
				millisBehindLatest: answer.MillisBehindLatest ?? 0,
				childShardIds: (answer.ChildShards ?? []).map(({ShardId = ''}) => ShardId),
			};
		},
		async put(name, record, {signal} = {}) {
			const answer = await send('PutRecord', {StreamName: name, ...recordInput(record)}, {signal, about: name});
			return {shardId: answer.ShardId ?? '', sequenceNumber: answer.SequenceNumber ?? '', ...requestIdOf(answer)};
		},
		async putBatch(name, records, {signal} = {}) {
			const answer = await send('PutRecords', {StreamName: name, Records: records.map(recordInput)}, {signal, about: name});
			return (answer.Records ?? []).map(({ErrorCode, ErrorMessage, SequenceNumber, ShardId}) =>
				ErrorCode === undefined
					? {shardId: ShardId ?? '', sequenceNumber: SequenceNumber ?? ''}
					: {code: ErrorCode, message: ErrorMessage ?? ''},
			);
		},
	};
}

function streamChanges(send: Kinesis): Pick<StreamGateway, 'create' | 'delete' | 'split' | 'merge' | 'reshard'> {
	return {
		async create({signal, name, shardCount}) {
			const mode = shardCount === undefined ? ('ON_DEMAND' as const) : ('PROVISIONED' as const);
			const input = {StreamName: name, ShardCount: shardCount, StreamModeDetails: {StreamMode: mode}};
			return requestIdOf(await send('CreateStream', input, {signal, about: name, purpose: 'once'}));
		},
		async delete({signal, name, hasConsumers}) {
			const input = {StreamName: name, ...(hasConsumers && {EnforceConsumerDeletion: true})};
			return requestIdOf(await send('DeleteStream', input, {signal, about: name, purpose: 'once'}));
		},
		async reshard({signal, name, shardCount}) {
			const input = {StreamName: name, TargetShardCount: shardCount, ScalingType: 'UNIFORM_SCALING' as const};
			return requestIdOf(await send('UpdateShardCount', input, {signal, about: name, purpose: 'once'}));
		},
		async split({signal, name, shardId, newStartingHashKey}) {
			const input = {StreamName: name, ShardToSplit: shardId, NewStartingHashKey: String(newStartingHashKey)};
			return requestIdOf(await send('SplitShard', input, {signal, about: name, purpose: 'once'}));
		},
		async merge({signal, name, shardId, adjacentShardId}) {
			const input = {StreamName: name, ShardToMerge: shardId, AdjacentShardToMerge: adjacentShardId};
			return requestIdOf(await send('MergeShards', input, {signal, about: name, purpose: 'once'}));
		},
	};
}

function recordInput({partitionKey, data, explicitHashKey}: OutgoingRecord) {
	return {PartitionKey: partitionKey, Data: data, ExplicitHashKey: explicitHashKey};
}
