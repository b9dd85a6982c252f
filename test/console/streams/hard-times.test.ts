import {gzipSync} from 'node:zlib';
import {PutRecordCommand, UpdateMaxRecordSizeCommand, DescribeStreamSummaryCommand} from '@aws-sdk/client-kinesis';
import {describe, expect, test} from 'vitest';
import {startTestConsole, type TestConsole} from '../../helpers/console.ts';
import {startRefusingProxy, type RefusingProxy} from '../../helpers/refusing-proxy.ts';
import {aStream} from '../../helpers/topic-and-stream.ts';

type Watched = {readonly app: TestConsole; readonly proxy: RefusingProxy; [Symbol.asyncDispose](): Promise<void>};

/** The tail of a stream of one shard, through a proxy that can refuse. */
async function tailing(options: {recordMebibytes?: number; columns?: number; rows?: number} = {}): Promise<Watched> {
	const {recordMebibytes, ...size} = options;
	let proxy: RefusingProxy | undefined;
	const app = await startTestConsole({
		...size,
		async prepare({kinesis, url}) {
			await aStream(kinesis, 'clicks', {shardCount: 1});
			if (recordMebibytes !== undefined) {
				const {StreamDescriptionSummary} = await kinesis.send(new DescribeStreamSummaryCommand({StreamName: 'clicks'}));
				const StreamARN = StreamDescriptionSummary?.StreamARN;
				await kinesis.send(new UpdateMaxRecordSizeCommand({StreamARN, MaxRecordSizeInKiB: recordMebibytes * 1024}));
			}
			proxy = await startRefusingProxy(url);
		},
		through: () => proxy?.url ?? '',
	});
	if (!proxy) throw new Error('not prepared');
	const started = proxy;
	await app.press('3', 'enter', 'tab');
	await pass(app, 2);
	return {
		app,
		proxy: started,
		async [Symbol.asyncDispose]() {
			await app.close();
			await started[Symbol.asyncDispose]();
		},
	};
}

async function pass(app: TestConsole, seconds: number): Promise<void> {
	for (let second = 0; second < seconds; second++) await app.advance(1000);
}

async function put(app: TestConsole, key: string, data: string | Uint8Array): Promise<void> {
	await app.engine.kinesis.send(new PutRecordCommand({StreamName: 'clicks', PartitionKey: key, Data: Buffer.from(data)}));
}

describe('what passes by itself', () => {
	test('a throttle is told while it lasts, counted, and nothing is missing after it', async () => {
		await using stage = await tailing();
		const {app, proxy} = stage;
		proxy.refuse('GetRecords', 'throttled');
		await app.waitFor('sharing: backed off on shard 0; goes on where it stopped.');

		await put(app, 'a', 'meanwhile');
		proxy.refuse('GetRecords', undefined);
		await app.waitFor('gap read: ');
		await app.waitFor(' meanwhile');

		expect(app.screen()).toMatch(/[1-9] throttled in 5 min/);
	});

	test('an iterator that is too old is renewed unseen: what came meanwhile is there', async () => {
		await using stage = await tailing();
		const {app} = stage;
		await put(app, 'a', 'before');
		await app.waitFor('6B before');

		// The laptop slept for ten minutes: its next look comes long after the iterator's end.
		await app.advance(600_000);
		await put(app, 'a', 'after');
		await app.waitFor('5B after');

		expect(app.row('6B before')).not.toBe('');
		expect(app.screen()).not.toContain('terator');
	});

	test('a tail on AWS that nobody looks at stops reading after ten minutes, and a key reads on where it stopped', async () => {
		await using app = await startTestConsole({
			context: {target: 'aws'},
			prepare: ({kinesis}) => aStream(kinesis, 'clicks', {shardCount: 1}),
		});
		await app.press('3', 'enter', 'tab');
		await put(app, 'a', 'before');
		await app.waitFor('6B before');
		const reads = (): number => app.session.calls().filter(({action}) => action === 'GetRecords').length;

		for (let minute = 0; minute < 14; minute++) await app.advance(60_000);
		expect(app.screen()).toMatch(/Asleep since 03:22:\d\dZ: no key for 10 min\. Any key reads on/);
		const readCount = reads();
		await put(app, 'a', 'meanwhile');
		await pass(app, 20);
		expect(reads()).toBe(readCount);

		await app.press('down');
		await app.waitFor('9B meanwhile');
		expect(app.screen()).toContain('Reading 1 shard');
	});

	test('a login that ends in the middle leaves what was read; once renewed it says what gap it read', async () => {
		await using stage = await tailing();
		const {app, proxy} = stage;
		await put(app, 'a', 'before');
		await app.waitFor('6B before');
		for (const action of ['GetRecords', 'GetCallerIdentity', 'DescribeStreamSummary', 'ListShards']) proxy.refuse(action, 'expired');
		await app.waitFor('LOGIN EXPIRED');
		expect(app.row('6B before')).not.toBe('');

		await put(app, 'a', 'meanwhile');
		for (const action of ['GetRecords', 'GetCallerIdentity', 'DescribeStreamSummary', 'ListShards']) proxy.refuse(action, undefined);
		await app.press('r');
		await app.waitFor('gap read: ');
		await app.waitFor(' meanwhile');

		expect(app.screen()).toContain('LIVE');
	});
});

describe('what a person types', () => {
	test('a wrong filter is explained under the field while typing, with its column; Enter keeps the one before', async () => {
		await using stage = await tailing();
		const {app} = stage;
		await put(app, 'a', '{"speed":90}');
		await put(app, 'b', '{"speed":10}');
		await app.waitFor('"speed":10');
		await app.press('/');
		await app.type('.speed > 80');
		await app.press('enter');
		await pass(app, 1);

		await app.press('/', 'ctrl-u');
		await app.type('.speed > ');
		expect(app.screen()).toMatch(/column \d+/);
		await app.press('enter');
		await pass(app, 1);

		expect(app.screen()).toContain('filter  .speed > 80');
		expect(app.row('"speed":10')).toBe('');
	});
});

describe('what producers put', () => {
	test('bytes that are nothing known are shown as such, in the row and opened', async () => {
		await using stage = await tailing();
		const {app} = stage;
		await put(
			app,
			'garbage',
			Uint8Array.from({length: 300}, (_, index) => ((index * 89) % 256) | 0x80),
		);
		await app.waitFor(' garbage ');

		expect(app.row('garbage')).toMatch(/garbage +300B [0-9a-f]{2} [0-9a-f]{2} /);
		await app.press('enter');

		expect(app.row('data  bytes')).toContain('300 B');
		expect(app.row(' 00000000')).not.toBe('');
	});

	test('a record of 10 MiB is shown by its beginning, in the row and opened', async () => {
		await using stage = await tailing({recordMebibytes: 10});
		const {app} = stage;
		await put(app, 'large', JSON.stringify({first: 1, pad: 'x'.repeat(10 * 1024 * 1024 - 100)}));
		await put(app, 'small', 'after it');
		await app.waitFor('after it');

		expect(app.row('large')).toContain('10.0M');
		expect(app.row('large')).toContain('{"first":1');
		expect(app.row('after it')).not.toBe('');
		await app.press('up', 'enter');
		expect(app.screen()).toContain('"first"');
		expect(app.row('data  JSON')).toContain('first 1 MiB shown');
	});

	test('a gzip bomb is unpacked up to a bound, and says so', async () => {
		await using stage = await tailing();
		const {app} = stage;
		await put(app, 'bomb', gzipSync(Buffer.alloc(20 * 1024 * 1024)));
		await app.waitFor(' bomb ');
		await app.press('enter');

		expect(app.screen()).toContain('The gzip data holds more than 8 MiB; it is shown as it came.');
	});
});
