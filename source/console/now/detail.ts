import type {Evidence, Finding, Fix} from '../../operations/findings/finding.ts';
import {displayWidth, padToWidth, safeText} from '../../payload/safe-text.ts';
import {formatTime} from '../../shared/units.ts';
import {keyName} from '../key-names.ts';
import {line, span, wrapText, type Line} from '../line.ts';
import type {State} from '../state.ts';
import {fixKey} from './fix-keys.ts';

const doNext = ' Do next: ';

/** Why a finding hurts, its evidence with source and time, and what to do next, most helpful first. */
export function findingDetail(state: State, finding: Finding, columns: number): readonly Line[] {
	const proof = wrapText(evidenceText(finding.evidence), columns - 2);
	return [
		line(
			span(` ${safeText(finding.where)} `, 'bold'),
			span(state.glyphs.rule.repeat(Math.max(0, columns - displayWidth(safeText(finding.where)) - 2)), 'dim'),
		),
		...wrapText(safeText(finding.why), columns - 2).map(row => line(` ${row}`)),
		...proof.map(row => line(span(` ${row}`, 'dim'))),
		...finding.fixes.map((fix, index) => fixLine(state, fix, {isFirst: index === 0, columns})),
	];
}

/** `Seen by: SentTimestamp of 10 peeked messages, 02:59Z. Receives so far: 6.` */
export function evidenceText(evidence: readonly Evidence[]): string {
	const parts = evidence.map(({source, atMs, note}) => {
		const seen = atMs === undefined ? source : `${source}, ${formatTime(atMs, 'minute')}`;
		return note === undefined ? `${seen}.` : `${seen}. ${note}`;
	});
	return safeText(`Seen by: ${parts.join(' ')}`);
}

/** `R  redrive them to orders   (w: why they failed)`; where no key does it, the command line that does, which y copies. */
export function fixLine(state: State, fix: Fix, options: {isFirst: boolean; columns: number}): Line {
	const key = fixKey(fix.action, state.bindings) ?? fixKey('finding.copy', state.bindings) ?? 'y';
	const isCommand = fixKey(fix.action) === undefined && fix.commandLine !== undefined;
	const name = keyName(key, state.glyphs);
	// Names of keys are longer where only ASCII can be drawn.
	const keyWidth = Math.max(3, displayWidth(name) + 1);
	const text = safeText(isCommand ? (fix.commandLine ?? '') : fix.text);
	const head = line(span(options.isFirst ? doNext : ' '.repeat(doNext.length), 'dim'), span(padToWidth(name, keyWidth), 'accent'), text);
	const aside = isCommand ? [fix.text, fix.aside].filter(Boolean).join('; ') : fix.aside;
	if (aside === undefined) return head;
	const shown = `   (${safeText(aside)})`;
	return doNext.length + keyWidth + displayWidth(text) + displayWidth(shown) > options.columns ? head : [...head, span(shown, 'dim')];
}

/** What y copies of a finding: a statement or a command line that no key does; else its first command line. */
export function copyText({fixes}: Finding): string | undefined {
	const byHand =
		fixes.find(fix => fix.copy !== undefined) ?? fixes.find(fix => fixKey(fix.action) === undefined && fix.commandLine !== undefined);
	return byHand?.copy ?? byHand?.commandLine ?? fixes.find(fix => fix.commandLine !== undefined)?.commandLine;
}
