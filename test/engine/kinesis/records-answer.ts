import fc from 'fast-check';
import {RecordLog} from '../../../source/engine/kinesis/record-log.ts';
import type {StoredRecord} from '../../../source/engine/kinesis/record-segment.ts';
import {RecordsAnswer} from '../../../source/engine/kinesis/records-answer.ts';

/** Records as they are put. */
export const record: fc.Arbitrary<StoredRecord> = fc.record({
	sequenceNumber: fc.stringMatching(/^\d{56}$/),
	arrivedAtMs: fc.integer({min: 0, max: 4_102_444_800_000}),
	data: fc.base64String(),
	partitionKey: fc.option(fc.string({unit: 'binary'}), {nil: undefined}),
	isEncrypted: fc.boolean(),
	byteCount: fc.constant(1),
});
/** What stands beside records in an answer or event. */
export const others = fc.record(
	{
		NextShardIterator: fc.base64String(),
		ContinuationSequenceNumber: fc.stringMatching(/^\d{56}$/),
		MillisBehindLatest: fc.nat(),
		ChildShards: fc.array(
			fc.record({
				ShardId: fc.stringMatching(/^shardId-\d{12}$/),
				ParentShards: fc.array(fc.stringMatching(/^shardId-\d{12}$/)),
				HashKeyRange: fc.record({StartingHashKey: fc.string(), EndingHashKey: fc.string()}),
			}),
		),
	},
	{requiredKeys: ['MillisBehindLatest']},
);

/** The answer that reads all of them. */
export function answerOf(records: readonly StoredRecord[], rest: ConstructorParameters<typeof RecordsAnswer>[1]): RecordsAnswer {
	const log = new RecordLog();
	for (const one of records) log.append(one);
	return new RecordsAnswer(log.read(0, {countMax: Infinity, bytesMax: Infinity}), rest);
}

/** The answer as a plain object, for encoders that take those. */
export function plainAnswer(answer: RecordsAnswer): Readonly<Record<string, unknown>> {
	const {range: _, ...members} = answer;
	return {...members, Records: answer.Records};
}
