import type {EpochMs} from '../../shared/clock.ts';
import {invalidArgument} from './errors.ts';
import {parseSequenceNumber} from './sequence-number.ts';
import {formatShardId} from './shard-id.ts';
import type {Shard} from './shard.ts';
import type {Stream} from './stream.ts';

/** Where to begin to read, as GetShardIterator and SubscribeToShard are asked. */
export type StartingPosition = {
	readonly type: 'AFTER_SEQUENCE_NUMBER' | 'LATEST' | 'AT_TIMESTAMP' | 'AT_SEQUENCE_NUMBER' | 'TRIM_HORIZON';
	readonly sequenceNumber?: string | undefined;
	readonly timestamp?: EpochMs | undefined;
};

/**
The position in a shard's log where reading begins, fixed now: a record put after this call is seen by LATEST, one put before is not.

Throws InvalidArgumentException in AWS's words.

@param options.action Names the call in these words.
@see [GetShardIterator](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html)
*/
export function findPosition(
	at: StartingPosition,
	options: {readonly stream: Stream; readonly shard: Shard; readonly nowMs: EpochMs; readonly action: string},
): number {
	const {shard, nowMs, stream} = options;
	checkCombination(at);
	shard.trim(stream.horizonMs(nowMs));
	switch (at.type) {
		case 'TRIM_HORIZON':
			return shard.log.start;
		case 'LATEST':
			return shard.log.end;
		case 'AT_TIMESTAMP':
			return positionAtTime(at.timestamp, shard, nowMs);
		case 'AT_SEQUENCE_NUMBER':
		case 'AFTER_SEQUENCE_NUMBER':
			return positionAtSequenceNumber(at, options);
	}
}

function checkCombination({type, sequenceNumber}: StartingPosition): void {
	const needsNumber = type === 'AT_SEQUENCE_NUMBER' || type === 'AFTER_SEQUENCE_NUMBER';
	if (needsNumber === (sequenceNumber !== undefined)) return;
	throw invalidArgument(
		'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or ' +
			'(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. ' +
			`Request specified ${type} and ${needsNumber ? 'no' : 'also a'} StartingSequenceNumber.`,
	);
}

function positionAtTime(timestamp: EpochMs | undefined, shard: Shard, nowMs: EpochMs): number {
	if (timestamp === undefined) {
		throw invalidArgument(
			'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.',
		);
	}
	if (timestamp > nowMs) {
		throw invalidArgument(
			'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ' +
				`timestampInMillis: ${timestamp}, currentTimestampInMillis: ${nowMs}`,
		);
	}
	return shard.log.findByTime(timestamp);
}

function positionAtSequenceNumber(
	at: StartingPosition,
	{stream, shard, action}: {readonly stream: Stream; readonly shard: Shard; readonly action: string},
): number {
	// checkCombination has seen to it that there is one.
	const text = at.sequenceNumber ?? '';
	const used = `StartingSequenceNumber ${text} used in ${action} on shard ${shard.id} in stream ${stream.name} under account ${stream.accountId} is invalid`;
	const parts = parseSequenceNumber(text);
	if (!parts) throw invalidArgument(`${used}.`);
	if (parts.shardIndex !== shard.index) {
		throw invalidArgument(
			`Invalid StartingSequenceNumber. It encodes ${formatShardId(parts.shardIndex)}, while it was used in a call to a shard with ${shard.id}`,
		);
	}
	if (!shard.madeSequenceNumber(parts)) throw invalidArgument(`${used} because it did not come from this stream.`);
	return shard.positionOf(parts, {isInclusive: at.type === 'AT_SEQUENCE_NUMBER'});
}
