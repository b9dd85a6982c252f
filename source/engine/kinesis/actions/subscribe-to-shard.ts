import {defineEventAction, type ActionContext} from '../../action.ts';
import {boolean, list, string, structure, timestamp} from '../../shape.ts';
import type {Consumer} from '../consumer.ts';
import {findConsumerByArn} from '../consumers.ts';
import {consumerNotActive, dryRunSucceeded, shardDoesNotExist, shardNotFound, subscriptionExists} from '../errors.ts';
import {countEvent, countSubscribe} from '../metrics.ts';
import type {RecordsAnswer} from '../records-answer.ts';
import {writeRecordsCbor} from '../records-cbor.ts';
import {writeRecordsJson} from '../records-json.ts';
import {formatShardId, parseShardIndex} from '../shard-id.ts';
import type {Shard} from '../shard.ts';
import {childShard, consumerArn, iteratorType, millisBehindLatest, record, reserved, sequenceNumber, shardId} from '../shapes.ts';
import {findPosition} from '../starting-position.ts';
import type {KinesisState} from '../state.ts';
import type {Stream} from '../stream.ts';
import {Subscription} from '../subscription.ts';

/** How long after a call another one of the same consumer and shard is refused; after that it takes over. */
const takeoverMs = 5000;

export const subscribeToShard = defineEventAction({
	name: 'SubscribeToShard',
	input: structure({
		required: {
			ConsumerARN: consumerArn,
			ShardId: shardId,
			StartingPosition: structure({
				required: {Type: iteratorType},
				optional: {SequenceNumber: sequenceNumber, Timestamp: timestamp()},
			}),
		},
		optional: {...reserved, DryRun: boolean()},
	}),
	events: {
		SubscribeToShardEvent: structure({
			required: {Records: list(record), MillisBehindLatest: millisBehindLatest},
			optional: {ContinuationSequenceNumber: string(), ChildShards: list(childShard)},
		}),
	},
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {state, nowMs, clock, options} = context;
		const {stream, consumer} = findConsumerByArn(request.ConsumerARN, context);
		const status = consumer.status(nowMs);
		if (status !== 'ACTIVE') throw consumerNotActive(consumer.arn, status);
		const shard = findReadableShard(request.ShardId, stream, nowMs);
		refuseTooSoon(consumer, {shard, stream, nowMs});
		const {Type: type, SequenceNumber: number, Timestamp: atMs} = request.StartingPosition;
		const position = findPosition({type, sequenceNumber: number, timestamp: atMs}, {stream, shard, nowMs, action: 'SubscribeToShard'});
		if (request.DryRun === true) throw dryRunSucceeded();
		consumer.subscriptions.get(shard.index)?.end();
		countSubscribe({state, stream}, consumer);
		const subscription = new Subscription({
			stream,
			shard,
			position,
			clock,
			enforceLimits: options.enforceLimits,
			onEvent: event => countEvent({state, stream}, {consumer, shard}, event),
		});
		consumer.subscriptions.set(shard.index, subscription);
		return subscription;
	},
	// There are no other events.
	writeJson: event => writeRecordsJson(event as RecordsAnswer),
	writeCbor: event => writeRecordsCbor(event as RecordsAnswer),
});

function findReadableShard(id: string, stream: Stream, nowMs: number): Shard {
	const index = parseShardIndex(id);
	if (index === undefined) throw shardNotFound(id, stream);
	const shard = stream.shard(index, nowMs);
	if (!shard) throw shardDoesNotExist(formatShardId(index), stream);
	return shard;
}

function refuseTooSoon(consumer: Consumer, {shard, stream, nowMs}: {shard: Shard; stream: Stream; nowMs: number}): void {
	const previous = consumer.subscriptions.get(shard.index);
	if (previous && nowMs - previous.startedAtMs < takeoverMs)
		throw subscriptionExists({stream, shardId: shard.id, consumerName: consumer.name});
}
