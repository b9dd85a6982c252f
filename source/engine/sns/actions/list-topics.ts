import {defineAction, type ActionContext} from '../../action.ts';
import {list, string, structure} from '../../shape.ts';
import {pageOf} from '../page.ts';
import type {SnsState} from '../state.ts';
import {listTopics as all} from '../topic.ts';

export const listTopics = defineAction({
	name: 'ListTopics',
	input: structure({optional: {NextToken: string()}}),
	output: structure({optional: {Topics: list(structure({optional: {TopicArn: string()}})), NextToken: string()}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html',
	handle(input, {state}: ActionContext<SnsState>) {
		const page = pageOf(all(state), input.NextToken, topic => topic.arn);
		return {Topics: page.items.map(topic => ({TopicArn: topic.arn})), NextToken: page.nextToken};
	},
});
