import {defineAction, type ActionContext} from '../../action.ts';
import {integer, string, structure} from '../../shape.ts';
import {firstWithPrefix, pageOf} from '../paging.ts';
import {queueUrl, refuseQueuePath} from '../queue-address.ts';
import {queueNames, type SqsState} from '../state.ts';
import {queueUrls} from './shapes.ts';

export const listQueues = defineAction({
	name: 'ListQueues',
	input: structure({optional: {QueueNamePrefix: string(), NextToken: string(), MaxResults: integer()}}),
	output: structure({optional: {QueueUrls: queueUrls, NextToken: string()}}),
	docs: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html',
	handle(input, context: ActionContext<SqsState>) {
		refuseQueuePath(context, 'ListQueues');
		const prefix = input.QueueNamePrefix ?? '';
		const names = queueNames(context.state);
		const page = pageOf(names, {
			maxResults: input.MaxResults,
			nextToken: input.NextToken,
			start: firstWithPrefix(names, prefix),
			accepts: name => name.startsWith(prefix),
		});
		return {
			QueueUrls: page.items.length > 0 ? page.items.map(name => queueUrl(context, context.accountId, name)) : undefined,
			NextToken: page.nextToken,
		};
	},
});
