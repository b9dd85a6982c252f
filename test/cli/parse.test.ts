import {describe, expect, test} from 'vitest';
import {defineCommand} from '../../source/cli/command.ts';
import {commands as realCommands} from '../../source/cli/commands.ts';
import {parseCommandLine} from '../../source/cli/parse.ts';
import {UsageError} from '../../source/shared/errors.ts';

const base = {summary: '', takes: '', inputMin: 0, inputMax: 9, description: '', examples: [], run: () => Promise.resolve(0 as const)};
const commands = [
	defineCommand({
		...base,
		name: 'tail',
		flags: {
			from: {type: 'text', placeholder: 'WHEN', description: ''},
			filter: {type: 'text', placeholder: 'FILTER', description: ''},
			max: {type: 'number', placeholder: 'N', min: 1, max: 100, description: ''},
		},
	}),
	defineCommand({
		...base,
		name: 'send',
		flags: {
			attribute: {type: 'list', placeholder: 'NAME=VALUE', description: ''},
			raw: {type: 'boolean', description: ''},
			noWaits: {type: 'boolean', description: ''},
		},
	}),
];

function parse(...argv: string[]): ReturnType<typeof parseCommandLine> {
	return parseCommandLine(argv, commands);
}

function refusal(...argv: string[]): {message: string; nextSteps: readonly string[]} {
	try {
		parse(...argv);
	} catch (error) {
		if (error instanceof UsageError) return {message: error.message, nextSteps: error.nextSteps};
		throw error;
	}
	throw new Error(`${argv.join(' ')} was accepted`);
}

describe('what a command line means', () => {
	test('without a command it is the console', () => {
		expect(parse('--local').command).toBeUndefined();
		expect(parse('--local').globals.local).toBe(true);
	});

	test('global flags stand before or after the command', () => {
		expect(parse('--region', 'eu-west-1', 'tail', 'clicks').globals.region).toBe('eu-west-1');
		expect(parse('tail', 'clicks', '--region=eu-west-1').globals.region).toBe('eu-west-1');
		expect(parse('--region', 'eu-west-1', 'tail', 'clicks')).toMatchObject({command: {name: 'tail'}, input: ['clicks']});
	});

	test('a value may begin with a minus', () => {
		expect(parse('tail', 'clicks', '--from', '-15m').flags['from']).toBe('-15m');
		expect(parse('tail', 'clicks', '--from=-15m').flags['from']).toBe('-15m');
		expect(parse('tail', 'clicks', '--from', '-k').flags['from']).toBe('-k');
		expect(parse('tail', 'clicks', '--from=--json').flags['from']).toBe('--json');
	});

	test('a flag may be named for what it switches off', () => {
		expect(parse('send', 'orders', '--no-waits').flags['noWaits']).toBe(true);
		expect(parse('send', 'orders').flags['noWaits']).toBe(false);
		expect(parse('--no-waits', 'send', 'orders')).toMatchObject({command: {name: 'send'}, input: ['orders'], flags: {noWaits: true}});
	});

	test('quotes inside a value stay, because filters need them', () => {
		expect(parse('tail', 'clicks', '--filter', '"two words"').flags['filter']).toBe('"two words"');
		expect(parse('tail', 'clicks', "--filter='x'").flags['filter']).toBe("'x'");
	});

	test('a value may hold an equals sign, spaces and line ends', () => {
		expect(parse('tail', '--filter=.total = 1\n.x').flags['filter']).toBe('.total = 1\n.x');
	});

	test('after -- everything is input', () => {
		expect(parse('send', 'orders', '--', '--yes').input).toEqual(['orders', '--yes']);
	});

	test('numbers stay text in input', () => {
		expect(parse('send', 'orders', '007').input).toEqual(['orders', '007']);
	});

	test('a list flag collects its values', () => {
		expect(parse('send', '--attribute', 'a=1', '--attribute', 'b=2').flags['attribute']).toEqual(['a=1', 'b=2']);
		expect(parse('send').flags['attribute']).toEqual([]);
	});

	test('a flag that is not given is false or undefined', () => {
		expect(parse('tail').flags).toEqual({from: undefined, filter: undefined, max: undefined});
		expect(parse('tail').globals).toMatchObject({local: false, json: false, region: undefined});
	});
});

describe('what is refused', () => {
	test('an unknown command, with the nearest one', () => {
		expect(refusal('tial')).toEqual({message: 'There is no command "tial".', nextSteps: ['Did you mean: sluice tail']});
		expect(refusal('xyzzy-plugh')).toEqual({
			message: 'There is no command "xyzzy-plugh".',
			nextSteps: ['All commands: sluice --help'],
		});
	});

	test('an unknown flag, with the nearest one', () => {
		expect(refusal('tail', '--form', '-15m')).toEqual({message: 'sluice tail has no flag --form.', nextSteps: ['Did you mean: --from']});
		expect(refusal('--loacl')).toEqual({message: 'sluice has no flag --loacl.', nextSteps: ['Did you mean: --local']});
		expect(refusal('-x')).toEqual({message: 'sluice has no flag -x.', nextSteps: ['Flags: sluice --help']});
	});

	test('a flag of another command, which is named', () => {
		expect(refusal('send', '--from', 'latest')).toEqual({
			message: '--from is a flag of sluice tail, not of sluice send.',
			nextSteps: ['Flags: sluice send --help'],
		});
	});

	test('a flag without its value', () => {
		expect(refusal('tail', '--from').message).toBe('--from needs a value: --from WHEN.');
		expect(refusal('tail', '--from', '--json').message).toBe('--from needs a value: --from WHEN.');
		expect(refusal('tail', '--from=').message).toBe('--from needs a value: --from WHEN.');
	});

	test('a flag given twice', () => {
		expect(refusal('--region', 'a', '--region', 'b').message).toBe('--region can be given only once.');
	});

	test.each(['0', '101', '1.5', 'ten', '1e1', ''])('the number "%s" for 1 to 100', text => {
		expect(refusal('tail', `--max=${text}`).message).toMatch(/--max (?:takes a whole number from 1 to 100|needs a value)/);
	});

	test.each(['1', '100'])('not the number %s for 1 to 100', text => {
		expect(parse('tail', `--max=${text}`).flags['max']).toBe(Number(text));
	});

	test('a choice that is none', () => {
		expect(refusal('--mode', 'write').message).toBe('--mode takes look or change, not "write".');
	});
});

describe('the table of commands', () => {
	test('has every command once', () => {
		const names = realCommands.map(command => command.name);

		expect(new Set(names).size).toBe(names.length);
	});

	test('means the same kind of value by the same flag everywhere', () => {
		const kinds = new Map<string, string>();
		for (const command of realCommands) {
			for (const [key, flag] of Object.entries(command.flags)) {
				expect(`${key} ${kinds.get(key) ?? flag.type}`).toBe(`${key} ${flag.type}`);
				kinds.set(key, flag.type);
			}
		}
	});

	test('shows only examples that parse', () => {
		for (const command of realCommands) {
			for (const [line] of command.examples) {
				const [program, ...argv] = (line.split(' | ')[0] ?? '').match(/'[^']*'|[^ ]+/g)?.map(word => word.replaceAll("'", '')) ?? [];
				expect(program).toBe('sluice');
				expect(parseCommandLine(argv, realCommands).command?.name).toBe(command.name);
			}
		}
	});
});
