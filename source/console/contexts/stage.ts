import type {ApiCall} from '../../aws/session.ts';
import type {Clock} from '../../shared/clock.ts';
import {sleep} from '../../shared/clock.ts';
import type {EffectTools} from '../effects.ts';
import type {State} from '../state.ts';
import type {Store} from '../store.ts';
import {createMfaDesk} from './mfa-desk.ts';
import type {ContextRequest, ContextTools, OpenedContext} from './tools.ts';

export type StageTools = Pick<EffectTools, 'enterContext' | 'answerMfa'>;

/** A store, and the context behind it, which is closed when the terminal is given back. */
export type Stage = Store & {
	/** The last calls of the context on screen. */
	calls(): readonly ApiCall[];
	close(): Promise<void>;
};

/** What giving back may take when a context is left. */
const leaveMs = 2000;

/**
The store of the context on screen, in a form that outlives it: entering another context ends everything of the old one, gives back what it holds, and begins
anew. So nothing of one account can ever reach another.
*/
export function createStage(options: {
	first: OpenedContext;
	contexts: ContextTools;
	clock: Clock;
	/** @param before What was on screen, for what outlives a context: size, colours, glyphs. */
	makeStore: (opened: OpenedContext, tools: StageTools, before: State | undefined) => Store;
}): Stage {
	const {clock, contexts, makeStore} = options;
	const listeners = new Set<() => void>();
	const notify = (): void => {
		for (const listener of listeners) listener();
	};
	const mfa = createMfaDesk(serialNumber => store.dispatch({type: 'contexts/mfa-asked', serialNumber}));
	let opened = options.first;
	let isSwitching = false;

	const tools: StageTools = {
		enterContext: request => (isSwitching ? Promise.resolve() : enter(request)),
		answerMfa: mfa.answer,
	};
	let store = makeStore(opened, tools, undefined);
	let unsubscribe = store.subscribe(notify);

	contexts.askMfaBy(mfa.ask);

	async function enter(request: ContextRequest): Promise<void> {
		isSwitching = true;
		try {
			const next = await contexts.enter(request);
			const old = {store, opened};
			const words = await endSoon(old.store, clock);
			mfa.answer(undefined);
			unsubscribe();
			opened = next;
			store = makeStore(next, tools, old.store.state());
			unsubscribe = store.subscribe(notify);
			store.start();
			for (const text of [...words, ...next.notes]) store.dispatch({type: 'notice', text, atMs: clock.nowMs()});
			store.flush();
			notify();
			await old.opened.close();
		} finally {
			isSwitching = false;
		}
	}

	return {
		start: () => store.start(),
		state: () => store.state(),
		dispatch: event => store.dispatch(event),
		frame: () => store.frame(),
		flush: () => store.flush(),
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		idle: () => store.idle(),
		end() {
			mfa.answer(undefined);
			return store.end();
		},
		calls: () => opened.session.calls(),
		close: () => opened.close(),
	};
}

/** A network that is gone must not keep anybody in a context. */
async function endSoon(store: Store, clock: Clock): Promise<readonly string[]> {
	const stop = new AbortController();
	const late = sleep(clock, leaveMs, {signal: stop.signal}).then(
		() => ['Not all was given back in time: what was held comes back when its time is over.'],
		() => [],
	);
	try {
		return await Promise.race([store.end(), late]);
	} finally {
		stop.abort();
	}
}
