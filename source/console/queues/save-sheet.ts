import {saveMessages} from '../../operations/save-messages.ts';
import {formatBytes, plural} from '../../shared/units.ts';
import {isAbort, problemOf, run, step} from '../effects.ts';
import {line, span} from '../line.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import {idsOf} from './move-sheet.ts';

/** Held messages into a file of the operator's: changes nothing in AWS, so it needs no gate. */
export const saveSheet: SheetDefinition = {
	kind: 'save',
	crumb: 'save',
	submitHint: 'save',
	factsAt: 'bottom',
	intro: sheet => [
		line(span(` Saving ${plural(idsOf(sheet).length, 'message')} of ${sheet.subject['name']}, one JSON object a line.`, 'bold')),
		line(span(' Bodies, attributes, ids and times as AWS told them; only you may read the file.', 'dim')),
		[],
	],
	fields: () => [{type: 'text', id: 'path', label: 'File', hint: 'a path; what is there is replaced'}],
	extra: () => [[], line(span(' sluice send QUEUE --messages < FILE reads it back.', 'dim'))],
	command: sheet => `sluice receive ${sheet.subject['name']} --json > ${sheet.values['path']}`,
	problem: sheet => (sheet.values['path'] === '' ? 'File: type a path.' : undefined),
	submit(sheet, state) {
		const ids = new Set(idsOf(sheet));
		const messages = (state.queues.peeks[sheet.subject['url'] ?? '']?.messages ?? [])
			.map(({message}) => message)
			.filter(({messageId}) => ids.has(messageId));
		const path = sheet.values['path'] ?? '';
		return step(
			{...state, layer: undefined},
			run('save', async tools => {
				try {
					const {savedCount, byteCount} = await saveMessages({path, messages, random: tools.random}, {signal: tools.signal});
					tools.dispatch({
						type: 'notice',
						text: `Saved ${plural(savedCount, 'message')}, ${formatBytes(byteCount)}, to ${path}.`,
						atMs: tools.clock.nowMs(),
					});
				} catch (error) {
					if (isAbort(error)) return;
					// The form comes back, so that only the path has to be mended.
					if (tools.state().layer === undefined)
						tools.dispatch({type: 'sheet/open', kind: 'save', subject: sheet.subject, values: sheet.values});
					tools.dispatch({type: 'notice', text: problemOf(error).message, isFailure: true, atMs: tools.clock.nowMs()});
				}
			}),
		);
	},
};
