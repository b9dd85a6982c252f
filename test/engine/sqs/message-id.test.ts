import fc from 'fast-check';
import {expect, test} from 'vitest';
import {formatMessageId, messageIdKey} from '../../../source/engine/sqs/message-id.ts';

const key = messageIdKey('0123456789abcdef');
const anySerial = fc.integer({min: 0, max: 2 ** 48 - 1});

test('an ID is a version 4 UUID', () => {
	fc.assert(
		fc.property(anySerial, serial => {
			expect(formatMessageId(key, serial)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		}),
	);
});

test('no two messages of a queue share one, and no two queues', () => {
	const ids = new Set(Array.from({length: 100_000}, (_, serial) => formatMessageId(key, serial)));
	expect(ids.size).toBe(100_000);

	fc.assert(
		fc.property(anySerial, anySerial, (left, right) => {
			expect(formatMessageId(key, left) === formatMessageId(key, right)).toBe(left === right);
			expect(formatMessageId(key, left)).not.toBe(formatMessageId(messageIdKey('fedcba9876543210'), right));
		}),
	);
});
