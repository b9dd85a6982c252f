import type {ActionContext} from '../action.ts';
import {findChannel} from './channels.ts';
import {findConsumerByArn} from './consumers.ts';
import type {KinesisState} from './state.ts';
import {findStream} from './stream-reference.ts';
import type {Stream} from './stream.ts';

/** A stream, one of its consumers or a channel: what carries tags and, but for channels, a policy. */
export type Resource = {readonly arn: string; readonly stream: Stream; readonly tags: Map<string, string>};

/** Throws ResourceNotFoundException when the ARN's stream or consumer is not there. */
export function findResource(arn: string, context: ActionContext<KinesisState>): Resource {
	if (arn.includes(':channel/')) {
		const {stream, tags} = findChannel(arn, context);
		return {arn, stream, tags};
	}
	if (arn.includes('/consumer/')) {
		const {stream, consumer} = findConsumerByArn(arn, context);
		return {arn, stream, tags: consumer.tags};
	}
	const stream = findStream({StreamARN: arn}, context);
	return {arn, stream, tags: stream.tags};
}
