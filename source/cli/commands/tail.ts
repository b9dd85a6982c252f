import {once} from 'node:events';
import type {StreamRecord} from '../../aws/stream.ts';
import type {Session} from '../../aws/session.ts';
import {deniedFanOut, endFanOut, executeFanOut, planFanOut, removedText} from '../../operations/fan-out.ts';
import {findStream} from '../../operations/find-stream.ts';
import {recordCandidate} from '../../operations/record-candidate.ts';
import {recordLine} from '../../operations/record-json.ts';
import {findShard, shortShardId} from '../../operations/shard-id.ts';
import type {TailEvent} from '../../operations/tail-event.ts';
import {hasSharedReads} from '../../operations/shared-reads.ts';
import {parseTailStart} from '../../operations/tail-start.ts';
import {tailStream} from '../../operations/tail.ts';
import {padStartToWidth, padToWidth, safePreview, safeText} from '../../payload/safe-text.ts';
import type {Clock} from '../../shared/clock.ts';
import {UsageError} from '../../shared/errors.ts';
import {formatAge, formatBytes, formatTime, plural} from '../../shared/units.ts';
import {defineCommand, type Invocation} from '../command.ts';
import {type ExitCode, exitCodes} from '../exit-code.ts';
import {readFilterFlag} from '../filter-flag.ts';
import {runGuarded} from '../gate.ts';
import {isJsonWanted} from '../output.ts';
import {createCatchUp} from '../../operations/catch-up.ts';
import {withSession} from '../workplace.ts';

export const tailCommand = defineCommand({
	name: 'tail',
	summary: 'Follow the records of a stream, over splits and merges',
	takes: 'STREAM',
	inputMin: 1,
	inputMax: 1,
	description: `Reads all open shards, each in order, and the children of those that close. Changes nothing, but each shard allows five reads a second
to all its readers together; this takes one. As JSON, data that is no text comes as dataBase64. Ends on Ctrl-C with exit code 0.`,
	flags: {
		from: {
			type: 'text',
			placeholder: 'WHEN',
			description: 'latest (default), oldest, 15m ago, 14:30 or an ISO time in UTC, a sequence number',
		},
		shard: {type: 'list', placeholder: 'ID', description: 'Only this shard and its children: 6 or shardId-000000000006. May be repeated'},
		filter: {type: 'text', placeholder: 'FILTER', description: 'Only records that match: text in the data, key:truck_*, .speed > 80'},
		limit: {type: 'number', placeholder: 'N', min: 1, max: 1_000_000_000, description: 'End after N records'},
		follow: {type: 'boolean', description: 'Go on with what comes (the default)'},
		catchUp: {type: 'boolean', description: 'End when all that is there has been read'},
		fanOut: {type: 'boolean', description: 'Read by fan-out, as a consumer that is registered for this and removed at the end; costs'},
		consumer: {type: 'text', placeholder: 'NAME', description: 'With --fan-out: as this consumer, which is registered already'},
	},
	examples: [
		['sluice tail clicks', 'What comes from now on'],
		['sluice tail clicks --from -15m --catch-up --json', 'The last 15 minutes, for a script'],
		['sluice tail clicks --fan-out', 'Without taking reads from the consumers'],
	],
	async run(invocation) {
		const {clock, flags, input} = invocation;
		if (flags.follow && flags.catchUp) throw new UsageError('--follow goes on, --catch-up ends: give one of them.');
		if (flags.consumer !== undefined && !flags.fanOut)
			throw new UsageError('--consumer needs --fan-out: only fan-out reads as a consumer.');
		const matches = await matcherOf(flags.filter, invocation);
		const position = parseTailStart(flags.from ?? 'latest', clock.nowMs());
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const {name} = await findStream(session, input[0] ?? '', {signal});
			const shards = flags.shard.length > 0 || flags.catchUp ? await session.streams.shards(name, {signal}) : [];
			const closedShardIds = new Set(shards.filter(shard => shard.sequenceNumberEnd !== undefined).map(shard => shard.id));
			const shardIds = flags.shard.map(id => findShard(shards, id).id);
			const isShared = await hasSharedReads(session, {signal});
			const write = (consumerArn?: string): Promise<ExitCode> => {
				const reading = {
					clock,
					isShared,
					stream: name,
					from: position,
					...(shardIds.length > 0 && {shardIds}),
					...(consumerArn && {consumerArn}),
				};
				return writeEvents(invocation, renewing(session, clock, tailStream(session, reading, {signal})), {
					matches,
					max: flags.limit ?? Infinity,
					isCaughtUp: flags.catchUp ? createCatchUp({closedShardIds}) : () => false,
				});
			};
			return flags.fanOut ? withFanOut(invocation, session, {stream: name, consumer: flags.consumer, signal}, write) : write();
		});
	},
});

/** Asks before a consumer is registered, and removes it whatever happens. */
async function withFanOut(
	invocation: Invocation,
	session: Session,
	{consumer, signal, stream}: {stream: string; consumer: string | undefined; signal: AbortSignal},
	read: (consumerArn: string) => Promise<ExitCode>,
): Promise<ExitCode> {
	const {clock, random, stderr} = invocation;
	const suffix = random.hex(4);
	let exitCode: ExitCode = exitCodes.done;
	const answer = await runGuarded(invocation, session, {
		plan: () => planFanOut(session, {stream, suffix, ...(consumer !== undefined && {consumer})}, {signal}),
		execute: async plan => {
			const {fanOut, summary} = await executeFanOut(session, plan, {clock, signal});
			stderr.write(`${safeText(summary)}\n`);
			try {
				exitCode = await read(fanOut.consumerArn);
			} catch (error) {
				throw deniedFanOut(error, fanOut, stream) ?? error;
			} finally {
				const told = (await endFanOut(session, fanOut)) ?? removedText(fanOut, stream);
				if (told) stderr.write(`${safeText(told)}\n`);
			}
			return undefined;
		},
	});
	return answer === exitCodes.done ? exitCode : answer;
}

/** So often a login that has ended is tried anew: nobody presses a key here when they have logged in again. */
const renewEveryMs = 10_000;

/** The events, and meanwhile a look at the login when that has ended. */
async function* renewing(session: Session, clock: Clock, events: AsyncIterable<TailEvent>): AsyncGenerator<TailEvent> {
	let renewedAtMs = Number.NEGATIVE_INFINITY;
	for await (const event of events) {
		yield event;
		const hasEnded = event.type === 'backed-off' && event.error.code === 'login-expired';
		if (!hasEnded || clock.nowMs() - renewedAtMs < renewEveryMs) continue;
		renewedAtMs = clock.nowMs();
		session.login.renew();
	}
}

type Matches = (record: StreamRecord, shardId: string) => boolean;

async function writeEvents(
	invocation: Invocation,
	events: AsyncIterable<TailEvent>,
	options: {matches: Matches; max: number; isCaughtUp: (event: TailEvent) => boolean},
): Promise<ExitCode> {
	const {matches, max, isCaughtUp} = options;
	const {stderr, stdout} = invocation;
	let count = 0;
	if (!isJsonWanted(invocation)) stdout.write('ARRIVED       SHARD KEY                  SIZE DATA\n');
	for await (const event of events) {
		const note = noteOf(event);
		if (note) stderr.write(`${note}\n`);
		if (event.type === 'records') {
			const records = event.records.filter(record => matches(record, event.shardId)).slice(0, max - count);
			count += records.length;
			const text = records.map(record => lineOf(invocation, event.shardId, record)).join('');
			// A reader that is slow slows the tail; nothing piles up here.
			if (text !== '' && !stdout.write(text)) await once(stdout, 'drain', {signal: invocation.interrupted()}).catch(() => {});
		}
		if (count >= max || isCaughtUp(event)) break;
	}
	return exitCodes.done;
}

function lineOf(invocation: Invocation, shardId: string, record: StreamRecord): string {
	if (isJsonWanted(invocation)) return `${recordLine(record, shardId)}\n`;
	const {arrivedAtMs, data, partitionKey} = record;
	const start = `${formatTime(arrivedAtMs, 'ms')}  ${shortShardId(shardId).padStart(5)} ${padToWidth(safePreview(partitionKey, 20), 20)} ${padStartToWidth(formatBytes(data.byteLength), 6)} `;
	return `${start}${safePreview(Buffer.from(data).toString('utf8'), Math.max(20, (invocation.stdout.columns ?? 120) - start.length))}\n`;
}

async function matcherOf(text: string | undefined, invocation: Invocation): Promise<Matches> {
	if (text === undefined) return () => true;
	const matches = await readFilterFlag(text, 'stream', invocation);
	return (record, shardId) => matches(recordCandidate(record, {shardId, nowMs: invocation.clock.nowMs()}));
}

/** What is not a record, for stderr. */
function noteOf(event: TailEvent): string | undefined {
	switch (event.type) {
		case 'shard-started':
		case 'records':
			return undefined;
		case 'shard-ended': {
			const children = event.childShardIds.map(shortShardId);
			const next = children.length === 0 ? '' : `; going on with ${plural(children.length, 'shard')} ${children.join(' and ')}`;
			return `Shard ${shortShardId(event.shardId)} was read to its end${next}.`;
		}
		case 'backed-off':
			return `Shard ${shortShardId(event.shardId)}: ${safeText(event.error.message)}`;
		case 'resumed':
			return `Shard ${shortShardId(event.shardId)} answers again; gap read: ${formatAge(event.gapMs)}.`;
	}
}
