import {fileURLToPath} from 'node:url';
import {afterEach, describe, expect, test} from 'vitest';
import {startProgram, type Program} from '../../helpers/pty.ts';

const script = fileURLToPath(new URL('program.ts', import.meta.url));

let program: Program;

/** Under a shell with job control, as a person starts it. */
async function startInShell(): Promise<void> {
	program = startProgram({command: 'bash', values: ['--norc', '-i'], rows: 12, env: {PS1: 'shell> '}});
	await program.waitFor('shell>');
	program.send(`${process.execPath} ${script}\r`);
	await program.waitFor('ready');
	await program.press('j');
	await program.waitFor('key j');
}

async function startAlone(): Promise<void> {
	program = startProgram({command: process.execPath, values: [script], rows: 12});
	await program.waitFor('ready');
	await program.press('j');
	await program.waitFor('key j');
}

afterEach(() => program.stop());

describe('Ctrl-Z', () => {
	test('gives the terminal to the shell, and fg brings the console back', async () => {
		await startInShell();

		await program.press('ctrl-z');
		await program.waitFor(screen => !screen.isAlternate() && screen.text().includes('Stopped'));
		expect(program.screen.modes().isMouse).toBe(false);
		expect(program.screen.cursor().isHidden).toBe(false);
		program.send('echo in the shell\r');
		await program.waitFor(/^in the shell$/m);
		program.send('fg\r');
		await program.waitFor('back from the shell');
		await program.press('k');
		await program.waitFor('key k');

		expect(program.screen.isAlternate()).toBe(true);
		expect(program.screen.lines().slice(0, 2)).toEqual(['ready', 'key j']);
	});

	test('a stop from outside does the same', async () => {
		await startInShell();

		program.send('P');
		await program.waitFor(/pid \d+/);
		process.kill(Number(/pid (\d+)/.exec(program.screen.text())?.[1]), 'SIGTSTP');
		await program.waitFor(screen => !screen.isAlternate() && screen.text().includes('Stopped'));
		program.send('fg\r');
		await program.waitFor(screen => screen.isAlternate() && screen.text().includes('key j'));
		await program.press('k');

		await program.waitFor('key k');
		expect(program.screen.lines()[0]).toBe('ready');
	});

	test('after a stop that cannot be seen coming, the console sets the terminal up again', async () => {
		await startInShell();

		program.send('P');
		await program.waitFor(/pid \d+/);
		process.kill(Number(/pid (\d+)/.exec(program.screen.text())?.[1]), 'SIGSTOP');
		await program.waitFor('Stopped');
		program.send('stty sane; printf "\\033[?1049l\\033[?2004l"; fg\r');
		await program.waitFor(screen => screen.isAlternate() && screen.lines()[0] === 'ready' && screen.modes().isBracketedPaste);
		await program.press('k');
		await program.waitFor('key k');

		expect(program.screen.lines()[0]).toBe('ready');
	});

	test('without a shell to go to, the console comes back by itself', async () => {
		await startAlone();

		await program.press('ctrl-z');
		await program.waitFor('back from the shell');
		await program.press('k');

		await program.waitFor('key k');
		expect(program.screen.isAlternate()).toBe(true);
	});
});

describe('a program in front', () => {
	test('has the terminal to itself and loses no key', async () => {
		await startAlone();

		await program.press('E');
		await program.waitFor('child is here');
		expect(program.screen.isAlternate()).toBe(false);
		program.send('xy');
		await program.waitFor('child got xy');
		program.send('z');
		await program.waitFor('child ended with 0');
		await program.press('k');
		await program.waitFor('key k');

		expect(program.screen.isAlternate()).toBe(true);
		expect(program.screen.text()).not.toMatch(/key [xyz]/);
	});

	test('gets Ctrl-C for itself; the console stays', async () => {
		await startAlone();

		await program.press('E');
		await program.waitFor('child is here');
		program.send('\u0003');

		await program.waitFor('child ended with');
		await program.press('k');
		await program.waitFor('key k');
		expect(program.screen.isAlternate()).toBe(true);
	});

	test('that cannot be started is told, and the console is back', async () => {
		await startAlone();

		await program.press('N');

		await program.waitFor('"/no/such/editor" cannot be started');
		expect(program.screen.isAlternate()).toBe(true);
	});
});

describe('the screen', () => {
	test('is whole again after Ctrl-L, whatever wrote on it', async () => {
		await startAlone();
		await program.press('F');
		await program.waitFor('foreign');

		await program.press('ctrl-l');

		await program.waitFor(screen => !screen.text().includes('foreign') && screen.text().includes('key ctrl-l'));
		expect(program.screen.lines().slice(0, 4)).toEqual(['ready', 'key j', 'key F', 'key ctrl-l']);
	});

	test('answers of the terminal press no key', async () => {
		await startAlone();

		await program.press('Q');

		await program.waitFor('reply {"type":"reply","kind":"csi","text":"\\u001b[?1;2c"}');
		expect(program.screen.text()).not.toMatch(/key \[/);
	});
});
