import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {createManualClock, type ManualClock} from '../../source/shared/clock.ts';
import {startTestEngine, type TestEngine} from '../helpers/engine.ts';
import {startProgram, type Program} from '../helpers/pty.ts';
import {startRefusingProxy, type RefusingProxy} from '../helpers/refusing-proxy.ts';
import {aDeadLetterPair, countsOf} from '../helpers/resources.ts';

const open: Array<() => Promise<unknown>> = [];

afterEach(async () => {
	for (const close of open.splice(0).toReversed()) await close();
});

type Stage = {
	readonly clock: ManualClock;
	readonly engine: TestEngine;
	readonly proxy: RefusingProxy;
	readonly url: string;
	readonly dlqUrl: string;
	start(values: readonly string[], env?: Readonly<Record<string, string>>): Program;
};

/** Three dead messages on an engine whose clock stands still, behind a network that can stop for good. */
async function withDeadLetters(): Promise<Stage> {
	const clock = createManualClock();
	const engine = await startTestEngine({clock});
	open.push(engine.close);
	const urls = await aDeadLetterPair(engine.sqs, 'orders', {maxReceiveCount: 1, deadMessages: ['1', '2', '3']});
	const proxy = await startRefusingProxy(engine.url);
	open.push(() => proxy[Symbol.asyncDispose]());
	return {
		clock,
		engine,
		proxy,
		...urls,
		start(values, env = {}) {
			const program = startProgram({values: [...values, '--endpoint-url', proxy.url], env});
			open.push(() => program.stop());
			return program;
		},
	};
}

test('the console, killed by kill -9 between send and delete: all messages are there, doubled ones too, and the audit log names the copies', async () => {
	const {clock, engine, proxy, url, dlqUrl, start} = await withDeadLetters();
	const console = start([]);
	await console.waitFor('1 Queues');
	await console.press('1');
	await console.waitFor('orders-dlq');
	await console.press('/');
	await console.type('dlq');
	await console.press('enter', 'p');
	await console.waitFor('held 3 of about 3');
	await console.press('*', 'R');
	await console.waitFor('the 3 marked');
	await console.press('tab', 'tab', 'down', 'enter');
	await console.waitFor('Type "redrive 3"');
	const reached = proxy.stopAt('DeleteMessageBatch', 'before');
	// A dialog that has just opened is deaf for a moment: what was typed must be whole.
	for (let tries = 0; tries < 20 && !/redrive 3[^"]*$/m.test(console.screen.text().split('Type "redrive 3"')[1] ?? ''); tries++) {
		await console.press('ctrl-u');
		await console.type('redrive 3');
	}
	await console.press('enter');
	await reached;
	console.signal('SIGKILL');
	await console.waitForExit();
	const log = join(console.home, '.local', 'state', 'sluice', 'audit.ndjson');
	clock.advance(21_000);

	expect(await countsOf(engine.sqs, url)).toEqual({ready: 3, inFlight: 0});
	expect(await countsOf(engine.sqs, dlqUrl)).toEqual({ready: 3, inFlight: 0});
	const lines = readFileSync(log, 'utf8')
		.trim()
		.split('\n')
		.map(line => JSON.parse(line) as {action: string; messageIds?: string[]});
	expect(lines.map(({action}) => action)).toEqual(['SendMessageBatch']);
	expect(lines[0]?.messageIds).toHaveLength(3);
});

test.each([
	['SendMessageBatch', {there: 3, here: 3}],
	['DeleteMessageBatch', {there: 3, here: 0}],
] as const)('sluice redrive, killed by kill -9 when %s was done and not answered, loses nothing', async (action, {there, here}) => {
	const {clock, engine, proxy, url, dlqUrl, start} = await withDeadLetters();
	const reached = proxy.stopAt(action, 'after');
	const command = start(['redrive', 'orders-dlq', '--all', '--yes']);
	await reached;

	command.signal('SIGKILL');
	await command.waitForExit();
	clock.advance(15 * 60_000);

	expect(await countsOf(engine.sqs, url)).toEqual({ready: there, inFlight: 0});
	expect(await countsOf(engine.sqs, dlqUrl)).toEqual({ready: here, inFlight: 0});
});
