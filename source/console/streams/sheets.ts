import type {SheetDefinition} from '../sheet-definition.ts';
import {consumerSheet, createStreamSheet, fanOutSheet, reshardSheet, settingSheet, tagSheet} from './control-sheets.ts';
import {keySheet} from './key-sheet.ts';
import {putSheet} from './put-sheet.ts';
import {replaySheet} from './replay-sheet.ts';
import {saveRecordsSheet} from './save-sheet.ts';
import {tailShardsSheet} from './shards-sheet.ts';
import {splitSheet} from './split-sheet.ts';
import {tailSheet} from './tail-sheet.ts';

const controlSheets = [consumerSheet, createStreamSheet, fanOutSheet, reshardSheet, settingSheet, tagSheet];

/** The forms about streams. */
export const streamsSheets: readonly SheetDefinition[] = [
	tailSheet,
	tailShardsSheet,
	saveRecordsSheet,
	putSheet,
	splitSheet,
	keySheet,
	replaySheet,
	...controlSheets,
];
