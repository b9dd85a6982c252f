import {AwsError, defineService} from '../action.ts';
import {createStream} from './actions/create-stream.ts';
import {deleteStream} from './actions/delete-stream.ts';
import {describeStreamSummary} from './actions/describe-stream-summary.ts';
import {describeStream} from './actions/describe-stream.ts';
import {getRecords} from './actions/get-records.ts';
import {getShardIterator} from './actions/get-shard-iterator.ts';
import {listShards} from './actions/list-shards.ts';
import {listStreams} from './actions/list-streams.ts';
import {mergeShards} from './actions/merge-shards.ts';
import {putRecord} from './actions/put-record.ts';
import {putRecords} from './actions/put-records.ts';
import {splitShard} from './actions/split-shard.ts';
import {violationError} from './errors.ts';
import {KinesisState} from './state.ts';

/** Amazon Kinesis Data Streams: its table of actions, and how it words what the wire gets wrong. */
export const kinesisService = defineService<KinesisState>({
	id: 'kinesis',
	title: 'Amazon Kinesis Data Streams',
	json: {targetPrefix: 'Kinesis_20131202', version: '1.1'},
	actions: [
		createStream,
		deleteStream,
		describeStream,
		describeStreamSummary,
		getRecords,
		getShardIterator,
		listShards,
		listStreams,
		mergeShards,
		putRecord,
		putRecords,
		splitShard,
	],
	createState: environment => new KinesisState(environment),
	violationError,
	unknownActionError: () => new AwsError('', {code: 'UnknownOperationException'}),
	typeError: message => new AwsError(message, {code: 'SerializationException'}),
});
