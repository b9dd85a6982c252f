import type {Message, QueueRef} from '../../aws/queue.ts';
import {isWhole, type Ended, type MessageFate} from '../../operations/message-fate.ts';
import type {Outcome} from '../../operations/plan.ts';
import type {SweepProgress} from '../../operations/sweep-and-act.ts';
import {SluiceError} from '../../shared/errors.ts';
import {formatCount, formatTime} from '../../shared/units.ts';
import type {EffectTools} from '../effects.ts';
import type {GateTools} from '../gate-definition.ts';
import {peekOf} from './peek-effects.ts';
import {undoStore} from './undo.ts';

/** Held messages of one queue, by their ids: their receipt handles stay with the peek. */
export type HeldRequest = {readonly queue: QueueRef; readonly messageIds: readonly string[]};

/** The messages with good receipt handles among those asked for. */
export function heldMessages(effects: EffectTools, {queue, messageIds}: HeldRequest): readonly Message[] {
	const peek = peekOf(effects, queue.url);
	const wanted = new Set(messageIds);
	const held = peek?.messages().filter(({message}) => wanted.has(message.messageId) && peek.isHeld(message.messageId)) ?? [];
	if (held.length === 0) {
		throw new SluiceError(`None of these messages of ${queue.name} is held any more.`, {code: 'not-held', nextSteps: ['Peek again: p']});
	}
	return held.map(({message}) => message);
}

/** What work on held messages is given: where copies go, and whether a message is held still. */
export function working({clock, effects}: GateTools, url: string) {
	const peek = peekOf(effects, url);
	return {clock, undo: undoStore(effects), isHeld: (message: Message) => peek?.isHeld(message.messageId) ?? false};
}

type Told =
	| MessageFate
	| Ended
	| SweepProgress
	| {readonly type: 'canary-watching'; readonly untilMs: number}
	| {readonly type: 'canary-verdict'; readonly reason: string};

/** Follows the work to its end, tells the peek what became of each message, and answers what is to be said. */
export async function settle({effects, clock, progress}: GateTools, url: string, events: AsyncIterable<Told>): Promise<Outcome> {
	let outcome: Outcome = {summary: 'Nothing was done.'};
	let doneCount = 0;
	for await (const event of events) {
		const peek = peekOf(effects, url);
		switch (event.type) {
			case 'ended':
				if (event.error)
					throw new SluiceError(event.summary, {code: event.error.code, nextSteps: event.error.nextSteps, cause: event.error});
				outcome = {summary: event.summary, isPartly: !isWhole(event)};
				break;
			case 'progress':
				progress(`Looked at ${formatCount(event.lookedCount)} of about ${formatCount(event.aboutCount)}; ${formatCount(doneCount)} done …`);
				break;
			case 'canary-watching':
				peek?.touch();
				progress(`Sent one; watching until ${formatTime(event.untilMs)} whether it comes back …`);
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
				doneCount++;
				progress(`${formatCount(doneCount)} done …`);
				peek?.settle([event]);
		}
	}
	return outcome;
}
