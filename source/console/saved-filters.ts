import {step} from './effects.ts';
import {line, span} from './line.ts';
import type {Place} from './place.ts';
import {keep} from './preferences.ts';
import type {SheetDefinition} from './sheet-definition.ts';
import {currentPlace, withNotice, type State} from './state.ts';

/** What filters of a place are saved for: a list, or the thing that is looked into. */
export function filterThing(place: Place): string {
	switch (place.type) {
		case 'queue':
		case 'messages':
		case 'groups':
		case 'message':
			return `queue ${place.name}`;
		case 'topic':
			return `topic ${place.name}`;
		case 'stream':
			return `stream ${place.name}`;
		default:
			return place.type;
	}
}

export function savedFiltersOf(state: State): ReadonlyMap<string, string> {
	return new Map(Object.entries(state.savedFilters[filterThing(currentPlace(state))] ?? {}));
}

/** Puts what was saved in place of each `@name`, so that a list's filter says by itself what it does. What is not known stays, and is an error. */
export function expandSaved(text: string, saved: ReadonlyMap<string, string>): string {
	return text.replaceAll(/(^|[\s(|!])@([^\s|()]+)/g, (whole, before: string, name: string) => {
		const filter = saved.get(name);
		return filter === undefined ? whole : `${before}(${filter})`;
	});
}

const namePattern = /^[\w.-]{1,40}$/;

/** A name for the filter of the list on screen. */
export const saveFilterSheet: SheetDefinition = {
	kind: 'save filter',
	crumb: 'save filter',
	submitHint: 'save',
	factsAt: 'bottom',
	intro: sheet => [
		line(span(` Saves ${sheet.subject['filter'] ?? ''} for ${sheet.subject['thing'] ?? ''}.`, 'bold')),
		line(span(' In a filter, @ and its name stand for it; tab completes saved ones.', 'dim')),
		[],
	],
	fields: () => [{type: 'text', id: 'name', label: 'Name', hint: 'letters, digits, - _ .'}],
	command(sheet) {
		const thing = sheet.subject['thing'] ?? '';
		const [verb, name] = thing.startsWith('stream ') ? ['tail', thing.slice('stream '.length)] : ['scan', '…'];
		return `sluice ${verb} ${name} --filter @${sheet.values['name'] || 'NAME'}`;
	},
	problem: sheet => (namePattern.test(sheet.values['name'] ?? '') ? undefined : 'Name: 1 to 40 letters, digits, - _ or dots.'),
	submit(sheet, state) {
		const {thing = '', filter = ''} = sheet.subject;
		const {name = ''} = sheet.values;
		const savedFilters = {...state.savedFilters, [thing]: {...state.savedFilters[thing], [name]: filter}};
		const told = withNotice({...state, layer: undefined, savedFilters}, `Saved: @${name} stands for ${filter}.`);
		return step(told, keep({filters: savedFilters}));
	},
};
