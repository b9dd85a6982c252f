import {cbor} from '@smithy/core/cbor';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {getRecords} from '../../../source/engine/kinesis/actions/get-records.ts';
import {writeRecordsCbor} from '../../../source/engine/kinesis/records-cbor.ts';
import {encodeCbor} from '../../../source/engine/protocol/cbor.ts';
import {string, structure} from '../../../source/engine/shape.ts';
import {answerOf, others, plainAnswer, record} from './records-answer.ts';

/** What GetRecords and an event of SubscribeToShard have. */
const shape = structure({
	required: getRecords.output.required,
	optional: {...getRecords.output.optional, ContinuationSequenceNumber: string()},
});

test('an answer put together from its parts says what the encoder says', () => {
	fc.assert(
		fc.property(fc.array(record), others, (records, rest) => {
			const answer = answerOf(records, rest);

			expect(cbor.deserialize(writeRecordsCbor(answer))).toEqual(cbor.deserialize(encodeCbor(shape, plainAnswer(answer))));
		}),
	);
});

test('data are bytes, times are whole milliseconds under tag 1, and keys are UTF-8', () => {
	const one = {sequenceNumber: '1', arrivedAtMs: 1_700_000_000_123, data: 'AP+A', partitionKey: 'ключ', byteCount: 1, isEncrypted: true};
	const hex = Buffer.from(writeRecordsCbor(answerOf([one], {MillisBehindLatest: 0}))).toString('hex');
	const member = (name: string): string => (0x60 + name.length).toString(16) + Buffer.from(name).toString('hex');

	expect(hex).toContain('c11b0000018bcfe5687b');
	expect(hex).toContain(`${member('Data')}4300ff80`);
	expect(hex).toContain(`${member('PartitionKey')}68${Buffer.from('ключ').toString('hex')}`);
	expect(hex).toContain(`${member('EncryptionType')}634b4d53`);
});

test.each([0, 23, 24, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296])('a number of %i fits', number => {
	const answer = cbor.deserialize(writeRecordsCbor(answerOf([], {MillisBehindLatest: number})));

	expect(answer).toEqual({Records: [], MillisBehindLatest: number});
});

test.each([0, 23, 24, 255, 256, 65_535, 65_536])('data of %i bytes fits', byteCount => {
	const data = Buffer.alloc(byteCount, 7);
	const one = {sequenceNumber: '1', arrivedAtMs: 0, data: data.toString('base64'), partitionKey: undefined, byteCount, isEncrypted: false};
	const answer = cbor.deserialize(writeRecordsCbor(answerOf([one], {MillisBehindLatest: 0})));

	expect(Buffer.from(answer.Records[0].Data).equals(data)).toBe(true);
});
