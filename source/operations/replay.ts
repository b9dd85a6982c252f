import type {Session} from '../aws/session.ts';
import type {IteratorPosition, StreamRecord} from '../aws/stream.ts';
import type {Clock, EpochMs} from '../shared/clock.ts';
import {UsageError} from '../shared/errors.ts';
import {formatBytes, formatCount, plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import type {Plan} from './plan.ts';
import {findReplayTarget, type ReplayTarget} from './replay-target.ts';
import {shortShardId} from './shard-id.ts';
import {streamSettings} from './stream-settings.ts';
import {accountFact} from './where.ts';

export type ReplayRecord = StreamRecord & {readonly shardId: string} & {
	/** Of a record within a KPL aggregate: its place, from 0. The aggregate's number is its own. */
	readonly within?: number;
};

/** As `--record` takes it. */
export function recordNumber({sequenceNumber, within}: Pick<ReplayRecord, 'sequenceNumber' | 'within'>): string {
	return within === undefined ? sequenceNumber : `${sequenceNumber}/${within}`;
}

/** What is replayed: records that are at hand, or what a stretch of time holds. */
export type ReplaySource =
	| {
			readonly type: 'records';
			readonly records: readonly ReplayRecord[];
			/** How they were chosen: `marked`, `shown`. */ readonly chosen: string;
	  }
	| {
			readonly type: 'range';
			readonly from: IteratorPosition;
			/** As it was typed: `-15m`. */
			readonly fromText: string;
			/** Records that arrived later are left out. Default: now. */
			readonly untilMs?: EpochMs;
			readonly shardIds?: readonly string[];
			/** Text of the filter, and what it lets through. */
			readonly filter?: {readonly text: string; readonly matches: (record: StreamRecord, shardId: string) => boolean};
	  };

export type ReplayRequest = {
	readonly stream: string;
	readonly source: ReplaySource & {readonly untilMs: EpochMs};
	readonly target: ReplayTarget;
	readonly ratePerSecond?: number;
	readonly isBase64: boolean;
};

const rateMax = 100_000;

/**
Says what replaying records will do. Changes nothing. How many records a stretch of time holds is known only after reading it: a dry run counts them.

@param options.to `stream:copy`, `queue:orders`, `topic:events` or an ARN.
@throws UsageError; what the lookup of the target answers.
*/
export async function planReplay(
	session: Session,
	options: {
		stream: string;
		source: ReplaySource;
		to: string;
		clock: Clock;
		ratePerSecond?: number;
		isBase64?: boolean;
	},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<ReplayRequest>> {
	const within = signal ? {signal} : {};
	const {clock, isBase64 = false, ratePerSecond, source} = options;
	if (ratePerSecond !== undefined && !(ratePerSecond > 0 && ratePerSecond <= rateMax))
		throw new UsageError(`A rate is more than 0 and at most ${formatCount(rateMax)} a second.`);
	const [stream, target, account] = await Promise.all([
		session.streams.summary(options.stream, within),
		findReplayTarget(session, options.to, within),
		accountFact(session, within),
	]);
	const untilMs = source.type === 'range' ? (source.untilMs ?? clock.nowMs()) : clock.nowMs();
	const isOntoItself = target.type === 'stream' && target.name === stream.name;
	return {
		operation: 'replay',
		level: 'destroy',
		title: `Replay ${stream.name} to ${target.type} ${target.name}`,
		verb: 'replay into it',
		subject: {kind: target.type, name: target.name},
		facts: [
			account,
			{label: 'replays', text: sourceText(source, untilMs)},
			{label: 'to', text: targetText(target)},
			{label: 'as', text: formText(target, isBase64)},
			{label: 'order', text: orderText(target)},
			{label: 'rate', text: ratePerSecond === undefined ? 'as fast as it goes' : `${formatCount(ratePerSecond)}/s at most`},
			{label: 'cannot be', text: 'taken back: whoever reads there gets these records'},
		],
		warnings: [
			...(isOntoItself ? ['It is the same stream: its consumers get these records a second time.'] : []),
			...(target.type === 'topic' ? ['Every subscriber of the topic gets them.'] : []),
		],
		command: replayCommand({stream: stream.name, source, target, ratePerSecond, isBase64}),
		counts: source.type === 'records' ? {records: source.records.length} : {},
		settings: streamSettings(stream),
		request: {stream: stream.name, source: {...source, untilMs}, target, isBase64, ...(ratePerSecond !== undefined && {ratePerSecond})},
	};
}

function sourceText(source: ReplaySource, untilMs: EpochMs): string {
	if (source.type === 'records') {
		const bytes = source.records.reduce((sum, {data}) => sum + data.byteLength, 0);
		return `${plural(source.records.length, `${source.chosen} record`)}, ${formatBytes(bytes)}`;
	}
	const filter = source.filter ? `, of them what matches ${source.filter.text}` : '';
	const shards = source.shardIds ? ` of shard ${source.shardIds.map(shortShardId).join(', ')}` : '';
	return `what arrived${shards} from ${source.fromText} until ${new Date(untilMs).toISOString()}${filter}; counted while reading`;
}

function targetText(target: ReplayTarget): string {
	switch (target.type) {
		case 'stream':
			return `stream ${target.name}, ${plural(target.stream.openShardCount, 'open shard')}`;
		case 'queue':
			return `queue ${target.name}, ${target.queue.isFifo ? 'FIFO' : 'standard'}`;
		case 'topic':
			return `topic ${target.name}, ${plural(target.topic.confirmedCount, 'subscription')}`;
	}
}

function formText(target: ReplayTarget, isBase64: boolean): string {
	if (target.type === 'stream') return 'the same bytes with the same keys; KPL aggregates stay whole';
	return isBase64
		? 'base64 of the data, one message a record; KPL aggregates unfolded'
		: 'the data as text, one message a record; KPL aggregates unfolded; what is no text is left out and told';
}

function orderText(target: ReplayTarget): string {
	if (target.type === 'stream') return 'kept within each key: one record of a key at a time';
	const isFifo = target.type === 'queue' ? target.queue.isFifo : target.topic.isFifo;
	return isFifo
		? 'kept within each key, which becomes the group; a record replayed twice in 5 min arrives once'
		: `not kept: it is no FIFO ${target.type}`;
}

function replayCommand(options: {
	stream: string;
	source: ReplaySource;
	target: ReplayTarget;
	ratePerSecond: number | undefined;
	isBase64: boolean;
}): string {
	const {isBase64, ratePerSecond, source, stream, target} = options;
	const range =
		source.type === 'range'
			? [
					'--from',
					source.fromText,
					...(source.untilMs === undefined ? [] : ['--until', new Date(source.untilMs).toISOString()]),
					...(source.shardIds ?? []).flatMap(id => ['--shard', shortShardId(id)]),
					...(source.filter ? ['--filter', source.filter.text] : []),
				]
			: source.records.flatMap(record => ['--record', recordNumber(record)]).slice(0, 20);
	return commandLine(
		'replay',
		stream,
		'--to',
		`${target.type}:${target.name}`,
		...range,
		...(ratePerSecond === undefined ? [] : ['--rate', String(ratePerSecond)]),
		...(isBase64 ? ['--base64'] : []),
	);
}
