import {UsageError} from '../../shared/errors.ts';
import {defineCommand} from '../command.ts';
import {exitCodes} from '../exit-code.ts';
import {defaultPort} from '../local-engine.ts';
import {jsonLine} from '../../payload/json-line.ts';
import {isJsonWanted} from '../output.ts';
import {untilAborted} from '../until-aborted.ts';

export const engineCommand = defineCommand({
	name: 'engine',
	summary: 'Run the local engine in the foreground',
	takes: '',
	inputMin: 0,
	inputMax: 0,
	description: `A local server that speaks SQS, SNS, Kinesis and STS on one port, for the console and for your own applications.
Everything is held in memory and forgotten at the end. Any credentials are accepted; an access key of 12 digits is the account.
Ends on Ctrl-C and SIGTERM.`,
	flags: {
		port: {
			type: 'number',
			placeholder: 'PORT',
			min: 0,
			max: 65_535,
			description: `Where to listen; 0 for a free port (default ${defaultPort})`,
		},
		host: {
			type: 'text',
			placeholder: 'ADDRESS',
			description: 'The address to listen on: 0.0.0.0 for all, as in a container (default 127.0.0.1). Whoever reaches it may do everything',
		},
		enforceLimits: {type: 'boolean', description: 'Enforce the throughput limits of shards, FIFO queues and FIFO topics, as AWS does'},
		enforcePolicies: {
			type: 'boolean',
			description: 'Let the policies of queues, topics and streams decide who may use them',
		},
		noWaits: {
			type: 'boolean',
			description: "Drop AWS's waiting rules: a deleted queue's name and a purge are free again at once, streams change state at once",
		},
		kinesisDelayMs: {
			type: 'number',
			placeholder: 'MS',
			min: 0,
			max: 600_000,
			description: 'How long streams stay CREATING, UPDATING and DELETING (default 500, or 0 with --no-waits)',
		},
		function: {
			type: 'list',
			placeholder: 'NAME=URL',
			description: 'Where a Lambda function runs that topics call; * for all others. May be repeated',
		},
	},
	examples: [
		['sluice engine', `Listen at http://127.0.0.1:${defaultPort}`],
		['sluice engine --no-waits', 'For test suites, with POST /_sluice/reset between two tests'],
		['sluice engine --function mailer=http://127.0.0.1:9000', 'Topics call a function in the Runtime Interface Emulator'],
		['sluice engine --host 0.0.0.0', 'In a container, for the others'],
		['sluice engine --port 0 --json', 'Listen on a free port and print it as JSON'],
	],
	async run(invocation) {
		const {flags, clock, random, stdout} = invocation;
		const functionUrls = readFunctionUrls(flags.function);
		const {createEngine} = await import('../../engine/index.ts');
		const engine = await createEngine({
			clock,
			random,
			port: flags.port ?? defaultPort,
			...(flags.host !== undefined && {host: flags.host}),
			enforceLimits: flags.enforceLimits,
			waits: !flags.noWaits,
			enforcePolicies: flags.enforcePolicies,
			functionUrls,
			...(flags.kinesisDelayMs !== undefined && {kinesisDelayMs: flags.kinesisDelayMs}),
		});
		const interrupted = invocation.interrupted();
		stdout.write(isJsonWanted(invocation) ? `${jsonLine({url: engine.url, port: engine.port})}\n` : greeting(engine.url));
		await untilAborted(interrupted);
		await engine.close();
		return exitCodes.done;
	},
});

/** Reads `name=url`. */
function readFunctionUrls(words: readonly string[]): Readonly<Record<string, string>> {
	return Object.fromEntries(
		words.map(word => {
			const [, name, url] = /^([\w-]+|\*)=(https?:\/\/.+)$/.exec(word) ?? [];
			if (name === undefined || url === undefined || !URL.canParse(url)) {
				throw new UsageError(`--function takes NAME=URL, not "${word}".`, {nextSteps: ['As in --function mailer=http://127.0.0.1:9000']});
			}
			return [name, url];
		}),
	);
}

function greeting(url: string): string {
	return `The sluice engine listens at ${url} (SQS, SNS, Kinesis, STS). Ctrl-C ends it.

Point an SDK or the aws command line at it:
  export AWS_ENDPOINT_URL=${url}
  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1
Look inside:
  sluice --endpoint-url ${url}
`;
}
