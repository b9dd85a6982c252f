import {defineAction, type ActionContext} from '../../action.ts';
import {emptyResult, string, structure} from '../../shape.ts';
import {tagList} from '../shapes.ts';
import type {SnsState} from '../state.ts';
import {addTags, requireTaggedTopic} from '../tags.ts';

export const tagResource = defineAction({
	name: 'TagResource',
	input: structure({required: {ResourceArn: string(), Tags: tagList}}),
	output: emptyResult,
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_TagResource.html',
	handle(input, {state}: ActionContext<SnsState>) {
		addTags(requireTaggedTopic(state, input.ResourceArn), input.Tags);
		return {};
	},
});
