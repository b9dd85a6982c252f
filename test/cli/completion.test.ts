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

	test('bash completes with it: names with spaces, and only what follows a colon', async () => {
		const {stdout: script} = await runOnTerminal(['completion', 'bash'], {clock: createManualClock()});
		const asked = (line: string, answer: string): string => {
			const program = `sluice() { printf '<%s>' "\${@:4}"; printf '\\n${answer}\\n'; }
${script}
COMP_LINE='${line}'; COMP_POINT=${line.length}; _sluice; printf '%s|' "\${COMPREPLY[@]}"`;
			return execFileSync('bash', ['-c', program], {encoding: 'utf8'});
		};

		expect(asked('sluice peek or', 'with space')).toBe('<peek><or>|with space|');
		expect(asked('sluice peek ', 'orders')).toBe('<peek><>|orders|');
		expect(asked('sluice --endpoint-url http://127.0.0.1:4566 peek or', 'orders')).toBe(
			'<--endpoint-url><http://127.0.0.1:4566><peek><or>|orders|',
		);
		expect(asked('sluice peek arn:aws:sqs:eu-west-1:1:or', 'arn:aws:sqs:eu-west-1:1:orders')).toContain('|orders|');
	});
});
