import {expect, test} from 'vitest';
import {putRecords} from '../../../source/engine/kinesis/actions/put-records.ts';
import {encodeJson} from '../../../source/engine/protocol/aws-json.ts';

const written = {SequenceNumber: '49690613862466464586234785534218476838593684385498562562', ShardId: 'shardId-000000000000'};
const failed = {ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Rate exceeded for "x".'};

test.each([
	{FailedRecordCount: 0, Records: [written, written], EncryptionType: undefined},
	{FailedRecordCount: 0, Records: [written], EncryptionType: 'KMS'},
	{FailedRecordCount: 1, Records: [written, failed], EncryptionType: undefined},
	{FailedRecordCount: 2, Records: [failed, failed], EncryptionType: 'KMS'},
])('the answer %j is written as the encoder writes it', answer => {
	expect(putRecords.writeJson?.(answer)).toBe(encodeJson(putRecords.output, answer));
});
