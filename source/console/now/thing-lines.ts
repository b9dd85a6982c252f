import type {Finding, Thing} from '../../operations/findings/finding.ts';
import {cutToWidth, safeText} from '../../payload/safe-text.ts';
import {line, span, type Line, type Span} from '../line.ts';
import type {State} from '../state.ts';
import {rankLooks} from './rows.ts';
import {findingsOf} from './state.ts';

/** Lines shown of one thing's findings; `w` shows them all. */
const shownMax = 4;

/** `FINDINGS 2  RISK  DLQ keeps 4d …`: what is wrong with one thing, for its overview. */
export function findingLines(
	state: State,
	thing: Pick<Thing, 'kind' | 'id'>,
	columns: number,
	findings: readonly Finding[] = findingsOf(state, thing.kind, thing.id),
): readonly Line[] {
	const head = ` FINDINGS ${findings.length}  `;
	const more = findings.length - shownMax;
	return findings.slice(0, shownMax).map((finding, index) => {
		const rest = index === shownMax - 1 && more > 0 ? `   and ${more} more: w` : '';
		return line(
			span(index === 0 ? head : ' '.repeat(head.length), 'dim'),
			span(`${finding.rank}  `, rankLooks[finding.rank]),
			cutToWidth(safeText(finding.what), Math.max(10, columns - head.length - 7 - rest.length)),
			span(rest, 'dim'),
		);
	});
}

/** The worst rank's letter and how many findings there are: `L2`; empty when nothing is known to be wrong. */
export function findingCell(state: State, thing: Pick<Thing, 'kind' | 'id'>): Span {
	const findings = findingsOf(state, thing.kind, thing.id);
	const [worst] = findings;
	return worst ? span(`${worst.rank.charAt(0)}${findings.length}`, rankLooks[worst.rank]) : span('');
}
