import type {SheetDefinition} from '../sheet-definition.ts';
export const streamsSheets: readonly SheetDefinition[] = [];
