import type {Message, QueueRef} from '../../aws/queue.ts';
import {executeDeleteMessages, planDeleteMessages} from '../../operations/delete-messages.ts';
import type {Ended, MessageFate} from '../../operations/message-fate.ts';
import {executeMoveMessages, planMoveMessages} from '../../operations/move-messages.ts';
import type {Outcome} from '../../operations/plan.ts';
import {executeRedriveMessages, planRedriveMessages} from '../../operations/redrive-messages.ts';
import {executeResend, planResend} from '../../operations/resend-message.ts';
import {executeSendAgain, planSendAgain} from '../../operations/send-again.ts';
import {SluiceError} from '../../shared/errors.ts';
import {formatTime} from '../../shared/units.ts';
import type {EffectTools} from '../effects.ts';
import {defineGate, type GateDefinition, type GateTools} from '../gate-definition.ts';
import {peekOf} from './peek-effects.ts';
import {undoStore} from './undo.ts';

/** Held messages of one queue, by their ids: their receipt handles stay with the peek. */
export type HeldRequest = {readonly queue: QueueRef; readonly messageIds: readonly string[]};
export type MoveRequest = HeldRequest & {readonly destination: QueueRef; readonly isStamped: boolean};
export type ResendHeldRequest = HeldRequest & {readonly body: string; readonly isOriginalKept: boolean};
export type RedriveHeldRequest = HeldRequest & {
	readonly destination?: QueueRef;
	readonly hasCanary: boolean;
	readonly isStamped: boolean;
	readonly ratePerSecond?: number;
};

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
		operation: 'redrive-messages',
		plan: ({session, signal, effects}, request: RedriveHeldRequest) =>
			planRedriveMessages(session, {...request, messages: heldMessages(effects, request)}, {signal}),
		execute: (tools, plan) =>
			settle(
				tools,
				plan.request.queue.url,
				executeRedriveMessages(tools.session, plan, working(tools, plan.request.queue.url), {signal: tools.signal}),
			),
	}),
	defineGate({
		operation: 'resend',
		plan({session, signal, effects}, request: ResendHeldRequest) {
			// `heldMessages` throws when it finds none.
			const [message] = heldMessages(effects, request) as [Message];
			return planResend(
				session,
				{queue: request.queue, message, edit: {body: request.body}, isOriginalKept: request.isOriginalKept},
				{signal},
			);
		},
		execute: (tools, plan) =>
			settle(
				tools,
				plan.request.queue.url,
				executeResend(tools.session, plan, working(tools, plan.request.queue.url), {signal: tools.signal}),
			),
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

/** The messages with good receipt handles among those asked for. */
function heldMessages(effects: EffectTools, {queue, messageIds}: HeldRequest): readonly Message[] {
	const peek = peekOf(effects, queue.url);
	const wanted = new Set(messageIds);
	const held = peek?.messages().filter(({message}) => wanted.has(message.messageId) && peek.isHeld(message.messageId)) ?? [];
	if (held.length === 0) {
		throw new SluiceError(`None of these messages of ${queue.name} is held any more.`, {code: 'not-held', nextSteps: ['Peek again: p']});
	}
	return held.map(({message}) => message);
}

function working({clock, effects}: GateTools, url: string) {
	const peek = peekOf(effects, url);
	return {clock, undo: undoStore(effects), isHeld: (message: Message) => peek?.isHeld(message.messageId) ?? false};
}

type Told =
	| MessageFate
	| Ended
	| {readonly type: 'canary-watching'; readonly untilMs: number}
	| {readonly type: 'canary-verdict'; readonly reason: string};

/** Follows the work to its end, tells the peek what became of each message, and answers what is to be said. */
async function settle({effects, clock}: GateTools, url: string, events: AsyncIterable<Told>): Promise<Outcome> {
	let summary = 'Nothing was done.';
	for await (const event of events) {
		const peek = peekOf(effects, url);
		switch (event.type) {
			case 'ended':
				if (event.error)
					throw new SluiceError(event.summary, {code: event.error.code, nextSteps: event.error.nextSteps, cause: event.error});
				summary = event.summary;
				break;
			case 'canary-watching':
				peek?.touch();
				effects.dispatch({
					type: 'notice',
					text: `Sent one; watching until ${formatTime(event.untilMs)} whether it comes back.`,
					atMs: clock.nowMs(),
				});
				break;
			case 'canary-verdict':
				effects.dispatch({type: 'notice', text: event.reason, atMs: clock.nowMs()});
				break;
			default:
				peek?.settle([event]);
		}
	}
	return {summary};
}
