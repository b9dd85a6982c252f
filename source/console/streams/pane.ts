// Placeholder; overwrite freely.
import {blank} from '../line.ts';
import type {PlaceDefinition} from '../place-definition.ts';
import type {Place} from '../place.ts';
const base = {
	pane: 'streams',
	isFilterable: false,
	ids: () => [],
	visibleRows: (rows: number) => rows,
	body: () => [],
	status: () => blank,
} as const;
export const streamsPlace: PlaceDefinition<Extract<Place, {type: 'streams'}>> = {...base, crumb: () => undefined};
export const streamPlace: PlaceDefinition<Extract<Place, {type: 'stream'}>> = {...base, crumb: place => place.name};
