import type {Session} from '../aws/session.ts';
import type {Shard, StreamConsumer, StreamSummary} from '../aws/stream.ts';
import type {Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {formatAge, plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import {readConsumersBehind, type ConsumerView} from './consumers.ts';
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

/** What a reshard means for whoever reads the stream: registered consumers by name and, where CloudWatch has no price, how far they are behind. */
export async function readerFacts(
	session: Session,
	stream: StreamSummary,
	{clock, signal}: {clock?: Clock | undefined; signal?: AbortSignal | undefined},
): Promise<Array<{label: string; text: string}>> {
	const within = signal ? {signal} : {};
	return [
		{label: 'readers', text: 'each must finish the parent before reading its children'},
		...(stream.consumerCount === 0 ? [] : [{label: 'consumers', text: await consumersText(session, stream, {clock, within})}]),
		{label: 'meanwhile', text: 'UPDATING for about a minute; reads and writes go on'},
		{label: 'after', text: `closed shards stay readable ${stream.retentionHours}h; only the opposite undoes it`},
	];
}

/** Behind by more than this, a reader stays behind for longer when its shards are split. */
const behindMsMax = 60_000;
const namedMax = 6;

async function consumersText(
	session: Session,
	stream: StreamSummary,
	{clock, within}: {clock: Clock | undefined; within: {signal?: AbortSignal}},
): Promise<string> {
	const known = await registered(session, stream, within);
	if (known === undefined) return `${plural(stream.consumerCount, 'consumer')}; their names may not be read`;
	const isPriced = session.context.target === 'aws';
	const consumers =
		clock && !isPriced ? await readConsumersBehind(session, {stream: stream.name, consumers: known, nowMs: clock.nowMs()}, within) : known;
	const named = consumers.slice(0, namedMax).map(({name}) => name);
	const names = [...named, ...(consumers.length > namedMax ? [`${consumers.length - namedMax} more`] : [])].join(', ');
	const behind = consumers.filter((each: ConsumerView) => (each.behindMs ?? 0) > behindMsMax);
	if (behind.length > 0)
		return `${names}; ${behind.map(({behindMs = 0, name}: ConsumerView) => `${name} is ${formatAge(behindMs)} behind`).join(', ')}: let it catch up first`;
	const isKnown = consumers.every((each: ConsumerView) => each.behindMs !== undefined);
	return isKnown ? `${names}; none is more than a minute behind` : names;
}

async function registered(
	session: Session,
	stream: StreamSummary,
	within: {signal?: AbortSignal},
): Promise<readonly StreamConsumer[] | undefined> {
	try {
		return await session.streams.consumers(stream, within);
	} catch (error) {
		if (!(error instanceof SluiceError) || error.code === 'aborted') throw error;
		return undefined;
	}
}
