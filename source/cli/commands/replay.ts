import type {Session} from '../../aws/session.ts';
import {findStream} from '../../operations/find-stream.ts';
import {recordCandidate} from '../../operations/record-candidate.ts';
import {planReplay, type ReplayRecord, type ReplayRequest, type ReplaySource} from '../../operations/replay.ts';
import {runReplay} from '../../operations/run-replay.ts';
import {findShard} from '../../operations/shard-id.ts';
import {parseTailStart, parseTime} from '../../operations/tail-start.ts';
import {tailStream} from '../../operations/tail.ts';
import type {Outcome, Plan} from '../../operations/plan.ts';
import {readKplAggregate} from '../../payload/kpl.ts';
import {safeText} from '../../payload/safe-text.ts';
import {SluiceError, UsageError} from '../../shared/errors.ts';
import {formatCount} from '../../shared/units.ts';
import {defineCommand, type Invocation} from '../command.ts';
import {type ExitCode, exitCodes} from '../exit-code.ts';
import {readFilterFlag} from '../filter-flag.ts';
import {runGuarded} from '../gate.ts';
import {createProgress} from '../progress.ts';
import {withSession} from '../workplace.ts';

type ReplayFlags = {
	readonly to: string | undefined;
	readonly from: string | undefined;
	readonly until: string | undefined;
	readonly shard: readonly string[];
	readonly filter: string | undefined;
	readonly record: readonly string[];
	readonly rate: number | undefined;
	readonly base64: boolean;
};

/** How many failed records are told one by one. */
const toldMax = 100;

export const replayCommand = defineCommand({
	name: 'replay',
	summary: 'Send records of a stream again: to a stream, a queue or a topic',
	takes: 'STREAM',
	inputMin: 1,
	inputMax: 1,
	description: `Reads what arrived between --from and --until, of it what matches --filter, and sends it to --to.
Within a partition key the order is kept in streams, and in FIFO queues and topics, where the key becomes the message group.
Nothing in the stream itself is changed. With --dry-run it reads and counts, and sends nothing. Ctrl-C stops after the batch under way.
Exits 4 when some records could not be sent. Asks for the name of where it sends to.`,
	flags: {
		to: {type: 'text', placeholder: 'WHERE', description: 'stream:NAME, queue:NAME, topic:NAME or an ARN'},
		from: {type: 'text', placeholder: 'WHEN', description: 'oldest, 15m ago, 14:30 or an ISO time in UTC, a sequence number'},
		until: {type: 'text', placeholder: 'WHEN', description: 'Leave out what arrived later (default: now)'},
		shard: {type: 'list', placeholder: 'ID', description: 'Only this shard and its children. May be repeated'},
		filter: {type: 'text', placeholder: 'FILTER', description: 'Only records that match: key:truck_*, .speed > 80'},
		record: {
			type: 'list',
			placeholder: 'NUMBER',
			description: 'Only the record with this sequence number, or NUMBER/0 for the first in its KPL aggregate. May be repeated',
		},
		rate: {type: 'number', placeholder: 'N', min: 1, max: 100_000, description: 'At most N records per second'},
		base64: {type: 'boolean', description: 'To queues and topics: send the data as base64'},
	},
	examples: [
		['sluice replay clicks --to stream:clicks-copy --from -15m --dry-run', 'How many records the last 15 minutes hold'],
		['sluice replay clicks --to queue:orders --from 14:30 --until 14:45 --filter \'.type = "order"\'', 'Part of what arrived'],
	],
	async run(invocation) {
		const {clock, flags, input} = invocation;
		const {to} = flags;
		if (to === undefined) throw new UsageError('Where to?', {nextSteps: ['Give it: --to stream:NAME, --to queue:NAME or --to topic:NAME']});
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const {name} = await findStream(session, input[0] ?? '', {signal});
			const source = await sourceOf(invocation, session, {stream: name, flags, signal});
			let planned: Plan<ReplayRequest> | undefined;
			const code = await runGuarded(invocation, session, {
				plan: async () => {
					planned = await planReplay(
						session,
						{stream: name, source, to, clock, isBase64: flags.base64, ...(flags.rate !== undefined && {ratePerSecond: flags.rate})},
						{signal},
					);
					return planned;
				},
				execute: plan => follow(invocation, session, plan, {isDryRun: false, signal}),
			});
			if (!invocation.globals.dryRun || !planned) return code;
			const {exitCode = exitCodes.done, summary} = await follow(invocation, session, planned, {isDryRun: true, signal});
			invocation.stderr.write(`${safeText(summary)}\n`);
			return exitCode;
		});
	},
});

async function follow(
	invocation: Invocation,
	session: Session,
	plan: Plan<ReplayRequest>,
	{isDryRun, signal}: {isDryRun: boolean; signal: AbortSignal},
): Promise<Outcome & {exitCode?: ExitCode}> {
	const progress = createProgress(invocation);
	let toldCount = 0;
	for await (const event of runReplay(session, plan, {clock: invocation.clock, isDryRun}, {signal})) {
		switch (event.type) {
			case 'progress':
				progress.show(`Read ${formatCount(event.readCount)}, sent ${formatCount(event.sentCount)} of ${formatCount(event.matchedCount)}`);
				break;
			case 'failed':
				progress.clear();
				if (toldCount++ < toldMax)
					invocation.stderr.write(`Record ${event.sequenceNumber} of ${safeText(event.partitionKey)}: ${safeText(event.reason)}\n`);
				break;
			case 'ended':
				progress.clear();
				if (event.error && event.sentCount === 0)
					throw new SluiceError(event.summary, {code: event.error.code, nextSteps: event.error.nextSteps, cause: event.error});
				return {summary: event.summary, ...(isWhole(event) ? {} : {exitCode: exitCodes.partly})};
		}
	}
	return {summary: 'Nothing was done.'};
}

function isWhole(end: {error?: unknown; failedCount: number; doubtfulCount: number; isInterrupted: boolean}): boolean {
	return end.error === undefined && end.failedCount === 0 && end.doubtfulCount === 0 && !end.isInterrupted;
}

async function sourceOf(
	invocation: Invocation,
	session: Session,
	{flags, signal, stream}: {stream: string; flags: ReplayFlags; signal: AbortSignal},
): Promise<ReplaySource> {
	const {clock} = invocation;
	const {filter, from, record, until} = flags;
	if (record.length > 0) {
		if (from !== undefined || filter !== undefined)
			throw new UsageError('--record names records one by one; leave out --from and --filter.');
		return {type: 'records', chosen: 'named', records: await readRecords(session, {clock, stream, numbers: record, signal})};
	}
	if (from === undefined) throw new UsageError('From when?', {nextSteps: ['Give it: --from -15m, --from 14:30, --from oldest']});
	const nowMs = clock.nowMs();
	const untilMs = until === undefined ? nowMs : parseTime(until, nowMs);
	if (untilMs === undefined) throw new UsageError(`"${until}" is no time.`, {nextSteps: ['Example: 14:30, -5m, 2026-11-25T14:30Z']});
	const matches = filter === undefined ? undefined : await readFilterFlag(filter, 'stream', invocation);
	const shards = flags.shard.length === 0 ? [] : await session.streams.shards(stream, {signal});
	const shardIds = flags.shard.map(id => findShard(shards, id).id);
	return {
		type: 'range',
		from: parseTailStart(from, nowMs),
		fromText: from,
		untilMs,
		...(shardIds.length > 0 && {shardIds}),
		...(matches &&
			filter !== undefined && {
				filter: {text: filter, matches: (each, shardId) => matches(recordCandidate(each, {shardId, nowMs}))},
			}),
	};
}

/** One after the other: each is the first of what is read from its own number on. */
async function readRecords(
	session: Session,
	{signal, numbers, ...options}: {clock: Invocation['clock']; stream: string; numbers: readonly string[]; signal: AbortSignal},
): Promise<readonly ReplayRecord[]> {
	const records: ReplayRecord[] = [];
	for (const number of numbers) {
		const [match, sequenceNumber = '', position] = /^(\d{1,128})(?:\/(\d{1,6}))?$/.exec(number) ?? [];
		if (match === undefined) throw new UsageError(`"${number}" is no sequence number.`);
		const whole = await firstRecord(session, {...options, sequenceNumber, signal});
		const found = whole && position !== undefined ? recordWithin(whole, Number(position)) : whole;
		if (!found) throw new SluiceError(`${options.stream} has no record ${number} any more.`, {code: 'record-not-found'});
		records.push(found);
	}
	return records;
}

/** One of those in a KPL aggregate, counted from 0, with its own key. */
function recordWithin(whole: ReplayRecord, position: number): ReplayRecord | undefined {
	const aggregate = readKplAggregate(whole.data);
	const inner = aggregate && 'records' in aggregate ? aggregate.records[position] : undefined;
	return inner && {...whole, partitionKey: inner.partitionKey, data: inner.data, within: position};
}

async function firstRecord(
	session: Session,
	{signal, sequenceNumber, ...options}: {clock: Invocation['clock']; stream: string; sequenceNumber: string; signal: AbortSignal},
): Promise<ReplayRecord | undefined> {
	for await (const event of tailStream(session, {...options, from: {type: 'at-sequence-number', sequenceNumber}}, {signal})) {
		if (event.type !== 'records') continue;
		const found = event.records.find(record => record.sequenceNumber === sequenceNumber);
		if (found) return {...found, shardId: event.shardId};
		if (event.records.length > 0 || event.millisBehindLatest === 0) return undefined;
	}
	return undefined;
}
