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
