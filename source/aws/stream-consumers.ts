import type * as sdk from '@aws-sdk/client-kinesis';
import type {Send} from './send.ts';
import {readConsumer, readRecord, requestIdOf, subscriptionPosition} from './stream-wire.ts';
import type {ConsumerCalls, StreamConsumer, SubscriptionEvent} from './stream.ts';

/** A stream has 50 consumers at most; an endpoint that goes on for ever must not hold us. */
const pagesMax = 100;

/** Registered consumers, and reading as one of them. */
export function consumerCalls(send: Send<typeof sdk>): ConsumerCalls {
	return {
		async consumers({arn, name}, {signal} = {}) {
			const found: StreamConsumer[] = [];
			let token: string | undefined;
			for (let page = 0; page < pagesMax; page++) {
				const answer = await send('ListStreamConsumers', {StreamARN: arn, NextToken: token}, {signal, about: name});
				found.push(...(answer.Consumers ?? []).map(readConsumer));
				token = answer.NextToken;
				if (token === undefined) break;
			}
			return found;
		},
		async consumer(arn, {signal} = {}) {
			const answer = await send('DescribeStreamConsumer', {ConsumerARN: arn}, {signal, about: nameOf(arn)});
			return readConsumer(answer.ConsumerDescription ?? {});
		},
		async register({signal, streamArn, name}) {
			const answer = await send(
				'RegisterStreamConsumer',
				{StreamARN: streamArn, ConsumerName: name},
				{signal, about: name, purpose: 'once'},
			);
			return readConsumer(answer.Consumer ?? {});
		},
		async deregister({signal, arn, name}) {
			return requestIdOf(await send('DeregisterStreamConsumer', {ConsumerARN: arn}, {signal, about: name}));
		},
		async subscribe({signal, consumerArn, shardId, stream, position}) {
			const input = {ConsumerARN: consumerArn, ShardId: shardId, StartingPosition: subscriptionPosition(position)};
			const answer = await send('SubscribeToShard', input, {signal, about: stream, purpose: 'subscription'});
			return pushed(answer.EventStream ?? none());
		},
	};
}

async function* none(): AsyncGenerator<sdk.SubscribeToShardEventStream> {}

/** What was pushed. A failure on the way comes as an event of its own, which the SDK throws or hands out. */
async function* pushed(events: AsyncIterable<sdk.SubscribeToShardEventStream>): AsyncGenerator<SubscriptionEvent> {
	for await (const event of events) {
		const {SubscribeToShardEvent: told, ...failures} = event;
		const [failure] = Object.values(failures).filter(value => value instanceof Error);
		if (failure) throw failure;
		if (!told) continue;
		yield {
			records: (told.Records ?? []).map(readRecord),
			millisBehindLatest: told.MillisBehindLatest ?? 0,
			...(told.ContinuationSequenceNumber && {continueAfter: told.ContinuationSequenceNumber}),
			childShardIds: (told.ChildShards ?? []).map(({ShardId = ''}) => ShardId),
		};
	}
}

/** `…:stream/clicks/consumer/audit:1700000000` */
function nameOf(arn: string): string {
	return /\/consumer\/([^:]+)/.exec(arn)?.[1] ?? arn;
}
