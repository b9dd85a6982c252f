import type {Message, QueueRef} from '../../aws/queue.ts';
import {executeDeleteMessages, planDeleteMessages} from '../../operations/delete-messages.ts';
import type {MessageEdit} from '../../operations/message-edit.ts';
import {executeMoveMessages, planMoveMessages} from '../../operations/move-messages.ts';
import {executeResend, planResend} from '../../operations/resend-message.ts';
import {executeSendAgain, planSendAgain} from '../../operations/send-again.ts';
import {defineGate, type GateDefinition} from '../gate-definition.ts';
import {forgetDraft} from './edit-message.ts';
import {heldMessages, settle, working, type HeldRequest} from './held-messages.ts';
import {undoStore} from './undo.ts';

export type MoveRequest = HeldRequest & {readonly destination: QueueRef; readonly isStamped: boolean};
export type ResendHeldRequest = HeldRequest & {readonly edit: MessageEdit; readonly isOriginalKept: boolean};
/** What changes held messages, each through the same gate. */
export const messageGates: readonly GateDefinition[] = [
	defineGate({
		operation: 'delete-messages',
		plan: ({session, clock, signal, effects}, request: HeldRequest) =>
			planDeleteMessages(session, {clock, queue: request.queue, messages: heldMessages(effects, request)}, {signal}),
		execute: (tools, plan) =>
			settle(
				tools,
				plan.request.queue.url,
				executeDeleteMessages(tools.session, plan, working(tools, plan.request.queue.url), {signal: tools.signal}),
			),
	}),
	defineGate({
		operation: 'move-messages',
		plan: ({session, signal, effects}, request: MoveRequest) =>
			planMoveMessages(session, {...request, messages: heldMessages(effects, request)}, {signal}),
		execute: (tools, plan) =>
			settle(
				tools,
				plan.request.queue.url,
				executeMoveMessages(tools.session, plan, working(tools, plan.request.queue.url), {signal: tools.signal}),
			),
	}),
	defineGate({
		operation: 'resend',
		plan({session, signal, effects}, request: ResendHeldRequest) {
			// `heldMessages` throws when it finds none.
			const [message] = heldMessages(effects, request) as [Message];
			return planResend(session, {queue: request.queue, message, edit: request.edit, isOriginalKept: request.isOriginalKept}, {signal});
		},
		async execute(tools, plan) {
			const {queue, transfer} = plan.request;
			const outcome = await settle(tools, queue.url, executeResend(tools.session, plan, working(tools, queue.url), {signal: tools.signal}));
			forgetDraft(tools.effects, transfer.message.messageId);
			return outcome;
		},
	}),
	defineGate({
		operation: 'send-again',
		plan: ({session, clock, signal, effects}, _request: undefined) =>
			planSendAgain(session, {clock, entries: undoStore(effects).entries()}, {signal}),
		execute: (tools, plan) =>
			settle(
				tools,
				plan.request.queue.url,
				executeSendAgain(tools.session, plan, {clock: tools.clock, undo: undoStore(tools.effects)}, {signal: tools.signal}),
			),
	}),
];
