import {AwsError, defineService} from '../action.ts';
import {authorizeStreamAction, sharedAccountId} from './access.ts';
import {addTagsToStream} from './actions/add-tags-to-stream.ts';
import {createChannel} from './actions/create-channel.ts';
import {createStream} from './actions/create-stream.ts';
import {decreaseStreamRetentionPeriod} from './actions/decrease-stream-retention-period.ts';
import {deleteChannel} from './actions/delete-channel.ts';
import {deleteResourcePolicy} from './actions/delete-resource-policy.ts';
import {deleteStream} from './actions/delete-stream.ts';
import {deregisterStreamConsumer} from './actions/deregister-stream-consumer.ts';
import {describeAccountSettings} from './actions/describe-account-settings.ts';
import {describeChannel} from './actions/describe-channel.ts';
import {describeLimits} from './actions/describe-limits.ts';
import {describeStream} from './actions/describe-stream.ts';
import {describeStreamConsumer} from './actions/describe-stream-consumer.ts';
import {describeStreamSummary} from './actions/describe-stream-summary.ts';
import {disableEnhancedMonitoring} from './actions/disable-enhanced-monitoring.ts';
import {enableEnhancedMonitoring} from './actions/enable-enhanced-monitoring.ts';
import {getRecords} from './actions/get-records.ts';
import {getResourcePolicy} from './actions/get-resource-policy.ts';
import {getShardIterator} from './actions/get-shard-iterator.ts';
import {increaseStreamRetentionPeriod} from './actions/increase-stream-retention-period.ts';
import {listChannels} from './actions/list-channels.ts';
import {listShards} from './actions/list-shards.ts';
import {listStreamConsumers} from './actions/list-stream-consumers.ts';
import {listStreams} from './actions/list-streams.ts';
import {listTagsForResource} from './actions/list-tags-for-resource.ts';
import {listTagsForStream} from './actions/list-tags-for-stream.ts';
import {mergeShards} from './actions/merge-shards.ts';
import {putRecord} from './actions/put-record.ts';
import {putRecords} from './actions/put-records.ts';
import {putResourcePolicy} from './actions/put-resource-policy.ts';
import {registerStreamConsumer} from './actions/register-stream-consumer.ts';
import {removeTagsFromStream} from './actions/remove-tags-from-stream.ts';
import {splitShard} from './actions/split-shard.ts';
import {startStreamEncryption} from './actions/start-stream-encryption.ts';
import {stopStreamEncryption} from './actions/stop-stream-encryption.ts';
import {subscribeToShard} from './actions/subscribe-to-shard.ts';
import {tagResource} from './actions/tag-resource.ts';
import {untagResource} from './actions/untag-resource.ts';
import {updateAccountSettings} from './actions/update-account-settings.ts';
import {updateChannel} from './actions/update-channel.ts';
import {updateMaxRecordSize} from './actions/update-max-record-size.ts';
import {updateShardCount} from './actions/update-shard-count.ts';
import {updateStreamMode} from './actions/update-stream-mode.ts';
import {updateStreamRecordDistributionStrategy} from './actions/update-stream-record-distribution-strategy.ts';
import {updateStreamWarmThroughput} from './actions/update-stream-warm-throughput.ts';
import {violationError} from './errors.ts';
import {KinesisState} from './state.ts';

/** Amazon Kinesis Data Streams: its table of actions, and how it words what the wire gets wrong. */
export const kinesisService = defineService<KinesisState>({
	id: 'kinesis',
	title: 'Amazon Kinesis Data Streams',
	json: {targetPrefix: 'Kinesis_20131202', version: '1.1'},
	actions: [
		addTagsToStream,
		createChannel,
		createStream,
		decreaseStreamRetentionPeriod,
		deleteChannel,
		deleteResourcePolicy,
		deleteStream,
		deregisterStreamConsumer,
		describeAccountSettings,
		describeChannel,
		describeLimits,
		describeStream,
		describeStreamConsumer,
		describeStreamSummary,
		disableEnhancedMonitoring,
		enableEnhancedMonitoring,
		getRecords,
		getResourcePolicy,
		getShardIterator,
		increaseStreamRetentionPeriod,
		listChannels,
		listShards,
		listStreamConsumers,
		listStreams,
		listTagsForResource,
		listTagsForStream,
		mergeShards,
		putRecord,
		putRecords,
		putResourcePolicy,
		registerStreamConsumer,
		removeTagsFromStream,
		splitShard,
		startStreamEncryption,
		stopStreamEncryption,
		subscribeToShard,
		tagResource,
		untagResource,
		updateAccountSettings,
		updateChannel,
		updateMaxRecordSize,
		updateShardCount,
		updateStreamMode,
		updateStreamRecordDistributionStrategy,
		updateStreamWarmThroughput,
	],
	createState: environment => new KinesisState(environment),
	endState: state => state.end(),
	sharedAccountId,
	authorize: authorizeStreamAction,
	violationError,
	unknownActionError: () => new AwsError('', {code: 'UnknownOperationException'}),
	typeError: message => new AwsError(message, {code: 'SerializationException'}),
});
