import type {Shard, StreamSummary} from '../aws/stream.ts';
import {SluiceError} from '../shared/errors.ts';
import {commandLine} from './command-line.ts';
import {shortShardId} from './shard-id.ts';

/** Only the open shards of an ACTIVE stream with provisioned capacity are split and merged. */
export function checkReshard(stream: StreamSummary, shards: readonly Shard[]): void {
	const {mode, name, status} = stream;
	if (mode === 'ON_DEMAND')
		throw new SluiceError(`${name} is an on-demand stream: AWS splits and merges its shards by itself.`, {code: 'on-demand'});
	if (status !== 'ACTIVE')
		throw new SluiceError(`${name} is ${status}; it must be ACTIVE first.`, {
			code: 'stream-busy',
			nextSteps: ['Wait until it is ACTIVE and try again.'],
		});
	const closed = shards.find(({sequenceNumberEnd}) => sequenceNumberEnd !== undefined);
	if (closed)
		throw new SluiceError(`Shard ${shortShardId(closed.id)} of ${name} is closed: it takes no records any more.`, {
			code: 'shard-closed',
			nextSteps: [`Its open shards: ${commandLine('shards', name)}`],
		});
}

/** What a reshard means for whoever reads the stream. */
export function readerFacts({consumerCount, retentionHours}: StreamSummary): Array<{label: string; text: string}> {
	const registered = consumerCount === 0 ? '' : `; ${consumerCount} registered`;
	return [
		{label: 'readers', text: `every consumer must finish the parent before it may read the children${registered}`},
		{label: 'meanwhile', text: `UPDATING for about a minute; records are taken and read as before`},
		{label: 'after', text: `the closed shard stays readable for ${retentionHours}h; there is no undo but the opposite`},
	];
}
