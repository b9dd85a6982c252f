import type {Action} from '../action.ts';
import {cancel, step} from '../effects.ts';
import {openSheet} from '../layers/sheet.ts';
import {currentPlace, listOf, type State} from '../state.ts';
import {scanId} from './scan-effects.ts';
import {queueUnderCursor} from './subject.ts';

const here = {places: ['queues', 'queue', 'messages', 'groups'], keys: [], danger: 'cost'} as const;

function noQueue(state: State): string | undefined {
	return queueUnderCursor(state)?.attributes ? undefined : 'its attributes are not read yet';
}

function isScanning(state: State): boolean {
	const row = queueUnderCursor(state);
	return row !== undefined && state.queues.peeks[row.ref.url]?.scan?.isRunning === true;
}

/** Looking through a whole queue, in the background. */
export const scanActions: readonly Action[] = [
	{
		...here,
		id: 'queue.scan',
		label: 'Scan: look through all of it for a filter',
		unavailable: state => noQueue(state) ?? (isScanning(state) ? 'a scan of it runs: cancel it first' : undefined),
		perform(state) {
			const row = queueUnderCursor(state);
			if (!row) return step(state);
			const place = currentPlace(state);
			// What the list is filtered by is what is looked for.
			const filter = place.type === 'messages' ? listOf(state, place).filter : '';
			return openSheet(state, 'scan', {subject: {...row.ref}, values: {filter, max: '1000', readers: 'no'}});
		},
	},
	{
		...here,
		id: 'queue.cancel-scan',
		label: 'Cancel scan, give back what it holds',
		danger: 'free',
		unavailable: state => (isScanning(state) ? undefined : 'no scan of this queue runs'),
		perform(state) {
			const row = queueUnderCursor(state);
			return row ? step(state, cancel(scanId(row.ref.url))) : step(state);
		},
	},
];
