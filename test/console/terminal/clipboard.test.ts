import {expect, test} from 'vitest';
import {clipboardBytesMax, clipboardSequence, isInTmux} from '../../../source/console/terminal/clipboard.ts';

test('text goes to the clipboard as base64 of its bytes', () => {
	expect(clipboardSequence('Größe\u001B', {isTmux: false})).toBe(`\u001B]52;c;${Buffer.from('Größe\u001B').toString('base64')}\u0007`);
});

test('inside tmux it is wrapped, with each escape doubled', () => {
	expect(clipboardSequence('a', {isTmux: true})).toBe('\u001BPtmux;\u001B\u001B]52;c;YQ==\u0007\u001B\\');
});

test('100 KiB are copied, one byte more is not', () => {
	expect(clipboardSequence('x'.repeat(clipboardBytesMax), {isTmux: false})).toBeDefined();
	expect(clipboardSequence('x'.repeat(clipboardBytesMax + 1), {isTmux: false})).toBeUndefined();
	expect(clipboardSequence('é'.repeat(clipboardBytesMax / 2 + 1), {isTmux: false})).toBeUndefined();
});

test('tmux says in the environment that it is there', () => {
	expect(isInTmux({TMUX: '/tmp/tmux-1000/default,1,0'})).toBe(true);
	expect(isInTmux({TMUX: ''})).toBe(false);
	expect(isInTmux({})).toBe(false);
});
