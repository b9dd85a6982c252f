import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {themeNames} from '../../source/console/theme.ts';
import {startTestEngine} from '../helpers/engine.ts';
import {startProgram, type Program, type ProgramOptions} from '../helpers/pty.ts';
import {aDeadLetterPair} from '../helpers/resources.ts';

const programs: Program[] = [];
const folders: string[] = [];

afterEach(async () => {
	await Promise.all(programs.splice(0).map(program => program.stop()));
	for (const folder of folders.splice(0)) rmSync(folder, {recursive: true});
});

function start(options: ProgramOptions): Program {
	const program = startProgram(options);
	programs.push(program);
	return program;
}

/** A folder of settings, for XDG_CONFIG_HOME. */
function settingsFolder(settings: object): string {
	const folder = mkdtempSync(join(tmpdir(), 'sluice-settings-'));
	folders.push(folder);
	mkdirSync(join(folder, 'sluice'));
	writeFileSync(join(folder, 'sluice', 'settings.json'), JSON.stringify(settings));
	return folder;
}

/** Escape sequences with a colour in them: 30 to 38, 40 to 48 and 90 to 97. */
const colours = /\u001B\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7])[;m]/;

test('each theme, NO_COLOR and ASCII show the same list on 80 by 24', async () => {
	await using engine = await startTestEngine();
	await aDeadLetterPair(engine.sqs, 'orders', {deadMessages: ['a']});
	const values = ['--endpoint-url', engine.url];
	const themed = themeNames.map(theme => start({values, env: {XDG_CONFIG_HOME: settingsFolder({theme})}}));
	const colourless = start({values, env: {XDG_CONFIG_HOME: settingsFolder({theme: 'dark'}), NO_COLOR: '1'}});
	const ascii = start({values, env: {LANG: 'C', LC_ALL: 'C'}});

	for (const program of programs) {
		await program.waitFor('Queues 2');
		await program.press('1');
		await program.waitFor(/D orders-dlq +std +1 /);
	}

	expect(themed.map(program => colours.test(program.rawOutput()))).toEqual([true, true, true, false, false]);
	expect(colourless.rawOutput()).not.toMatch(colours);
	expect(themed[1]?.screen.cell(1, 0).foreground).toBe(252);
	expect(ascii.screen.text()).toMatch(/^[\n -~]*$/);
	// The last column is a history, which each program begins for itself.
	const lists = themed.map(program =>
		program.screen
			.lines()
			.slice(3, 6)
			.map(line => line.slice(0, 64)),
	);
	expect(new Set(lists.map(lines => lines.join('\n'))).size).toBe(1);
}, 30_000);

test('F2 turns the mouse on in the terminal, and every way out turns it off', async () => {
	await using engine = await startTestEngine();
	await aDeadLetterPair(engine.sqs, 'orders', {deadMessages: ['a']});
	const program = start({values: ['--endpoint-url', engine.url]});
	await program.waitFor('orders-dlq');

	await program.press('f2');
	await program.waitFor('Shift to select text');
	expect(program.screen.modes().isMouse).toBe(true);
	expect(program.screen.title()).toContain('sluice');
	program.signal('SIGTERM');
	await program.waitForExit();

	expect(program.screen.modes().isMouse).toBe(false);
});
