import {expect, test} from 'vitest';
import {holdStrayOutput, type WritableTarget} from '../../../source/console/terminal/stray-output.ts';

function target(): WritableTarget & {readonly written: string[]} {
	const written: string[] = [];
	return {written, write: (text: string | Uint8Array) => written.push(String(text)) > 0};
}

test('what is written past the terminal layer is held, and told in order', () => {
	const [stdout, stderr] = [target(), target()];

	const release = holdStrayOutput([stdout, stderr]);
	stderr.write('warning\n');
	stdout.write(Buffer.from('log\n'));

	expect(stdout.written).toEqual([]);
	expect(release()).toBe('warning\nlog\n');
	expect(release()).toBe('');
});

test('the streams are given back', () => {
	const stdout = target();

	holdStrayOutput([stdout])();
	stdout.write('later');

	expect(stdout.written).toEqual(['later']);
});

test('a writer that waits for its callback goes on', async () => {
	const stdout = target();
	holdStrayOutput([stdout]);

	await new Promise<void>(resolve => void stdout.write('one', () => resolve()));
	await new Promise<void>(resolve => void stdout.write('two', 'utf8', () => resolve()));

	expect(stdout.written).toEqual([]);
});

test('of much output the first 65,536 characters are kept', () => {
	const stdout = target();
	const release = holdStrayOutput([stdout]);

	for (let count = 0; count < 100; count++) stdout.write('x'.repeat(1000));

	expect(release()).toHaveLength(65_536);
});
