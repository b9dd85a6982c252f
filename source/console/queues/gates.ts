import type {QueueRef, OutgoingMessage} from '../../aws/queue.ts';
import {cancelRedrive} from '../../operations/move-task.ts';
import {planCancelRedrive} from '../../operations/plan-cancel-redrive.ts';
import {executeSend, planSend} from '../../operations/send.ts';
import {purgeGates} from './purge-gates.ts';
import {redriveGate} from './redrive-gate.ts';
import {defineGate, type GateDefinition} from '../gate-definition.ts';

/** What changes queues, each through the same gate. */
export const queuesGates: readonly GateDefinition[] = [
	...purgeGates,
	defineGate({
		operation: 'send',
		plan: ({session, signal}, request: {queue: QueueRef; message: OutgoingMessage}) => planSend(session, request, {signal}),
		execute: ({session, signal}, plan) => executeSend(session, plan, {signal}),
	}),
	redriveGate,
	defineGate({
		operation: 'cancel-redrive',
		plan: ({session, signal}, request: {queue: QueueRef}) => planCancelRedrive(session, request, {signal}),
		execute: ({session, signal}, plan) => cancelRedrive(session, plan.request, {signal}),
	}),
];
