import {mkdirSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {createManualClock} from '../../source/shared/clock.ts';
import {runOnTerminal} from './in-process.ts';

/** Runs `sluice` with a settings folder of its own. */
function aMachine(settings?: string) {
	const home = mkdtempSync(join(tmpdir(), 'sluice-config-'));
	const path = join(home, 'sluice', 'settings.json');
	if (settings !== undefined) {
		mkdirSync(join(home, 'sluice'));
		writeFileSync(path, settings);
	}
	return {
		home,
		path,
		file: () => JSON.parse(readFileSync(path, 'utf8')) as unknown,
		run: (...argv: readonly string[]) =>
			runOnTerminal(argv, {clock: createManualClock(), home, environment: {XDG_CONFIG_HOME: home, AWS_CONFIG_FILE: join(home, 'aws')}}),
	};
}

describe('sluice config', () => {
	test('sets, gets and takes away', async () => {
		const machine = aMachine();

		expect((await machine.run('config', 'set', 'mode', 'look')).code).toBe(0);
		expect((await machine.run('config', 'set', 'local', 'yes')).code).toBe(0);
		expect(machine.file()).toEqual({mode: 'look', local: true});
		expect((await machine.run('config', 'get', 'mode')).stdout).toBe('look\n');
		expect((await machine.run('config', 'unset', 'mode')).code).toBe(0);
		expect(machine.file()).toEqual({local: true});
	});

	test('what is not set prints nothing and fails, so that scripts can tell', async () => {
		expect(await aMachine().run('config', 'get', 'mode')).toMatchObject({code: 1, stdout: ''});
	});

	test('lists every setting with its meaning, and tells where they are', async () => {
		const machine = aMachine('{"prodPattern": "^p-"}');

		const {stdout} = await machine.run('config');
		expect(stdout).toMatch(/prodPattern +\^p- +Names of production/);
		expect(stdout).toMatch(/mode +– +What may be changed/);
		expect((await machine.run('config', 'path')).stdout).toBe(`${machine.path}\n`);
	});

	test.each([
		[['set', 'mod', 'look'], 'There is no setting "mod".', 'Did you mean: mode'],
		[['set', 'mode', 'loko'], 'mode takes read-only, look, change, not "loko".', ''],
		[['set', 'local', 'maybe'], 'local takes yes or no, not "maybe".', ''],
		[['set', 'prodPattern', '('], 'prodPattern takes a regular expression, not "(".', ''],
		[['set', 'keys', '{'], 'keys takes JSON, as in the file, not "{".', ''],
		[['set', 'mode'], 'mode takes read-only, look, change.', ''],
		[['gett', 'mode'], 'sluice config does not know "gett".', 'Did you mean: sluice config get'],
	])('%j is refused with a sentence', async (words, sentence, step) => {
		const machine = aMachine();
		const {code, stderr} = await machine.run('config', ...words);

		expect(code).toBe(2);
		expect(stderr).toContain(sentence);
		expect(stderr).toContain(step);
	});

	test('a broken file is named, and not written over', async () => {
		const machine = aMachine('{"mode": ');

		const {code, stderr} = await machine.run('config', 'set', 'mode', 'look');

		expect(code).toBe(2);
		expect(stderr).toContain(machine.path);
		expect(readFileSync(machine.path, 'utf8')).toBe('{"mode": ');
	});
});

describe('profiles on the command line', () => {
	const files = '[profile acme-dev]\nregion = eu-west-1\n[profile bad]\nsource_profile = nobody\nrole_arn = x\n';
	const withProfiles = () => {
		const machine = aMachine();
		writeFileSync(join(machine.home, 'aws'), files);
		return machine;
	};

	test('one that is not there is said before anything is tried, with the nearest name', async () => {
		const {code, stderr} = await withProfiles().run('queues', '--profile', 'acme-dve');

		expect(code).toBe(2);
		expect(stderr).toMatch(/There is no profile "acme-dve" in .*aws\./);
		expect(stderr).toContain('Did you mean: --profile acme-dev');
	});

	test('one that is broken is said with its line', async () => {
		const {code, stderr} = await withProfiles().run('queues', '--profile', 'bad');

		expect(code).toBe(2);
		expect(stderr).toMatch(/The profile bad is broken: .*aws line 4: unknown source_profile "nobody"\./);
	});

	test('sluice contexts lists them all, and exits 4 where something is wrong', async () => {
		const {code, stdout} = await withProfiles().run('contexts');

		expect(code).toBe(4);
		expect(stdout).toMatch(/acme-dev +eu-west-1 +no login in the files +CHANGE/);
		expect(stdout).toMatch(/bad +– +line 4: unknown source_profile "nobody"/);
	});
});
