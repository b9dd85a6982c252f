import type {Session} from '../aws/session.ts';
import type {StreamConsumer, StreamSummary} from '../aws/stream.ts';
import type {EpochMs} from '../shared/clock.ts';
import {SluiceError, UsageError} from '../shared/errors.ts';
import {commandLine} from './command-line.ts';
import type {Outcome, Plan} from './plan.ts';
import {accountFact} from './where.ts';

/** Registered consumers of a stream at most; 50 in accounts that committed to on-demand throughput. */
export const consumersMax = 20;

/** What temporary consumers of a tail are called: this, and some random letters. */
export const temporaryPrefix = 'sluice-tail-';

/** A consumer that a tail registered for itself. One that nobody reads with is left over from a program that ended badly. */
export function isTemporaryConsumer({name}: Pick<StreamConsumer, 'name'>): boolean {
	return name.startsWith(temporaryPrefix);
}

export type RegisterRequest = {readonly stream: string; readonly streamArn: string; readonly name: string};
export type DeregisterRequest = {readonly stream: string; readonly consumer: StreamConsumer};

/**
Says what registering a consumer does and costs. Changes nothing.

@throws `consumer-exists`, `too-many-consumers`; UsageError for a name that AWS would refuse.
*/
export async function planRegister(
	session: Session,
	options: {stream: string; name: string},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<RegisterRequest>> {
	const within = signal ? {signal} : {};
	const {name} = options;
	const [stream, account] = await Promise.all([session.streams.summary(options.stream, within), accountFact(session, within)]);
	const consumers = await session.streams.consumers(stream, within);
	checkName(name);
	if (consumers.some(consumer => consumer.name === name))
		throw new SluiceError(`${stream.name} has a consumer ${name} already.`, {
			code: 'consumer-exists',
			nextSteps: [`Its consumers: ${commandLine('consumers', stream.name)}`],
		});
	return {
		operation: 'register-consumer',
		level: 'change',
		title: `Register ${name} at ${stream.name}`,
		verb: 'register it',
		subject: {kind: 'stream', name: stream.name},
		facts: [
			account,
			{label: 'registers', text: `${name}, consumer ${consumers.length + 1} of ${consumersMax} that a stream may have`},
			{label: 'gets', text: '2 MiB/s of each shard for itself; other readers keep what they have'},
			{label: 'costs', text: costOf(stream)},
		],
		warnings:
			consumers.length >= consumersMax
				? [`A stream may have ${consumersMax} consumers; AWS refuses more, except in accounts that may have 50.`]
				: [],
		command: commandLine('consumers', stream.name, '--register', name),
		counts: {consumers: consumers.length},
		settings: {},
		request: {stream: stream.name, streamArn: stream.arn, name},
	};
}

/**
Registers a consumer. It is CREATING for some seconds before it can read.

@see [RegisterStreamConsumer](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RegisterStreamConsumer.html)
*/
export async function executeRegister(
	session: Session,
	{request}: Plan<RegisterRequest>,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Outcome & {consumer: StreamConsumer}> {
	const consumer = await session.streams.register({...request, ...(signal && {signal})});
	return {summary: `Registered ${request.name} at ${request.stream}; it is ${consumer.status}.`, consumer};
}

/**
Says whom deregistering a consumer cuts off. Changes nothing.

@throws `consumer-not-found`
*/
export async function planDeregister(
	session: Session,
	options: {stream: string; name: string},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<DeregisterRequest>> {
	const within = signal ? {signal} : {};
	const [stream, account] = await Promise.all([session.streams.summary(options.stream, within), accountFact(session, within)]);
	const consumer = await findConsumer(session, {stream, name: options.name}, within);
	const temporary = isTemporaryConsumer(consumer);
	return {
		operation: 'deregister-consumer',
		level: 'destroy',
		title: `Deregister ${consumer.name} of ${stream.name}`,
		verb: 'deregister it',
		subject: {kind: 'stream', name: stream.name},
		facts: [
			account,
			{label: 'ends', text: `the subscriptions of ${consumer.name}, at once; records stay`},
			{label: 'since', text: new Date(consumer.createdAtMs).toISOString()},
			{label: 'undo', text: 'registering it again makes a new one with another ARN'},
		],
		warnings: temporary
			? ['A tail of sluice registered it. If that tail still runs somewhere, it ends.']
			: ['Whoever reads as this consumer gets nothing more, and an error.'],
		command: commandLine('consumers', stream.name, '--deregister', consumer.name),
		counts: {},
		settings: {[`consumer ${consumer.name}`]: consumer.arn},
		request: {stream: stream.name, consumer},
	};
}

/** Deregisters a consumer. Ends its subscriptions. */
export async function executeDeregister(
	session: Session,
	{request}: Plan<DeregisterRequest>,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Outcome> {
	const {consumer, stream} = request;
	const answer = await session.streams.deregister({arn: consumer.arn, name: consumer.name, ...(signal && {signal})});
	return {summary: `Deregistered ${consumer.name} of ${stream}.`, ...answer};
}

/** @throws `consumer-not-found` */
export async function findConsumer(
	session: Session,
	{name, stream}: {stream: Pick<StreamSummary, 'arn' | 'name'>; name: string},
	within: {signal?: AbortSignal} = {},
): Promise<StreamConsumer> {
	const consumers = await session.streams.consumers(stream, within);
	const found = consumers.find(consumer => consumer.name === name || consumer.arn === name);
	if (found) return found;
	const names = consumers.map(consumer => consumer.name);
	throw new SluiceError(`${stream.name} has no consumer ${name}.`, {
		code: 'consumer-not-found',
		nextSteps: [names.length === 0 ? 'It has none.' : `It has ${names.slice(0, 8).join(', ')}.`],
	});
}

/** A consumer, and how far it is behind where CloudWatch tells. */
export type ConsumerView = StreamConsumer & {readonly behindMs?: number; readonly behindAtMs?: EpochMs};

/** CloudWatch keeps minutes; the last may still be on its way. */
const behindWithinMs = 10 * 60_000;

/**
How far each consumer is behind, by the last value of SubscribeToShard.MillisBehindLatest within ten minutes. One metric a consumer, which AWS charges for.
What CloudWatch does not tell is left out.
*/
export async function readConsumersBehind(
	session: Session,
	options: {stream: string; consumers: readonly StreamConsumer[]; nowMs: EpochMs},
	{signal}: {signal?: AbortSignal} = {},
): Promise<readonly ConsumerView[]> {
	const {consumers, nowMs, stream} = options;
	if (consumers.length === 0) return [];
	const toMs = nowMs - (nowMs % 60_000) + 60_000;
	const reading = await session.metrics.read(
		consumers.map(({name}) => ({
			namespace: 'AWS/Kinesis',
			name: 'SubscribeToShardEvent.MillisBehindLatest',
			dimensions: {StreamName: stream, ConsumerName: name},
			statistic: 'Maximum' as const,
		})),
		{fromMs: toMs - behindWithinMs, toMs, periodSeconds: 60, ...(signal && {signal})},
	);
	if (reading.status !== 'known') return consumers;
	return consumers.map((consumer, index) => {
		const last = reading.value[index]?.at(-1);
		return last ? {...consumer, behindMs: last.value, behindAtMs: last.atMs} : consumer;
	});
}

function checkName(name: string): void {
	if (!/^[\w.-]{1,128}$/.test(name))
		throw new UsageError('A consumer name has 1 to 128 letters, digits, dots, hyphens and underscores.', {
			nextSteps: ['Example: audit-reader'],
		});
}

function costOf({openShardCount}: StreamSummary): string {
	return `${openShardCount} ${openShardCount === 1 ? 'shard' : 'shards'} × a price an hour, and each GB it reads`;
}
