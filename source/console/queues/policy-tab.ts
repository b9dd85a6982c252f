import {statementsOf} from '../../operations/queue-flow.ts';
import {bodyLineCount, bodyView} from '../body-view.ts';
import {problemLines} from '../layers/facts.ts';
import {blank, fitRows, line, span, wrapText, type Line} from '../line.ts';
import {cursorIndex} from '../list.ts';
import {listOf, type State} from '../state.ts';
import {policyRemarks} from './policy-remarks.ts';
import {queueRow} from './state.ts';
import type {QueueTabPlace, TabView} from './tab-view.ts';

/** The access policy, with what stands out in it. */
export const policyTab: TabView = {
	ids(state, place) {
		const policy = policyOf(state, place);
		return policy === undefined ? [] : Array.from({length: bodyLineCount(policy)}, (_, index) => String(index));
	},
	body(state, place, area) {
		const row = queueRow(state, place.url);
		if (!row?.attributes) return [blank, ...(row?.problem ? problemLines(row.problem, area.columns) : [line(span(' Reading …', 'dim'))])];
		const {policy} = row.attributes;
		if (policy === undefined)
			return fitRows(
				[
					blank,
					line(' This queue has no policy: only its own account may use it, as IAM allows.'),
					line(span('   A topic, a bucket or another account needs a statement here. e writes one.', 'dim')),
				],
				area.rows,
			);
		const remarks = policyRemarks(policy).flatMap((text): readonly Line[] =>
			wrapText(text, area.columns - 4).map((part, index) => line(span(index === 0 ? ' ! ' : '   ', 'slow'), span(part, 'slow'))),
		);
		const room = Math.max(1, area.rows - remarks.length - (remarks.length > 0 ? 1 : 0));
		const ids = policyTab.ids?.(state, place) ?? [];
		const top = Math.max(0, Math.min(cursorIndex(listOf(state, place), ids), ids.length - room));
		return [...remarks, ...(remarks.length > 0 ? [blank] : []), ...bodyView(policy, {columns: area.columns, rows: room, top})];
	},
	status(state, place) {
		const policy = policyOf(state, place);
		const count = statementsOf(policy).length;
		return line(
			policy === undefined
				? ' No policy.'
				: ` ${count} ${count === 1 ? 'statement' : 'statements'}, ${Buffer.byteLength(policy)} of 32,768 bytes.`,
		);
	},
};

function policyOf(state: State, place: QueueTabPlace): string | undefined {
	return queueRow(state, place.url)?.attributes?.policy;
}
