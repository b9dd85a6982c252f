import {cutToWidth, displayWidth, padToWidth, safeText} from '../../payload/safe-text.ts';
import {fitRows, line, span, type Line} from '../line.ts';
import {stripHead} from '../now/strip.ts';
import type {State} from '../state.ts';
import {runningRows} from './rows.ts';

const kindWidth = 8;
const whatWidth = 60;

/** What runs in the background, at the foot of a large screen. */
export function activityStrip(state: State, {rows}: {rows: number}): readonly Line[] {
	const running = runningRows(state);
	const head = stripHead(state, 'Activity', running.length === 0 ? 'nothing runs' : `${running.length} running`);
	const lines = running.slice(0, rows - 1).map(({kind, what, where, done, by}) => {
		const text = safeText(what.includes(where) ? what : `${what} of ${where}`);
		return line(
			span(` ${kind.padEnd(kindWidth)} `, 'bold'),
			`${padToWidth(displayWidth(text) > whatWidth ? cutToWidth(text, whatWidth) : text, whatWidth)} `,
			span(by.padEnd(6), 'dim'),
			safeText(done),
		);
	});
	return fitRows([head, ...lines], rows);
}
