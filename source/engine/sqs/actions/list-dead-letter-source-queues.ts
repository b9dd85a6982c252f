import {defineAction, type ActionContext} from '../../action.ts';
import {integer, string, structure} from '../../shape.ts';
import {pageOf} from '../paging.ts';
import {queueUrl, resolveQueue} from '../queue-address.ts';
import {deadLetterSourceQueues} from '../redrive.ts';
import type {SqsState} from '../state.ts';
import {queueUrls} from './shapes.ts';

export const listDeadLetterSourceQueues = defineAction({
	name: 'ListDeadLetterSourceQueues',
	input: structure({optional: {QueueUrl: string(), NextToken: string(), MaxResults: integer()}}),
	// AWS's own spelling: a small letter, and there even when empty.
	output: structure({required: {queueUrls}, optional: {NextToken: string()}}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html',
	handle(input, context: ActionContext<SqsState>) {
		const queue = resolveQueue(context, input.QueueUrl);
		const names = deadLetterSourceQueues(queue).map(({name}) => name);
		const page = pageOf(names, {maxResults: input.MaxResults, nextToken: input.NextToken});
		return {queueUrls: page.items.map(name => queueUrl(context, queue.state.environment.accountId, name)), NextToken: page.nextToken};
	},
});
