import type {OutgoingRecord} from '../../aws/stream.ts';
import {executeMerge, planMerge} from '../../operations/merge.ts';
import {executePut, planPut} from '../../operations/put.ts';
import {shortShardId} from '../../operations/shard-id.ts';
import {executeSplit, planSplit} from '../../operations/split.ts';
import {defineGate, type GateDefinition} from '../gate-definition.ts';
import {controlGates} from './control-gates.ts';
import {replayGate} from './replay-gate.ts';
import {watchReshard} from './reshard.ts';

export type PutGateRequest = {readonly stream: string; readonly record: OutgoingRecord};
export type SplitGateRequest = {readonly stream: string; readonly shardId: string; readonly at: 'middle' | bigint};
export type MergeGateRequest = {readonly stream: string; readonly shardId: string; readonly adjacentShardId: string};

/** What changes streams, each through the same gate. */
export const streamsGates: readonly GateDefinition[] = [
	...controlGates,
	replayGate,
	defineGate({
		operation: 'put',
		plan: ({session, signal}, request: PutGateRequest) => planPut(session, request, {signal}),
		execute: ({session, signal}, plan) => executePut(session, plan, {signal}),
	}),
	defineGate({
		operation: 'split',
		plan: ({clock, session, signal}, request: SplitGateRequest) => planSplit(session, {...request, clock}, {signal}),
		execute: ({session, signal}, plan) => executeSplit(session, plan, {signal}),
		done: (state, {request: {shardId, stream}}) => watchReshard(state, stream, `The split of shard ${shortShardId(shardId)}`),
	}),
	defineGate({
		operation: 'merge',
		plan: ({clock, session, signal}, request: MergeGateRequest) => planMerge(session, {...request, clock}, {signal}),
		execute: ({session, signal}, plan) => executeMerge(session, plan, {signal}),
		done: (state, {request: {adjacentShardId, shardId, stream}}) =>
			watchReshard(state, stream, `The merge of shards ${shortShardId(shardId)} and ${shortShardId(adjacentShardId)}`),
	}),
];
