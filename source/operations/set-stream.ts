import type {Session} from '../aws/session.ts';
import type {StreamSummary} from '../aws/stream.ts';
import {SluiceError, UsageError} from '../shared/errors.ts';
import {formatCount, plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import type {Outcome, Plan} from './plan.ts';
import {streamSettings} from './stream-settings.ts';
import {accountFact} from './where.ts';

/** Settings of a stream that can be changed, by the word of the command line. */
export type StreamSetting = 'retention' | 'mode' | 'encryption' | 'record-size' | 'shard-metrics' | 'warm-throughput';

/** A change of one setting, in units of ours. */
export type StreamChange =
	| {readonly setting: 'retention'; readonly hours: number}
	| {readonly setting: 'mode'; readonly mode: StreamSummary['mode']}
	/** No key: not encrypted. */
	| {readonly setting: 'encryption'; readonly keyId?: string}
	| {readonly setting: 'record-size'; readonly kibibytes: number}
	| {readonly setting: 'shard-metrics'; readonly metrics: readonly string[]}
	| {readonly setting: 'warm-throughput'; readonly mebibytesPerSecond: number};

export type SetStreamRequest = {readonly stream: StreamSummary; readonly change: StreamChange};

export type StreamSettingWords = {
	readonly setting: StreamSetting;
	readonly label: string;
	/** What it means and what it may be. */
	readonly range: string;
	/** As it is now. */
	now(stream: StreamSummary): string;
	/** The same as it is typed. */
	typed(stream: StreamSummary): string;
};

const retentionHours = {min: 24, max: 8760};
const recordKibibytes = {min: 1024, max: 10_240};

/** CloudWatch's metrics of each shard. */
export const shardMetricNames = [
	'IncomingBytes',
	'IncomingRecords',
	'OutgoingBytes',
	'OutgoingRecords',
	'WriteProvisionedThroughputExceeded',
	'ReadProvisionedThroughputExceeded',
	'IteratorAgeMilliseconds',
] as const;

/** Every setting, in the order shown. */
export const streamSettingList: readonly StreamSettingWords[] = [
	{
		setting: 'retention',
		label: 'Retention',
		range: '24 h to 8,760 h (365 d); more than 24 h costs',
		now: ({retentionHours: hours}) => `${hours}h`,
		typed: ({retentionHours: hours}) => `${hours}h`,
	},
	{
		setting: 'mode',
		label: 'Mode',
		range: 'provisioned or on-demand; twice in 24 h at most',
		now: ({mode}) => modeWord(mode),
		typed: ({mode}) => modeWord(mode),
	},
	{
		setting: 'encryption',
		label: 'Encryption',
		range: 'none, or a KMS key: alias/aws/kinesis, an alias, an id or an ARN',
		now: ({encryption, keyId}) => (encryption === 'NONE' ? 'none' : (keyId ?? encryption)),
		typed: ({encryption, keyId}) => (encryption === 'NONE' ? 'none' : (keyId ?? '')),
	},
	{
		setting: 'record-size',
		label: 'Record limit',
		range: '1,024 to 10,240 KiB, key and data together',
		now: ({recordBytesMax}) => `${formatCount(recordBytesMax / 1024)} KiB`,
		typed: ({recordBytesMax}) => String(recordBytesMax / 1024),
	},
	{
		setting: 'shard-metrics',
		label: 'Shard metrics',
		range: 'none, all, or names by comma; CloudWatch charges for each shard',
		now: ({shardMetrics}) => metricsWord(shardMetrics),
		typed: ({shardMetrics}) => metricsWord(shardMetrics),
	},
	{
		setting: 'warm-throughput',
		label: 'Warm throughput',
		range: 'MiB/s that an on-demand stream takes at once; needs a commitment of the account',
		now: ({warmThroughputMiBps}) => (warmThroughputMiBps === undefined ? 'not set' : `${warmThroughputMiBps} MiB/s`),
		typed: ({warmThroughputMiBps}) => String(warmThroughputMiBps ?? ''),
	},
];

/**
Reads a setting as people type it.

@throws UsageError with what it may be.
*/
export function parseStreamChange(setting: StreamSetting, text: string): StreamChange {
	const typed = text.trim();
	switch (setting) {
		case 'retention': {
			const [match, count, unit = 'h'] = /^(\d{1,6})\s*(h|d)?$/.exec(typed) ?? [];
			const hours = match === undefined ? Number.NaN : Number(count) * (unit === 'd' ? 24 : 1);
			if (!(hours >= retentionHours.min && hours <= retentionHours.max))
				throw new UsageError('Retention is 24h to 8760h, or 1d to 365d.', {nextSteps: ['Example: 7d']});
			return {setting, hours};
		}
		case 'mode': {
			const mode = {provisioned: 'PROVISIONED', 'on-demand': 'ON_DEMAND'}[typed.toLowerCase()];
			if (mode !== 'PROVISIONED' && mode !== 'ON_DEMAND') throw new UsageError('The mode is provisioned or on-demand.');
			return {setting, mode};
		}
		case 'encryption':
			if (typed === '' || /\s/.test(typed)) throw new UsageError('Encryption is none, or a KMS key such as alias/aws/kinesis.');
			return typed.toLowerCase() === 'none' ? {setting} : {setting, keyId: typed};
		case 'record-size': {
			const kibibytes = Number(typed.replaceAll(',', ''));
			if (!(Number.isSafeInteger(kibibytes) && kibibytes >= recordKibibytes.min && kibibytes <= recordKibibytes.max))
				throw new UsageError('The record limit is 1024 to 10240 KiB.');
			return {setting, kibibytes};
		}
		case 'shard-metrics':
			return {setting, metrics: parseMetrics(typed)};
		case 'warm-throughput': {
			const mebibytesPerSecond = Number(typed);
			if (!(Number.isSafeInteger(mebibytesPerSecond) && mebibytesPerSecond >= 0 && typed !== ''))
				throw new UsageError('Warm throughput is a whole number of MiB/s.');
			return {setting, mebibytesPerSecond};
		}
	}
}

function parseMetrics(typed: string): readonly string[] {
	if (typed.toLowerCase() === 'none') return [];
	if (typed.toLowerCase() === 'all') return shardMetricNames;
	const names = typed.split(/[\s,]+/).filter(Boolean);
	const unknown = names.find(name => !shardMetricNames.some(known => known === name));
	if (names.length === 0 || unknown !== undefined)
		throw new UsageError(`${unknown === undefined ? 'Nothing' : `"${unknown}"`} is no shard metric.`, {
			nextSteps: [`none, all, or ${shardMetricNames.join(', ')}`],
		});
	return names;
}

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

function wordsOf(setting: StreamSetting): StreamSettingWords {
	// The list has every setting.
	return streamSettingList.find(words => words.setting === setting) as StreamSettingWords;
}

/** As it reads in the list of settings. */
function valueWord(change: StreamChange): string {
	switch (change.setting) {
		case 'retention':
			return `${change.hours}h`;
		case 'mode':
			return modeWord(change.mode);
		case 'encryption':
			return change.keyId ?? 'none';
		case 'record-size':
			return `${formatCount(change.kibibytes)} KiB`;
		case 'shard-metrics':
			return metricsWord(change.metrics);
		case 'warm-throughput':
			return `${change.mebibytesPerSecond} MiB/s`;
	}
}

function typedValue(change: StreamChange): string {
	if (change.setting === 'record-size') return String(change.kibibytes);
	return change.setting === 'warm-throughput' ? String(change.mebibytesPerSecond) : valueWord(change);
}

function modeWord(mode: StreamSummary['mode']): string {
	return mode === 'ON_DEMAND' ? 'on-demand' : 'provisioned';
}

function metricsWord(metrics: readonly string[]): string {
	if (metrics.length === 0) return 'none';
	return metrics.length === shardMetricNames.length ? 'all' : metrics.toSorted().join(',');
}
