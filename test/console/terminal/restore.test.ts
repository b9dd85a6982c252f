import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterEach, describe, expect, test} from 'vitest';
import {startProgram, type Program} from '../../helpers/pty.ts';

const script = fileURLToPath(new URL('program.ts', import.meta.url));

let program: Program;

async function start(options: {giveBack?: string; rows?: number; env?: Readonly<Record<string, string>>} = {}): Promise<void> {
	const {giveBack = 'gives-back', rows = 12, env = {}} = options;
	program = startProgram({command: process.execPath, values: [script, giveBack], rows, env});
	await program.waitFor('ready');
	// Once it hears keys, raw mode and bracketed paste are on.
	await program.press('M');
	await program.waitFor('key M');
	expect(program.screen.isAlternate()).toBe(true);
	expect(program.screen.modes()).toMatchObject({isBracketedPaste: true, isMouse: true});
	expect(program.screen.title()).toBe(String.raw`sluice \u009btest`);
}

afterEach(() => program.stop());

function expectRestored(): void {
	expect(program.screen.isAlternate()).toBe(false);
	expect(program.screen.modes()).toEqual({isBracketedPaste: false, isMouse: false, isSynchronized: false});
	expect(program.screen.cursor().isHidden).toBe(false);
	expect(program.rawOutput()).toContain('\u001B[23;2t');
	// Wrapping is on again: a line longer than the screen goes on below.
	expect(program.rawOutput().lastIndexOf('\u001B[?7h')).toBeGreaterThan(program.rawOutput().lastIndexOf('\u001B[?7l'));
}

describe('every way out restores the terminal and leaves a word', () => {
	test('leaving', async () => {
		await start();

		await program.press('q');

		expect(await program.waitForExit()).toEqual({exitCode: 0, signal: undefined});
		expectRestored();
		expect(program.screen.lines()[0]).toBe('Gave back 3 messages (quit).');
	});

	test.each([
		['SIGTERM', 143],
		['SIGINT', 130],
		['SIGQUIT', 131],
		['SIGHUP', 129],
	] as const)('%s', async (signal, exitCode) => {
		await start();

		program.signal(signal);

		expect(await program.waitForExit()).toEqual({exitCode, signal: undefined});
		expectRestored();
		expect(program.screen.lines()[0]).toBe('Gave back 3 messages (signal).');
	});

	test.each([
		['a throw in a key handler', 'T', 'Error: thrown in a handler'],
		['a rejection nobody handles', 'R', 'Error: rejected in the dark'],
		['a throw in render', 'B', 'Error: thrown in render'],
	])('%s', async (_, key, message) => {
		await start({rows: 100});

		await program.press(key);

		expect(await program.waitForExit()).toEqual({exitCode: 1, signal: undefined});
		expectRestored();
		expect(program.screen.lines().slice(0, 3)).toEqual([
			'Gave back 3 messages (crash).',
			'sluice stopped because of a mistake of its own:',
			message,
		]);
	});

	test('process.exit from anywhere', async () => {
		await start();

		await program.press('X');

		expect(await program.waitForExit()).toEqual({exitCode: 7, signal: undefined});
		expectRestored();
	});

	test('what libraries wrote meanwhile comes out on the normal screen', async () => {
		await start();

		await program.press('W', 'j');
		await program.waitFor('key j');
		expect(program.screen.text()).not.toContain('a warning of a library');
		await program.press('q');
		await program.waitForExit();

		expect(program.screen.text()).toContain('Warning: a warning of a library');
	});
});

describe('giving back has its time', () => {
	test('after 2 s nobody waits for it', async () => {
		await start({giveBack: 'never-ends'});

		await program.press('q');

		expect(await program.waitForExit()).toEqual({exitCode: 0, signal: undefined});
		expectRestored();
		expect(program.screen.text()).toContain('Not all of it ended in time');
	});

	test('Ctrl-C twice leaves at once', async () => {
		await start({giveBack: 'never-ends'});

		await program.press('ctrl-c', 'ctrl-c');

		expect(await program.waitForExit({withinMs: 1500})).toEqual({exitCode: 0, signal: undefined});
		expectRestored();
		expect(program.screen.text()).toContain('Left at once: what was held comes back when its time is over.');
	});

	test('a second signal leaves at once', async () => {
		await start({giveBack: 'never-ends'});

		program.signal('SIGTERM');
		await program.press('j');
		program.signal('SIGTERM');

		expect(await program.waitForExit({withinMs: 1500})).toEqual({exitCode: 143, signal: undefined});
		expectRestored();
	});
});

test('when the terminal is closed, what is held is given back and the process ends', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'sluice-exit-'));
	const file = join(folder, 'exit');
	await start({env: {EXIT_FILE: file}});

	program.hangUp();
	const end = await program.waitForExit();

	expect(end).toEqual({exitCode: 129, signal: undefined});
	expect(readFileSync(file, 'utf8')).toMatch(/^(?:signal|lost)\n$/);
	rmSync(folder, {recursive: true});
});
