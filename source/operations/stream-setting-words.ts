import type {StreamSummary} from '../aws/stream.ts';
import {UsageError} from '../shared/errors.ts';
import {formatCount} from '../shared/units.ts';

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

/** How a setting is told. */
export function wordsOf(setting: StreamSetting): StreamSettingWords {
	// The list has every setting.
	return streamSettingList.find(words => words.setting === setting) as StreamSettingWords;
}

/** As it reads in the list of settings. */
export function valueWord(change: StreamChange): string {
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

/** As it is typed on a command line. */
export function typedValue(change: StreamChange): string {
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
