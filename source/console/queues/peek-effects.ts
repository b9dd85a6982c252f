import type {QueueRef} from '../../aws/queue.ts';
import {look} from '../../operations/look.ts';
import {createPeek, type Peek} from '../../operations/peek.ts';
import {isHidden} from '../../operations/peek-state.ts';
import {formatTime, plural} from '../../shared/units.ts';
import {isAbort, problemOf, run, step, type Effect, type EffectTools, type Step} from '../effects.ts';
import {goTo, type State} from '../state.ts';
import {hiddenCount} from './messages-state.ts';

/** The countdown on screen moves in steps of this. */
const countdownStepMs = 5000;

export type PeekOptions = {readonly count: number; readonly visibilityTimeoutSeconds: number; readonly isKept: boolean};

/** Opens the messages of a queue and begins to receive. What was held of it before is given back first. */
export function startPeek(state: State, queue: QueueRef, options: PeekOptions): Step {
	const accepted = state.queues.peekAccepted.includes(queue.url) ? state.queues.peekAccepted : [...state.queues.peekAccepted, queue.url];
	return step(openMessagesOf({...state, queues: {...state.queues, peekAccepted: accepted}}, queue), peekEffect(queue, options));
}

/** Opens the messages of a queue as they lie there, received by nobody. What was held of it before is given back first. */
export function startLook(state: State, queue: QueueRef, options: {readonly count: number}): Step {
	return step(openMessagesOf(state, queue), lookEffect(queue, options));
}

function openMessagesOf(state: State, queue: QueueRef): State {
	return goTo(state, 'queues', [{type: 'queues'}, {type: 'queue', ...queue}, {type: 'messages', ...queue}]);
}

function shelfKey(url: string): string {
	return `peek/${url}`;
}

/** What was held of a queue goes back: something else is about to look at it. */
export async function givePeekBack(tools: EffectTools, url: string): Promise<void> {
	await tools.shelf.take(shelfKey(url))?.end();
}

/** The peek of a queue, while messages of it are or were held. */
export function peekOf(tools: EffectTools, url: string): Peek | undefined {
	// Only `peekEffect` puts things under these keys.
	return tools.shelf.get(shelfKey(url))?.value as Peek | undefined;
}

function peekEffect(queue: QueueRef, options: PeekOptions): Effect {
	return run(`peek/${queue.url}`, async tools => {
		const {url} = queue;
		const view = {
			status: 'collecting',
			wantedCount: options.count,
			visibilityTimeoutSeconds: options.visibilityTimeoutSeconds,
			isKept: options.isKept,
			messages: [],
		} as const;
		const seen = tools.state().queues.peeks[url]?.messages ?? [];
		tools.dispatch({type: 'messages/started', url, view: {...view, messages: seen}});
		try {
			// What is on screen is not given up for a queue that does not answer.
			const attributes = await tools.session.queues.attributes(url, {signal: tools.signal});
			await givePeekBack(tools, url);
			tools.dispatch({type: 'messages/started', url, view});
			const peek = createPeek(tools.session, {
				clock: tools.clock,
				queue: attributes,
				...options,
				onChange() {
					const problem = peek.problem();
					tools.dispatch({
						type: 'messages/changed',
						url,
						messages: peek.messages(),
						...(problem && {problem: problemOf(problem)}),
						atMs: tools.clock.nowMs(),
					});
				},
			});
			tools.shelf.put(shelfKey(url), {value: peek, touch: () => peek.touch(), end: () => endPeek(peek, queue)});
			await peek.collect();
			tools.dispatch({type: 'messages/collected', url});
		} catch (error) {
			if (!isAbort(error)) tools.dispatch({type: 'messages/failed', url, problem: problemOf(error)});
		}
	});
}

function lookEffect(queue: QueueRef, {count}: {readonly count: number}): Effect {
	return run(`peek/${queue.url}`, async tools => {
		const {clock, signal} = tools;
		const {url} = queue;
		await givePeekBack(tools, url);
		const view = {
			status: 'collecting',
			wantedCount: count,
			visibilityTimeoutSeconds: 20,
			isKept: true,
			isLook: true,
			messages: [],
		} as const;
		tools.dispatch({type: 'messages/started', url, view});
		try {
			const messages = await look(tools.session, {queue, count, clock, signal});
			tools.dispatch({type: 'messages/changed', url, messages, atMs: clock.nowMs()});
			tools.dispatch({type: 'messages/collected', url});
		} catch (error) {
			if (!isAbort(error)) tools.dispatch({type: 'messages/failed', url, problem: problemOf(error)});
		}
	});
}

/** Answers what to tell: how many were given back, and how many come back later. */
async function endPeek(peek: Peek, queue: QueueRef): Promise<string | undefined> {
	const heldCount = hiddenCount(peek.messages());
	await peek.end();
	const remainingCount = hiddenCount(peek.messages());
	const returnedCount = heldCount - remainingCount;
	const parts: string[] = [];
	if (returnedCount > 0) parts.push(`Gave ${plural(returnedCount, 'message')} back to ${queue.name}.`);
	if (remainingCount > 0 && peek.problem()?.code === 'queue-not-found')
		parts.push(`${queue.name} is gone, and its ${plural(remainingCount, 'message')} with it.`);
	else if (remainingCount > 0)
		parts.push(
			`${plural(remainingCount, 'message')} of ${queue.name} could not be given back: they come back by themselves by ${formatTime(lastUntilMs(peek.messages()))}.`,
			...(peek.problem() ? [peek.problem()?.message ?? ''] : []),
		);
	return parts.length > 0 ? parts.join(' ') : undefined;
}

/** When the last of what is held comes back. */
function lastUntilMs(messages: ReturnType<Peek['messages']>): number {
	return Math.max(...messages.flatMap(({state}) => (isHidden(state) ? [state.heldUntilMs] : [])));
}

/** Gives back everything held of a queue: its place was closed. */
export function closePeek(url: string): Effect {
	return run(`peek/${url}`, async tools => {
		const item = tools.shelf.take(shelfKey(url));
		const told = await item?.end();
		tools.dispatch({type: 'messages/closed', url});
		if (told) tools.dispatch({type: 'notice', text: told, atMs: tools.clock.nowMs()});
	});
}

/** Gives these back, or all; what could not be is said, for it comes back by itself only at its time. */
export function releaseHeld(queue: QueueRef, messageIds: readonly string[] | undefined): Effect {
	return withPeekOf(queue.url, async peek => {
		const before = hiddenCount(peek.messages());
		await peek.release(messageIds);
		return `Gave ${plural(before - hiddenCount(peek.messages()), 'message')} back to ${queue.name}.`;
	});
}

/** Does something to the peek of a queue, such as extending; failures are said in the status line. */
export function withPeekOf(url: string, act: (peek: Peek) => Promise<string | undefined>): Effect {
	return run(`peek-act/${url}`, async tools => {
		const peek = peekOf(tools, url);
		if (!peek) return;
		try {
			const told = await act(peek);
			const failed = peek.problem();
			if (failed) throw failed;
			if (told) tools.dispatch({type: 'notice', text: told, atMs: tools.clock.nowMs()});
		} catch (error) {
			if (!isAbort(error)) tools.dispatch({type: 'notice', text: saidOf(error), isFailure: true, atMs: tools.clock.nowMs()});
		}
	});
}

/** What went wrong, and first what to do about it. */
function saidOf(error: unknown): string {
	const {message, nextSteps} = problemOf(error);
	return [message, ...nextSteps.slice(0, 1)].join(' ');
}

/** Moves the countdown on screen in steps. */
export function countdown(url: string): Effect {
	return run(`countdown/${url}`, async tools => {
		for (;;) {
			await tools.sleep(countdownStepMs);
			tools.dispatch({type: 'tick', atMs: tools.clock.nowMs()});
		}
	});
}
