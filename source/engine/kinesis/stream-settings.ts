import type {EpochMs} from '../../shared/clock.ts';
import {invalidArgument, validationException} from './errors.ts';
import {countCall} from './recent-calls.ts';
import {expandMetrics, sortMetrics} from './shard-level-metrics.ts';
import type {KinesisState} from './state.ts';
import type {Stream, StreamMode} from './stream.ts';

const retentionHoursMin = 24;
const retentionHoursMax = 8760;

/**
Sets a longer retention period. What has expired stays gone.

@see [IncreaseStreamRetentionPeriod](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_IncreaseStreamRetentionPeriod.html)
*/
export function increaseRetention(stream: Stream, hours: number, nowMs: EpochMs): void {
	checkRetention(hours);
	if (hours < stream.retentionHours) {
		throw invalidArgument(
			`Requested retention period (${hours} hours) for stream ${stream.name} can not be shorter than existing retention period (${stream.retentionHours} hours). Use DecreaseRetentionPeriod API.`,
		);
	}
	setRetention(stream, hours, nowMs);
}

/** Sets a shorter retention period; records older than that are gone at once. */
export function decreaseRetention(stream: Stream, hours: number, nowMs: EpochMs): void {
	checkRetention(hours);
	if (hours > stream.retentionHours) {
		throw invalidArgument(
			`Requested retention period (${hours} hours) for stream ${stream.name} can not be longer than existing retention period (${stream.retentionHours} hours). Use IncreaseRetentionPeriod API.`,
		);
	}
	setRetention(stream, hours, nowMs);
}

function setRetention(stream: Stream, hours: number, nowMs: EpochMs): void {
	stream.trim(nowMs);
	stream.retentionHours = hours;
}

function checkRetention(hours: number): void {
	if (hours < retentionHoursMin) {
		throw invalidArgument(
			`Minimum allowed retention period is ${retentionHoursMin} hours. Requested retention period (${hours} hours) is too short.`,
		);
	}
	if (hours > retentionHoursMax) {
		throw invalidArgument(
			`Maximum allowed retention period is ${retentionHoursMax} hours. Requested retention period (${hours} hours) is too long.`,
		);
	}
}

/** Begins to change which metrics of its shards a stream tells. Returns them as they are and as they will be. */
export function changeMetrics(
	state: KinesisState,
	options: {readonly stream: Stream; readonly change: 'add' | 'delete'; readonly names: readonly string[]; readonly nowMs: EpochMs},
): {readonly current: readonly string[]; readonly desired: readonly string[]} {
	const {stream, change, names, nowMs} = options;
	state.requireActive(stream);
	const metrics = stream.shardLevelMetrics;
	const current = sortMetrics(metrics);
	const desired = new Set(metrics);
	for (const name of expandMetrics(names)) desired[change](name);
	state.update(stream, nowMs, () => {
		metrics.clear();
		for (const name of desired) metrics.add(name);
	});
	return {current, desired: sortMetrics(desired)};
}

const encryptionChangesPerDayMax = 25;

/** Begins to encrypt what is put from then on, or to stop that. Nothing is really encrypted: records only say so. */
export function changeEncryption(
	state: KinesisState,
	options: {
		readonly stream: Stream;
		readonly action: 'StartStreamEncryption' | 'StopStreamEncryption';
		readonly encryptionType: string;
		/** Undefined to stop. */
		readonly kmsKeyId: string | undefined;
		readonly nowMs: EpochMs;
	},
): void {
	const {stream, action, kmsKeyId, nowMs} = options;
	// Assumed: AWS's words are not recorded.
	if (options.encryptionType !== 'KMS') throw invalidArgument(`The EncryptionType of ${action} must be KMS.`);
	state.requireActive(stream);
	const callsAtMs = kmsKeyId === undefined ? stream.encryptionStopsAtMs : stream.encryptionStartsAtMs;
	countCall(callsAtMs, {action, countMax: encryptionChangesPerDayMax, stream, nowMs});
	state.update(stream, nowMs, () => {
		stream.kmsKeyId = kmsKeyId;
	});
}

const modeChangesPerDayMax = 2;

/**
Begins to change how a stream is scaled. Its shards stay as they are.

@see [UpdateStreamMode](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamMode.html)
*/
export function changeMode(
	state: KinesisState,
	options: {
		readonly stream: Stream;
		readonly mode: StreamMode;
		readonly warmThroughputMibps: number | undefined;
		readonly nowMs: EpochMs;
	},
): void {
	const {stream, mode, warmThroughputMibps, nowMs} = options;
	if (warmThroughputMibps !== undefined) checkWarmThroughput(state, mode, nowMs);
	state.requireActive(stream);
	countCall(stream.modeUpdatesAtMs, {action: 'UpdateStreamMode', countMax: modeChangesPerDayMax, stream, nowMs});
	state.update(stream, nowMs, () => {
		stream.mode = mode;
		stream.warmThroughputMibps = mode === 'ON_DEMAND' ? (warmThroughputMibps ?? stream.warmThroughputMibps) : undefined;
		if (mode === 'PROVISIONED') stream.distribution = 'USER_PARTITION_KEY';
	});
}

/**
Begins to change the throughput that an on-demand stream is ready for. Its shards stay as they are.

@see [UpdateStreamWarmThroughput](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateStreamWarmThroughput.html)
*/
export function changeWarmThroughput(
	state: KinesisState,
	{stream, targetMibps, nowMs}: {readonly stream: Stream; readonly targetMibps: number; readonly nowMs: EpochMs},
): void {
	checkWarmThroughput(state, stream.mode, nowMs);
	state.requireActive(stream);
	state.update(stream, nowMs, () => {
		stream.warmThroughputMibps = targetMibps;
	});
}

/** Assumed: AWS refuses these, its words are not recorded. */
export function checkWarmThroughput(state: KinesisState, mode: StreamMode, nowMs: EpochMs): void {
	if (mode === 'PROVISIONED') throw validationException('WarmThroughputMiBps is only supported for a stream in ON_DEMAND mode.');
	if (state.billingCommitment.status(nowMs) === 'DISABLED') {
		throw validationException('WarmThroughputMiBps is only supported in accounts that have MinimumThroughputBillingCommitment enabled.');
	}
}
