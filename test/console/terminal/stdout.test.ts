import {EventEmitter} from 'node:events';
import {describe, expect, test} from 'vitest';
import {createJoinedStdout, type TerminalOutput} from '../../../source/console/terminal/stdout.ts';

/** A terminal that keeps each write apart. */
class Recorder extends EventEmitter implements TerminalOutput {
	readonly isTTY = true;
	columns = 80;
	rows = 24;
	readonly writes: string[] = [];

	write(text: string, callback?: (error?: Error | null) => void): boolean {
		this.writes.push(text);
		callback?.();
		return true;
	}
}

const enter = '\u001B[?1049h';
const entered = `${enter}\u001B[H`;
const leave = '\u001B[?1049l';

const nextTick = (): Promise<void> => new Promise(resolve => void setImmediate(resolve));

describe('on the alternate screen', () => {
	test('the writes of one tick are one write', async () => {
		const terminal = new Recorder();
		const stdout = createJoinedStdout(terminal);
		stdout.write(enter);

		stdout.write('\u001B[?2026h');
		stdout.write('frame');
		await Promise.resolve();
		stdout.write('\u001B[?2026l');
		expect(terminal.writes).toEqual([entered]);
		await nextTick();

		expect(terminal.writes).toEqual([entered, '\u001B[?2026hframe\u001B[?2026l']);
	});

	test('a callback comes after its text was written', async () => {
		const terminal = new Recorder();
		const stdout = createJoinedStdout(terminal);
		stdout.write(enter);
		const seen: number[] = [];

		stdout.write('one', () => seen.push(terminal.writes.length));
		stdout.write('', () => seen.push(terminal.writes.length));
		expect(seen).toEqual([]);
		await nextTick();

		expect(seen).toEqual([2, 2]);
	});

	test('nothing written is no write', async () => {
		const terminal = new Recorder();
		const stdout = createJoinedStdout(terminal);
		stdout.write(enter);

		await new Promise<void>(resolve => void stdout.write('', () => resolve()));

		expect(terminal.writes).toEqual([entered]);
	});

	test('what leaves it goes out at once, with all that waited: the process may be about to end', () => {
		const terminal = new Recorder();
		const stdout = createJoinedStdout(terminal);
		stdout.write(enter);

		stdout.write('last frame');
		stdout.write(leave);
		stdout.write('bye');

		expect(terminal.writes).toEqual([entered, `last frame${leave}`, 'bye']);
	});
});

test('a frame begins at the top left, wherever the cursor was before', () => {
	const terminal = new Recorder();

	createJoinedStdout(terminal).write(enter);

	expect(terminal.writes).toEqual([entered]);
});

describe('bytes are counted', () => {
	test('as UTF-8, once they are written', async () => {
		const stdout = createJoinedStdout(new Recorder());
		expect(stdout.bytesWritten()).toBe(0);

		stdout.write('é▁');
		stdout.write(enter);
		stdout.write('waits');
		expect(stdout.bytesWritten()).toBe(5 + entered.length);
		await nextTick();

		expect(stdout.bytesWritten()).toBe(5 + entered.length + 5);
	});
});

describe('what must be undone is known', () => {
	test.each([
		['nothing', '', ''],
		['a frame with colours', '\u001B[1mbold\u001B[0m\u001B[2K', ''],
		['a screen that was left again', `${enter}${leave}`, ''],
		['screen, cursor, paste', `${enter}\u001B[?25l\u001B[?2004h`, '\u001B[?2004l\u001B[?1049l\u001B[?25h'],
		['the mouse', '\u001B[?1000;1006h', '\u001B[?1000l\u001B[?1006l'],
		['no wrapping', '\u001B[?7l', '\u001B[?7h'],
		['a frame broken off', '\u001B[?2026hhalf', '\u001B[?2026l'],
	])('%s', (_, written, undone) => {
		const stdout = createJoinedStdout(new Recorder());

		stdout.write(written);

		expect(stdout.restoring()).toBe(undone);
	});

	test('also when a sequence came in two writes', () => {
		const whole = `${'x'.repeat(100)}\u001B[?2004h`;
		for (let cut = 100; cut < whole.length; cut++) {
			const stdout = createJoinedStdout(new Recorder());

			stdout.write(whole.slice(0, cut));
			stdout.write(whole.slice(cut));

			expect(stdout.restoring()).toBe('\u001B[?2004l');
		}
	});
});

describe('the terminal shows through', () => {
	test('its size, its resizes, that it is one', () => {
		const terminal = new Recorder();
		const stdout = createJoinedStdout(terminal);
		let resizeCount = 0;
		stdout.on('resize', () => resizeCount++);

		terminal.columns = 120;
		terminal.rows = 40;
		terminal.emit('resize');

		expect([stdout.columns, stdout.rows, stdout.isTTY, resizeCount]).toEqual([120, 40, true, 1]);
	});

	test('once it is gone, writing is no error and goes nowhere', async () => {
		const terminal = new Recorder();
		const lost: string[] = [];
		const stdout = createJoinedStdout(terminal, {onLost: () => lost.push('lost')});

		terminal.emit('error', new Error('write EIO'));
		await new Promise<void>(resolve => void stdout.write('frame', () => resolve()));

		expect(terminal.writes).toEqual([]);
		expect(lost).toEqual(['lost']);
		expect(stdout.isLost()).toBe(true);
	});
});
