import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {commands} from '../../source/cli/commands.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {startTestEngine, type TestEngine} from '../helpers/engine.ts';
import {aDeadLetterPair} from '../helpers/resources.ts';
import {aStream, aTopic} from '../helpers/topic-and-stream.ts';
import {runOnTerminal, type OnTerminal} from './in-process.ts';

const account = 'us-east-1:000000000000';

/** Each thing by the ways people have it at hand; the first is its name. */
const ways = {
	queue: (url: string) => ['named-dlq', url, `arn:aws:sqs:${account}:named-dlq`],
	topic: () => ['named-events', `arn:aws:sns:${account}:named-events`],
	stream: () => ['named-clicks', `arn:aws:kinesis:${account}:stream/named-clicks`],
} as const;

type Kind = keyof typeof ways;

/** How each command that takes a thing is called without changing any. A command that takes one and is not here fails the last test. */
const lines: ReadonlyArray<readonly [command: string, kind: Kind, line: (thing: string) => readonly string[]]> = [
	['peek', 'queue', thing => ['peek', thing, '--dry-run']],
	['queue', 'queue', thing => ['queue', thing]],
	['purge', 'queue', thing => ['purge', thing, '--dry-run']],
	['send', 'queue', thing => ['send', thing, 'hello', '--dry-run']],
	['receive', 'queue', thing => ['receive', thing, '--dry-run']],
	['delete', 'queue', thing => ['delete', thing, '--all', '--dry-run']],
	['delete-queue', 'queue', thing => ['delete-queue', thing, '--dry-run']],
	['move', 'queue', thing => ['move', thing, '--to', 'named', '--all', '--dry-run']],
	['redrive', 'queue', thing => ['redrive', thing, '--dry-run']],
	['scan', 'queue', thing => ['scan', thing, '--all', '--dry-run']],
	['set', 'queue', thing => ['set', thing, 'visibility=31s', '--dry-run']],
	['tag', 'queue', thing => ['tag', thing, 'team=pay', '--dry-run']],
	['tasks', 'queue', thing => ['tasks', thing]],
	['doctor', 'queue', thing => ['doctor', thing]],
	['publish', 'topic', thing => ['publish', thing, 'hello', '--dry-run']],
	['topics', 'topic', thing => ['topics', thing]],
	['doctor', 'topic', thing => ['doctor', thing]],
	['shards', 'stream', thing => ['shards', thing]],
	['consumers', 'stream', thing => ['consumers', thing]],
	['put', 'stream', thing => ['put', thing, 'hello', '--key', 'k', '--dry-run']],
	['split', 'stream', thing => ['split', thing, '0', '--dry-run']],
	['merge', 'stream', thing => ['merge', thing, '0', '1', '--dry-run']],
	['reshard', 'stream', thing => ['reshard', thing, '4', '--dry-run']],
	['replay', 'stream', thing => ['replay', thing, '--to', 'queue:named', '--from', 'oldest', '--dry-run']],
	['stream', 'stream', thing => ['stream', 'show', thing]],
	['tail', 'stream', thing => ['tail', thing, '--from', 'oldest', '--catch-up']],
	['doctor', 'stream', thing => ['doctor', thing]],
];

const clock = createManualClock();
let engine: TestEngine;
let dlqUrl = '';

beforeAll(async () => {
	engine = await startTestEngine({clock, kinesisDelayMs: 0});
	const pair = await aDeadLetterPair(engine.sqs, 'named', {deadMessages: ['one']});
	dlqUrl = pair.dlqUrl;
	await aTopic(engine.sns, 'named-events');
	await aStream(engine.kinesis, 'named-clicks', {records: [['k', 'v']]});
});
afterAll(() => engine.close());

const run = (argv: readonly string[]): Promise<OnTerminal> => runOnTerminal([...argv, '--endpoint-url', engine.url], {clock, isTTY: false});

describe('a thing is known by its name, its URL and its ARN', () => {
	test.each(lines)('sluice %s, of a %s', async (_command, kind, line) => {
		const runs = [];
		for (const way of ways[kind](dlqUrl)) runs.push({way, ...(await run(line(way)))});

		for (const {way, stderr, code} of runs)
			expect({way, stderr, isDone: code === 0 || (code === 1 && stderr === '')}).toEqual({way, stderr: expect.anything(), isDone: true});
	});

	test.each(lines)('sluice %s, of a %s, that is mistyped, names the nearest', async (_command, kind, line) => {
		const [name = ''] = ways[kind](dlqUrl);

		const {code, stderr} = await run(line(name.replace('named', 'naemd')));

		expect({code, names: stderr.includes(name)}).toEqual({code: expect.any(Number), names: true});
		expect(code).toBeGreaterThan(0);
	});

	test('every command that takes a thing has its line here', () => {
		const taking = commands.filter(({name, takes}) => /QUEUE|TOPIC|STREAM|NAME…/.test(takes) && name !== 'create').map(({name}) => name);

		expect([...new Set(lines.map(([command]) => command))].toSorted()).toEqual(taking.toSorted());
	});
});
