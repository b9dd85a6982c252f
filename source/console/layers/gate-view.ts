import {safeText} from '../../payload/safe-text.ts';
import type {Plan} from '../../operations/plan.ts';
import {blank, fitLine, fitRows, line, lineWidth, span, wrapText, type Area, type Line} from '../line.ts';
import type {GateLayer, State} from '../state.ts';
import {problemLines} from './facts.ts';
import {fieldSpans} from './field-spans.ts';
import {modeRefusal, wordFor} from './gate-rules.ts';

const labelWidth = 10;

/** The dialog of the gate: what, where, how much, and what must be typed. */
export function gateView(state: State, gate: GateLayer, area: Area): readonly Line[] {
	const boxWidth = Math.min(area.columns - 6, 76);
	const inner = boxWidth - 4;
	const content = gateContent(state, gate, inner);
	const title = gate.plan.status === 'ready' ? safeText(gate.plan.value.title) : '…';
	const rowsForContent = Math.max(3, area.rows - 3);
	return fitRows([blank, ...box(state, {title, content: content.slice(-rowsForContent), boxWidth})], area.rows);
}

function gateContent(state: State, gate: GateLayer, width: number): readonly Line[] {
	switch (gate.plan.status) {
		case 'loading':
			return [blank, line('Reading what this would do …'), blank];
		case 'failed':
			return [blank, ...problemLines(gate.plan.problem, width), blank];
		case 'ready':
			return [...planContent(gate.plan.value, width), ...questionLines(state, gate, gate.plan.value, width)];
	}
}

function planContent(plan: Plan, width: number): readonly Line[] {
	const lines: Line[] = [blank];
	for (const {label, text} of plan.facts) {
		wrapText(text, width - labelWidth).forEach((row, index) =>
			lines.push(line(span(index === 0 ? label.padEnd(labelWidth) : ' '.repeat(labelWidth), 'dim'), safeText(row))),
		);
	}
	for (const warning of plan.warnings) {
		wrapText(warning, width - 2).forEach((row, index) =>
			lines.push(line(span(index === 0 ? '! ' : '  ', 'slow'), span(safeText(row), 'slow'))),
		);
	}
	return [...lines, blank, ...wrapText(`the same as  ${plan.command}`, width).map(row => line(span(safeText(row), 'dim'))), blank];
}

function questionLines(state: State, gate: GateLayer, plan: Plan, width: number): readonly Line[] {
	if (gate.status === 'executing') return [line(span('Sent; waiting for the answer …'))];
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
	const what =
		plan.level === 'change' ? `This is PROD. Type yes to ${plan.verb}:` : `Type the ${plan.subject.kind}'s name to ${plan.verb}:`;
	const isWhole = gate.field.text === word;
	const room = Math.max(12, width - what.length - 2);
	const hint = isWhole
		? line(span(`Enter: ${plan.verb}.`, 'accent'))
		: line(span(`Enter does nothing until the ${plan.level === 'change' ? 'word' : 'name'} is whole.`, 'dim'));
	return [...problem, line(`${what}  `, ...fieldSpans(gate.field, room)), hint];
}

function box(state: State, options: {title: string; content: readonly Line[]; boxWidth: number}): readonly Line[] {
	const {title, content, boxWidth} = options;
	const {rule, vertical, corners} = state.glyphs;
	const prod = state.context.isProd ? [span(' PROD ', 'prod'), span(rule)] : [];
	const head = [span(`${corners[0]} `), span(title, 'bold'), span(' ')];
	const fill = Math.max(0, boxWidth - lineWidth(head) - lineWidth(prod) - 1);
	const frame = (row: Line): Line => [span(`  ${vertical} `), ...fitLine(row, boxWidth - 4), span(` ${vertical}`)];
	return [
		[span('  '), ...head, span(rule.repeat(fill)), ...prod, span(corners[1])],
		...content.map(row => frame(row)),
		[span(`  ${corners[2]}${rule.repeat(boxWidth - 2)}${corners[3]}`)],
	];
}

export function gateStatus(state: State, gate: GateLayer): Line {
	if (gate.plan.status !== 'ready') return blank;
	if (gate.plan.value.level === 'cost') return line(' Nothing was sent yet.');
	return line(
		modeRefusal(state, gate.plan.value) ? ' Nothing can be sent in this mode.' : ' Everything is read once more before it is sent.',
	);
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
