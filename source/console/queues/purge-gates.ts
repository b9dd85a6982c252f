import type {QueueRef} from '../../aws/queue.ts';
import {executePurge, planPurge, savePathFor} from '../../operations/purge.ts';
import {executeSetAside, planSetAside} from '../../operations/set-aside.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {step} from '../effects.ts';
import {defineGate, type GateDefinition, type GateSubject} from '../gate-definition.ts';
import {goTo, type State} from '../state.ts';
import {queueRow} from './state.ts';

export type PurgeRequest = {readonly queue: QueueRef; readonly savePath?: string};

/** Purging a queue, and the milder ways to get rid of its messages: each can be chosen from the dialog of the other. */
export const purgeGates: readonly GateDefinition[] = [
	defineGate({
		operation: 'purge',
		plan: ({session, signal, effects, clock}, request: PurgeRequest) =>
			planPurge(session, {...request, ...seenOf(effects.state(), request.queue.url, clock.nowMs())}, {signal}),
		execute: ({session, signal, clock, effects, progress}, plan) =>
			executePurge(session, plan, {clock, random: effects.random, onProgress: progress}, {signal}),
		instead: insteadOfPurge,
	}),
	defineGate({
		operation: 'set-aside',
		async plan({session, signal}, request: PurgeRequest) {
			const [plan, {alternatives}] = await Promise.all([planSetAside(session, request, {signal}), planPurge(session, request, {signal})]);
			return {...plan, ...(alternatives && {alternatives})};
		},
		execute: ({session, signal}, plan) => executeSetAside(session, plan, {signal}),
		// The open queue shows its move task's progress.
		done: (state, {request: {queue}}) => step(goTo(state, 'queues', [{type: 'queues'}, {type: 'queue', url: queue.url, name: queue.name}])),
		instead: insteadOfPurge,
	}),
];

function insteadOfPurge({queue}: PurgeRequest, {alternative, nowMs}: {alternative: string | undefined; nowMs: EpochMs}): GateSubject {
	if (alternative === 'aside') return {operation: 'set-aside', request: {queue}};
	return {operation: 'purge', request: {queue, ...(alternative === 'save' && {savePath: savePathFor(queue, nowMs)})}};
}

/** What the last peek saw: how old the oldest is, and of how many. */
function seenOf(state: State, url: string, nowMs: EpochMs): {seen?: {oldestMs: number; count: number}} {
	const oldest = queueRow(state, url)?.oldest;
	return oldest ? {seen: {oldestMs: nowMs - oldest.sentAtMs, count: oldest.count}} : {};
}
