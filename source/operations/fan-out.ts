import type {Session} from '../aws/session.ts';
import type {StreamConsumer, StreamSummary} from '../aws/stream.ts';
import {sleep, type Clock} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import {plural} from '../shared/units.ts';
import {commandLine} from './command-line.ts';
import {consumersMax, findConsumer, temporaryPrefix} from './consumers.ts';
import type {Outcome, Plan} from './plan.ts';
import {accountFact} from './where.ts';

/** Reading by fan-out, as which consumer. A temporary one is to be given back by `end`. */
export type FanOut = {readonly consumerArn: string; readonly name: string; readonly isTemporary: boolean};

export type FanOutRequest = {
	readonly stream: string;
	readonly streamArn: string;
	/** Registered for this reading only, … */
	readonly temporaryName?: string;
	/** … or one that exists. */
	readonly consumer?: StreamConsumer;
};

const lookEveryMs = 1000;
/** AWS takes seconds; after so long something is wrong. */
const activeWithinMs = 60_000;

/**
Says what reading by fan-out registers, takes and costs. Changes nothing.

@param options.consumer Name of an existing consumer. Default: a temporary one, registered for this reading and removed with it.
@param options.suffix Letters that make the temporary name different from others.
*/
export async function planFanOut(
	session: Session,
	options: {stream: string; suffix: string; consumer?: string},
	{signal}: {signal?: AbortSignal} = {},
): Promise<Plan<FanOutRequest>> {
	const within = signal ? {signal} : {};
	const [stream, account] = await Promise.all([session.streams.summary(options.stream, within), accountFact(session, within)]);
	const consumer = options.consumer === undefined ? undefined : await findConsumer(session, {stream, name: options.consumer}, within);
	const temporaryName = `${temporaryPrefix}${options.suffix}`;
	return {
		operation: 'fan-out',
		level: 'change',
		title: `Read ${stream.name} by fan-out`,
		verb: 'read so',
		subject: {kind: 'stream', name: stream.name},
		facts: [
			account,
			consumer
				? {label: 'reads as', text: `${consumer.name}, registered ${new Date(consumer.createdAtMs).toISOString().slice(0, 10)}`}
				: {label: 'registers', text: `${temporaryName}, removed when the tail ends, however it ends`},
			{label: 'gets', text: '2 MiB/s of each shard for itself, about 70 ms after the put; takes none of the 5 reads/s that others share'},
			{label: 'costs', text: `${plural(stream.openShardCount, 'shard')} × a price an hour while registered, and each GB it reads`},
		],
		warnings: warningsOf(stream, consumer),
		command: commandLine('tail', stream.name, '--fan-out', ...(consumer ? ['--consumer', consumer.name] : [])),
		counts: {},
		settings: {},
		request: {stream: stream.name, streamArn: stream.arn, ...(consumer ? {consumer} : {temporaryName})},
	};
}

/** Registers the temporary consumer, if that is the plan, and waits until it can read. */
export async function executeFanOut(
	session: Session,
	{request}: Plan<FanOutRequest>,
	{clock, signal}: {clock: Clock; signal?: AbortSignal},
): Promise<Outcome & {fanOut: FanOut}> {
	const {consumer, stream, streamArn, temporaryName = ''} = request;
	const within = signal ? {signal} : {};
	if (consumer)
		return {
			summary: `Reading ${stream} by fan-out as ${consumer.name}.`,
			fanOut: {consumerArn: consumer.arn, name: consumer.name, isTemporary: false},
		};
	const registered = await session.streams.register({streamArn, name: temporaryName, ...within});
	const fanOut = {consumerArn: registered.arn, name: temporaryName, isTemporary: true};
	try {
		await untilActive(session, registered, {clock, ...within});
	} catch (error) {
		await endFanOut(session, fanOut);
		throw error;
	}
	return {summary: `Reading ${stream} by fan-out as ${temporaryName}.`, fanOut};
}

/**
What a reader of SubscribeToShard that is denied is told: the permission, and on what. Undefined for any other failure.

GetRecords has a permission of its own, so the stream may be readable without fan-out.
*/
export function deniedFanOut(error: unknown, {consumerArn, isTemporary}: FanOut, stream: string): SluiceError | undefined {
	if (!(error instanceof SluiceError) || error.code !== 'denied' || error.call?.action !== 'SubscribeToShard') return undefined;
	// The next temporary one has another name, and each has the second of its registration.
	const resource = isTemporary ? consumerArn.replace(/\/consumer\/.*$/, `/consumer/${temporaryPrefix}*`) : consumerArn;
	const [, ...reasons] = error.nextSteps;
	return new SluiceError(`Fan-out of ${stream} is denied: kinesis:SubscribeToShard is missing.`, {
		code: 'denied',
		nextSteps: [
			`Ask for the permission kinesis:SubscribeToShard on ${resource}.`,
			...reasons,
			`Or read by GetRecords, which has a permission of its own: ${commandLine('tail', stream)}`,
		],
		call: error.call,
		cause: error,
	});
}

/** Deregisters a temporary consumer. Answers what went wrong, in words; undefined when there is nothing left of it. */
export async function endFanOut(session: Session, {consumerArn, isTemporary, name}: FanOut): Promise<string | undefined> {
	if (!isTemporary) return undefined;
	try {
		await session.streams.deregister({arn: consumerArn, name});
		return undefined;
	} catch (error) {
		if (error instanceof SluiceError && (error.code === 'consumer-not-found' || error.code === 'stream-not-found')) return undefined;
		return `The consumer ${name} could not be removed and costs on: ${error instanceof Error ? error.message : String(error)}`;
	}
}

/** What is said once `endFanOut` left nothing of it; undefined for a consumer that stays. */
export function removedText({isTemporary, name}: FanOut, stream: string): string | undefined {
	return isTemporary ? `Removed the consumer ${name} of ${stream}.` : undefined;
}

async function untilActive(
	session: Session,
	registered: StreamConsumer,
	{clock, signal}: {clock: Clock; signal?: AbortSignal},
): Promise<void> {
	const within = signal ? {signal} : {};
	const deadlineMs = clock.nowMs() + activeWithinMs;
	let {status} = registered;
	while (status !== 'ACTIVE') {
		if (clock.nowMs() > deadlineMs)
			throw new SluiceError(`The consumer ${registered.name} is still ${status} after a minute.`, {code: 'consumer-not-active'});
		await sleep(clock, lookEveryMs, within);
		({status} = await session.streams.consumer(registered.arn, within));
	}
}

function warningsOf(stream: StreamSummary, consumer: StreamConsumer | undefined): string[] {
	if (consumer) return [`Whoever reads as ${consumer.name} now loses its shards to this tail while it reads.`];
	return stream.consumerCount >= consumersMax ? [`${stream.name} has ${stream.consumerCount} consumers; AWS may refuse another one.`] : [];
}
