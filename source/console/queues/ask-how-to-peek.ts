import type {QueueRef} from '../../aws/queue.ts';
import type {Step} from '../effects.ts';
import {openSheet} from '../layers/sheet.ts';
import type {State} from '../state.ts';

/** Asks how to peek; to hold is what is chosen. */
export function askHowToPeek(state: State, {url, name}: QueueRef): Step {
	return openSheet(state, 'peek', {subject: {url, name}, values: {how: 'hold', count: '10', visibility: '20', kept: 'yes'}});
}
