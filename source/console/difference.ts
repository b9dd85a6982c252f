import {viewJson, viewText} from '../payload/json-view.ts';
import {safeText} from '../payload/safe-text.ts';
import {viewLineText} from '../payload/lazy-lines.ts';
import {line, span, type Line} from './line.ts';

/** Lines of a body that are compared one with each other; where there are more, all between the first and the last difference counts as changed. */
const comparedMax = 600;
/** Lines of a body that are looked at. */
const lineCountMax = 2000;
/** Lines shown on either side of what changed. */
const contextLines = 2;

type Change = {readonly kind: 'same' | 'old' | 'new'; readonly text: string};

/** What is different between two bodies, as lines taken out and put in, laid out as the viewer lays bodies out. */
export function differenceLines(before: string, after: string): readonly Line[] {
	const changes = differenceOf(bodyLines(before), bodyLines(after));
	if (changes.every(({kind}) => kind === 'same')) return [line(span(' Nothing was changed.', 'slow'))];
	return changes.flatMap((change, index): readonly Line[] => {
		if (change.kind === 'old') return [line(span(' - ', 'fail'), span(change.text, 'fail'))];
		if (change.kind === 'new') return [line(span(' + ', 'ok'), span(change.text, 'ok'))];
		const isNear = changes.slice(Math.max(0, index - contextLines), index + contextLines + 1).some(({kind}) => kind !== 'same');
		return isNear ? [line(span(`   ${change.text}`, 'dim'))] : [];
	});
}

/** What is different between two sets of named texts; what both sides have alike is not told. */
export function factDifferenceLines(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly Line[] {
	const names = [...new Set([...before.keys(), ...after.keys()])].filter(name => before.get(name) !== after.get(name));
	return names.flatMap(name => [
		line(span(` ${safeText(name)}`, 'jsonKey')),
		...(before.has(name) ? [line(span('   - ', 'fail'), span(safeText(before.get(name) ?? ''), 'fail'))] : []),
		...(after.has(name) ? [line(span('   + ', 'ok'), span(safeText(after.get(name) ?? ''), 'ok'))] : []),
	]);
}

/** The shortest list of changes, as far as the lines are few enough to look for it. */
function differenceOf(old: readonly string[], now: readonly string[]): readonly Change[] {
	let start = 0;
	while (start < old.length && start < now.length && old[start] === now[start]) start++;
	let end = 0;
	while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
	const same = (texts: readonly string[]): Change[] => texts.map(text => ({kind: 'same', text}));
	return [
		...same(old.slice(0, start)),
		...middleOf(old.slice(start, old.length - end), now.slice(start, now.length - end)),
		...same(now.slice(now.length - end)),
	];
}

function middleOf(old: readonly string[], now: readonly string[]): readonly Change[] {
	const changed = (kind: 'old' | 'new', texts: readonly string[]): Change[] => texts.map(text => ({kind, text}));
	if (old.length > comparedMax || now.length > comparedMax) return [...changed('old', old), ...changed('new', now)];
	const lengths = commonLengths(old, now);
	const width = now.length + 1;
	const changes: Change[] = [];
	let [i, j] = [0, 0];
	while (i < old.length && j < now.length) {
		if (old[i] === now[j]) {
			changes.push({kind: 'same', text: old[i] ?? ''});
			i++;
			j++;
		} else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) changes.push({kind: 'old', text: old[i++] ?? ''});
		else changes.push({kind: 'new', text: now[j++] ?? ''});
	}
	return [...changes, ...changed('old', old.slice(i)), ...changed('new', now.slice(j))];
}

/** How many lines the rests of both have in common, from each pair of lines on. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint16Array {
	const width = now.length + 1;
	const lengths = new Uint16Array((old.length + 1) * width);
	for (let i = old.length - 1; i >= 0; i--) {
		for (let j = now.length - 1; j >= 0; j--) {
			const after = lengths[(i + 1) * width + j + 1] ?? 0;
			lengths[i * width + j] = old[i] === now[j] ? after + 1 : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
		}
	}
	return lengths;
}

function bodyLines(body: string): readonly string[] {
	const lines = viewJson(body)?.lines ?? viewText(body);
	return lines.slice(0, lineCountMax).map(tokens => viewLineText(tokens).slice(0, 500));
}
