import type {Action} from './action.ts';
import {openSheet} from './layers/sheet.ts';
import {filterThing} from './saved-filters.ts';
import {currentPlace, listOf} from './state.ts';

/** Keeping a filter under a name. */
export const savedFilterActions: readonly Action[] = [
	{
		id: 'filter.save',
		label: 'save filter',
		places: 'everywhere',
		group: 'set',
		keys: [],
		danger: 'free',
		unavailable: state => (listOf(state, currentPlace(state)).filter === '' ? 'no filter is set here' : undefined),
		perform(state) {
			const place = currentPlace(state);
			return openSheet(state, 'save filter', {
				subject: {thing: filterThing(place), filter: listOf(state, place).filter},
				values: {name: ''},
			});
		},
	},
];
