import {execFileSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {afterEach, describe, expect, test} from 'vitest';
import {startTestEngine} from '../helpers/engine.ts';
import {startProgram, type Program} from '../helpers/pty.ts';
import {aQueue} from '../helpers/resources.ts';

const bin = fileURLToPath(new URL('../../bin/sluice.js', import.meta.url));

let program: Program | undefined;
afterEach(() => program?.stop());

type Shell = {readonly name: string; readonly values: readonly string[]; readonly setUp: readonly string[]};

const define = `sluice() { '${process.execPath}' '${bin}' "$@"; }`;

const shells: readonly Shell[] = [
	{name: 'bash', values: ['--norc', '--noprofile', '-i'], setUp: [define, 'eval "$(sluice completion bash)"']},
	{name: 'zsh', values: ['-f', '-i'], setUp: [define, 'autoload -U compinit', 'compinit -u', 'eval "$(sluice completion zsh)"']},
	{
		name: 'fish',
		values: ['--no-config', '-i'],
		setUp: [`function sluice; '${process.execPath}' '${bin}' $argv; end`, 'sluice completion fish | source'],
	},
];

function isInstalled(name: string): boolean {
	try {
		execFileSync(name, ['--version'], {stdio: 'ignore'});
		return true;
	} catch {
		return false;
	}
}

/** In the shell itself, on a terminal, with the tab key. */
describe.each(shells)('$name', shell => {
	test.skipIf(!isInstalled(shell.name))('completes a command, a flag and the name of a queue', async () => {
		await using engine = await startTestEngine();
		await aQueue(engine.sqs, 'orders-of-today');
		const at = `--endpoint-url ${engine.url}`;
		program = startProgram({command: shell.name, values: shell.values, columns: 160, env: {PS1: 'ready> ', AWS_REGION: 'us-east-1'}});
		for (const line of [...shell.setUp, 'echo set"up"']) program.send(`${line}\r`);
		await program.waitFor(/^setup/m);

		program.send('sluice pee\t');
		await program.waitFor(/sluice peek $|sluice peek\b/m);
		program.send('--prof\t');
		await program.waitFor('sluice peek --profile');
		program.send(`\u0015sluice ${at} peek orders-o\t`);

		await program.waitFor(`sluice ${at} peek orders-of-today`);
		expect(program.screen.text()).not.toContain('rror');
	});
});
