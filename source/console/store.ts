import type {Session} from '../aws/session.ts';
import {loadFilterEngines} from '../payload/filter/engines.ts';
import type {Clock} from '../shared/clock.ts';
import {refreshTasks} from './activity/tasks.ts';
import {EffectRunner} from './effect-runner.ts';
import {connect} from './contexts/connect.ts';
import {readContexts} from './contexts/effects.ts';
import {problemOf, run, type Effect, type EffectTools} from './effects.ts';
import type {Event} from './event.ts';
import {paintFrame} from './frame.ts';
import {definitionOf} from './places.ts';
import {currentPlace, type State} from './state.ts';
import {update} from './update.ts';

/** Data reaches the screen at most this often; keys at once. */
const flushEveryMs = 100;

const minuteMs = 60_000;

export type Store = {
	/** Asks who we are, and starts the work of the first place. */
	start(): void;
	state(): State;
	dispatch(event: Event): void;
	/** The screen as painted rows. The same array as long as nothing visible changed. */
	frame(): readonly string[];
	/** Paints now what waits for the next flush. */
	flush(): void;
	subscribe(listener: () => void): () => void;
	/** Resolves when no effect is under way but those that wait for time. */
	idle(): Promise<void>;
	/** Ends all effects and gives back what is held. Answers what to tell on the way out. */
	end(): Promise<readonly string[]>;
};

/** Holds the state outside React; changes it only by `update`; notifies only when a visible row differs. */
export function createStore(options: {
	initial: State;
	clock: Clock;
	tools: Pick<
		EffectTools,
		'session' | 'clock' | 'random' | 'terminal' | 'contexts' | 'enterContext' | 'answerMfa' | 'savePreferences' | 'quit'
	>;
	onBug: (error: unknown) => void;
}): Store {
	const {clock, tools} = options;
	let state = options.initial;
	let frame = paintFrame(state);
	let cancelFlush: (() => void) | undefined;
	const watching: Array<() => void> = [];
	const listeners = new Set<() => void>();
	const runner = new EffectRunner({...tools, dispatch, state: () => state}, {onBug: options.onBug});

	function paint(): void {
		cancelFlush?.();
		cancelFlush = undefined;
		const painted = paintFrame(state);
		if (painted.length === frame.length && painted.every((row, index) => row === frame[index])) return;
		frame = painted;
		for (const listener of listeners) listener();
	}

	function dispatch(event: Event): void {
		const next = update(state, event);
		state = next.state;
		for (const effect of next.effects) runner.start(effect);
		const isPressed = event.type === 'key' || event.type === 'paste' || event.type === 'mouse';
		if (isPressed) runner.touch();
		if (isPressed || event.type === 'resized') paint();
		else cancelFlush ??= clock.schedule(clock.nowMs() + flushEveryMs, paint);
	}

	return {
		start() {
			watching.push(...watchSession(tools.session, {clock, dispatch}));
			runner.start(filterEngines);
			runner.start(minutes);
			// Before a context is chosen nothing is called.
			if (state.layer?.type === 'contexts') {
				for (const effect of readContexts()) runner.start(effect);
				return;
			}
			runner.start(connect);
			runner.start(refreshTasks('hidden'));
			const place = currentPlace(state);
			for (const effect of definitionOf(place).enter?.(state, place) ?? []) runner.start(effect);
		},
		state: () => state,
		dispatch,
		frame: () => frame,
		flush: paint,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		idle: () => runner.idle(),
		end() {
			cancelFlush?.();
			for (const stop of watching.splice(0)) stop();
			return runner.end();
		},
	};
}

/** Tells of each change of the login and of what answers. @returns What ends the watching. */
function watchSession({login, reach}: Session, {clock, dispatch}: {clock: Clock; dispatch: Store['dispatch']}): ReadonlyArray<() => void> {
	return [
		login.onChange(() => dispatch({type: 'contexts/login', login: login.state(), atMs: clock.nowMs()})),
		reach.onChange(() => {
			const skew = reach.clockSkew();
			const clockSkew = skew && problemOf(skew);
			dispatch({type: 'contexts/reach', outages: reach.outages(), ...(clockSkew && {clockSkew}), atMs: clock.nowMs()});
		}),
	];
}

/** Regular expressions and JMESPath in filters: loaded after the first paint. */
const filterEngines: Effect = run('filter-engines', () => loadFilterEngines());

/** The header's clock shows minutes; what ages on screen ages with it. */
const minutes: Effect = run('minutes', async tools => {
	for (;;) {
		await tools.sleep(minuteMs - (tools.clock.nowMs() % minuteMs));
		tools.dispatch({type: 'tick', atMs: tools.clock.nowMs()});
	}
});
