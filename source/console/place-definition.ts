import type {FilterCandidate} from '../payload/filter/candidate.ts';
import type {Effect, Step} from './effects.ts';
import type {Area, Line} from './line.ts';
import type {PaneId, Place} from './place.ts';
import type {State} from './state.ts';

export type Tab = {readonly label: string; readonly place: Place; readonly isCurrent: boolean};

/** How a kind of place looks and lives. One per place type, listed in places.ts. */
export type PlaceDefinition<P extends Place = Place> = {
	readonly pane: PaneId;
	/** Its name in the breadcrumb; undefined for the root of a pane, which shows the pane tabs instead. */
	crumb(place: P): string | undefined;
	/** Right end of the breadcrumb: `standard, since 2024-03`. */
	aside?(state: State, place: P): Line;
	/** The same where there is no room for all of it. */
	asideShort?(state: State, place: P): Line;
	tabs?(state: State, place: P): readonly Tab[];
	/** Right end of the filter line: order and age of what is shown. */
	order?(state: State, place: P): Line;
	/** Orders the list by the column at a cell of its head, which is so wide: what a click there does. */
	sortBy?(state: State, place: P, at: {cell: number; width: number}): Step;
	/** Whether `/` filters its list. */
	isFilterable(place: P): boolean;
	/** Whether the filter line is shown while nothing is typed. Default: where the list can be filtered, or has an order to tell. */
	hasFilterLine?(state: State, place: P): boolean;
	/** Where the filter may leave what does not match in view: whether it hides, and the other way. */
	readonly filterMode?: {isHighlighting(state: State, place: P): boolean; toggle(state: State, place: P): State};
	/** What is held, as the filter sees it: completions come from it. */
	candidates?(state: State, place: P): readonly FilterCandidate[];
	/** Its things in the order shown, for the cursor. */
	ids(state: State, place: P): readonly string[];
	/** How many rows of things fit in an area of so many rows. */
	visibleRows(rows: number): number;
	body(state: State, place: P, area: Area): readonly Line[];
	/**
	The place of a row. From 120 columns on it stands on the right once the cursor has rested, and `→` goes into it.

	It draws what is loaded; `glance` reads the rest.
	*/
	beside?(state: State, place: P, id: string): Place | undefined;
	/** On a wide screen: the right side, about the thing under the cursor, where that is no place of its own. */
	detail?(state: State, place: P, area: Area): readonly Line[];
	/** From so many columns on there is `detail`. Default: 120. */
	readonly detailColumnsMin?: number;
	/** Ids of the actions that the keys line begins with, most used first. The others follow in the order of the list. */
	keysFirst?(place: P): readonly string[];
	/** One sentence about the thing under the cursor. */
	status(state: State, place: P): Line;
	/** What `r` does where looking again is more than `enter`; undefined where it is not. */
	again?(state: State, place: P): Step | undefined;
	/** Work that runs while the place is on screen. Ended when it is not. */
	enter?(state: State, place: P): readonly Effect[];
	/** Work while the place stands beside a list. Nothing that costs or changes: the cursor only passed by. */
	glance?(state: State, place: P): readonly Effect[];
	/** Work to do when the place is closed for good. */
	close?(state: State, place: P): readonly Effect[];
};
