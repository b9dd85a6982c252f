import {columnsSheet} from './columns-sheet.ts';
import {createSheet} from './queues/create-sheet.ts';
import {editEachSheet} from './queues/edit-each-sheet.ts';
import {moveSheet} from './queues/move-sheet.ts';
import {peekSheet} from './queues/peek-sheet.ts';
import {policySheet} from './queues/policy-sheet.ts';
import {redrivePolicySheet} from './queues/redrive-policy-sheet.ts';
import {redriveSheet} from './queues/redrive-sheet.ts';
import {resendSheet} from './queues/resend-sheet.ts';
import {saveSheet} from './queues/save-sheet.ts';
import {saveFilterSheet} from './saved-filters.ts';
import {scanSheet} from './queues/scan-sheet.ts';
import {sendSheet} from './queues/send-sheet.ts';
import {setSheet} from './queues/set-sheet.ts';
import {tagSheet} from './queues/tag-sheet.ts';
import type {SheetDefinition} from './sheet-definition.ts';
import {streamsSheets} from './streams/sheets.ts';
import {publishSheet} from './topics/publish-sheet.ts';

/** All forms. */
const sheets: ReadonlyMap<string, SheetDefinition> = new Map(
	[
		peekSheet,
		sendSheet,
		redriveSheet,
		editEachSheet,
		moveSheet,
		saveSheet,
		saveFilterSheet,
		scanSheet,
		resendSheet,
		setSheet,
		redrivePolicySheet,
		policySheet,
		tagSheet,
		createSheet,
		columnsSheet,
		publishSheet,
		...streamsSheets,
	].map(sheet => [sheet.kind, sheet]),
);

export function sheetOf(kind: string): SheetDefinition {
	const found = sheets.get(kind);
	if (!found) throw new Error(`No sheet of kind ${kind}`);
	return found;
}
