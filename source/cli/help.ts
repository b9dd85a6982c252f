import type {Command} from './command.ts';
import {type Flag, type Flags, flagName} from './flag.ts';
import {globalFlags} from './global-flags.ts';

/** What `sluice --help` prints. */
export function programHelp(commands: readonly Command[]): string {
	return `sluice: a terminal console for Amazon SQS queues, SNS topics and Kinesis streams, with a local engine built in

Quick start, without an AWS account:
  sluice demo                     the console on a local engine with living demo traffic
  sluice --local                  the console on an empty local engine at http://127.0.0.1:4566
Real AWS, as the aws command line would choose it:
  sluice --profile acme-dev       or AWS_PROFILE, AWS_REGION and the rest of the environment

Usage
  sluice [flags]                  the console
  sluice COMMAND [...] [flags]    one operation, for scripts: what the console does and shows as a command line

Commands
${columns(commands.map(command => [`${command.name} ${command.takes}`.trim(), command.summary]))}

Flags everywhere
${flagLines(globalFlags)}

Changes are shown as a plan and ask for the name of what they change; --yes skips the question, --dry-run stops after the plan.
In LOOK messages may be received and given back, in READ-ONLY not even that. Profiles that look like production start in LOOK.

Exit codes
  0 done   1 failed   2 wrong command line   3 refused or not confirmed   4 done in part

More about one command: sluice COMMAND --help
`;
}

/** What `sluice peek --help` prints. */
export function commandHelp(command: Command): string {
	const sections = [
		`sluice ${command.name}: ${command.summary}`,
		`Usage\n  ${`sluice ${command.name} ${command.takes}`.trim()} [flags]`,
		command.description,
	];
	if (Object.keys(command.flags).length > 0) sections.push(`Flags\n${flagLines(command.flags)}`);
	if (command.examples.length > 0) sections.push(`Examples\n${columns(command.examples)}`);
	sections.push('Flags everywhere, exit codes: sluice --help');
	return `${sections.join('\n\n')}\n`;
}

function flagLines(flags: Flags): string {
	return columns(Object.entries(flags).map(([key, flag]) => [`${flagName(key)}${placeholder(flag)}`, flag.description]));
}

function placeholder(flag: Flag): string {
	return flag.type === 'boolean' ? '' : ` ${flag.placeholder}`;
}

function columns(rows: ReadonlyArray<readonly [string, string]>): string {
	const width = Math.max(...rows.map(([left]) => left.length));
	return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}
