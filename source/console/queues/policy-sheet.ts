import {commandLine} from '../../operations/command-line.ts';
import {readPolicy} from '../../operations/policy-text.ts';
import {bodyView} from '../body-view.ts';
import {openGate} from '../layers/gate.ts';
import {blank, line, span} from '../line.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import {policyRemarks} from './policy-remarks.ts';

/** A policy as it came from the editor: looked at once more before it is sent. */
export const policySheet: SheetDefinition = {
	kind: 'policy',
	crumb: 'policy',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	fields: () => [],
	intro(sheet, state) {
		const text = sheet.subject['text'] ?? '';
		const reading = readPolicy(text);
		if ('problem' in reading || reading.text === '') return [line(span(' The policy is taken away.', 'slow')), blank];
		return [
			line(
				span(` The policy of ${sheet.subject['name']} becomes`, 'bold'),
				span(`  ${Buffer.byteLength(reading.text)} of 32,768 bytes`, 'dim'),
			),
			...policyRemarks(reading.text).map(remark => line(span(` ! ${remark}`, 'slow'))),
			blank,
			...bodyView(reading.text, {columns: state.size.columns, rows: Math.max(4, state.size.rows - 12), top: 0}),
		];
	},
	command: sheet => commandLine('set', sheet.subject['name'], sheet.subject['text']?.trim() ? 'policy=@policy.json' : 'policy=none'),
	problem(sheet) {
		const reading = readPolicy(sheet.subject['text'] ?? '');
		return 'problem' in reading ? reading.problem : undefined;
	},
	submit: (sheet, state) =>
		openGate(state, 'set', {
			queue: {name: sheet.subject['name'], url: sheet.subject['url']},
			changes: [{id: 'policy', text: sheet.subject['text'] ?? ''}],
		}),
};
