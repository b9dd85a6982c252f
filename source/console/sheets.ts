import {moveSheet} from './queues/move-sheet.ts';
import {peekSheet} from './queues/peek-sheet.ts';
import {redriveSheet} from './queues/redrive-sheet.ts';
import {resendSheet} from './queues/resend-sheet.ts';
import {saveSheet} from './queues/save-sheet.ts';
import {saveFilterSheet} from './saved-filters.ts';
import {scanSheet} from './queues/scan-sheet.ts';
import {sendSheet} from './queues/send-sheet.ts';
import type {SheetDefinition} from './sheet-definition.ts';
import {streamsSheets} from './streams/sheets.ts';
import {publishSheet} from './topics/publish-sheet.ts';

/** All forms. */
const sheets: ReadonlyMap<string, SheetDefinition> = new Map(
	[peekSheet, sendSheet, redriveSheet, moveSheet, saveSheet, saveFilterSheet, scanSheet, resendSheet, publishSheet, ...streamsSheets].map(
		sheet => [sheet.kind, sheet],
	),
);

export function sheetOf(kind: string): SheetDefinition {
	const found = sheets.get(kind);
	if (!found) throw new Error(`No sheet of kind ${kind}`);
	return found;
}
