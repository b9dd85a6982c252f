import fc from 'fast-check';
import {expect, test} from 'vitest';
import {getRecords} from '../../../source/engine/kinesis/actions/get-records.ts';
import {writeRecordsJson} from '../../../source/engine/kinesis/records-json.ts';
import {encodeJson} from '../../../source/engine/protocol/aws-json.ts';

const record = fc.record(
	{
		SequenceNumber: fc.stringMatching(/^\d{56}$/),
		ApproximateArrivalTimestamp: fc.integer({min: 0, max: 4_102_444_800_000}),
		Data: fc.base64String(),
		PartitionKey: fc.string({unit: 'binary'}),
		EncryptionType: fc.constant('KMS' as const),
	},
	{requiredKeys: ['SequenceNumber', 'ApproximateArrivalTimestamp', 'Data']},
);
const answer = fc.record(
	{
		Records: fc.array(record),
		NextShardIterator: fc.base64String(),
		MillisBehindLatest: fc.nat(),
		ChildShards: fc.array(
			fc.record({
				ShardId: fc.string(),
				ParentShards: fc.array(fc.string()),
				HashKeyRange: fc.record({StartingHashKey: fc.string(), EndingHashKey: fc.string()}),
			}),
		),
	},
	{requiredKeys: ['Records']},
);

test('an answer joined from its parts says what the encoder says', () => {
	fc.assert(
		fc.property(answer, output => {
			expect(JSON.parse(writeRecordsJson(output))).toEqual(JSON.parse(encodeJson(getRecords.output, output)));
		}),
	);
});

test('keys beyond ASCII are escaped, so that the text is ASCII', () => {
	const text = writeRecordsJson({
		Records: [{SequenceNumber: '1', ApproximateArrivalTimestamp: 1_700_000_000_123, Data: 'YQ==', PartitionKey: 'ключ "🔑"\u007f'}],
		MillisBehindLatest: 0,
	});

	expect(text).toMatch(/^[\x20-\x7e]*$/);
	expect(text).toContain('"ApproximateArrivalTimestamp":1700000000.123');
	expect(JSON.parse(text).Records[0].PartitionKey).toBe('ключ "🔑"\u007f');
});

test('an answer without records is an empty list and what goes with it', () => {
	expect(writeRecordsJson({Records: [], NextShardIterator: undefined, MillisBehindLatest: 5})).toBe(
		'{"Records":[],"MillisBehindLatest":5}',
	);
	expect(writeRecordsJson({Records: []})).toBe('{"Records":[]}');
});
