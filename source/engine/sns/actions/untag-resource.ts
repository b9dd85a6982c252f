import {defineAction, type ActionContext} from '../../action.ts';
import {emptyResult, list, string, structure} from '../../shape.ts';
import type {SnsState} from '../state.ts';
import {requireTaggedTopic} from '../tags.ts';

export const untagResource = defineAction({
	name: 'UntagResource',
	input: structure({required: {ResourceArn: string(), TagKeys: list(string())}}),
	output: emptyResult,
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_UntagResource.html',
	handle(input, {state}: ActionContext<SnsState>) {
		const topic = requireTaggedTopic(state, input.ResourceArn);
		for (const key of input.TagKeys) topic.tags.delete(key);
		return {};
	},
});
