import {saveRecords} from '../../operations/record-json.ts';
import {formatBytes, plural} from '../../shared/units.ts';
import {isAbort, problemOf, run, step} from '../effects.ts';
import {line, span} from '../line.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import type {SheetLayer, State} from '../state.ts';
import {markedRecords, shownRecords} from './subject.ts';
import type {TailRecord} from './tail-record.ts';

/** Records of a tail into a file of the operator's: changes nothing in AWS, so it needs no gate. */
export const saveRecordsSheet: SheetDefinition = {
	kind: 'save records',
	crumb: 'save',
	submitHint: 'save',
	factsAt: 'bottom',
	intro: () => [line(span(' Keys, numbers, times and data as they came, one JSON object a line; only you may read the file.', 'dim')), []],
	fields: (sheet, state) => [
		{type: 'choice', id: 'which', label: 'Records', options: choices(state, sheet)},
		{type: 'text', id: 'path', label: 'File', hint: 'a path; what is there is replaced'},
	],
	extra: () => [[], line(span(' sluice put STREAM --records < FILE puts them again.', 'dim'))],
	command: sheet => `sluice tail ${sheet.subject['stream']} --from oldest --catch-up --json > ${sheet.values['path']}`,
	problem(sheet, state) {
		if (chosenRecords(state, sheet).length === 0) return 'There is no such record any more.';
		return sheet.values['path']?.trim() ? undefined : 'File: type a path.';
	},
	submit(sheet, state) {
		const records = chosenRecords(state, sheet);
		const path = sheet.values['path']?.trim() ?? '';
		return step(
			{...state, layer: undefined},
			run('save', async tools => {
				const atMs = tools.clock.nowMs();
				try {
					const {byteCount, savedCount} = await saveRecords({path, records, random: tools.random}, {signal: tools.signal});
					tools.dispatch({type: 'notice', text: `Saved ${plural(savedCount, 'record')}, ${formatBytes(byteCount)}, to ${path}.`, atMs});
				} catch (error) {
					if (!isAbort(error)) tools.dispatch({type: 'notice', text: problemOf(error).message, isFailure: true, atMs});
				}
			}),
		);
	},
};

function choices(state: State, sheet: SheetLayer) {
	const stream = sheet.subject['stream'] ?? '';
	const marked = markedRecords(state, stream).length;
	const shown = shownRecords(state, stream).length;
	return [
		...(marked > 0 ? [{value: 'marked', label: 'marked', hint: plural(marked, 'record')}] : []),
		{value: 'shown', label: 'all shown', hint: `${plural(shown, 'record')} that are kept and pass the filter`},
	];
}

function chosenRecords(state: State, sheet: SheetLayer): readonly TailRecord[] {
	const stream = sheet.subject['stream'] ?? '';
	return sheet.values['which'] === 'marked' ? markedRecords(state, stream) : shownRecords(state, stream);
}
