import type {EpochMs} from '../../shared/clock.ts';
import {AwsError} from '../action.ts';
import type {Violation} from '../shape.ts';

/** Where a stream is, for the words of errors. */
export type StreamPlace = {readonly name: string; readonly accountId: string};

const named = (code: string, message: string): AwsError => new AwsError(message, {code});
const inStream = ({name, accountId}: StreamPlace): string => `stream ${name} under account ${accountId}`;

export function resourceNotFound(message: string): AwsError {
	return named('ResourceNotFoundException', message);
}

export function resourceInUse(message: string): AwsError {
	return named('ResourceInUseException', message);
}

export function invalidArgument(message: string): AwsError {
	return named('InvalidArgumentException', message);
}

export function limitExceeded(message: string): AwsError {
	return named('LimitExceededException', message);
}

export function validationException(message: string): AwsError {
	return named('ValidationException', message);
}

export function accessDenied(message: string): AwsError {
	return named('AccessDeniedException', message);
}

export function expiredNextToken(message: string): AwsError {
	return named('ExpiredNextTokenException', message);
}

export function streamNotFound({name, accountId}: StreamPlace): AwsError {
	return resourceNotFound(`Stream ${name} under account ${accountId} not found.`);
}

export function streamExists({name, accountId}: StreamPlace): AwsError {
	return resourceInUse(`Stream ${name} under account ${accountId} already exists.`);
}

export function streamNotActive({name, accountId}: StreamPlace, status: string): AwsError {
	return resourceInUse(`Stream ${name} under account ${accountId} not ACTIVE, instead in state ${status}`);
}

/** What describing, splitting and merging say of a shard that is not there. */
export function shardNotFound(shardId: string, stream: StreamPlace): AwsError {
	return resourceNotFound(`Could not find shard ${shardId} in ${inStream(stream)}.`);
}

/** What reading says of a shard that is not there, also when the whole stream is missing. */
export function shardDoesNotExist(shardId: string, stream: StreamPlace): AwsError {
	return resourceNotFound(`Shard ${shardId} in ${inStream(stream)} does not exist`);
}

/** Assumed: AWS's words are not recorded. */
export function consumerNotFound(consumerName: string, stream: StreamPlace): AwsError {
	return resourceNotFound(`Consumer ${consumerName} of ${inStream(stream)} not found.`);
}

/** Assumed: AWS's words are not recorded. */
export function consumerExists(consumerName: string, stream: StreamPlace): AwsError {
	return resourceInUse(`Consumer ${consumerName} of ${inStream(stream)} already exists.`);
}

/** Assumed: AWS's words are not recorded. */
export function consumerNotActive(consumerArn: string, status: string): AwsError {
	return resourceInUse(`Consumer ${consumerArn} not ACTIVE, instead in state ${status}`);
}

/** As consumers of AWS log it. */
export function subscriptionExists(options: {stream: StreamPlace; shardId: string; consumerName: string}): AwsError {
	const {stream, shardId, consumerName} = options;
	return resourceInUse(
		`Another active subscription exists for this consumer: ${stream.accountId}:${stream.name}:${shardId}:${consumerName}`,
	);
}

export function shardLimitExceeded(options: {
	accountId: string;
	region: string;
	currentCount: number;
	limit: number;
	additionalCount: number;
}): AwsError {
	const {accountId, region, currentCount, limit, additionalCount} = options;
	return limitExceeded(
		`This request would exceed the shard limit for the account ${accountId} in ${region}. ` +
			`Current shard count for the account: ${currentCount}. Limit: ${limit}. ` +
			`Number of additional shards that would have resulted from this request: ${additionalCount}. ` +
			'Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) ' +
			'for current limits and how to request higher limits.',
	);
}

/** The words of a throttled shard, alone and in each record of PutRecords. */
export function rateExceededMessage(shardId: string, stream: StreamPlace): string {
	return `Rate exceeded for shard ${shardId} in ${inStream(stream)}.`;
}

export function rateExceeded(shardId: string, stream: StreamPlace): AwsError {
	return named('ProvisionedThroughputExceededException', rateExceededMessage(shardId, stream));
}

export function expiredIterator(options: {issuedAtMs: EpochMs; nowMs: EpochMs}): AwsError {
	return named(
		'ExpiredIteratorException',
		`Iterator expired. The iterator was created at time ${formatJavaDate(options.issuedAtMs)} ` +
			`while right now it is ${formatJavaDate(options.nowMs)} ` +
			'which is further in the future than the tolerated delay of 300000 milliseconds.',
	);
}

/** What a request with `DryRun` gets when it would have succeeded. Assumed: AWS's words are not recorded. */
export function dryRunSucceeded(): AwsError {
	return named('DryRunOperationException', 'The request would have succeeded, but the DryRun parameter was specified.');
}

/**
Broken constraints in the framework's words.

Observed (recordings of 2014–2019): `2 validation errors detected: Value '' at 'streamName' failed to satisfy constraint: …; Value …`.
*/
export function violationError(violations: readonly Violation[]): AwsError {
	const found = violations.map(({value, path, constraint}) => {
		const shown = value === null ? 'null' : `'${shownValue(value)}'`;
		// A RegExp spells a slash as an escape, AWS does not.
		return `Value ${shown} at '${path}' failed to satisfy constraint: ${constraint.replaceAll(String.raw`\/`, '/')}`;
	});
	return validationException(`${found.length} validation error${found.length === 1 ? '' : 's'} detected: ${found.join('; ')}`);
}

/** As Java prints a value: `[a, b]`, `{key=value}`. The only structures in lists are PutRecords' entries. */
function shownValue(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(shownItem).join(', ')}]`;
	if (typeof value === 'object' && value !== null) {
		return `{${Object.entries(value)
			.map(([key, item]) => `${key}=${String(item)}`)
			.join(', ')}}`;
	}
	return String(value);
}

function shownItem(item: unknown, index: number): string {
	if (typeof item !== 'object' || item === null) return String(item);
	// Java's identity hash; any eight digits will do.
	return `com.amazonaws.kinesis.v20131202.PutRecordsRequestEntry@${(0xc9_65_e3_10 + index).toString(16)}`;
}

const dayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Thu Jan 22 01:22:02 UTC 2015` */
export function formatJavaDate(atMs: EpochMs): string {
	const date = new Date(atMs);
	const day = String(date.getUTCDate()).padStart(2, '0');
	return `${dayNames[date.getUTCDay()]} ${monthNames[date.getUTCMonth()]} ${day} ${date.toISOString().slice(11, 19)} UTC ${date.getUTCFullYear()}`;
}
