import {createServer} from 'node:net';
import {mkdirSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {commands} from '../../source/cli/commands.ts';
import {purgeCommand} from '../../source/cli/commands/purge.ts';
import {flagName} from '../../source/cli/flag.ts';
import {commandHelp} from '../../source/cli/help.ts';
import {runSluice} from './run-sluice.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {version: string};

describe('starting', () => {
	test('--version answers the version', async () => {
		expect(await runSluice(['--version'])).toEqual({code: 0, stdout: `${manifest.version}\n`, stderr: ''});
		expect(await runSluice(['queues', '--version'])).toEqual({code: 0, stdout: `${manifest.version}\n`, stderr: ''});
	});

	test.each([
		['22.12.0', 1],
		['20.20.2', 1],
		['22.13.0', 0],
		['24.0.0', 0],
	])('on Node %s it exits %i', async (version, code) => {
		const pretend = `Object.defineProperty(process, 'versions', {value: {...process.versions, node: '${version}'}})`;
		const run = await runSluice(['--version'], {nodeArguments: ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`]});

		expect(run.code).toBe(code);
		expect(run.stderr).toBe(code === 0 ? '' : `sluice needs Node.js 22.13 or newer, and this is Node.js ${version}.\n`);
	});

	test('--help explains the program: quick start, every command, every global flag, exit codes', async () => {
		const {code, stdout, stderr} = await runSluice(['--help']);

		expect(code).toBe(0);
		expect(stderr).toBe('');
		expect(stdout).toContain('sluice demo');
		for (const command of commands) expect(stdout).toContain(`  ${command.name} `);
		for (const flag of [
			'--local',
			'--endpoint-url',
			'--profile',
			'--region',
			'--read-only',
			'--mode',
			'--json',
			'--once',
			'--yes',
			'--dry-run',
		]) {
			expect(stdout).toContain(flag);
		}
		expect(stdout).toContain('0 done   1 failed   2 wrong command line   3 refused or not confirmed   4 done in part');
	});

	test('a command says its own help', async () => {
		const {code, stdout} = await runSluice(['purge', '--help']);

		expect(code).toBe(0);
		expect(stdout).toBe(commandHelp(purgeCommand));
	});

	test.each(commands.map(command => [command.name, command] as const))('the help of %s has all its flags, in 150 columns', (_, command) => {
		const help = commandHelp(command);

		for (const key of Object.keys(command.flags)) expect(help).toContain(flagName(key));
		expect(help.split('\n').filter(line => line.length > 150)).toEqual([]);
	});
});

describe('a wrong command line exits 2, with one sentence and a next step', () => {
	test.each([
		[['quues'], 'sluice: There is no command "quues".\n  Did you mean: sluice queues\n'],
		[['queues', '--jsn'], 'sluice: sluice queues has no flag --jsn.\n  Did you mean: --json\n'],
		[['peek'], 'sluice: sluice peek needs more than that: sluice peek QUEUE.\n  Usage: sluice peek QUEUE\n  More: sluice peek --help\n'],
		[
			['purge', 'a', 'b'],
			'sluice: sluice purge does not know what to do with "b".\n  Usage: sluice purge QUEUE\n  More: sluice purge --help\n',
		],
		[['engine', '--port', '65536'], 'sluice: --port takes a whole number from 0 to 65535, not "65536".\n'],
		[['engine', '--port', 'http'], 'sluice: --port takes a whole number from 0 to 65535, not "http".\n'],
		[
			['queues', '--local', '--profile', 'acme'],
			'sluice: --local works on the local engine; --profile chooses another place.\n  Give one of them.\n',
		],
		[['queues', '--endpoint-url', 'nonsense'], 'sluice: "nonsense" is no endpoint URL.\n  Give one like http://127.0.0.1:4566.\n'],
	])('%j', async (argv, stderr) => {
		const run = await runSluice(argv);

		expect(run.stderr).toBe(stderr);
		expect(run.stdout).toBe('');
		expect(run.code).toBe(2);
	});
});

describe('where it works', () => {
	test('an endpoint where nobody listens is one readable error', async () => {
		const run = await runSluice(['queues', '--endpoint-url', 'http://127.0.0.1:1']);

		expect(run.code).toBe(1);
		expect(run.stderr).toMatch(/^sluice: .*127\.0\.0\.1:1.*\n/);
		expect(run.stderr).not.toContain('    at ');
		expect(run.stdout).toBe('');
	});

	test('no region is an error that says how to give one', async () => {
		const run = await runSluice(['queues'], {environment: {AWS_REGION: ''}});

		expect(run.code).toBe(2);
		expect(run.stderr).toContain('sluice: No region is chosen for AWS.');
		expect(run.stderr).toContain('--region eu-west-1');
	});

	test('settings that are no settings are named, with their file', async () => {
		const home = mkdtempSync(join(tmpdir(), 'sluice-settings-'));
		mkdirSync(join(home, 'sluice'));
		const path = join(home, 'sluice', 'settings.json');
		writeFileSync(path, '{"mode": "everything"}');

		const run = await runSluice(['queues'], {environment: {XDG_CONFIG_HOME: home}});

		expect(run.code).toBe(2);
		expect(run.stderr).toContain(`sluice: The settings in ${path} cannot be used: `);
		expect(readFileSync(path, 'utf8')).toBe('{"mode": "everything"}');
	});
});

describe('sluice engine', () => {
	test('prints where it listens, and ends on SIGTERM with 0', async () => {
		const run = await runSluice(['engine', '--port', '0'], {onFirstLine: (_, child) => child.kill('SIGTERM')});

		expect(run.stderr).toBe('');
		expect(run.code).toBe(0);
		expect(run.stdout).toMatch(/^\{"url":"http:\/\/127\.0\.0\.1:\d+","port":\d+\}\n$/);
	});

	test('ends on Ctrl-C with 0', async () => {
		const run = await runSluice(['engine', '--port', '0'], {onFirstLine: (_, child) => child.kill('SIGINT')});

		expect(run.code).toBe(0);
	});

	test('on a port that is taken says so in one line, and exits 1', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await new Promise(resolve => other.once('listening', resolve));
		const address = other.address();
		const port = typeof address === 'object' && address ? address.port : 0;

		const run = await runSluice(['engine', '--port', String(port)]);
		other.close();

		expect(run.code).toBe(1);
		expect(run.stderr).toContain(`${port}`);
		expect(run.stderr).toMatch(/^sluice: Port \d+ .*\n/);
		expect(run.stderr).not.toContain('    at ');
	});
});
