import {safeText} from '../../payload/safe-text.ts';
import type {Plan} from '../../operations/plan.ts';
import {line, span, wrapText, type Line, type Look} from '../line.ts';
import type {Problem} from '../state.ts';

const labelWidth = 16;

/** A plan's warnings, which must not be cut off, then its facts as `label   text`. Names from AWS are made safe here. */
export function factLines(plan: Plan, columns: number): readonly Line[] {
	const warnings = plan.warnings.flatMap(warning =>
		wrapText(warning, columns - 5).map((row, index) => line(span(index === 0 ? ' ! ' : '   ', 'slow'), span(safeText(row), 'slow'))),
	);
	const facts = plan.facts.flatMap(({label, text}) =>
		wrapText(text, columns - labelWidth - 3).map((row, index) =>
			line(span(`   ${index === 0 ? label.padEnd(labelWidth) : ' '.repeat(labelWidth)}`, 'dim'), safeText(row)),
		),
	);
	return [...warnings, ...facts];
}

/** What a plan will do, and what to read before, in sentences. Names from AWS are made safe here. */
export function consequenceLines(plan: Plan, seen: readonly string[], columns: number): readonly Line[] {
	const text = (sentence: string, look?: Look): readonly Line[] =>
		wrapText(sentence, columns - 4).map(row => line(span(`   ${safeText(row)}`, look)));
	const before = [...seen, ...plan.warnings];
	return [
		line(span(' This will', 'bold')),
		...(plan.consequences ?? []).flatMap(sentence => text(sentence)),
		...(before.length === 0 ? [] : [line(span(' Before you do', 'bold'))]),
		...before.flatMap(sentence => text(sentence, 'slow')),
	];
}

/** A remark, on as many rows as it takes. */
export function remarkLines(text: string, columns: number, look: Look = 'dim'): readonly Line[] {
	return wrapText(text, columns - 2).map(row => line(span(` ${safeText(row)}`, look)));
}

/** A failure in words, and what to do next. */
export function problemLines(problem: Problem, columns: number): readonly Line[] {
	const message = wrapText(problem.message, columns - 2).map(row => line(span(` ${safeText(row)}`, 'fail')));
	const next = problem.nextSteps.flatMap(text => wrapText(text, columns - 6)).map(row => line(`   ${safeText(row)}`));
	return [...message, ...(next.length > 0 ? [[], ...next] : [])];
}
