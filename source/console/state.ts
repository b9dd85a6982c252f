import type {LoginState} from '../aws/login-state.ts';
import type {Outages} from '../aws/reach.ts';
import type {Mode, Identity, SessionContext} from '../aws/session.ts';
import type {Plan} from '../operations/plan.ts';
import type {Thing} from '../operations/findings/finding.ts';
import type {EpochMs} from '../shared/clock.ts';
import type {Bindings} from './key-names.ts';
import type {BadgeSettings} from './badge.ts';
import type {BodyForm} from './body-form.ts';
import type {SavedFilters} from './preferences.ts';
import type {ActivityState} from './activity/state.ts';
import type {ContextsLayer, MfaLayer} from './contexts/state.ts';
import type {Glyphs} from './glyphs.ts';
import type {Area, Line} from './line.ts';
import {emptyList, type ListState} from './list.ts';
import type {Memory} from './memory.ts';
import type {NowState} from './now/state.ts';
import type {PaneId, Place} from './place.ts';
import {placeKey} from './place.ts';
import type {QueuesState} from './queues/state.ts';
import type {StreamsState} from './streams/state.ts';
import type {TextField} from './text-field.ts';
import type {TopicsState} from './topics/state.ts';
import type {ThemeName} from './theme.ts';

/** Everything the screen is drawn from. Changed only by `update(state, event)`. */
export type State = {
	readonly size: Area;
	readonly glyphs: Glyphs;
	readonly theme: ThemeName;
	/** Clicks and the wheel come here, not to the terminal's own selection. */
	readonly isMouseOn: boolean;
	/** Keys that people chose, by action id. */
	readonly bindings: Bindings;
	/** What production is called, and what single contexts carry in the header. */
	readonly badges: BadgeSettings;
	/** What locale and terminal the console began with. */
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** How bodies are shown, by the thing that they are in. */
	readonly bodyForms: Readonly<Record<string, BodyForm>>;
	/** Filters by the thing that they were saved for, and by name. */
	readonly savedFilters: SavedFilters;
	/** Moves in steps: with keys, and once a minute. What ages on screen ages with it. */
	readonly nowMs: EpochMs;
	readonly lastKeyAtMs: EpochMs;
	readonly context: SessionContext;
	/** What was chosen for lists and contexts. */
	readonly memory: Memory;
	/** What the context is remembered by. */
	readonly memoryKey: string;
	readonly connection: Connection;
	readonly login: LoginState;
	/** Services that do not answer. */
	readonly outages: Outages;
	/** AWS said that this machine's clock is wrong. */
	readonly clockSkew?: Problem;
	readonly mode: Mode;
	/** In PROD: when CHANGE falls back to LOOK. */
	readonly changeUntilMs?: EpochMs;
	readonly pane: PaneId;
	/** Each pane's own stack; the last is on screen. Never empty. */
	readonly stacks: Readonly<Record<PaneId, readonly Place[]>>;
	readonly lists: Readonly<Record<string, ListState>>;
	/** Per pane: how deep its stack is while the keys are in the right side of a split screen. Any other depth has the screen for itself. */
	readonly insideDepths: Readonly<Partial<Record<PaneId, number>>>;
	/** The row on which the cursor came to rest, which the right side is about. */
	readonly rest?: Row;
	/** The row under the cursor, which has not rested yet. */
	readonly resting?: Row;
	readonly layer?: Layer;
	/** What was done or gone to by the palette, newest first. */
	readonly paletteUsed: readonly string[];
	/** Filters that were kept, newest first, by the type of the place. */
	readonly filtersUsed: Readonly<Record<string, readonly string[]>>;
	/** The places seen one after the other, and which of them is on screen. */
	readonly history: History;
	/** When `q` said what leaving would end. */
	readonly leaveAskedAtMs?: EpochMs;
	/** Why the last action failed: stays in the status line until a key is pressed. */
	readonly failure?: string;
	readonly notices: readonly Notice[];
	readonly now: NowState;
	readonly queues: QueuesState;
	readonly topics: TopicsState;
	readonly streams: StreamsState;
	readonly activity: ActivityState;
};

/** A row of a list, by the key of its place. */
export type Row = {readonly listKey: string; readonly id: string};

export type History = {readonly visits: readonly Visit[]; readonly index: number};
export type Visit = {readonly pane: PaneId; readonly stack: readonly Place[]};

export type Connection =
	| {readonly status: 'connecting'}
	| {readonly status: 'ready'; readonly identity: Identity}
	| {readonly status: 'failed'; readonly problem: Problem};

/** A failure as the screen shows it: one sentence and what to do next. */
export type Problem = {readonly code: string; readonly message: string; readonly nextSteps: readonly string[]};

export type Loadable<Value> =
	| {readonly status: 'loading'}
	| {readonly status: 'ready'; readonly value: Value}
	| {readonly status: 'failed'; readonly problem: Problem};

export type Notice = {
	readonly atMs: EpochMs;
	readonly text: string;
	/** For the list of notices only, such as a request id. */
	readonly detail?: string;
	readonly isFailure?: boolean;
};

/** What lies over a place; one at a time. */
export type Layer = FilterLayer | PaletteLayer | HelpLayer | DetailsLayer | SheetLayer | GateLayer | DoctorLayer | ContextsLayer | MfaLayer;

export type FilterLayer = {
	readonly type: 'filter';
	readonly field: TextField;
	readonly before: string;
	/** An earlier filter is shown: which, and what was typed before. */
	readonly recalled?: {readonly index: number; readonly typed: string};
};
export type PaletteLayer = {
	readonly type: 'palette';
	readonly field: TextField;
	readonly index: number;
	readonly scope: 'all' | 'row';
	readonly isUsedOnly?: boolean;
};
export type HelpLayer = {readonly type: 'help'; readonly field: TextField; readonly index: number};
/** Read-only text, such as all attributes of a queue. */
export type DetailsLayer = {
	readonly type: 'details';
	readonly title: string;
	readonly top: number;
	/** With a second text, two things are compared: each has its column. */
	readonly rows: ReadonlyArray<readonly [label: string, text: string, other?: string]>;
	/** Below them: lines that are made safe already. */
	readonly lines?: readonly Line[];
};

/** What is wrong with one thing; made anew from what is known as it is drawn. */
export type DoctorLayer = {readonly type: 'doctor'; readonly thing: Thing; readonly top: number};

/** A form that says what will happen before it happens. What kinds there are: `sheets.ts`. */
export type SheetLayer = {
	readonly type: 'sheet';
	readonly kind: string;
	/** What the sheet is about: names, URLs, ids. */
	readonly subject: Readonly<Record<string, string>>;
	readonly values: Readonly<Record<string, string>>;
	/** Index of the field with the keys. */
	readonly focus: number;
	/** Cursor in the focused text field. */
	readonly cursor: number;
	readonly plan: Loadable<Plan>;
	readonly openedAtMs: EpochMs;
};

/** The last question before something changes. What kinds there are: `gates.ts`. */
export type GateLayer = {
	readonly type: 'gate';
	readonly operation: string;
	readonly request: unknown;
	readonly plan: Loadable<Plan>;
	/** When the plan was read. */
	readonly readAtMs?: EpochMs;
	readonly field: TextField;
	readonly status: 'asking' | 'rereading' | 'changed' | 'executing';
	/** What became different since the dialog opened. */
	readonly changes: readonly string[];
	/** The keys choose among milder ways, or answer the question. */
	readonly focus: 'answer' | 'instead';
	/** Which milder way the cursor is on, and which one is chosen. */
	readonly insteadIndex: number;
	readonly instead?: string;
	/** What is being done, while it is done. */
	readonly progress?: string;
	/** What is asked in the middle of it. */
	readonly question?: string;
	readonly problem?: Problem;
	readonly openedAtMs: EpochMs;
};

/** A notice stays this long in the status line, and for good in Activity. */
export const noticeShownMs = 10_000;

/** In PROD, CHANGE falls back to LOOK after so long, and says so before. */
export const changeMs = 30 * 60_000;
export const changeWarningMs = 2 * 60_000;

/** How long a dialog is deaf after it opened, so that a held-down key opens one and answers none. */
export const pressesIgnoredMs = 400;

/** The place on screen. */
export function currentPlace(state: State): Place {
	const stack = state.stacks[state.pane];
	// Stacks are never empty: esc stops at the root.
	return stack[stack.length - 1] as Place;
}

export function listOf(state: State, place: Place): ListState {
	return state.lists[placeKey(place)] ?? emptyList;
}

export function withList(state: State, place: Place, list: ListState): State {
	return {...state, lists: {...state.lists, [placeKey(place)]: list}};
}

/** Goes deeper in the current pane. */
export function pushPlace(state: State, place: Place, options: {isInside?: boolean} = {}): State {
	const stack = [...state.stacks[state.pane], place];
	// Deeper than the right side, the screen is for one place; coming back, it is divided again.
	const inside = options.isInside
		? stack.length
		: state.insideDepths[state.pane] === stack.length
			? undefined
			: state.insideDepths[state.pane];
	return {
		...state,
		layer: undefined,
		stacks: {...state.stacks, [state.pane]: stack},
		insideDepths: {...state.insideDepths, [state.pane]: inside},
	};
}

/** Puts another place where the current one is: a neighbouring tab. */
export function replacePlace(state: State, place: Place): State {
	return {...state, layer: undefined, stacks: {...state.stacks, [state.pane]: [...state.stacks[state.pane].slice(0, -1), place]}};
}

/** Back by one; stays at the root. */
export function popPlace(state: State): State {
	const stack = state.stacks[state.pane];
	return stack.length === 1 ? state : {...state, stacks: {...state.stacks, [state.pane]: stack.slice(0, -1)}};
}

/** Jumps to a pane's stack of places: root first. */
export function goTo(state: State, pane: PaneId, stack: readonly Place[]): State {
	const depth = state.insideDepths[pane];
	const isDeeper = depth !== undefined && stack.length > depth;
	const goesThroughSide = isDeeper && state.stacks[pane].slice(0, depth).every((place, index) => keyAt(stack, index) === placeKey(place));
	return {
		...state,
		layer: undefined,
		pane,
		stacks: {...state.stacks, [pane]: stack},
		insideDepths: {...state.insideDepths, [pane]: goesThroughSide ? depth : undefined},
	};
}

function keyAt(stack: readonly Place[], index: number): string | undefined {
	const place = stack[index];
	return place && placeKey(place);
}

/** Notices kept; the Activity pane lists them. */
const noticeCountMax = 500;

export function withNotice(state: State, text: string, options: {isFailure?: boolean; detail?: string} = {}): State {
	const notice: Notice = {
		atMs: state.nowMs,
		text,
		...(options.isFailure ? {isFailure: true} : {}),
		...(options.detail === undefined ? {} : {detail: options.detail}),
	};
	return {...state, notices: [...state.notices, notice].slice(-noticeCountMax), ...(options.isFailure ? {failure: text} : {})};
}
