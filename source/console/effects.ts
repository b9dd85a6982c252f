import type {Session} from '../aws/session.ts';
import type {Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import type {Random} from '../shared/random.ts';
import type {ContextRequest, ContextTools} from './contexts/tools.ts';
import type {Event} from './event.ts';
import type {SavePreferences} from './preferences.ts';
import type {Problem, State} from './state.ts';
import type {EditedText} from './terminal/pager.ts';

/** What an update wants done outside: started under an id, or ended by it. Starting an id again ends what ran under it before. */
export type Effect =
	| {
			readonly type: 'run';
			readonly id: string;
			readonly run: (tools: EffectTools) => Promise<void>;
			/** Changes something; leaving waits for it. */ readonly isChange?: boolean;
	  }
	| {readonly type: 'cancel'; readonly id: string};

export type Step = {readonly state: State; readonly effects: readonly Effect[]};

export function step(state: State, ...effects: readonly Effect[]): Step {
	return {state, effects};
}

export function run(id: string, work: (tools: EffectTools) => Promise<void>): Effect {
	return {type: 'run', id, run: work};
}

export function cancel(id: string): Effect {
	return {type: 'cancel', id};
}

/** What effects work with. */
export type EffectTools = {
	readonly session: Session;
	readonly clock: Clock;
	readonly random: Random;
	/** Aborted when the effect is cancelled or the console leaves. */
	readonly signal: AbortSignal;
	dispatch(event: Event): void;
	/** The state now, for effects that go on while it changes. */
	state(): State;
	/** Waits on the clock. Counts as being idle. */
	sleep(durationMs: number): Promise<void>;
	/** Waits for something that may take for ever, such as the next page of a tail. Counts as being idle. */
	resting<Value>(promise: Promise<Value>): Promise<Value>;
	/** What outlives places: given to `leave` hooks, ended when the console ends. */
	readonly shelf: Shelf;
	/** The terminal, where there is one. */
	readonly terminal: TerminalTools;
	/** Other contexts of this machine. What is opened there is closed by whoever opened it. */
	readonly contexts: ContextTools;
	/** Leaves the context on screen and begins in another; where that one cannot be opened, all stays. */
	enterContext(request: ContextRequest): Promise<void>;
	/** Gives the code that a login waits for; undefined: not now. */
	answerMfa(code: string | undefined): void;
	/** Keeps a choice for the next console too. */
	readonly savePreferences: SavePreferences;
	/** Ends the console. */
	quit(lastWords?: readonly string[]): void;
};

export type TerminalTools = {
	/** Puts text on the operator's clipboard by OSC 52. False when there is too much of it. */
	copy(text: string): boolean;
	suspend(): Promise<void>;
	/** Shows text in the operator's pager, with the terminal handed over. Answers what went wrong. */
	page(text: string): Promise<string | undefined>;
	/** Lets the operator edit text in their editor. Answers the text, or what went wrong. */
	edit(text: string): Promise<EditedText>;
	redraw(): void;
	/** Runs a program with the terminal handed over. Answers what went wrong. */
	run(command: string, values: readonly string[]): Promise<string | undefined>;
	/** Clicks and the wheel reach the console, and no longer the terminal's own selection. */
	setMouse(isOn: boolean): void;
};

/** Long-lived things by key, such as held peeks. Each is ended, once, when the console leaves. */
export type Shelf = {
	put(key: string, item: ShelfItem): void;
	get(key: string): ShelfItem | undefined;
	take(key: string): ShelfItem | undefined;
};

export type ShelfItem = {
	/** Ends it for good; answers what to tell on the way out. */
	end(): Promise<string | undefined>;
	/** A key was pressed: somebody is here. */
	touch?(): void;
	readonly value: unknown;
};

/** A failure as the screen shows it. */
export function problemOf(error: unknown): Problem {
	if (error instanceof SluiceError) return {code: error.code, message: error.message, nextSteps: error.nextSteps};
	return {code: 'bug', message: error instanceof Error ? error.message : String(error), nextSteps: []};
}

export function isAbort(error: unknown): boolean {
	return error instanceof SluiceError && error.code === 'aborted';
}
