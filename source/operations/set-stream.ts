import type {Session} from '../aws/session.ts';
import type {StreamSummary} from '../aws/stream.ts';
import {SluiceError} from '../shared/errors.ts';
import {formatCount, plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import type {Outcome, Plan} from './plan.ts';
import {typedValue, valueWord, wordsOf, type StreamChange} from './stream-setting-words.ts';
import {streamSettings} from './stream-settings.ts';
import {accountFact} from './where.ts';

export type SetStreamRequest = {readonly stream: StreamSummary; readonly change: StreamChange};

/**
Says what changing one setting of a stream will do. Changes nothing.

@throws `nothing-to-change` when it is so already; `stream-busy`.
*/
export async function planSetStream(
	session: Session,
	options: {stream: string; change: StreamChange},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<SetStreamRequest>> {
	const {change} = options;
	const within = signal ? {signal} : {};
	const [stream, account] = await Promise.all([session.streams.summary(options.stream, within), accountFact(session, within)]);
	if (stream.status !== 'ACTIVE')
		throw new SluiceError(`${stream.name} is ${stream.status}; it must be ACTIVE first.`, {
			code: 'stream-busy',
			nextSteps: ['Wait until it is ACTIVE and try again.'],
		});
	const words = wordsOf(change.setting);
	const [before, after] = [words.now(stream), valueWord(change)];
	if (before === after) throw new SluiceError(`${words.label} of ${stream.name} is ${after} already.`, {code: 'nothing-to-change'});
	const {consequences, level = 'change', warnings = []} = consequencesOf(change, stream);
	return {
		operation: 'set-stream',
		level,
		title: `Set ${words.label.toLowerCase()} of ${stream.name} to ${after}`,
		verb: 'set it',
		subject: {kind: 'stream', name: stream.name},
		facts: [account, {label: words.label.toLowerCase(), text: `${before} → ${after}`}, ...consequences],
		warnings,
		command: commandLine('stream', 'set', stream.name, `${change.setting}=${typedValue(change)}`),
		counts: {},
		settings: {...streamSettings(stream), [words.label.toLowerCase()]: before},
		request: {stream, change},
	};
}

/** Changes the setting. What AWS does in its own time shows as UPDATING. */
export async function executeSetStream(
	session: Session,
	plan: Plan<SetStreamRequest>,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Outcome> {
	const {change, stream} = plan.request;
	const answer = await send(session, {change, stream}, signal ? {signal} : {});
	return {summary: `${wordsOf(change.setting).label} of ${stream.name} is set to ${valueWord(change)}.`, ...answer};
}

function send(session: Session, {change, stream}: SetStreamRequest, within: {signal?: AbortSignal}): Promise<{requestId?: string}> {
	const {arn, keyId = 'alias/aws/kinesis', name, retentionHours: hoursNow, shardMetrics} = stream;
	const at = {name, ...within};
	switch (change.setting) {
		case 'retention':
			return session.streams.setRetention({...at, hours: change.hours, direction: change.hours > hoursNow ? 'longer' : 'shorter'});
		case 'mode':
			return session.streams.setMode({...at, arn, mode: change.mode});
		case 'encryption':
			return change.keyId === undefined
				? session.streams.stopEncryption({...at, keyId})
				: session.streams.startEncryption({...at, keyId: change.keyId});
		case 'record-size':
			return session.streams.setRecordSizeMax({...at, arn, kibibytes: change.kibibytes});
		case 'shard-metrics':
			return setMetrics(session, {...at, before: shardMetrics, after: change.metrics});
		case 'warm-throughput':
			return session.streams.setWarmThroughput({...at, mebibytesPerSecond: change.mebibytesPerSecond});
	}
}

async function setMetrics(
	session: Session,
	{after, before, ...at}: {name: string; signal?: AbortSignal; before: readonly string[]; after: readonly string[]},
): Promise<{requestId?: string}> {
	const added = after.filter(metric => !before.includes(metric));
	const removed = before.filter(metric => !after.includes(metric));
	let answer: {requestId?: string} = {};
	if (added.length > 0) answer = await session.streams.startShardMetrics({...at, metrics: added});
	if (removed.length > 0) answer = await session.streams.stopShardMetrics({...at, metrics: removed});
	return answer;
}

type Consequences = {
	readonly consequences: Plan['facts'];
	readonly level?: Plan['level'];
	readonly warnings?: readonly string[];
};

function consequencesOf(change: StreamChange, stream: StreamSummary): Consequences {
	switch (change.setting) {
		case 'retention':
			return change.hours < stream.retentionHours
				? {
						level: 'destroy',
						consequences: [{label: 'deletes', text: `records older than ${change.hours}h, at once and for good`}],
						warnings: ['A consumer that is further behind than that loses what it has not read.'],
					}
				: {consequences: [{label: 'keeps', text: 'records from now on longer, those that are still there too; costs by the shard hour'}]};
		case 'mode':
			return {
				consequences: [
					{
						label: 'means',
						text:
							change.mode === 'ON_DEMAND'
								? 'AWS splits and merges by itself; billed by the GB instead of by the shard'
								: `keeps its ${plural(stream.openShardCount, 'open shard')}; writes above their limits are refused from then on`,
					},
					{label: 'meanwhile', text: 'UPDATING for a while; records are taken and read as before'},
				],
				warnings: ['AWS allows two changes of the mode in 24 hours.'],
			};
		case 'encryption':
			return {
				consequences: [
					{
						label: 'from now on',
						text: change.keyId === undefined ? 'new records are not encrypted at rest' : 'new records are encrypted with this key',
					},
					{label: 'before', text: 'records that are there stay as they are'},
				],
				warnings:
					change.keyId === undefined
						? []
						: ['Producers need kms:GenerateDataKey on the key, readers kms:Decrypt; without it they fail at once.'],
			};
		case 'record-size':
			return {
				consequences: [{label: 'takes', text: `records up to ${formatCount(change.kibibytes)} KiB with their key`}],
				warnings:
					change.kibibytes * 1024 < stream.recordBytesMax
						? ['Producers of larger records are refused at once.']
						: ['Consumers and Lambda functions must be able to take records of that size.'],
			};
		case 'shard-metrics':
			return {
				consequences: [
					{
						label: 'costs',
						text: `${plural(change.metrics.length, 'metric')} of each of ${plural(stream.openShardCount, 'shard')}, by the month`,
					},
				],
			};
		case 'warm-throughput':
			return {consequences: [{label: 'means', text: 'the stream scales to this; billed as the account committed to'}]};
	}
}
