import {mkdir} from 'node:fs/promises';
import {mkdtempSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {useFastEngine} from './in-process.ts';
import {useEngine} from './on-engine.ts';
import {jsonLines, type Run} from './run-sluice.ts';

const at = useFastEngine();
const asProcess = useEngine();

async function counts(url: string): Promise<{ready: number; inFlight: number}> {
	const {readyCount, inFlightCount} = await at.session.queues.attributes(url);
	return {ready: readyCount, inFlight: inFlightCount};
}

/** A queue with messages `good 0`, `bad 1`, `good 2` … */
async function mixed(name: string, count: number, attributes: Record<string, string> = {}): Promise<string> {
	const url = await at.queue(name, attributes);
	for (let index = 0; index < count; index++) await at.session.queues.send(url, {body: `${index % 2 === 0 ? 'good' : 'bad'} ${index}`});
	return url;
}

/** A queue whose messages have all gone to its dead-letter queue. */
async function deadLetters(name: string, count: number): Promise<{url: string; dlqUrl: string}> {
	const dlqUrl = await at.queue(`${name}-dlq`);
	const {arn} = await at.session.queues.attributes(dlqUrl);
	const RedrivePolicy = JSON.stringify({deadLetterTargetArn: arn, maxReceiveCount: 1});
	const url = await at.queue(name, {RedrivePolicy, VisibilityTimeout: '1'});
	for (let index = 0; index < count; index++) await at.session.queues.send(url, {body: `failed ${index}`});
	while ((await at.session.queues.receive(url, {count: 10, visibilityTimeoutSeconds: 0})).length > 0);
	return {url, dlqUrl};
}

const last = (run: Run): Record<string, unknown> => jsonLines(run).at(-1) ?? {};

describe('sluice send --also', () => {
	test('sends one message to several queues by one plan', async () => {
		const urls = [await at.queue('also-a'), await at.queue('also-b')] as const;

		const plan = await at.run(['send', 'also-a', 'hello', '--also', 'also-b', '--also', 'also-a', '--dry-run']);
		const run = await at.run(['send', 'also-a', 'hello', '--also', 'also-b', '--yes']);

		expect(jsonLines(plan)[0]).toMatchObject({title: 'Send to 2 queues', command: 'sluice send also-a hello --also also-b'});
		expect(run.code).toBe(0);
		expect(await Promise.all(urls.map(counts))).toEqual([
			{ready: 1, inFlight: 0},
			{ready: 1, inFlight: 0},
		]);
	});

	test('is refused where lines are sent, and tags several queues as well', async () => {
		const urls = [await at.queue('also-c'), await at.queue('also-d')] as const;

		expect((await at.run(['send', 'also-c', '--lines', '--also', 'also-d', '--yes'])).code).toBe(2);
		expect((await at.run(['tag', 'also-c', 'team=pay', '--also', 'also-d', '--yes'])).code).toBe(0);
		expect(await Promise.all(urls.map(url => at.session.queues.tags(url)))).toEqual([{team: 'pay'}, {team: 'pay'}]);
	});
});

describe('sluice receive', () => {
	test('prints messages with their handles and leaves them hidden', async () => {
		const url = await mixed('received', 3);

		const run = await at.run(['receive', 'received', '--max', '2', '--visibility', '60']);

		expect(run.code).toBe(0);
		expect(jsonLines(run)).toHaveLength(2);
		expect(jsonLines(run)[0]).toMatchObject({receiptHandle: expect.any(String), receiveCount: 1});
		expect(await counts(url)).toEqual({ready: 1, inFlight: 2});
	});

	test('--delete deletes what was printed, and asks for the queue first', async () => {
		const url = await mixed('received-deleted', 3);

		const refused = await at.run(['receive', 'received-deleted', '--delete']);
		const run = await at.run(['receive', 'received-deleted', '--delete', '--yes', '--max', '100']);

		expect(refused.code).toBe(3);
		expect(run.code).toBe(0);
		expect(jsonLines(run).map(({body}) => body)).toEqual(['good 0', 'bad 1', 'good 2']);
		expect(await counts(url)).toEqual({ready: 0, inFlight: 0});
	});

	test('what it printed can be deleted, or sent to another queue', async () => {
		const url = await mixed('received-then', 2);
		const other = await at.queue('received-other.fifo', {FifoQueue: 'true'});
		const received = await at.run(['receive', 'received-then', '--visibility', '60']);

		const sent = await at.run(['send', 'received-other.fifo', '--messages', '--group', 'g', '--yes'], {input: received.stdout});
		const again = await at.run(['send', 'received-other.fifo', '--messages', '--group', 'g', '--yes'], {input: received.stdout});
		const deleted = await at.run(['delete', 'received-then', '--received', '--yes'], {input: received.stdout});

		expect(sent.code).toBe(0);
		expect(again.code).toBe(0);
		// Twice within five minutes, and there once.
		expect(await counts(other)).toEqual({ready: 2, inFlight: 0});
		expect(deleted.code).toBe(0);
		expect(last(deleted)).toMatchObject({summary: 'Deleted 2 messages of received-then.'});
		expect(await counts(url)).toEqual({ready: 0, inFlight: 0});
	});

	test('lines that are no messages are refused one by one, the others sent', async () => {
		const url = await at.queue('sent-saved');

		const run = await at.run(['send', 'sent-saved', '--messages', '--yes'], {input: '{"body":"one"}\nnot json\n{"body":"two"}\n'});

		expect(run.code).toBe(4);
		expect(run.stderr).toBe('Line 2 was refused: unreadable, The line is no JSON.\n');
		expect(await counts(url)).toEqual({ready: 2, inFlight: 0});
	});
});

describe('sluice scan', () => {
	test('prints what matches and gives all back', async () => {
		const url = await mixed('scanned', 25);

		const run = await at.run(['scan', 'scanned', '--filter', 'bad']);

		expect(run.code).toBe(0);
		expect(jsonLines(run)).toHaveLength(12);
		expect(run.stderr).toBe('Looked at 25 messages of scanned; 12 match.\n');
		expect(await counts(url)).toEqual({ready: 25, inFlight: 0});
	});

	test('--dry-run says what it would do and receives nothing', async () => {
		const url = await mixed('scanned-dry', 1);

		const run = await at.run(['scan', 'scanned-dry', '--filter', 'x', '--dry-run']);

		expect(run.code).toBe(0);
		expect(jsonLines(run)).toMatchObject([
			{operation: 'scan', level: 'cost', isDryRun: true, command: 'sluice scan scanned-dry --filter x'},
		]);
		expect((await at.session.queues.receive(url, {count: 1}))[0]?.receiveCount).toBe(1);
	});

	test('needs to be told what to look for', async () => {
		const run = await at.run(['scan', 'scanned']);

		expect(run.code).toBe(2);
		expect(run.stderr).toBe('sluice: Which messages are meant?\n  --ids ID,ID… or --filter FILTER or --all\n');
	});

	test('is refused in READ-ONLY with exit code 3', async () => {
		await mixed('scanned-read-only', 1);

		expect((await at.run(['scan', 'scanned-read-only', '--all', '--read-only'])).code).toBe(3);
	});
});

describe('sluice delete', () => {
	test('deletes what matches, one event a message, and gives the rest back', async () => {
		const url = await mixed('deleted', 5);

		const run = await at.run(['delete', 'deleted', '--filter', 'bad', '--yes']);

		expect(run.code).toBe(0);
		expect(jsonLines(run).slice(0, -1)).toEqual([
			{event: 'deleted', messageId: expect.any(String)},
			{event: 'deleted', messageId: expect.any(String)},
		]);
		expect(last(run)).toMatchObject({
			operation: 'delete-selected',
			subject: 'deleted',
			summary: 'Deleted 2 messages of deleted.',
			tally: {deleted: 2},
		});
		expect(await counts(url)).toEqual({ready: 3, inFlight: 0});
	});

	test('without --yes and without a terminal nothing is received or deleted', async () => {
		const url = await mixed('deleted-asked', 1);

		const run = await at.run(['delete', 'deleted-asked', '--all']);

		expect(run.code).toBe(3);
		expect(run.stderr).toContain('Do it without a question: sluice delete deleted-asked --all --yes');
		expect((await at.session.queues.receive(url, {count: 1}))[0]?.receiveCount).toBe(1);
	});

	test('by ids, some of which are not there, it is done in part', async () => {
		const url = await mixed('deleted-ids', 2);
		const [message] = await at.session.queues.receive(url, {count: 1, visibilityTimeoutSeconds: 0});

		const run = await at.run(['delete', 'deleted-ids', '--ids', `${message?.messageId},nowhere`, '--yes']);

		expect(run.code).toBe(4);
		expect(last(run)['summary']).toBe(
			'Deleted 1 message of deleted-ids. 1 of those ids was not seen: in flight, delayed, or not there any more.',
		);
		expect(await counts(url)).toEqual({ready: 1, inFlight: 0});
	});

	test('ids come from standard input, bare or as JSON lines', async () => {
		const url = await mixed('deleted-stdin', 3);
		const messages = await at.session.queues.receive(url, {count: 2, visibilityTimeoutSeconds: 0});
		const input = `${messages[0]?.messageId}\n${JSON.stringify({messageId: messages[1]?.messageId})}\n`;

		const run = await at.run(['delete', 'deleted-stdin', '--ids', '-', '--yes'], {input});

		expect(run.code).toBe(0);
		expect(await counts(url)).toEqual({ready: 1, inFlight: 0});
	});

	test.each([
		[['--ids', 'a', '--filter', 'b'], '--ids and --filter choose messages in different ways.'],
		[['--ids', ','], 'No message ids are given.'],
		[['--ids', 'a', '--max', '2'], '--max goes with --filter and --all; --ids says itself how many.'],
		[['--received', '--all'], '--received says itself which messages are meant.'],
		[['--received'], 'Standard input holds no message.'],
	])('%o is a mistake of the command line', async (flags, problem) => {
		const run = await at.run(['delete', 'deleted', ...flags]);

		expect(run.code).toBe(2);
		expect(run.stderr).toContain(problem);
	});

	test('a denied mode refuses, and nothing is touched', async () => {
		const url = await mixed('deleted-look', 1);

		expect((await at.run(['delete', 'deleted-look', '--all', '--yes', '--mode', 'look'])).code).toBe(3);
		expect(await counts(url)).toEqual({ready: 1, inFlight: 0});
	});
});

describe('sluice move', () => {
	test('moves what matches to another queue', async () => {
		const url = await mixed('moved', 4);
		const aside = await at.queue('moved-aside');

		const run = await at.run(['move', 'moved', '--to', 'moved-aside', '--filter', 'bad', '--stamp', '--yes']);

		expect(run.code).toBe(0);
		expect(jsonLines(run)[0]).toEqual({event: 'moved', newMessageId: expect.any(String), to: 'moved-aside', messageId: expect.any(String)});
		expect(last(run)['summary']).toBe('Moved 2 messages of moved to moved-aside.');
		expect(await counts(url)).toEqual({ready: 2, inFlight: 0});
		expect((await at.session.queues.receive(aside, {count: 1}))[0]?.attributes['sluice.redriven']?.stringValue).toBe('1');
	});

	test('--keep copies', async () => {
		const url = await mixed('copied', 2);
		const aside = await at.queue('copied-aside');

		const run = await at.run(['move', 'copied', '--to', 'copied-aside', '--all', '--keep', '--yes']);

		expect(last(run)['summary']).toBe('Copied 2 messages of copied to copied-aside.');
		expect([await counts(url), await counts(aside)]).toEqual([
			{ready: 2, inFlight: 0},
			{ready: 2, inFlight: 0},
		]);
	});

	test('a queue of the other type is refused before anything is received', async () => {
		const url = await mixed('moved-type', 1);
		await at.queue('moved-type.fifo', {FifoQueue: 'true'});

		const run = await at.run(['move', 'moved-type', '--to', 'moved-type.fifo', '--all', '--yes']);

		expect(run.code).toBe(1);
		expect(run.stderr).toContain('moved-type and moved-type.fifo are not of the same type');
		expect((await at.session.queues.receive(url, {count: 1}))[0]?.receiveCount).toBe(1);
	});

	test('needs a destination and a choice', async () => {
		expect((await at.run(['move', 'moved', '--all'])).stderr).toContain('Where do they go?');
		expect((await at.run(['move', 'moved', '--to', 'x'])).stderr).toContain('Which messages are meant?');
		expect((await at.run(['move', 'moved', '--to', 'x', '--all', '--keep', '--delete-originals'])).code).toBe(2);
	});

	test('Ctrl-C ends the process with what was done and what remains, and all else is given back', async () => {
		const url = await asProcess.queue('moved-stopped');
		const aside = await asProcess.queue('moved-stopped-aside');
		for (let index = 0; index < 40; index++) await asProcess.session.queues.send(url, {body: `m-${index}`});

		const run = await asProcess.run(['move', 'moved-stopped', '--to', 'moved-stopped-aside', '--all', '--rate', '5', '--yes'], {
			onFirstLine: (_, child) => child.kill('SIGINT'),
		});

		expect(run.code).toBe(4);
		expect(last(run)['summary']).toMatch(/^Stopped: moved \d+ messages of moved-stopped to moved-stopped-aside\./);
		const [here, there] = [await asProcess.session.queues.attributes(url), await asProcess.session.queues.attributes(aside)];
		expect(here.readyCount + there.readyCount).toBe(40);
		expect(here.inFlightCount).toBe(0);
	});
});

test('killed in the middle of a move, a message is in one queue or in both, and all come back', async () => {
	const url = await asProcess.queue('moved-killed');
	const aside = await asProcess.queue('moved-killed-aside');
	for (let index = 0; index < 40; index++) await asProcess.session.queues.send(url, {body: `m-${index}`});

	const run = await asProcess.run(['move', 'moved-killed', '--to', 'moved-killed-aside', '--all', '--rate', '5', '--yes'], {
		onFirstLine: (_, child) => child.kill('SIGKILL'),
	});

	expect(run.code).toBe(null);
	const [here, there] = [await asProcess.session.queues.attributes(url), await asProcess.session.queues.attributes(aside)];
	// What was held is in flight until its time is over.
	expect(here.readyCount + here.inFlightCount + there.readyCount).toBeGreaterThanOrEqual(40);
	expect(there.readyCount).toBeGreaterThan(0);
});

test('a reader that goes away, as head does, leaves no message hidden', async () => {
	const url = await asProcess.queue('scanned-head');
	for (let index = 0; index < 60; index++) await asProcess.session.queues.send(url, {body: `${index}`.repeat(20_000)});

	const run = await asProcess.run(['scan', 'scanned-head', '--all'], {onFirstLine: (_, child) => child.stdout?.destroy()});

	expect(run.stderr).toMatch(/(Stopped: l|L)ooked at \d+ /);
	expect(await asProcess.session.queues.attributes(url)).toMatchObject({readyCount: 60, inFlightCount: 0});
});

describe('sluice redrive by hand', () => {
	test('a filter sends some back, and not by a task of AWS', async () => {
		const {url, dlqUrl} = await deadLetters('redriven', 3);

		const run = await at.run(['redrive', 'redriven-dlq', '--filter', 'failed 1', '--yes']);

		expect(run.code).toBe(0);
		expect(last(run)).toMatchObject({operation: 'redrive-selected', summary: 'Moved 1 message of redriven-dlq to redriven.'});
		expect([await counts(url), await counts(dlqUrl)]).toEqual([
			{ready: 1, inFlight: 0},
			{ready: 2, inFlight: 0},
		]);
		const {arn} = await at.session.queues.attributes(dlqUrl);
		expect(await at.session.queues.moveTasks(arn)).toEqual([]);
	});

	test('several queues by one command: each has its own end, and one that is no dead-letter queue stays', async () => {
		const first = await deadLetters('several-a', 2);
		const second = await deadLetters('several-b', 1);
		const names = ['several-a-dlq', 'several-b-dlq', 'several-a'];

		const planned = await at.run(['redrive', ...names, '--dry-run']);
		const run = await at.run(['redrive', ...names, '--yes']);

		expect(last(planned)).toMatchObject({
			title: 'Redrive 2 queues',
			warnings: expect.arrayContaining([expect.stringContaining('several-a stays as it is')]),
			command: 'sluice redrive several-a-dlq several-b-dlq',
		});
		expect(run.code).toBe(0);
		expect(jsonLines(run).filter(line => line['status'] === 'COMPLETED')).toHaveLength(2);
		expect([(await counts(first.url)).ready, (await counts(second.url)).ready]).toEqual([2, 1]);
	});

	test('edited bodies from standard input go in the place of the old ones', async () => {
		const {url, dlqUrl} = await deadLetters('mended', 3);
		const held = await at.run(['receive', 'mended-dlq', '--max', '3', '--visibility', '1', '--json']);
		const [first] = jsonLines(held) as [{messageId: string; body: string}];

		const run = await at.run(['redrive', 'mended-dlq', '--ids', '-', '--edited', '--yes'], {
			input: JSON.stringify({messageId: first.messageId, body: 'mended', attributes: {by: {dataType: 'String', stringValue: 'hand'}}}),
		});

		expect(run.code).toBe(0);
		const [sent] = await at.session.queues.receive(url, {count: 10});
		expect(sent).toMatchObject({body: 'mended', attributes: {by: {stringValue: 'hand'}}});
		expect([await counts(url), await counts(dlqUrl)]).toEqual([
			{ready: 0, inFlight: 1},
			{ready: 2, inFlight: 0},
		]);
	});

	test('one first, and without a reader no verdict: the others stay, with exit code 4', async () => {
		const {url, dlqUrl} = await deadLetters('canary', 3);

		const run = await at.run(['redrive', 'canary-dlq', '--all', '--canary', '--yes']);

		expect(run.code).toBe(4);
		expect(jsonLines(run).map(({event}) => event)).toEqual(['moved', 'canary-verdict', undefined]);
		expect(jsonLines(run)[1]).toMatchObject({verdict: 'no-verdict'});
		expect([(await counts(url)).ready, (await counts(dlqUrl)).ready]).toEqual([1, 2]);
	});

	test.each([
		[['--max', '2'], "AWS's own task moves all."],
		[['--all', '--detach'], '--detach leaves AWS to go on'],
		[['another-dlq', '--ids', 'm-1'], '--watch, --cancel and --ids are about one queue.'],
		[['--edited', '--ids', 'm-1'], '--edited takes messages from standard input.'],
	])('%o is a mistake of the command line', async (flags, problem) => {
		await deadLetters(`mistaken-${flags.length}-${flags[0]?.slice(2)}`, 0);

		const run = await at.run(['redrive', `mistaken-${flags.length}-${flags[0]?.slice(2)}-dlq`, ...flags]);

		expect(run.code).toBe(2);
		expect(run.stderr).toContain(problem);
	});
});

describe('--filter @name', () => {
	async function savedIn(home: string, filters: object): Promise<Record<string, string>> {
		await mkdir(join(home, '.config', 'sluice'), {recursive: true});
		writeFileSync(join(home, '.config', 'sluice', 'settings.json'), JSON.stringify({filters}));
		return {HOME: home};
	}

	test('stands for what the console saved for that queue, by its name or URL, in scan, delete, move and redrive', async () => {
		const url = await mixed('named', 4);
		const environment = await savedIn(mkdtempSync(join(tmpdir(), 'sluice-named-')), {'queue named': {odd: 'bad'}});

		for (const queue of ['named', url]) {
			const scanned = await at.run(['scan', queue, '--filter', '@odd', '--yes'], {environment});
			expect(scanned.code).toBe(0);
			expect(jsonLines(scanned).flatMap(({body}) => body ?? [])).toEqual(['bad 1', 'bad 3']);
		}
		const deleted = await at.run(['delete', 'named', '--filter', '@odd !3', '--yes'], {environment});

		expect(last(deleted)['summary']).toContain('Deleted 1 message of named');
		expect(await counts(url)).toEqual({ready: 3, inFlight: 0});
	});

	test('of another queue, or that nobody saved, is a mistake with its column, and nothing is received', async () => {
		await mixed('unnamed', 2);
		const environment = await savedIn(mkdtempSync(join(tmpdir(), 'sluice-named-')), {'queue named': {odd: 'bad'}});

		const run = await at.run(['delete', 'unnamed', '--filter', 'good @odd', '--yes'], {environment});

		expect(run.code).toBe(2);
		expect(run.stderr).toMatch(/olumn 6/);
		expect(run.stderr).toContain('@odd');
	});
});

describe('sluice tasks', () => {
	test('lists the tasks of one dead-letter queue and of all, and cancels', async () => {
		const {dlqUrl} = await deadLetters('tasked', 20);
		const {arn} = await at.session.queues.attributes(dlqUrl);
		await at.session.queues.startMoveTask({sourceArn: arn, ratePerSecond: 1});

		const one = await at.run(['tasks', 'tasked-dlq']);
		const all = await at.run(['tasks', '--running']);
		const cancelled = await at.run(['tasks', 'tasked-dlq', '--cancel', '--yes']);

		expect(jsonLines(one)).toMatchObject([{queue: 'tasked-dlq', status: 'RUNNING', ratePerSecond: 1}]);
		expect(jsonLines(all).map(({queue}) => queue)).toContain('tasked-dlq');
		expect(cancelled.code).toBe(0);
		expect(last(cancelled)['summary']).toMatch(/^Cancelled the redrive of tasked-dlq/);
	});

	test('--cancel needs to know of which queue', async () => {
		expect((await at.run(['tasks', '--cancel'])).code).toBe(2);
	});
});

describe('sluice audit', () => {
	function anAudit(): {environment: Record<string, string>; path: string} {
		const home = mkdtempSync(join(tmpdir(), 'sluice-state-'));
		return {environment: {XDG_STATE_HOME: home}, path: join(home, 'sluice', 'audit.ndjson')};
	}

	test('each change leaves a line with who, what and how it ended, and no body', async () => {
		const {environment, path} = anAudit();
		await mixed('audited', 3);
		await at.queue('audited-aside');
		const secret = 'SECRET-BODY-1';
		await at.run(['send', 'audited', secret, '--attr', `kind=${secret}`, '--yes'], {environment});
		const moved = await at.run(['move', 'audited', '--to', 'audited-aside', '--filter', secret.toLowerCase(), '--yes'], {environment});
		await at.run(['purge', 'audited', '--yes'], {environment});
		await at.run(['purge', 'audited', '--yes'], {environment});

		const run = await at.run(['audit'], {environment});

		expect(run.code).toBe(0);
		const entries = jsonLines(run);
		expect(entries.map(({action, outcome}) => [action, outcome])).toEqual([
			['SendMessage', 'done'],
			['SendMessageBatch', 'done'],
			['DeleteMessageBatch', 'done'],
			['PurgeQueue', 'done'],
			['PurgeQueue', 'failed'],
		]);
		expect(entries[0]).toMatchObject({
			at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
			service: 'sqs',
			resource: expect.stringMatching(/\/audited$/),
			identity: {accountId: '000000000000'},
			context: {target: 'endpoint', region: 'us-east-1'},
			parameters: {bodyBytes: 13, attributeNames: ['kind']},
			messageIds: [expect.any(String)],
			requestId: expect.any(String),
		});
		const [event] = jsonLines(moved);
		expect(entries[1]?.['messageIds']).toEqual([event?.['newMessageId']]);
		expect(entries[2]?.['messageIds']).toEqual([event?.['messageId']]);
		expect(entries[4]).toMatchObject({code: 'AWS.SimpleQueueService.PurgeQueueInProgress'});
		expect(readFileSync(path, 'utf8')).not.toContain(secret);
		expect(statSync(path).mode & 0o777).toBe(0o600);
	});

	test('looks and refusals of the mode leave nothing', async () => {
		const {environment} = anAudit();
		await mixed('audited-looks', 1);
		await at.run(['peek', 'audited-looks'], {environment});
		await at.run(['purge', 'audited-looks', '--yes', '--mode', 'look'], {environment});

		expect(await at.run(['audit'], {environment})).toEqual({code: 0, stdout: '', stderr: ''});
	});

	test('--since and --max choose the newest; a line that is none is named', async () => {
		const {environment, path} = anAudit();
		await at.queue('audited-since');
		for (const body of ['a', 'b', 'c']) await at.run(['send', 'audited-since', body, '--yes'], {environment});
		const lines = readFileSync(path, 'utf8').split('\n').slice(0, 3);
		const old = lines[0]?.replace(/"at":"\d{4}/, '"at":"2020') ?? '';
		writeFileSync(path, `${old}\n{"cut off\n${lines[1]}\n${lines[2]}\n`);

		const since = await at.run(['audit', '--since', '1h'], {environment});
		const newest = await at.run(['audit', '--max', '1'], {environment});

		expect(since.code).toBe(4);
		expect(since.stderr).toBe(`${path}:2 cannot be read\n`);
		expect(jsonLines(since)).toHaveLength(2);
		expect(jsonLines(newest)).toHaveLength(1);
		expect((await at.run(['audit', '--since', 'soon'], {environment})).code).toBe(2);
	});

	test('what cannot be written is said once, after the work, which is done all the same', async () => {
		const file = join(mkdtempSync(join(tmpdir(), 'sluice-state-')), 'a-file');
		writeFileSync(file, '');
		const url = await at.queue('audited-full');

		const run = await at.run(['send', 'audited-full', '--lines', '--yes'], {
			environment: {XDG_STATE_HOME: file},
			input: Array.from({length: 30}, (_, index) => `${index}\n`).join(''),
		});

		expect(run.code).toBe(0);
		expect(run.stderr).toBe(
			`The audit log is not complete: ${join(file, 'sluice', 'audit.ndjson')} cannot be written: part of the path is no folder. What was done to AWS was done all the same.\n`,
		);
		expect(await counts(url)).toEqual({ready: 30, inFlight: 0});
	});
});
