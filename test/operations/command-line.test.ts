import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {canShow, commandLine} from '../../source/operations/command-line.ts';

test.each(['orders', 'orders dlq', "it's", '{"a":"b c"}', '$HOME `id` $(id)', 'a\\b', '', '*', 'grüße 🙂', '!x', 'a;b|c&d'])(
	'a shell reads back %s',
	word => {
		const line = commandLine('send', word).replace(/^sluice/, "printf '%s\\0'");

		expect(execFileSync('/bin/sh', ['-c', line]).toString().split('\0').slice(0, -1)).toEqual(['send', word]);
	},
);

test('plain words are not quoted, and absent ones are left out', () => {
	expect(commandLine('peek', 'orders-dlq.fifo', undefined, '--max', '10')).toBe('sluice peek orders-dlq.fifo --max 10');
});

test.each([
	['x'.repeat(500), true],
	['x'.repeat(501), false],
	['a\nb', false],
	['a\u001Bb', false],
	['a\u202Eb', false],
	['-x', false],
	['', true],
])('%j can stand in a command line: %s', (text, isShown) => {
	expect(canShow(text)).toBe(isShown);
});
