import type {Effect} from '../effects.ts';
import type {Area, Line} from '../line.ts';
import type {Place} from '../place.ts';
import type {State} from '../state.ts';

export type QueueTabPlace = Extract<Place, {type: 'queue-tab'}>;

/** What one tab of a queue shows. */
export type TabView = {
	/** Its rows, where it has some. */
	ids?(state: State, place: QueueTabPlace): readonly string[];
	body(state: State, place: QueueTabPlace, area: Area): readonly Line[];
	status?(state: State, place: QueueTabPlace): Line;
	order?(state: State, place: QueueTabPlace): Line;
	enter?(state: State, place: QueueTabPlace): readonly Effect[];
};

/** Rows of a tab that are no rows of its list: the head, and what stands below about the row under the cursor. */
export const tabFurnitureRows = 6;
