import type {Finding} from '../../operations/findings/finding.ts';
import {cutMiddle, cutToWidth, displayWidth, padToWidth, safeText} from '../../payload/safe-text.ts';
import {plural} from '../../shared/units.ts';
import {fitRows, line, span, type Line} from '../line.ts';
import type {State} from '../state.ts';
import {bars, fixesText, proofText, rankLooks, sinceText} from './rows.ts';
import {openFindings} from './state.ts';

const widths = {what: 39, where: 20, evidence: 52};

/** The worst findings at the foot of a large screen, with their proof and their keys. */
export function nowStrip(state: State, {rows}: {rows: number}): readonly Line[] {
	const {columns} = state.size;
	// No cursor stands here that could be moved: what is new and worse comes up at once, unlike in the pane.
	const findings = openFindings(state);
	const head = stripHead(state, 'Now', findings.length === 0 ? 'nothing found' : plural(findings.length, 'finding'));
	return fitRows([head, ...findings.slice(0, rows - 1).map(finding => findingLine(state, finding, columns))], rows);
}

/** ` Now ───────── 7 findings` */
export function stripHead(state: State, name: string, count: string): Line {
	const used = displayWidth(name) + displayWidth(count) + 4;
	return line(
		span(` ${name} `, 'bold'),
		span(state.glyphs.rule.repeat(Math.max(0, state.size.columns - used)), 'dim'),
		span(` ${count} `, 'dim'),
	);
}

function findingLine(state: State, finding: Finding, columns: number): Line {
	const {sinceMs, rank} = finding;
	const since = sinceMs === undefined ? state.glyphs.unknown : sinceText(sinceMs, state.nowMs);
	const used = 7 + widths.what + widths.where + 8 + 10 + widths.evidence;
	return line(
		span(` ${rank}  `, rankLooks[rank]),
		column(finding.what, widths.what),
		columnMiddle(finding.where, widths.where),
		span(` ${since.padStart(5)}  `, 'dim'),
		span(`${bars(state, finding).padEnd(8)}  `, 'accent'),
		span(column(proofText(finding), widths.evidence), 'dim'),
		cutToWidth(fixesText(state, finding), Math.max(0, columns - used)),
	);
}

function column(text: string, width: number): string {
	return `${padToWidth(cutToWidth(safeText(text), width - 1), width - 1)} `;
}

function columnMiddle(text: string, width: number): string {
	const safe = safeText(text);
	return `${padToWidth(displayWidth(safe) > width - 1 ? cutMiddle(safe, width - 1) : safe, width - 1)} `;
}
