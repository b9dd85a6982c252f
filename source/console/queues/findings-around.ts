import {compareFindings, type Finding} from '../../operations/findings/finding.ts';
import {findingsOf} from '../now/state.ts';
import type {State} from '../state.ts';
import {deadLetterQueueOf} from './rows.ts';
import type {QueueRow} from './state.ts';

/** What is wrong with a queue and with its dead-letter queue, worst first: what fails here shows there. */
export function findingsAround(state: State, row: QueueRow): readonly Finding[] {
	const own = findingsOf(state, 'queue', row.ref.url);
	const dlq = deadLetterQueueOf(state.queues, row);
	const there = dlq ? findingsOf(state, 'queue', dlq.ref.url) : [];
	if (there.length === 0) return own;
	const named = there.map(finding => (finding.what.startsWith('DLQ') ? finding : {...finding, what: `DLQ: ${finding.what}`}));
	return [...own, ...named].toSorted(compareFindings);
}
