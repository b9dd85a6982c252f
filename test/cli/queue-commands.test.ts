import {describe, expect, test} from 'vitest';
import {useEngine} from './on-engine.ts';
import {jsonLines} from './run-sluice.ts';

const at = useEngine();

async function readyCount(url: string): Promise<number> {
	return (await at.session.queues.attributes(url)).readyCount;
}

/** A queue whose messages have all gone to its dead-letter queue. */
async function deadLetters(name: string, count: number): Promise<{url: string; dlqUrl: string}> {
	const dlqUrl = await at.queue(`${name}-dlq`);
	const {arn} = await at.session.queues.attributes(dlqUrl);
	const url = await at.queue(name, {RedrivePolicy: JSON.stringify({deadLetterTargetArn: arn, maxReceiveCount: 1})});
	for (let index = 0; index < count; index++) await at.session.queues.send(url, {body: `failed ${index}`});
	while ((await at.session.queues.receive(url, {count: 10, visibilityTimeoutSeconds: 0})).length > 0);
	expect(await readyCount(dlqUrl)).toBe(count);
	return {url, dlqUrl};
}

describe('sluice queues', () => {
	test('lists queues as JSON lines when its output is no terminal', async () => {
		const url = await at.queue('listed-orders');
		await at.session.queues.send(url, {body: 'x'});

		const run = await at.run(['queues', 'listed-']);

		expect(run.code).toBe(0);
		expect(jsonLines(run)).toMatchObject([{name: 'listed-orders', readyCount: 1, isFifo: false, visibilityTimeoutSeconds: 30}]);
	});

	test('prints nothing, and has done its work, when there are none', async () => {
		expect(await at.run(['queues', 'no-such-name'])).toEqual({code: 0, stdout: '', stderr: ''});
	});
});

describe('sluice peek', () => {
	test('shows messages and gives them back, counted once', async () => {
		const url = await at.queue('peeked');
		await at.session.queues.send(url, {body: 'hello', attributes: {kind: {dataType: 'String', stringValue: 'greeting'}}});

		const run = await at.run(['peek', 'peeked']);

		expect(run.code).toBe(0);
		expect(jsonLines(run)).toMatchObject([
			{body: 'hello', receiveCount: 1, attributes: {kind: {dataType: 'String', stringValue: 'greeting'}}},
		]);
		expect((await at.session.queues.receive(url, {count: 1}))[0]?.receiveCount).toBe(2);
	});

	test('writes no control character of a body to its output', async () => {
		const url = await at.queue('peeked-hostile');
		const body = 'total \u009b2J\u009b31mPAID\u202e';
		await at.session.queues.send(url, {body});

		const run = await at.run(['peek', 'peeked-hostile']);

		expect(run.stdout).not.toMatch(/[\u0080-\u009f\u202e]/);
		expect(jsonLines(run)[0]?.['body']).toBe(body);
	});

	test('says how an unknown queue may have been meant, and exits 1', async () => {
		await at.queue('similar-name');

		const run = await at.run(['peek', 'similar-nmae']);

		expect(run.code).toBe(1);
		expect(run.stderr).toMatch(
			/^sluice: Queue "similar-nmae" does not exist in us-east-1, or is hidden from you\.\n {2}Did you mean "similar-name"\?/,
		);
		expect(run.stdout).toBe('');
	});

	test('is refused in READ-ONLY, with exit code 3, and nothing is received', async () => {
		const url = await at.queue('peeked-read-only');
		await at.session.queues.send(url, {body: 'x'});

		const run = await at.run(['peek', 'peeked-read-only', '--read-only']);

		expect(run.code).toBe(3);
		expect(run.stderr).toContain('the mode is READ-ONLY');
		expect((await at.session.queues.receive(url, {count: 1}))[0]?.receiveCount).toBe(1);
	});

	test('--look shows messages in READ-ONLY, without receiving them', async () => {
		const url = await at.queue('looked');
		await at.session.queues.send(url, {body: 'x'});

		const run = await at.run(['peek', 'looked', '--look', '--read-only']);

		expect(run.code).toBe(0);
		expect(jsonLines(run)).toMatchObject([{body: 'x', receiveCount: 0, where: 'ready'}]);
		expect((await at.session.queues.receive(url, {count: 1}))[0]?.receiveCount).toBe(1);
	});

	test('--look holds nothing, so --keep with it is refused', async () => {
		await at.queue('looked-kept');

		const run = await at.run(['peek', 'looked-kept', '--look', '--keep']);

		expect(run.code).toBe(2);
		expect(run.stderr).toContain('--look holds nothing: leave out --keep and --visibility.');
	});

	test('is allowed in LOOK', async () => {
		await at.queue('peeked-look');

		expect((await at.run(['peek', 'peeked-look', '--mode', 'look', '--visibility', '0'])).code).toBe(0);
	});

	test('--dry-run says what would happen and receives nothing', async () => {
		const url = await at.queue('peeked-dry');
		await at.session.queues.send(url, {body: 'x'});

		const run = await at.run(['peek', 'peeked-dry', '--dry-run']);

		expect(run.code).toBe(0);
		expect(jsonLines(run)).toMatchObject([{operation: 'peek', level: 'cost', isDryRun: true}]);
		expect((await at.session.queues.receive(url, {count: 1}))[0]?.receiveCount).toBe(1);
	});
});

describe('sluice purge', () => {
	test('without --yes and without a terminal it refuses, exits 3 and deletes nothing', async () => {
		const url = await at.queue('purge-asked');
		await at.session.queues.send(url, {body: 'x'});

		const run = await at.run(['purge', 'purge-asked']);

		expect(run.code).toBe(3);
		expect(run.stderr).toBe(
			'sluice: Purge purge-asked was not confirmed, and there is no terminal to ask on.\n  See what would happen: --dry-run\n  Do it without a question: sluice purge purge-asked --yes\n',
		);
		expect(await readyCount(url)).toBe(1);
	});

	test('--dry-run prints the plan and deletes nothing, in LOOK too', async () => {
		const url = await at.queue('purge-dry');
		await at.session.queues.send(url, {body: 'x'});

		const run = await at.run(['purge', 'purge-dry', '--dry-run', '--mode', 'look', '--yes']);

		expect(run.code).toBe(0);
		expect(jsonLines(run)).toMatchObject([
			{operation: 'purge', level: 'whole', counts: {ready: 1}, command: 'sluice purge purge-dry', isDryRun: true},
		]);
		expect(await readyCount(url)).toBe(1);
	});

	test('--yes deletes', async () => {
		const url = await at.queue('purge-yes');
		await at.session.queues.send(url, {body: 'x'});

		const run = await at.run(['purge', 'purge-yes', '--yes']);

		expect(run.stderr).toBe('');
		expect(run.code).toBe(0);
		expect(jsonLines(run)).toMatchObject([
			{operation: 'purge', subject: 'purge-yes', summary: 'Purged purge-yes; about 1 message is gone.'},
		]);
		expect(await readyCount(url)).toBe(0);
	});

	test('is refused in LOOK, --yes or not', async () => {
		const url = await at.queue('purge-look');
		await at.session.queues.send(url, {body: 'x'});

		const run = await at.run(['purge', 'purge-look', '--yes', '--mode', 'look']);

		expect(run.code).toBe(3);
		expect(run.stderr).toContain('sluice: Purge purge-look is not allowed; the mode is LOOK.');
		expect(await readyCount(url)).toBe(1);
	});

	test('twice within a minute fails as AWS has it, with exit code 1', async () => {
		await at.queue('purge-twice');
		await at.run(['purge', 'purge-twice', '--yes']);

		const run = await at.run(['purge', 'purge-twice', '--yes']);

		expect(run.code).toBe(1);
		expect(run.stderr).toMatch(/^sluice: .*60 seconds/);
	});
});

describe('sluice send', () => {
	test('sends the word, with attributes, delay and all', async () => {
		const url = await at.queue('sent');

		const run = await at.run(['send', 'sent', '{"a":1}', '--attr', 'kind=test', '--attr', 'total:Number=12', '--yes']);

		expect(run.code).toBe(0);
		const [message] = await at.session.queues.receive(url, {count: 1});
		expect(message).toMatchObject({
			body: '{"a":1}',
			attributes: {kind: {dataType: 'String', stringValue: 'test'}, total: {dataType: 'Number', stringValue: '12'}},
		});
		expect(jsonLines(run)[0]).toMatchObject({messageId: message?.messageId});
	});

	test('takes the body by a flag, whatever it looks like, but not twice', async () => {
		const url = await at.queue('sent-by-flag');

		expect((await at.run(['send', 'sent-by-flag', '--body=--yes', '--yes'])).code).toBe(0);
		expect((await at.session.queues.receive(url, {count: 1}))[0]?.body).toBe('--yes');
		expect((await at.run(['send', 'sent-by-flag', 'word', '--body', 'flag', '--yes'])).code).toBe(2);
	});

	test('sends standard input, byte for byte', async () => {
		const url = await at.queue('sent-input');
		const input = ' two\nlines, "quotes" and ü \n';

		const run = await at.run(['send', 'sent-input', '--yes'], {input});

		expect(run.code).toBe(0);
		expect((await at.session.queues.receive(url, {count: 1}))[0]?.body).toBe(input);
	});

	test('--lines sends each line', async () => {
		const url = await at.queue('sent-lines');
		const input = Array.from({length: 23}, (_, index) => `line ${index}\n`).join('');

		const run = await at.run(['send', 'sent-lines', '--lines', '--yes'], {input});

		expect(run.stderr).toBe('');
		expect(run.code).toBe(0);
		expect(jsonLines(run)).toMatchObject([{summary: 'Sent 23 messages to sent-lines.'}]);
		expect(await readyCount(url)).toBe(23);
	});

	test('--lines exits 4 when AWS refused some, and names them', async () => {
		const url = await at.queue('sent-partly');

		const run = await at.run(['send', 'sent-partly', '--lines', '--yes'], {input: 'good\nbad \uffff\ngood\n'});

		expect(run.code).toBe(4);
		expect(run.stderr).toMatch(/^Line 2 was refused: InvalidMessageContents/);
		expect(await readyCount(url)).toBe(2);
	});

	test('without a group ID a FIFO queue is a usage error', async () => {
		await at.queue('sent.fifo', {FifoQueue: 'true', ContentBasedDeduplication: 'true'});

		expect((await at.run(['send', 'sent.fifo', 'x', '--yes'])).code).toBe(2);
		expect((await at.run(['send', 'sent.fifo', 'x', '--group', 'g', '--yes'])).code).toBe(0);
	});

	test.each(['kind', 'kind:Boolean=true', '=x'])('the attribute %s is a usage error', async word => {
		expect((await at.run(['send', 'sent', 'x', '--attr', word, '--yes'])).code).toBe(2);
	});
});

describe('sluice redrive', () => {
	test('moves the messages back and follows the task to its end', async () => {
		const {url, dlqUrl} = await deadLetters('redriven', 3);

		const run = await at.run(['redrive', 'redriven-dlq', '--yes']);

		expect(run.stderr).toBe('');
		expect(run.code).toBe(0);
		expect(jsonLines(run).at(-1)).toMatchObject({queue: 'redriven-dlq', status: 'COMPLETED', movedCount: 3});
		expect(await readyCount(url)).toBe(3);
		expect(await readyCount(dlqUrl)).toBe(0);
	});

	test('--to moves them to another queue', async () => {
		await deadLetters('redriven-to', 2);
		const asideUrl = await at.queue('redriven-aside');

		const run = await at.run(['redrive', 'redriven-to-dlq', '--to', 'redriven-aside', '--yes']);

		expect(run.code).toBe(0);
		expect(await readyCount(asideUrl)).toBe(2);
	});

	test('a queue that is nobody’s dead-letter queue fails with a next step', async () => {
		await at.queue('not-a-dlq');

		const run = await at.run(['redrive', 'not-a-dlq', '--yes']);

		expect(run.code).toBe(1);
		expect(run.stderr).toContain('sluice: not-a-dlq is the dead-letter queue of no queue');
	});

	test('--cancel without a running task fails', async () => {
		await deadLetters('not-running', 1);

		const run = await at.run(['redrive', 'not-running-dlq', '--cancel', '--yes']);

		expect(run.code).toBe(1);
		expect(run.stderr).toContain('sluice: No message move task is running from not-running-dlq.');
	});

	test('--watch and --cancel together are a usage error', async () => {
		expect((await at.run(['redrive', 'x', '--watch', '--cancel'])).code).toBe(2);
	});
});
