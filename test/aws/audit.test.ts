import {describe, expect, test} from 'vitest';
import {describeChange, type AuditEntry, type AuditLog} from '../../source/aws/audit.ts';
import {openSession} from '../../source/aws/connect.ts';
import type {Session} from '../../source/aws/session.ts';
import {createManualClock, type ManualClock} from '../../source/shared/clock.ts';
import {SluiceError} from '../../source/shared/errors.ts';
import {startTestEngine} from '../helpers/engine.ts';
import {sentActions} from './test-session.ts';

/** A log in memory. */
function aLog(): AuditLog & {entries(): Promise<AuditEntry[]>} {
	const recorded: Array<AuditEntry | Promise<AuditEntry>> = [];
	return {
		path: 'memory',
		record: entry => void recorded.push(entry),
		async *read() {
			for (const entry of recorded) yield await entry;
		},
		problem: () => undefined,
		flush: () => Promise.resolve(),
		entries: () => Promise.all(recorded.map(entry => Promise.resolve(entry))),
	};
}

async function withLog(
	work: (tools: {session: Session; log: ReturnType<typeof aLog>; clock: ManualClock}) => Promise<void>,
	options: {endpointUrl?: string} = {},
): Promise<void> {
	const clock = createManualClock();
	await using engine = await startTestEngine({clock});
	const log = aLog();
	const endpointUrl = options.endpointUrl ?? engine.url;
	const session = openSession({target: 'engine', endpointUrl}, {clock, environment: {}, mode: 'CHANGE', audit: log});
	try {
		await work({session, log, clock});
	} finally {
		session.close();
	}
}

const secret = 'SECRET';

test('every change of every service leaves an entry, and no entry holds a body, an attribute value, a handle or a password', () =>
	withLog(async ({session, log, clock}) => {
		const {url} = await session.queues.create('orders', {VisibilityTimeout: '60'});
		const attributes = {kind: {dataType: 'String', stringValue: secret}, photo: {dataType: 'Binary', binaryValue: Buffer.from(secret)}};
		await session.queues.send(url, {body: secret, attributes, groupId: 'tenant', traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793'});
		await session.queues.sendBatch(url, [{body: secret, attributes}, {body: secret}]);
		const messages = await session.queues.receive(url, {count: 10});
		const [first] = messages;
		await session.queues.changeVisibility(url, [first?.receiptHandle ?? ''], {timeoutSeconds: 30});
		await session.queues.deleteMessages(
			url,
			messages.map(({receiptHandle}) => receiptHandle),
			{messageIds: messages.map(({messageId}) => messageId)},
		);
		await session.queues.setAttributes(url, {MessageRetentionPeriod: '3600'});
		const topic = await session.topics.create('events', {});
		await session.topics.subscribe({
			topicArn: topic.arn,
			protocol: 'https',
			endpoint: `https://user:${secret}@hooks.example.com/a?key=${secret}`,
		});
		await session.topics.publish(topic.arn, {
			message: secret,
			subject: secret,
			attributes: {kind: {dataType: 'String', stringValue: secret}},
		});
		await session.streams.create({name: 'clicks', shardCount: 1});
		clock.advance(1000);
		await session.streams.put('clicks', {partitionKey: secret, data: Buffer.from(secret)});
		await session.streams.putBatch('clicks', [{partitionKey: secret, data: Buffer.from(secret)}]);
		await session.queues.purge(url);

		const entries = await log.entries();

		expect(JSON.stringify(entries)).not.toContain(secret);
		for (const {receiptHandle} of messages) expect(JSON.stringify(entries)).not.toContain(receiptHandle);
		expect(entries.map(({action, outcome, resource}) => `${action} ${outcome} ${resource?.split(/[/:]/).at(-1) ?? ''}`)).toEqual([
			'CreateQueue done orders',
			'SendMessage done orders',
			'SendMessageBatch done orders',
			'DeleteMessageBatch done orders',
			'SetQueueAttributes done orders',
			'CreateTopic done events',
			'Subscribe done events',
			'Publish done events',
			'CreateStream done clicks',
			'PutRecord done clicks',
			'PutRecords done clicks',
			'PurgeQueue done orders',
		]);
		expect(entries[1]).toMatchObject({
			atMs: clock.nowMs() - 1000,
			service: 'sqs',
			identity: {accountId: '000000000000'},
			context: {name: 'local', target: 'engine', region: 'us-east-1'},
			parameters: {bodyBytes: secret.length, MessageGroupId: 'tenant', attributeNames: ['kind', 'photo']},
			messageIds: [first?.messageId],
			requestId: expect.any(String),
		});
		expect(entries[2]).toMatchObject({parameters: {entryCount: 2}, messageIds: [expect.any(String), expect.any(String)]});
		expect(entries[3]).toMatchObject({parameters: {entryCount: 3}, messageIds: messages.map(({messageId}) => messageId)});
		expect(entries[4]).toMatchObject({parameters: {Attributes: {MessageRetentionPeriod: '3600'}}});
		expect(entries[6]).toMatchObject({parameters: {Protocol: 'https', Endpoint: 'https://hooks.example.com/a?…'}});
		expect(entries[9]).toMatchObject({parameters: {dataBytes: secret.length}});
	}));

test('who is at work is asked once, and looks leave nothing', () =>
	withLog(async ({session, log}) => {
		const {url} = await session.queues.create('orders', {});
		await session.queues.send(url, {body: 'x'});
		await session.queues.receive(url, {count: 1});
		await session.queues.attributes(url);

		expect((await log.entries()).map(({action}) => action)).toEqual(['CreateQueue', 'SendMessage']);
		expect(sentActions(session).filter(action => action === 'GetCallerIdentity')).toHaveLength(1);
	}));

test('a refusal by the mode leaves nothing, for nothing was sent', () =>
	withLog(async ({session, log}) => {
		session.setMode('LOOK');
		await expect(session.queues.create('orders', {})).rejects.toMatchObject({code: 'refused-by-mode'});

		expect(await log.entries()).toEqual([]);
	}));

test('a change that AWS refuses, and one without an answer, tell how they ended', () =>
	withLog(async ({session, log}) => {
		const {url} = await session.queues.create('orders', {});
		await session.queues.purge(url);
		await expect(session.queues.purge(url)).rejects.toMatchObject({code: 'purge-in-progress'});
		const abort = new AbortController();
		const aborted = session.queues.send(url, {body: 'x'}, {signal: abort.signal});
		abort.abort();
		await expect(aborted).rejects.toMatchObject({code: 'aborted'});

		expect((await log.entries()).slice(2)).toMatchObject([
			{action: 'PurgeQueue', outcome: 'failed', code: 'AWS.SimpleQueueService.PurgeQueueInProgress', requestId: expect.any(String)},
			{action: 'SendMessage', outcome: 'unknown', code: 'aborted'},
		]);
	}));

test('without an identity an entry is written all the same', () =>
	withLog(
		async ({session, log}) => {
			await expect(session.queues.create('orders', {})).rejects.toMatchObject({code: 'unreachable'});

			const [entry] = await log.entries();
			expect(entry).toMatchObject({action: 'CreateQueue', outcome: 'unknown', context: {endpointUrl: 'http://127.0.0.1:9'}});
			expect(entry).not.toHaveProperty('identity');
		},
		{endpointUrl: 'http://127.0.0.1:9'},
	));

describe('a call that cannot be undone', () => {
	async function slowly(work: (tools: {session: Session; clock: ManualClock; url: string; write(): void}) => Promise<void>): Promise<void> {
		const clock = createManualClock();
		await using engine = await startTestEngine({clock});
		let write = (): void => {};
		const log = {...aLog(), flush: () => new Promise<void>(resolve => void (write = resolve))};
		const session = openSession({target: 'engine', endpointUrl: engine.url}, {clock, environment: {}, mode: 'CHANGE', audit: log});
		try {
			const {url} = await session.queues.create('orders', {});
			await work({session, clock, url, write: () => write()});
		} finally {
			session.close();
		}
	}

	test('is not sent before the lines of what went before are written; others do not wait', () =>
		slowly(async ({session, url, write}) => {
			await session.queues.send(url, {body: 'x'});
			const deleting = session.queues.deleteMessages(url, ['h']);
			await session.queues.attributes(url);
			expect(sentActions(session)).not.toContain('DeleteMessageBatch');

			write();
			await deleting;
			expect(sentActions(session)).toContain('DeleteMessageBatch');
		}));

	test('does not wait longer than two seconds for a disk that does not answer', () =>
		slowly(async ({session, clock, url}) => {
			const purging = session.queues.purge(url);
			clock.advance(1999);
			await session.queues.attributes(url);
			expect(sentActions(session)).not.toContain('PurgeQueue');

			clock.advance(1);
			await purging;
			expect(sentActions(session)).toContain('PurgeQueue');
		}));
});

describe('a change as it is described', () => {
	const call = {atMs: 1, durationMs: 2};

	test('a batch that is done in part names only what was done', () => {
		const request = {
			service: 'sqs',
			action: 'DeleteMessageBatch',
			input: {QueueUrl: 'u', Entries: [{}, {}, {}]},
			messageIds: ['a', 'b', 'c'],
		} as const;
		const output = {Successful: [{Id: '0'}, {Id: '2'}], Failed: [{Id: '1', Code: 'ReceiptHandleIsInvalid'}]};

		expect(describeChange(request, {...call, output})).toMatchObject({
			outcome: 'partly',
			code: 'ReceiptHandleIsInvalid',
			messageIds: ['a', 'c'],
			parameters: {entryCount: 3},
		});
	});

	test.each([
		['denied', 'denied'],
		['throttled', 'throttled'],
		['refused', 'failed'],
		['unreachable', 'unknown'],
		['aws-failed', 'unknown'],
	])('%s is %s', (code, outcome) => {
		const error = new SluiceError('no', {code});

		expect(describeChange({service: 'sqs', action: 'PurgeQueue', about: 'orders'}, {...call, error})).toMatchObject({
			outcome,
			code,
			resource: 'orders',
		});
	});

	test('members that no list names are left out, and settings that are secret are not shown', () => {
		const input = {QueueUrl: 'u', NewMember: secret, Attributes: {PlatformCredential: secret, DelaySeconds: '5'}, Endpoint: 'https://[bad'};

		expect(describeChange({service: 'sns', action: 'NewAction', input}, call).parameters).toEqual({
			Attributes: {PlatformCredential: '(not shown)', DelaySeconds: '5'},
			Endpoint: '(not shown)',
		});
	});
});
