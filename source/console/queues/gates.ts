import type {QueueRef, OutgoingMessage} from '../../aws/queue.ts';
import {executeCreateQueue, planCreateQueue, type NewQueue} from '../../operations/create-queue.ts';
import {executeDeleteQueue, planDeleteQueue} from '../../operations/delete-queue.ts';
import {cancelRedrive} from '../../operations/move-task.ts';
import {planCancelRedrive} from '../../operations/plan-cancel-redrive.ts';
import {executeSetQueue, planSetQueue, type SettingChange} from '../../operations/set-queue.ts';
import type {SettingKnowledge} from '../../operations/setting-consequence.ts';
import {executeTagQueue, planTagQueue, type TagRequest} from '../../operations/tag-queue.ts';
import {executeSend, planSend} from '../../operations/send.ts';
import {purgeGates} from './purge-gates.ts';
import {redriveGate, redriveSeveralGate} from './redrive-gate.ts';
import {defineGate, type GateDefinition} from '../gate-definition.ts';
import {step} from '../effects.ts';
import {currentPlace, goTo, type State} from '../state.ts';
import type {Effect} from '../effects.ts';
import {mayReadMetrics} from './facts.ts';
import {readFacts} from './read-facts.ts';
import {severalGate} from './several.ts';
import {refreshQueue, refreshQueues} from './refresh.ts';

/** What changes queues, each through the same gate. */
export const queuesGates: readonly GateDefinition[] = [
	...purgeGates,
	defineGate({
		operation: 'send',
		plan: ({session, signal}, request: {queue: QueueRef; message: OutgoingMessage}) => planSend(session, request, {signal}),
		execute: ({session, signal}, plan) => executeSend(session, plan, {signal}),
	}),
	severalGate({
		verb: 'send',
		title: count => `Send to ${count} queues`,
		plan: ({session, signal}, request: {queue: QueueRef; message: OutgoingMessage}) => planSend(session, request, {signal}),
		execute: ({session, signal}, plan) => executeSend(session, plan, {signal}),
	}),
	redriveGate,
	redriveSeveralGate,
	defineGate({
		operation: 'set',
		plan: (
			{session, clock, signal, effects},
			{queue, changes, known}: {queue: QueueRef; changes: readonly SettingChange[]; known?: SettingKnowledge},
		) => planSetQueue(session, {queue, changes}, {clock, signal, mayReadMetrics: mayReadMetrics(effects.state()), ...(known && {known})}),
		execute: ({session, signal}, plan) => executeSetQueue(session, plan, {signal}),
		done: (state, {request: {queue}}) => step(state, ...lookAgain(state, queue.url)),
	}),
	defineGate({
		operation: 'tag',
		plan: ({session, signal}, request: TagRequest) => planTagQueue(session, request, {signal}),
		execute: ({session, signal}, plan) => executeTagQueue(session, plan, {signal}),
		done: (state, {request: {queue}}) => step(state, ...lookAgain(state, queue.url)),
	}),
	severalGate({
		verb: 'tag',
		title: count => `Tag ${count} queues`,
		plan: ({session, signal}, request: TagRequest) => planTagQueue(session, request, {signal}),
		execute: ({session, signal}, plan) => executeTagQueue(session, plan, {signal}),
	}),
	defineGate({
		operation: 'create',
		plan: ({session, signal}, request: NewQueue) => planCreateQueue(session, request, {signal}),
		execute: ({session, signal}, plan) => executeCreateQueue(session, plan, {signal}),
		done: state => step(state, ...(currentPlace(state).type === 'queues' ? refreshQueues(state) : [])),
	}),
	defineGate({
		operation: 'delete-queue',
		plan: ({session, clock, signal}, request: {queue: QueueRef}) => planDeleteQueue(session, request, {clock, signal}),
		execute: ({session, signal}, plan) => executeDeleteQueue(session, plan, {signal}),
		// What is gone cannot stay open.
		done: state => step(goTo(state, 'queues', [{type: 'queues'}])),
	}),
	defineGate({
		operation: 'cancel-redrive',
		plan: ({session, signal}, request: {queue: QueueRef}) => planCancelRedrive(session, request, {signal}),
		execute: ({session, signal}, plan) => cancelRedrive(session, plan.request, {signal}),
	}),
];

/** Reads a queue anew after it was changed, where it is open. */
function lookAgain(state: State, url: string): readonly Effect[] {
	const place = currentPlace(state);
	return 'url' in place && place.url === url ? [refreshQueue(url), readFacts(url)] : [];
}
