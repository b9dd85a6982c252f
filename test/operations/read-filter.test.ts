import {readFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import type {Message} from '../../source/aws/queue.ts';
import {messageCandidate} from '../../source/operations/message-candidate.ts';
import {readFilter} from '../../source/operations/read-filter.ts';
import {recordCandidate} from '../../source/operations/record-candidate.ts';

const nowMs = Date.UTC(2026, 10, 25, 3, 12);

const message: Message = {
	messageId: 'm-1',
	receiptHandle: 'h',
	body: '{"orderId":"A-1009","total":12.50,"customer":9007199254740993}',
	bodyBytes: 60,
	sentAtMs: nowMs - 3_600_000,
	receiveCount: 6,
	sourceQueueArn: 'arn:aws:sqs:us-east-1:000000000000:orders',
	attributes: {errorCode: {dataType: 'String', stringValue: 'VALIDATION'}},
};

test.each([
	['a-1009', true],
	['A-1010', false],
	['attr.errorCode:VALID*', true],
	['from:orders recv:>5', true],
	['from:refunds | age:>2h', false],
	['.customer = 9007199254740993', true],
	['.customer = 9007199254740992', false],
	['/A-10[0-9]+/', true],
	['{total > `12`}', true],
	['dies:<30m', false],
	['dies:<4h', true],
])('a message is held against %s', async (text, expected) => {
	const matches = await readFilter(text);

	expect(matches(messageCandidate(message, {nowMs, retentionSeconds: 4 * 3600}))).toBe(expected);
});

test.each([
	['key:truck_*', true],
	['shard:6', true],
	['.speed > 80', true],
	['.speed > 90', false],
])('a record is held against %s', async (text, expected) => {
	const record = {sequenceNumber: '1', partitionKey: 'truck_17', data: Buffer.from('{"speed":88}'), arrivedAtMs: nowMs};

	const matches = await readFilter(text);

	expect(matches(recordCandidate(record, {shardId: 'shardId-000000000006', nowMs}))).toBe(expected);
});

test('a wrong filter is refused with its column', async () => {
	await expect(readFilter('recv:>many')).rejects.toThrow(/^The filter is wrong at column \d+:/);
});

const aggregate = readFileSync(new URL('../fixtures/kpl/three-records.bin', import.meta.url));

test.each([
	['.n = 2', true],
	['.n = 3', false],
	['.n = 1 key:truck_1', true],
	['.n = 2 key:truck_1', false],
	['key:truck_2', true],
	['key:truck_3', false],
	['"\\"s\\":\\"ü\\""', true],
])('an aggregate matches %s when one of its records does', async (text, expected) => {
	const record = {sequenceNumber: '1', partitionKey: 'a', data: aggregate, arrivedAtMs: nowMs};

	const matches = await readFilter(text);

	expect(matches(recordCandidate(record, {shardId: 'shardId-000000000000', nowMs}))).toBe(expected);
});

test.each([
	['an aggregate in base64', aggregate.toString('base64'), '.n = 2'],
	['JSON that was compressed', gzipSync('{"n":2}').toString('base64'), '.n = 2'],
	[
		'JSON from a topic',
		JSON.stringify({
			Type: 'Notification',
			MessageId: 'i',
			TopicArn: 'arn:aws:sns:us-east-1:000000000000:t',
			Message: '{"n":2}',
			Timestamp: '2026-11-25T00:00:00.000Z',
		}),
		'.n = 2',
	],
])('a filter looks into the body of a message that is %s', async (_what, body, text) => {
	const matches = await readFilter(text);

	expect(matches(messageCandidate({...message, body}, {nowMs}))).toBe(true);
});
