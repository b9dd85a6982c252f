import type {ActionContext} from '../action.ts';
import {findConsumerByArn} from './consumers.ts';
import type {KinesisState} from './state.ts';
import {findStream} from './stream-reference.ts';
import type {Stream} from './stream.ts';

/** A stream or one of its consumers: what carries tags and a policy. */
export type Resource = {readonly arn: string; readonly stream: Stream; readonly tags: Map<string, string>};

/** Throws ResourceNotFoundException when the ARN's stream or consumer is not there. */
export function findResource(arn: string, context: ActionContext<KinesisState>): Resource {
	if (arn.includes('/consumer/')) {
		const {stream, consumer} = findConsumerByArn(arn, context);
		return {arn, stream, tags: consumer.tags};
	}
	const stream = findStream({StreamARN: arn}, context);
	return {arn, stream, tags: stream.tags};
}
