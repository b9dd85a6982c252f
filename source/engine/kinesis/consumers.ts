import {parseArn} from '../../shared/arn.ts';
import type {EpochMs} from '../../shared/clock.ts';
import type {ActionContext} from '../action.ts';
import {Consumer} from './consumer.ts';
import {consumerExists, consumerNotFound, invalidArgument, limitExceeded} from './errors.ts';
import type {KinesisState} from './state.ts';
import {findStream} from './stream-reference.ts';
import type {Stream} from './stream.ts';

type Context = ActionContext<KinesisState>;

/** Of a stream. */
const consumerCountMax = 20;
/** Of a stream, being registered at once. */
const creatingCountMax = 5;

/** The consumers of a stream that are not gone, in order of their names. */
export function listConsumers(stream: Stream, nowMs: EpochMs): readonly Consumer[] {
	for (const consumer of stream.consumers.values()) {
		if (consumer.isGone(nowMs)) stream.consumers.delete(consumer.name);
	}
	return [...stream.consumers.values()].toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

/**
Registers a consumer, which becomes ACTIVE after the engine's delay.

@see [RegisterStreamConsumer](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RegisterStreamConsumer.html)
*/
export function registerConsumer(stream: Stream, name: string, {nowMs, options}: Context): Consumer {
	const consumers = listConsumers(stream, nowMs);
	if (stream.consumers.has(name)) throw consumerExists(name, stream);
	// Assumed: AWS's words for both limits are not recorded.
	if (consumers.length >= consumerCountMax) {
		throw limitExceeded(`Stream ${stream.name} under account ${stream.accountId} has the maximum of ${consumerCountMax} consumers.`);
	}
	const creatingCount = consumers.filter(consumer => consumer.status(nowMs) === 'CREATING').length;
	if (options.enforceLimits && creatingCount >= creatingCountMax) {
		throw limitExceeded(
			`Stream ${stream.name} under account ${stream.accountId} has the maximum of ${creatingCountMax} consumers being created.`,
		);
	}
	const consumer = new Consumer({name, streamArn: stream.arn, createdAtMs: nowMs, activeAtMs: nowMs + options.kinesisDelayMs});
	stream.consumers.set(name, consumer);
	return consumer;
}

export type ConsumerReference = {
	readonly StreamARN?: string | undefined;
	readonly ConsumerName?: string | undefined;
	readonly ConsumerARN?: string | undefined;
};

/** The consumer that a request names by its ARN, or by its name and its stream's ARN, or by all three where they agree. */
export function findConsumer(reference: ConsumerReference, context: Context): {readonly stream: Stream; readonly consumer: Consumer} {
	const {StreamARN: streamArn, ConsumerName: name, ConsumerARN: arn} = reference;
	if (arn === undefined) {
		// Assumed: AWS's words are not recorded.
		if (streamArn === undefined || name === undefined) {
			throw invalidArgument('Either ConsumerARN or both StreamARN and ConsumerName should be provided.');
		}
		const stream = findStream({StreamARN: streamArn}, context);
		const consumer = listConsumers(stream, context.nowMs).find(known => known.name === name);
		if (!consumer) throw consumerNotFound(name, stream);
		return {stream, consumer};
	}
	const found = findConsumerByArn(arn, context);
	if ((streamArn !== undefined && streamArn !== found.stream.arn) || (name !== undefined && name !== found.consumer.name)) {
		throw invalidArgument(`ConsumerARN ${arn} does not agree with StreamARN or ConsumerName.`);
	}
	return found;
}

/** Throws ResourceNotFoundException when the stream or the consumer is gone, or was registered anew under the same name. */
export function findConsumerByArn(arn: string, context: Context): {readonly stream: Stream; readonly consumer: Consumer} {
	const streamArn = arn.slice(0, arn.indexOf('/consumer/'));
	const stream = findStream({StreamARN: streamArn}, context);
	const consumer = listConsumers(stream, context.nowMs).find(known => known.arn === arn);
	if (!consumer) throw consumerNotFound(nameInArn(arn), stream);
	return {stream, consumer};
}

function nameInArn(arn: string): string {
	return parseArn(arn)?.resource.split('/').at(-1)?.split(':')[0] ?? arn;
}
