import type {SheetDefinition} from '../sheet-definition.ts';
import {keySheet} from './key-sheet.ts';
import {putSheet} from './put-sheet.ts';
import {saveRecordsSheet} from './save-sheet.ts';
import {tailShardsSheet} from './shards-sheet.ts';
import {splitSheet} from './split-sheet.ts';
import {tailSheet} from './tail-sheet.ts';

/** The forms about streams. */
export const streamsSheets: readonly SheetDefinition[] = [tailSheet, tailShardsSheet, saveRecordsSheet, putSheet, splitSheet, keySheet];
