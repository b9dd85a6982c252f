import {execFileSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import {completions, type Noun} from '../../source/cli/complete.ts';
import {commands} from '../../source/cli/commands.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {useEngine} from './on-engine.ts';
import {runOnTerminal} from './in-process.ts';

const at = useEngine();

const complete = (...words: readonly string[]): Promise<readonly string[]> =>
	completions(words, {
		commands,
		environment: {AWS_CONFIG_FILE: fileURLToPath(new URL('../fixtures/aws-config/config', import.meta.url))},
		names: (noun: Noun) => Promise.resolve([`one of the ${noun}`]),
	});

describe('what may follow', () => {
	test.each([
		[['pee'], ['peek']],
		[['queues', '--prof'], ['--profile']],
		[['peek', '--mode', 'l'], ['look']],
		[
			['--profile', 'loop'],
			['loop-a', 'loop-b'],
		],
		[['--region', 'eu-north'], ['eu-north-1']],
		[['config', 'se'], ['set']],
		[['config', 'get', 'prodP'], ['prodPattern']],
		[['completion', 'f'], ['fish']],
		[['peek', ''], ['one of the queues']],
		[['tail', ''], ['one of the streams']],
		[['publish', ''], ['one of the topics']],
		[['engine', 'x'], []],
	])('%j', async (words, expected) => {
		expect(await complete(...words)).toEqual(expected);
	});

	test('every command is offered at the beginning', async () => {
		expect(await complete('')).toEqual(commands.map(({name}) => name));
	});
});

test('names are those of the place that the typed flags name', async () => {
	await at.queue('completed-orders');
	const url = at.session.context.endpointUrl ?? '';

	const {stdout} = await runOnTerminal(['completion', 'words', '--', '--endpoint-url', url, 'peek', 'completed-'], {
		clock: createManualClock(),
	});

	expect(stdout).toBe('completed-orders\n');
});

describe('the scripts', () => {
	test.each(['bash', 'zsh', 'fish'])('%s has one', async shell => {
		const {code, stdout} = await runOnTerminal(['completion', shell], {clock: createManualClock()});

		expect(code).toBe(0);
		expect(stdout).toContain('sluice completion words --');
	});

	test('another shell is refused', async () => {
		expect(await runOnTerminal(['completion', 'tcsh'], {clock: createManualClock()})).toMatchObject({
			code: 2,
			stderr: expect.stringContaining('takes bash, zsh or fish, not "tcsh"'),
		});
	});

	test('bash completes with it, names with spaces too', async () => {
		const {stdout: script} = await runOnTerminal(['completion', 'bash'], {clock: createManualClock()});
		const program = `sluice() { printf '%s\\n' "$@" > /dev/stderr; printf 'with space\\nother\\n'; }
${script}
COMP_WORDS=(sluice peek or); COMP_CWORD=2; _sluice; printf '%s|' "\${COMPREPLY[@]}"`;

		expect(execFileSync('bash', ['-c', program], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']})).toBe('with space|other|');
	});
});
