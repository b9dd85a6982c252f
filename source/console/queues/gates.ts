import type {QueueRef, OutgoingMessage} from '../../aws/queue.ts';
import {cancelRedrive} from '../../operations/move-task.ts';
import {planCancelRedrive} from '../../operations/plan-cancel-redrive.ts';
import {executeRedrive, planRedrive} from '../../operations/redrive.ts';
import {executeSend, planSend} from '../../operations/send.ts';
import {purgeGates} from './purge-gates.ts';
import {step} from '../effects.ts';
import {defineGate, type GateDefinition} from '../gate-definition.ts';
import {goTo} from '../state.ts';

/** What changes queues, each through the same gate. */
export const queuesGates: readonly GateDefinition[] = [
	...purgeGates,
	defineGate({
		operation: 'send',
		plan: ({session, signal}, request: {queue: QueueRef; message: OutgoingMessage}) => planSend(session, request, {signal}),
		execute: ({session, signal}, plan) => executeSend(session, plan, {signal}),
	}),
	defineGate({
		operation: 'redrive',
		plan: ({session, signal}, request: {queue: QueueRef; destination?: QueueRef; ratePerSecond?: number}) =>
			planRedrive(session, request, {signal}),
		execute: ({session, signal}, plan) => executeRedrive(session, plan, {signal}),
		// The open queue shows its move task's progress.
		done: (state, {request: {queue}}) => step(goTo(state, 'queues', [{type: 'queues'}, {type: 'queue', url: queue.url, name: queue.name}])),
	}),
	defineGate({
		operation: 'cancel-redrive',
		plan: ({session, signal}, request: {queue: QueueRef}) => planCancelRedrive(session, request, {signal}),
		execute: ({session, signal}, plan) => cancelRedrive(session, plan.request, {signal}),
	}),
];
