import {executeDeregister, executeRegister, planDeregister, planRegister} from '../../operations/consumers.ts';
import {executeCreateStream, planCreateStream, type CreateStreamRequest} from '../../operations/create-stream.ts';
import {executeDeleteStream, planDeleteStream} from '../../operations/delete-stream.ts';
import {executeFanOut, planFanOut} from '../../operations/fan-out.ts';
import {executeReshard, planReshard} from '../../operations/reshard.ts';
import {executeSetStream, planSetStream} from '../../operations/set-stream.ts';
import type {StreamChange} from '../../operations/stream-setting-words.ts';
import {executeStreamTag, planStreamTag, type StreamTagRequest} from '../../operations/stream-tags.ts';
import {run, step, type Effect, type EffectTools} from '../effects.ts';
import {defineGate, type GateDefinition} from '../gate-definition.ts';
import {shelveFanOut} from './fan-out-shelf.ts';
import {readConsumers, readSummary, readTags} from './refresh.ts';
import {watchReshard} from './reshard.ts';

export type ConsumerGateRequest = {readonly stream: string; readonly name: string};
export type ReshardGateRequest = {readonly stream: string; readonly shardCount: number};
export type SetGateRequest = {readonly stream: string; readonly change: StreamChange};
export type FanOutGateRequest = {readonly stream: string; readonly suffix: string; readonly consumer?: string};

function afterwards(id: string, work: (tools: EffectTools) => Promise<void>): Effect {
	return run(`stream-after/${id}`, work);
}

const lookAtConsumers = (stream: string): Effect => afterwards(stream, tools => readConsumers(tools, stream, {isBehindWanted: false}));

/** What sets streams up, each through the same gate. */
export const controlGates: readonly GateDefinition[] = [
	defineGate({
		operation: 'register-consumer',
		plan: ({session, signal}, request: ConsumerGateRequest) => planRegister(session, request, {signal}),
		execute: ({session, signal}, plan) => executeRegister(session, plan, {signal}),
		done: (state, {request}) => step(state, lookAtConsumers(request.stream)),
	}),
	defineGate({
		operation: 'deregister-consumer',
		plan: ({session, signal}, request: ConsumerGateRequest) => planDeregister(session, request, {signal}),
		execute: ({session, signal}, plan) => executeDeregister(session, plan, {signal}),
		done: (state, {request}) => step(state, lookAtConsumers(request.stream)),
	}),
	defineGate({
		operation: 'reshard',
		plan: ({clock, session, signal}, request: ReshardGateRequest) => planReshard(session, {...request, clock}, {signal}),
		execute: ({session, signal}, plan) => executeReshard(session, plan, {signal}),
		done: (state, {request: {shardCount, stream}}) => watchReshard(state, stream, `Resharding to ${shardCount}`),
	}),
	defineGate({
		operation: 'set-stream',
		plan: ({session, signal}, request: SetGateRequest) => planSetStream(session, request, {signal}),
		execute: ({session, signal}, plan) => executeSetStream(session, plan, {signal}),
		done: (state, {request: {stream}}) =>
			step(
				state,
				afterwards(stream.name, tools => readSummary(tools, stream.name)),
			),
	}),
	defineGate({
		operation: 'tag-stream',
		plan: ({session, signal}, request: StreamTagRequest) => planStreamTag(session, request, {signal}),
		execute: ({session, signal}, plan) => executeStreamTag(session, plan, {signal}),
		done: (state, {request: {stream}}) =>
			step(
				state,
				afterwards(stream, tools => readTags(tools, stream)),
			),
	}),
	defineGate({
		operation: 'create-stream',
		plan: ({session, signal}, request: CreateStreamRequest) => planCreateStream(session, request, {signal}),
		execute: ({session, signal}, plan) => executeCreateStream(session, plan, {signal}),
		done: (state, {request: {name}}) =>
			step(
				state,
				afterwards(name, tools => readSummary(tools, name)),
			),
	}),
	defineGate({
		operation: 'delete-stream',
		plan: ({session, signal}, request: {stream: string}) => planDeleteStream(session, request, {signal}),
		execute: ({session, signal}, plan) => executeDeleteStream(session, plan, {signal}),
		done: (state, {request: {stream}}) =>
			step(
				state,
				afterwards(stream, tools => readSummary(tools, stream)),
			),
	}),
	defineGate({
		operation: 'fan-out',
		plan: ({session, signal}, request: FanOutGateRequest) => planFanOut(session, request, {signal}),
		async execute({clock, effects, session, signal}, plan) {
			const {fanOut, summary} = await executeFanOut(session, plan, {clock, signal});
			const {stream} = plan.request;
			shelveFanOut(effects, stream, fanOut);
			effects.dispatch({type: 'streams/tail-fan-out', stream, fanOut, atMs: clock.nowMs()});
			return {summary};
		},
	}),
];
