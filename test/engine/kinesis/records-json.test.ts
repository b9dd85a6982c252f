import fc from 'fast-check';
import {expect, test} from 'vitest';
import {getRecords} from '../../../source/engine/kinesis/actions/get-records.ts';
import type {RecordsAnswer} from '../../../source/engine/kinesis/records-answer.ts';
import {writeRecordsJson} from '../../../source/engine/kinesis/records-json.ts';
import {encodeJson} from '../../../source/engine/protocol/aws-json.ts';
import {answerOf, others, plainAnswer, record} from './records-answer.ts';

function encoded(answer: RecordsAnswer): unknown {
	return JSON.parse(encodeJson(getRecords.output, plainAnswer(answer)));
}

function textOf(answer: RecordsAnswer): string {
	const json = writeRecordsJson(answer);
	return typeof json === 'string' ? json : Buffer.from(json).toString('latin1');
}

test('an answer joined from its parts says what the encoder says', () => {
	fc.assert(
		fc.property(fc.array(record), others, (records, rest) => {
			const answer = answerOf(records, rest);

			expect(JSON.parse(textOf(answer))).toEqual(encoded(answer));
		}),
	);
});

test('a long answer leaves as bytes, a short one as text, and both say the same', () => {
	const records = Array.from({length: 40}, (_, index) => ({
		sequenceNumber: String(index),
		partitionKey: `key-${index}`,
		arrivedAtMs: 1_700_000_000_000 + index,
		byteCount: 1,
		isEncrypted: false,
		data: Buffer.alloc(1000, index).toString('base64'),
	}));
	const short = answerOf(records.slice(0, 20), {MillisBehindLatest: 5});
	const long = answerOf(records, {MillisBehindLatest: 0, NextShardIterator: 'AAAA'});

	expect([typeof writeRecordsJson(short), typeof writeRecordsJson(long)]).toEqual(['string', 'object']);
	for (const answer of [short, long]) expect(JSON.parse(textOf(answer))).toEqual(encoded(answer));
});

test('keys beyond ASCII are escaped, so that the text is ASCII', () => {
	const key = 'ключ "🔑"\u007f';
	const one = {sequenceNumber: '1', arrivedAtMs: 1_700_000_000_123, data: 'YQ==', partitionKey: key, byteCount: 1, isEncrypted: false};
	const text = textOf(answerOf([one], {MillisBehindLatest: 0}));

	expect(text).toMatch(/^[\x20-\x7e]*$/);
	expect(text).toContain('"ApproximateArrivalTimestamp":1700000000.123');
	expect(JSON.parse(text).Records[0].PartitionKey).toBe(key);
});

test('an answer without records is an empty list and what goes with it', () => {
	expect(textOf(answerOf([], {MillisBehindLatest: 5}))).toBe('{"Records":[],"MillisBehindLatest":5}');
});
