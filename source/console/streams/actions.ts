import type {Action} from '../action.ts';
export const streamsActions: readonly Action[] = [];
