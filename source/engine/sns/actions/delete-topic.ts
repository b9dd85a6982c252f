import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import type {SnsState} from '../state.ts';
import {deleteTopic as remove} from '../topic.ts';

export const deleteTopic = defineAction({
	name: 'DeleteTopic',
	input: structure({required: {TopicArn: string()}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_DeleteTopic.html',
	handle(input, {state}: ActionContext<SnsState>) {
		remove(state, input.TopicArn);
		return {};
	},
});
