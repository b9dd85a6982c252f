import {setImmediate} from 'node:timers/promises';
import {openSession} from '../../source/aws/connect.ts';
import type {Mode, Session} from '../../source/aws/session.ts';
import type {Clock, ManualClock} from '../../source/shared/clock.ts';

/** A session with an engine, which closes with its test: `await using session = openTestSession(engine.url, {clock})`. */
export function openTestSession(
	endpointUrl: string,
	options: {clock: Clock; mode?: Mode; isReadOnly?: boolean},
): Session & {[Symbol.asyncDispose](): Promise<void>} {
	const session = openSession({target: 'engine', endpointUrl}, {environment: {}, ...options});
	return {
		...session,
		async [Symbol.asyncDispose]() {
			session.close();
		},
	};
}

/** Waits until every call that was sent has its answer, and what follows from it is done. */
export async function idle(session: Session): Promise<void> {
	let quietTurns = 0;
	while (quietTurns < 3) {
		await setImmediate();
		const answered = session.calls().filter(({outcome}) => outcome !== 'refused').length;
		quietTurns = session.callCount() === answered ? quietTurns + 1 : 0;
	}
}

/** Moves the clock from deadline to deadline until the work is done: for long polls, which wait in the engine. */
export async function elapse<Result>(work: Promise<Result>, options: {clock: ManualClock; stepMs: number}): Promise<Result> {
	let isDone = false;
	const settled = (): void => {
		isDone = true;
	};
	work.then(settled, settled);
	while (!isDone) {
		if (options.clock.pendingCount() > 0) options.clock.advance(options.stepMs);
		await setImmediate();
	}
	return work;
}

/** Moves the clock in steps until the work is done, each after all calls were answered: exact in time, but not for long polls, which would wait for ever. */
export async function inSteps<Result>(
	work: Promise<Result>,
	options: {session: Session; clock: ManualClock; stepMs: number},
): Promise<Result> {
	let isDone = false;
	const settled = (): void => {
		isDone = true;
	};
	work.then(settled, settled);
	await idle(options.session);
	while (!isDone) {
		options.clock.advance(options.stepMs);
		await idle(options.session);
	}
	return work;
}

/** The names of the actions that were sent, oldest first. */
export function sentActions(session: Session): readonly string[] {
	return session
		.calls()
		.filter(({outcome}) => outcome !== 'refused')
		.map(({action}) => action);
}
