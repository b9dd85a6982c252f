import {badgeOf} from '../badge.ts';
import {safeText} from '../../payload/safe-text.ts';
import type {Plan} from '../../operations/plan.ts';
import {blank, fitLine, fitRows, line, lineWidth, span, wrapText, type Area, type Line} from '../line.ts';
import {formatAgeByMinute} from '../../shared/units.ts';
import type {GateLayer, State} from '../state.ts';
import {problemLines} from './facts.ts';
import {graphemes} from '../text-field.ts';
import {fieldSpans} from './field-spans.ts';
import {hasInstead, modeRefusal, operationName, wordFor} from './gate-rules.ts';

/** Labels of facts: so wide, or one wider than the longest. */
const labelWidth = 10;
/** Lines longer than this are hard to read, however wide the screen. */
const boxWidthMax = 100;
/** A word of a command line that is longer than any name, or more than one id, stands with its beginning. */
const wordLengthMax = 80;
const listLengthMax = 40;
const wordLengthShown = 24;

/** The dialog of the gate: what, where, how much, and what must be typed. Where room is short the facts give way, never the question. */
export function gateView(state: State, gate: GateLayer, area: Area): readonly Line[] {
	const boxWidth = Math.min(area.columns - 6, boxWidthMax);
	const title = gate.plan.status === 'ready' ? safeText(gate.plan.value.title) : '…';
	const rowsForContent = Math.max(3, area.rows - 3);
	const content = gateContent(state, gate, {columns: boxWidth - 4, rows: rowsForContent});
	const hint = !hasInstead(gate) || gate.status !== 'asking' ? '' : gate.focus === 'answer' ? 'tab to instead' : 'space choose, tab back';
	return fitRows([blank, ...box(state, {title, content, boxWidth, hint})], area.rows);
}

function gateContent(state: State, gate: GateLayer, area: Area): readonly Line[] {
	const {columns, rows} = area;
	switch (gate.plan.status) {
		case 'loading':
			return [blank, line('Reading what this would do …'), blank];
		case 'failed':
			return [blank, ...problemLines(gate.plan.problem, columns), blank];
		case 'ready': {
			const plan = gate.plan.value;
			const question = questionLines(state, gate, plan, columns);
			const parts = [planContent(plan, columns), insteadLines(state, gate, plan, columns), commandLines(plan, columns), question];
			return fitParts(parts, rows);
		}
	}
}

/** Facts, milder ways, command line and question: with air between them where there is room. Facts give way, nothing else does. */
function fitParts([facts = [], instead = [], command = [], question = []]: ReadonlyArray<readonly Line[]>, rows: number): readonly Line[] {
	const airy = [blank, ...facts, ...instead, blank, ...command, blank, ...question];
	if (airy.length + 1 <= rows) return [...airy, blank];
	if (airy.length <= rows) return airy;
	const rest = [...instead, ...command, blank, ...question];
	return [...cutLines(facts, rows - rest.length), ...rest];
}

/** Facts and warnings, as far as they fit. */
function cutLines(lines: readonly Line[], room: number): readonly Line[] {
	if (lines.length <= room) return lines;
	return [...lines.slice(0, Math.max(0, room - 1)), line(span('… the command below says the rest, with --dry-run', 'dim'))];
}

function planContent(plan: Plan, width: number): readonly Line[] {
	const room = Math.max(labelWidth, ...plan.facts.map(({label}) => label.length + 1));
	const facts = plan.facts.flatMap(({label, text}) =>
		wrapText(text, width - room).map((row, index) => line(span(index === 0 ? label.padEnd(room) : ' '.repeat(room), 'dim'), safeText(row))),
	);
	const warnings = plan.warnings.flatMap(warning =>
		wrapText(warning, width - 2).map((row, index) => line(span(index === 0 ? '! ' : '  ', 'slow'), span(safeText(row), 'slow'))),
	);
	// The account first, so that nobody acts in the wrong one; then what may go wrong, which must not be cut off.
	const accountRows = plan.facts[0]?.label === 'account' ? wrapText(plan.facts[0].text, width - room).length : 0;
	return [...facts.slice(0, accountRows), ...warnings, ...facts.slice(accountRows)];
}

function commandLines(plan: Plan, width: number): readonly Line[] {
	// What asks for a name here asks for it there, too, unless it is told not to.
	const answer = plan.level === 'cost' ? '' : ' --yes';
	return wrapText(`the same as  ${shortened(plan.command)}${answer}`, width).map(row => line(span(safeText(row), 'dim')));
}

/** Ids and bodies with their beginnings only: what is asked and what it does matters more in a dialog than each of ten ids. */
function shortened(command: string): string {
	const shorten = (word: string): string =>
		word.length > (word.includes(',') ? listLengthMax : wordLengthMax) ? `${graphemes(word).slice(0, wordLengthShown).join('')}…` : word;
	return command.split(' ').map(shorten).join(' ');
}

/** Milder ways to the same end; a radio button each. */
function insteadLines(state: State, gate: GateLayer, plan: Plan, width: number): readonly Line[] {
	const {radio} = state.glyphs;
	return (plan.alternatives ?? []).map(({id, text}, index) => {
		const isChosen = id === gate.instead;
		const hasCursor = gate.focus === 'instead' && index === gate.insteadIndex;
		const label = span((index === 0 ? 'instead' : '').padEnd(labelWidth), gate.focus === 'instead' ? 'accent' : 'dim');
		const mark = `${hasCursor ? '>' : ''}${isChosen ? radio : '( )'} `;
		const room = width - labelWidth - mark.length;
		return line(label, span(mark, isChosen || hasCursor ? 'accent' : undefined), ...fitLine([span(safeText(text))], room));
	});
}

function questionLines(state: State, gate: GateLayer, plan: Plan, width: number): readonly Line[] {
	if (gate.question !== undefined)
		return [
			...wrapText(gate.question, width).map(row => line(span(safeText(row), 'slow'))),
			line(span('y', 'accent'), '  go on', span('      n', 'accent'), '  stop here; the others stay'),
		];
	if (gate.status === 'executing') return [line(span(gate.progress ?? 'Sent; waiting for the answer …'))];
	if (gate.status === 'rereading') return [line(span('Reading it once more before it is sent …'))];
	const problem = gate.problem ? [...problemLines(gate.problem, width), blank] : [];
	const refusal = modeRefusal(state, plan);
	if (refusal) return [...problem, line(span(refusal, 'slow'))];
	if (gate.status === 'changed') {
		return [
			line(span('Meanwhile this became different:', 'slow')),
			...gate.changes.map(change => line(span(`  ${safeText(change)}`, 'slow'))),
			line(`Enter once more: ${plan.verb}.`),
		];
	}
	const word = wordFor(state, plan);
	if (word === undefined) {
		return [
			...problem,
			plan.level === 'cost'
				? line(`Enter: ${plan.verb}.`)
				: line(span('y', 'accent'), `  ${plan.verb}`, span('      Enter does nothing here.', 'dim')),
		];
	}
	const what = wordRequest(plan);
	const isWhole = gate.field.text === word;
	const room = Math.max(12, width - what.length - 2);
	const hint = isWhole
		? line(span(`Enter: ${plan.verb}.`, 'accent'))
		: line(
				span(
					`Enter does nothing until the ${plan.level === 'change' || plan.subject.kind === 'messages' ? 'text' : 'name'} is whole.`,
					'dim',
				),
			);
	return [...problem, line(`${what}  `, ...fieldSpans(gate.field, room)), hint];
}

/** What has to be typed, as a request. Marked messages have no name: their number is typed. */
function wordRequest(plan: Plan): string {
	if (plan.level === 'change') return `This is PROD. Type yes to ${plan.verb}:`;
	if (plan.subject.kind === 'messages') return `Type "${plan.subject.name}" to ${plan.verb}:`;
	return `Type the ${plan.subject.kind}'s name to ${plan.verb}:`;
}

function box(state: State, options: {title: string; content: readonly Line[]; boxWidth: number; hint: string}): readonly Line[] {
	const {title, content, boxWidth} = options;
	const {rule, vertical, corners} = state.glyphs;
	const badge = state.context.isProd ? badgeOf(state.context, state.badges) : undefined;
	const prod = badge ? [span(` ${badge.text} `, badge.look), span(rule)] : [];
	const head = [span(`${corners[0]} `), span(title, 'bold'), span(' ')];
	const fill = Math.max(0, boxWidth - lineWidth(head) - lineWidth(prod) - 1);
	const frame = (row: Line): Line => [span(`  ${vertical} `), ...fitLine(row, boxWidth - 4), span(` ${vertical}`)];
	return [
		[span('  '), ...head, span(rule.repeat(fill)), ...prod, span(corners[1])],
		...content.map(row => frame(row)),
		footLine(state, {boxWidth, hint: options.hint}),
	];
}

/** The lower edge, with the keys that are not in the question. */
function footLine(state: State, {boxWidth, hint}: {boxWidth: number; hint: string}): Line {
	const {rule, corners} = state.glyphs;
	const left = hint === '' ? '' : ` ${hint} `;
	const right = ' esc leave ';
	const fill = rule.repeat(Math.max(0, boxWidth - 4 - left.length - right.length));
	return [span(`  ${corners[2]}`), span(left, 'accent'), span(fill), span(right, 'dim'), span(`${rule}${rule}${corners[3]}`)];
}

export function gateStatus(state: State, gate: GateLayer): Line {
	if (gate.plan.status !== 'ready') return blank;
	if (gate.status === 'executing') return line(' esc leaves the dialog; the work goes on and says when it is done.');
	if (gate.plan.value.level === 'cost') return line(' Nothing was sent yet.');
	if (modeRefusal(state, gate.plan.value)) return line(' Nothing can be sent in this mode.');
	const isCounted = Object.keys(gate.plan.value.counts).length > 0 && gate.readAtMs !== undefined;
	if (!isCounted) return line(' Everything is read once more before it is sent.');
	const age = formatAgeByMinute(state.nowMs - (gate.readAtMs ?? 0));
	const name = operationName(gate.operation);
	// Names of two words would be cut at 80 columns.
	return line(` Counts read again ${age} ago. They are read once more before ${name.includes(' ') ? 'it' : `the ${name}`} is sent.`);
}

export function gateKeys(state: State, gate: GateLayer): ReadonlyArray<readonly [string, string]> {
	if (gate.plan.status !== 'ready' || modeRefusal(state, gate.plan.value)) return [['esc', 'leave']];
	const {verb} = gate.plan.value;
	if (wordFor(state, gate.plan.value) !== undefined) return [['esc', 'leave']];
	return [
		[gate.plan.value.level === 'cost' ? '⏎' : 'y', verb],
		['esc', 'leave'],
	];
}
