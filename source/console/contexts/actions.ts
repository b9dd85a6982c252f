import type {Action} from '../action.ts';
import {openContexts} from './contexts-layer.ts';

export const contextsActions: readonly Action[] = [
	{
		id: 'context',
		label: 'Context: profile, region, role, endpoint',
		keys: ['c'],
		places: 'everywhere',
		danger: 'free',
		group: 'set',
		perform: openContexts,
	},
];
