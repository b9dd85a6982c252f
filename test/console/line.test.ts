import {expect, test} from 'vitest';
import {line, lineText, lineWidth, span, wrapLine} from '../../source/console/line.ts';

const told = line(span(' Redrive  ', 'dim'), span('none: a message that fails comes back', 'slow'), span('   until it expires', 'dim'));

test('a line that fits stays as it is', () => {
	expect(wrapLine(told, {columns: lineWidth(told), indent: 10})).toEqual([told]);
});

test('a line that is too long goes on below its text, and each word keeps its look', () => {
	const rows = wrapLine(told, {columns: lineWidth(told) - 1, indent: 10});

	expect(rows.map(row => lineText(row).trimEnd())).toEqual([
		' Redrive  none: a message that fails comes back   until it',
		'          expires',
	]);
	expect(rows[1]?.at(-1)).toEqual({text: 'expires', look: 'dim'});
});

test('a word that is wider than the room is left to be cut', () => {
	expect(wrapLine([span('x'.repeat(20))], {columns: 10, indent: 2}).map(row => lineText(row))).toEqual(['x'.repeat(20)]);
});
