import {createServer} from 'node:net';
import type {AddressInfo} from 'node:net';
import {describe, expect, test, vi} from 'vitest';
import type {Session} from '../../source/aws/session.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {startTestEngine} from '../helpers/engine.ts';
import {openTestSession, sentActions} from './test-session.ts';

const startMs = Date.UTC(2026, 10, 25, 3, 12, 4);

async function drain<Item>(pages: AsyncIterable<readonly Item[]>): Promise<Item[][]> {
	const found: Item[][] = [];
	for await (const page of pages) found.push([...page]);
	return found;
}

describe('queues', () => {
	test('attributes come with units, and the redrive policy as numbers', async () => {
		const clock = createManualClock(startMs);
		await using engine = await startTestEngine({clock});
		await using session = openTestSession(engine.url, {clock});
		const dlq = await session.queues.attributes((await session.queues.create('orders-dlq.fifo', {FifoQueue: 'true'})).url);
		const {url} = await session.queues.create('orders.fifo', {
			FifoQueue: 'true',
			ContentBasedDeduplication: 'true',
			VisibilityTimeout: '45',
			MessageRetentionPeriod: '3600',
			DelaySeconds: '5',
			MaximumMessageSize: '2048',
			ReceiveMessageWaitTimeSeconds: '20',
			RedrivePolicy: JSON.stringify({deadLetterTargetArn: dlq.arn, maxReceiveCount: '5'}),
		});

		const queue = await session.queues.attributes(url);

		expect(queue).toMatchObject({
			name: 'orders.fifo',
			arn: 'arn:aws:sqs:us-east-1:000000000000:orders.fifo',
			isFifo: true,
			readyCount: 0,
			visibilityTimeoutSeconds: 45,
			retentionSeconds: 3600,
			delaySeconds: 5,
			messageBytesMax: 2048,
			waitTimeSeconds: 20,
			redrivePolicy: {deadLetterQueueArn: dlq.arn, maxReceiveCount: 5},
			hasContentBasedDeduplication: true,
			hasManagedEncryption: true,
			createdAtMs: startMs,
		});
		expect(queue.raw['VisibilityTimeout']).toBe('45');
		expect(await session.queues.deadLetterSources(dlq.url)).toEqual([{name: 'orders.fifo', url}]);
	});

	test('a list goes on where a page ends', async () => {
		const clock = createManualClock(startMs);
		await using engine = await startTestEngine({clock});
		await using session = openTestSession(engine.url, {clock});
		const names = Array.from({length: 1001}, (_, index) => `q-${String(index).padStart(4, '0')}`);
		for (let start = 0; start < names.length; start += 100)
			await Promise.all(names.slice(start, start + 100).map(name => session.queues.create(name, {})));

		const pages = await drain(session.queues.list());

		expect(pages.map(page => page.length)).toEqual([1000, 1]);
		expect(pages.flat().map(({name}) => name)).toEqual(names);
		expect(await drain(session.queues.list({prefix: 'q-100'}))).toEqual([[expect.objectContaining({name: 'q-1000'})]]);
	});

	test('a message comes back as it was sent, with times in milliseconds', async () => {
		const clock = createManualClock(startMs);
		await using engine = await startTestEngine({clock});
		await using session = openTestSession(engine.url, {clock});
		const {url} = await session.queues.create('orders', {});
		const attributes = {
			total: {dataType: 'Number.eur', stringValue: '12.50'},
			blob: {dataType: 'Binary', binaryValue: Uint8Array.of(0, 255)},
		};
		const {messageId} = await session.queues.send(url, {body: 'grüße 🙂', attributes, groupId: 'a'});
		clock.advance(1500);

		const [message] = await session.queues.receive(url, {count: 10, visibilityTimeoutSeconds: 30});

		expect(message).toMatchObject({
			messageId,
			body: 'grüße 🙂',
			bodyBytes: 12,
			sentAtMs: startMs,
			firstReceivedAtMs: startMs + 1500,
			receiveCount: 1,
			groupId: 'a',
		});
		expect(message?.attributes['total']).toEqual(attributes.total);
		expect([...(message?.attributes['blob']?.binaryValue ?? [])]).toEqual([0, 255]);
		expect(message).not.toHaveProperty('deduplicationId');
	});

	test('batches of more than ten are cut, and refused entries come with their handles', async () => {
		const clock = createManualClock(startMs);
		await using engine = await startTestEngine({clock});
		await using session = openTestSession(engine.url, {clock});
		const {url} = await session.queues.create('orders', {});
		await session.queues.sendBatch(
			url,
			Array.from({length: 10}, (_, index) => ({body: String(index)})),
		);
		await session.queues.send(url, {body: 'last'});
		const received = [...(await session.queues.receive(url, {count: 10})), ...(await session.queues.receive(url, {count: 10}))];

		const failed = await session.queues.deleteMessages(url, [...received.map(({receiptHandle}) => receiptHandle), 'garbage']);

		expect(received).toHaveLength(11);
		expect(sentActions(session).filter(action => action === 'DeleteMessageBatch')).toHaveLength(2);
		expect(failed).toEqual([expect.objectContaining({receiptHandle: 'garbage', code: 'ReceiptHandleIsInvalid', isSenderFault: true})]);
	});

	test('a batch that is partly refused tells which', async () => {
		const clock = createManualClock(startMs);
		await using engine = await startTestEngine({clock});
		await using session = openTestSession(engine.url, {clock});
		const {url} = await session.queues.create('orders', {MaximumMessageSize: '1024'});

		const {failed, sent} = await session.queues.sendBatch(url, [{body: 'a'}, {body: 'x'.repeat(1025)}, {body: 'b'}]);

		expect(sent.map(({index}) => index)).toEqual([0, 2]);
		expect(failed).toMatchObject([{index: 1, code: 'InvalidParameterValue', isSenderFault: true}]);
	});

	test('calls go to the session’s endpoint, whatever host a queue URL names', async () => {
		const clock = createManualClock(startMs);
		await using engine = await startTestEngine({clock});
		await using session = openTestSession(engine.url, {clock});
		await session.queues.create('orders', {});

		const queue = await session.queues.attributes('https://sqs.eu-west-1.amazonaws.com/000000000000/orders');

		expect(queue.arn).toBe('arn:aws:sqs:us-east-1:000000000000:orders');
	});

	test('an unknown queue is named', async () => {
		await using engine = await startTestEngine();
		await using session = openTestSession(engine.url, {clock: createManualClock()});

		await expect(session.queues.find('ordrs')).rejects.toMatchObject({
			code: 'queue-not-found',
			message: 'Queue "ordrs" does not exist in us-east-1, or is hidden from you.',
			call: {service: 'sqs', action: 'GetQueueUrl', awsCode: 'AWS.SimpleQueueService.NonExistentQueue'},
		});
	});
});

describe('topics', () => {
	test('a topic is listed, described, subscribed to and published to', async () => {
		const clock = createManualClock(startMs);
		await using engine = await startTestEngine({clock});
		await using session = openTestSession(engine.url, {clock});
		const queue = await session.queues.attributes((await session.queues.create('orders', {})).url);
		const topic = await session.topics.create('order-events', {DisplayName: 'Orders'});
		const {arn} = await session.topics.subscribe({
			topicArn: topic.arn,
			protocol: 'sqs',
			endpoint: queue.arn,
			attributes: {RawMessageDelivery: 'true', FilterPolicy: '{"kind":["new"]}'},
		});

		const {messageId} = await session.topics.publish(topic.arn, {
			message: 'hi',
			attributes: {kind: {dataType: 'String', stringValue: 'new'}},
		});

		expect(await drain(session.topics.list())).toEqual([[topic]]);
		expect(await session.topics.attributes(topic.arn)).toMatchObject({
			displayName: 'Orders',
			confirmedCount: 1,
			pendingCount: 0,
			isFifo: false,
		});
		expect(await drain(session.topics.subscriptions(topic.arn))).toEqual([
			[{arn, topicArn: topic.arn, protocol: 'sqs', endpoint: queue.arn, owner: '000000000000'}],
		]);
		expect(await session.topics.subscriptionAttributes(arn)).toMatchObject({isRaw: true, filterPolicy: '{"kind":["new"]}'});
		expect(messageId).not.toBe('');
		expect(await session.queues.receive(queue.url, {count: 10, waitSeconds: 1})).toMatchObject([{body: 'hi'}]);
	});
});

describe('streams', () => {
	test('shards come with hash keys as big numbers', async () => {
		const clock = createManualClock(startMs);
		await using engine = await startTestEngine({clock, kinesisDelayMs: 0});
		await using session = openTestSession(engine.url, {clock});
		await session.streams.create({name: 'clicks', shardCount: 2});
		clock.advance(1);

		expect(await drain(session.streams.list())).toEqual([
			[{name: 'clicks', arn: expect.stringContaining(':stream/clicks'), status: 'ACTIVE'}],
		]);
		expect(await session.streams.summary('clicks')).toMatchObject({
			mode: 'PROVISIONED',
			openShardCount: 2,
			retentionHours: 24,
			recordBytesMax: 1_048_576,
		});
		expect(await session.streams.shards('clicks')).toMatchObject([
			{id: 'shardId-000000000000', hashKeyStart: 0n, hashKeyEnd: 2n ** 127n - 1n},
			{id: 'shardId-000000000001', hashKeyStart: 2n ** 127n, hashKeyEnd: 2n ** 128n - 1n},
		]);
	});

	test('bytes that are no text come back unchanged, with their arrival in milliseconds', async () => {
		const clock = createManualClock(startMs + 7);
		await using engine = await startTestEngine({clock, kinesisDelayMs: 0});
		await using session = openTestSession(engine.url, {clock});
		await session.streams.create({name: 'clicks', shardCount: 1});
		clock.advance(1);
		const {sequenceNumber, shardId} = await session.streams.put('clicks', {partitionKey: 'truck_17', data: Uint8Array.of(0, 255, 27)});

		const iterator = await session.streams.iterator({name: 'clicks', shardId, position: {type: 'oldest'}});
		const page = await session.streams.records(iterator);

		expect(page).toMatchObject({
			records: [{sequenceNumber, partitionKey: 'truck_17', arrivedAtMs: startMs + 8}],
			millisBehindLatest: 0,
			childShardIds: [],
		});
		expect([...(page.records[0]?.data ?? [])]).toEqual([0, 255, 27]);
		expect(page.nextIterator).toBeTypeOf('string');
	});
});

describe('modes, at every call of the gateway', () => {
	const arn = 'arn:aws:sqs:us-east-1:000000000000:q';
	const topicArn = 'arn:aws:sns:us-east-1:000000000000:t';
	const streamArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/s';
	const record = {partitionKey: 'k', data: new Uint8Array()};
	const calls: Readonly<Record<'read' | 'receive' | 'change', Readonly<Record<string, (session: Session) => Promise<unknown>>>>> = {
		read: {
			identity: session => session.identity(),
			'queues.list': session => drain(session.queues.list()),
			'queues.find': session => session.queues.find('q'),
			'queues.attributes': session => session.queues.attributes('u'),
			'queues.deadLetterSources': session => session.queues.deadLetterSources('u'),
			'queues.moveTasks': session => session.queues.moveTasks(arn),
			'queues.tags': session => session.queues.tags('u'),
			'topics.list': session => drain(session.topics.list()),
			'topics.attributes': session => session.topics.attributes(topicArn),
			'topics.allSubscriptions': session => drain(session.topics.allSubscriptions()),
			'topics.subscriptions': session => drain(session.topics.subscriptions(topicArn)),
			'topics.subscriptionAttributes': session => session.topics.subscriptionAttributes(`${topicArn}:1`),
			'streams.list': session => drain(session.streams.list()),
			'streams.summary': session => session.streams.summary('s'),
			'streams.shards': session => session.streams.shards('s'),
			'streams.iterator': session => session.streams.iterator({name: 's', shardId: '0', position: {type: 'latest'}}),
			'streams.records': session => session.streams.records('i'),
			'streams.consumers': session => session.streams.consumers({arn: streamArn, name: 's'}),
			'streams.consumer': session => session.streams.consumer(`${streamArn}/consumer/c:1`),
			'streams.tags': session => session.streams.tags('s'),
		},
		receive: {
			'queues.receive': session => session.queues.receive('u', {count: 1}),
			'queues.changeVisibility': session => session.queues.changeVisibility('u', ['h'], {timeoutSeconds: 0}),
		},
		change: {
			'queues.create': session => session.queues.create('q', {}),
			'queues.delete': session => session.queues.delete('u'),
			'queues.setAttributes': session => session.queues.setAttributes('u', {}),
			'queues.tag': session => session.queues.tag('u', {team: 'pay'}),
			'queues.untag': session => session.queues.untag('u', ['team']),
			'queues.deleteMessages': session => session.queues.deleteMessages('u', ['h']),
			'queues.send': session => session.queues.send('u', {body: 'b'}),
			'queues.sendBatch': session => session.queues.sendBatch('u', [{body: 'b'}]),
			'queues.purge': session => session.queues.purge('u'),
			'queues.startMoveTask': session => session.queues.startMoveTask({sourceArn: arn}),
			'queues.cancelMoveTask': session => session.queues.cancelMoveTask('h'),
			'topics.create': session => session.topics.create('t', {}),
			'topics.subscribe': session => session.topics.subscribe({topicArn, protocol: 'sqs', endpoint: arn}),
			'topics.publish': session => session.topics.publish(topicArn, {message: 'm'}),
			'streams.create': session => session.streams.create({name: 's', shardCount: 1}),
			'streams.put': session => session.streams.put('s', record),
			'streams.putBatch': session => session.streams.putBatch('s', [record]),
			'streams.split': session => session.streams.split({name: 's', shardId: '0', newStartingHashKey: 1n}),
			'streams.merge': session => session.streams.merge({name: 's', shardId: '0', adjacentShardId: '1'}),
			'streams.delete': session => session.streams.delete({name: 's', hasConsumers: false}),
			'streams.reshard': session => session.streams.reshard({name: 's', shardCount: 2}),
			'streams.register': session => session.streams.register({streamArn, name: 'c'}),
			'streams.deregister': session => session.streams.deregister({arn: `${streamArn}/consumer/c:1`, name: 'c'}),
			'streams.subscribe': session =>
				session.streams.subscribe({consumerArn: `${streamArn}/consumer/c:1`, shardId: '0', stream: 's', position: {type: 'latest'}}),
			'streams.setRetention': session => session.streams.setRetention({name: 's', hours: 48, direction: 'longer'}),
			'streams.setMode': session => session.streams.setMode({name: 's', arn: streamArn, mode: 'ON_DEMAND'}),
			'streams.startEncryption': session => session.streams.startEncryption({name: 's', keyId: 'alias/aws/kinesis'}),
			'streams.stopEncryption': session => session.streams.stopEncryption({name: 's', keyId: 'alias/aws/kinesis'}),
			'streams.startShardMetrics': session => session.streams.startShardMetrics({name: 's', metrics: ['ALL']}),
			'streams.stopShardMetrics': session => session.streams.stopShardMetrics({name: 's', metrics: ['ALL']}),
			'streams.setRecordSizeMax': session => session.streams.setRecordSizeMax({name: 's', arn: streamArn, kibibytes: 2048}),
			'streams.setWarmThroughput': session => session.streams.setWarmThroughput({name: 's', mebibytesPerSecond: 10}),
			'streams.addTags': session => session.streams.addTags({name: 's', tags: {team: 'pay'}}),
			'streams.removeTags': session => session.streams.removeTags({name: 's', keys: ['team']}),
		},
	};

	/** A port that counts who comes, and hangs up. */
	async function startCounter() {
		let connectionCount = 0;
		const server = createServer(socket => {
			connectionCount++;
			socket.destroy();
		});
		await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
		return {
			url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
			connectionCount: () => connectionCount,
			[Symbol.asyncDispose]: () => new Promise<void>(resolve => server.close(() => resolve())),
		};
	}

	test('the table names every call that the gateways have', async () => {
		await using session = openTestSession('http://127.0.0.1:1', {clock: createManualClock()});

		const named = Object.values(calls).flatMap(each => Object.keys(each));
		const existing = (['queues', 'topics', 'streams'] as const).flatMap(noun => Object.keys(session[noun]).map(name => `${noun}.${name}`));
		expect(named.toSorted()).toEqual(['identity', ...existing].toSorted());
	});

	/** What each call came to: `ok`, or its error's code. */
	async function outcomes(
		session: Session,
		tried: Readonly<Record<string, (session: Session) => Promise<unknown>>>,
	): Promise<Record<string, string>> {
		const found: Record<string, string> = {};
		for (const [name, call] of Object.entries(tried))
			found[name] = await call(session).then(
				() => 'ok',
				(error: unknown) => (error instanceof SluiceError ? error.code : String(error)),
			);
		return found;
	}

	test.each([
		['READ-ONLY', {...calls.receive, ...calls.change}],
		['LOOK', calls.change],
	] as const)('%s refuses these, and no connection is made', async (mode, refused) => {
		await using counter = await startCounter();
		await using session = openTestSession(counter.url, {clock: createManualClock(), mode});

		const found = await outcomes(session, refused);

		expect(found).toEqual(Object.fromEntries(Object.keys(refused).map(name => [name, 'refused-by-mode'])));
		expect(counter.connectionCount()).toBe(0);
		expect(session.callCount()).toBe(0);
	});

	test.each([
		['READ-ONLY', calls.read],
		['LOOK', calls.receive],
	] as const)('%s lets these through', async (mode, allowed) => {
		await using engine = await startTestEngine();
		await using session = openTestSession(engine.url, {clock: createManualClock(), mode});

		const found = await outcomes(session, allowed);

		expect(Object.values(found)).not.toContain('refused-by-mode');
		expect(session.callCount()).toBe(Object.keys(allowed).length);
	});
});

test('nothing reaches stderr or the console, whatever fails', async () => {
	const written = [
		vi.spyOn(process.stderr, 'write'),
		vi.spyOn(console, 'warn'),
		vi.spyOn(console, 'error'),
		vi.spyOn(process, 'emitWarning'),
	];
	await using session = openTestSession('http://127.0.0.1:1', {clock: createManualClock()});

	const calls = [
		() => session.identity(),
		() => session.queues.find('q'),
		() => session.topics.attributes('arn:aws:sns:us-east-1:000000000000:t'),
		() => session.streams.summary('s'),
	];

	for (const call of calls)
		await expect(call()).rejects.toMatchObject({code: 'unreachable', message: 'Cannot reach http://127.0.0.1:1 (ECONNREFUSED).'});

	expect(written.flatMap(spy => spy.mock.calls)).toEqual([]);
});
