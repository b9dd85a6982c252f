import {describe, expect, test} from 'vitest';
import {useEngine} from './on-engine.ts';
import {jsonLines} from './run-sluice.ts';

const at = useEngine();

async function put(stream: string, ...texts: readonly string[]): Promise<void> {
	for (const text of texts) await at.session.streams.put(stream, {partitionKey: text, data: Buffer.from(text)});
}

describe('sluice topics and publish', () => {
	test('list topics, and the subscriptions of one', async () => {
		const topic = await at.session.topics.create('listed-events', {});
		const queue = await at.session.queues.attributes(await at.queue('listener'));
		await at.session.topics.subscribe({
			topicArn: topic.arn,
			protocol: 'sqs',
			endpoint: queue.arn,
			attributes: {RawMessageDelivery: 'true', FilterPolicy: '{"type":["created"]}'},
		});

		expect(jsonLines(await at.run(['topics']))).toContainEqual(expect.objectContaining({name: 'listed-events', confirmedCount: 1}));
		expect(jsonLines(await at.run(['topics', 'listed-events']))).toMatchObject([
			{protocol: 'sqs', endpoint: queue.arn, isRaw: true, filterPolicy: '{"type":["created"]}'},
		]);
	});

	test('publish reaches the subscribed queue, with its attributes', async () => {
		const topic = await at.session.topics.create('published-events', {});
		const url = await at.queue('published-listener');
		const {arn} = await at.session.queues.attributes(url);
		await at.session.topics.subscribe({topicArn: topic.arn, protocol: 'sqs', endpoint: arn, attributes: {RawMessageDelivery: 'true'}});

		const run = await at.run(['publish', 'published-events', 'hello', '--attr', 'type=created', '--yes']);

		expect(run.code).toBe(0);
		expect(await at.session.queues.receive(url, {count: 1})).toMatchObject([
			{body: 'hello', attributes: {type: {dataType: 'String', stringValue: 'created'}}},
		]);
	});

	test('an unknown topic is an error with the nearest name', async () => {
		await at.session.topics.create('nearest-topic', {});

		const run = await at.run(['publish', 'nearest-topik', 'x', '--yes']);

		expect(run.code).toBe(1);
		expect(run.stderr).toContain('sluice: Topic "nearest-topik" does not exist in us-east-1.\n  Did you mean "nearest-topic"?');
	});

	test('publish without a terminal and without --yes is refused', async () => {
		await at.session.topics.create('unconfirmed', {});

		expect((await at.run(['publish', 'unconfirmed', 'x'])).code).toBe(3);
	});
});

describe('sluice streams, put and tail', () => {
	test('streams lists them with their shards', async () => {
		await at.stream('listed-clicks', 2);

		expect(jsonLines(await at.run(['streams', 'listed-']))).toMatchObject([{name: 'listed-clicks', status: 'ACTIVE', openShardCount: 2}]);
	});

	test('put and tail give back what was put, text as text and bytes as base64', async () => {
		await at.stream('put-clicks', 1);
		await at.run(['put', 'put-clicks', 'hello', '--key', 'visitor-7', '--yes']);
		await at.session.streams.put('put-clicks', {partitionKey: 'raw', data: Uint8Array.of(0xff, 0x00, 0x9b)});

		const run = await at.run(['tail', 'put-clicks', '--from', 'oldest', '--catch-up']);

		expect(run.stderr).toBe('');
		expect(run.code).toBe(0);
		expect(jsonLines(run)).toMatchObject([
			{shardId: 'shardId-000000000000', partitionKey: 'visitor-7', data: 'hello'},
			{partitionKey: 'raw', dataBase64: '/wCb'},
		]);
	});

	test('put without a key is a usage error', async () => {
		expect((await at.run(['put', 'any', 'x', '--yes'])).code).toBe(2);
	});

	test('put --lines puts each line', async () => {
		await at.stream('put-lines', 1);

		const run = await at.run(['put', 'put-lines', '--key', 'k', '--lines', '--yes'], {input: 'a\nb\nc\n'});

		expect(jsonLines(run)).toMatchObject([{summary: 'Put 3 records to put-lines.'}]);
	});

	test('tail filters by text, and ends after --limit records', async () => {
		await at.stream('tail-filter', 1);
		await put('tail-filter', 'apple', 'Apple pie', 'pear', 'apple tart');

		const filtered = await at.run(['tail', 'tail-filter', '--from', 'oldest', '--filter', 'apple', '--catch-up']);
		const first = await at.run(['tail', 'tail-filter', '--from', 'oldest', '--filter', 'apple', '--limit', '1']);

		expect(jsonLines(filtered).map(record => record['data'])).toEqual(['apple', 'Apple pie', 'apple tart']);
		expect(jsonLines(first).map(record => record['data'])).toEqual(['apple']);
	});

	test('tail goes on in the children of a shard that was split, in order for each key', async () => {
		await at.stream('tail-split', 1);
		await put('tail-split', 'before');
		await at.run(['split', 'tail-split', '0', '--yes']);
		await put('tail-split', 'after-1', 'after-2', 'after-3');

		const run = await at.run(['tail', 'tail-split', '--from', 'oldest', '--catch-up']);

		const data = jsonLines(run).map(record => String(record['data']));
		expect(data[0]).toBe('before');
		expect(data.toSorted((a, b) => a.localeCompare(b))).toEqual(['after-1', 'after-2', 'after-3', 'before']);
		expect(run.stderr).toContain('Shard 0 was read to its end; going on with 2 shards 1 and 2.');
	});

	test('Ctrl-C ends a tail with exit code 0', async () => {
		await at.stream('tail-interrupted', 1);
		await put('tail-interrupted', 'one');

		const run = await at.run(['tail', 'tail-interrupted', '--from', 'oldest'], {onFirstLine: (_, child) => child.kill('SIGINT')});

		expect(run.code).toBe(0);
		expect(run.stderr).toBe('');
	});

	test('a reader that goes away ends a tail, without a complaint', async () => {
		await at.stream('tail-pipe', 1);
		const big = 'x'.repeat(100_000);
		for (let index = 0; index < 20; index++) await at.session.streams.put('tail-pipe', {partitionKey: 'k', data: Buffer.from(big)});

		const run = await at.run(['tail', 'tail-pipe', '--from', 'oldest'], {onFirstLine: (_, child) => child.stdout?.destroy()});

		expect(run.code).toBe(0);
		expect(run.stderr).toBe('');
	});

	test('a place to start that is none is a usage error', async () => {
		await at.stream('tail-place', 1);

		const run = await at.run(['tail', 'tail-place', '--from', 'lastest']);

		expect(run.code).toBe(2);
		expect(run.stderr).toBe('sluice: "lastest" is no place to start from.\n  Did you mean latest?\n');
	});
});

describe('sluice shards, split and merge', () => {
	test('split in the middle, then merge the halves', async () => {
		await at.stream('resharded', 1);

		const split = await at.run(['split', 'resharded', '0', '--yes']);
		const afterSplit = jsonLines(await at.run(['shards', 'resharded', '--open']));
		const merge = await at.run(['merge', 'resharded', '2', '1', '--yes']);
		const afterMerge = jsonLines(await at.run(['shards', 'resharded']));

		expect(split.code).toBe(0);
		expect(afterSplit).toMatchObject([
			{id: 'shardId-000000000001', share: 0.5, hashKeyStart: '0', nextId: 'shardId-000000000002'},
			{id: 'shardId-000000000002', share: 0.5, hashKeyEnd: '340282366920938463463374607431768211455'},
		]);
		expect(merge.code).toBe(0);
		expect(afterMerge.map(shard => shard['isOpen'])).toEqual([true, false, false, false]);
	});

	test('--at splits at that hash key, and --dry-run splits nothing', async () => {
		await at.stream('split-at', 1);

		const dryRun = await at.run(['split', 'split-at', '0', '--at', '1000', '--dry-run']);

		expect(dryRun.code).toBe(0);
		expect(jsonLines(dryRun)).toMatchObject([{operation: 'split', command: 'sluice split split-at 0 --at 1000'}]);
		expect(jsonLines(await at.run(['shards', 'split-at']))).toHaveLength(1);
	});

	test.each(['-1', 'middle', '1e3', ''])('the hash key "%s" is a usage error', async key => {
		expect((await at.run(['split', 'any', '0', `--at=${key}`, '--yes'])).code).toBe(2);
	});

	test('shards that are no neighbours are not merged', async () => {
		await at.stream('merge-far', 3);

		const run = await at.run(['merge', 'merge-far', '0', '2', '--yes']);

		expect(run.code).toBe(1);
		expect(run.stderr).toContain('sluice: Shards 0 and 2 of merge-far are no neighbours');
	});
});

describe('the console without a terminal', () => {
	test('prints one plain frame and exits 0', async () => {
		await at.queue('framed-orders');

		const run = await at.run([]);

		expect(run.code).toBe(0);
		expect(run.stdout).toContain('framed-orders');
		expect(run.stdout).not.toContain('\u001b');
	});
});
