import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {tagList} from '../shapes.ts';
import type {SnsState} from '../state.ts';
import {requireTaggedTopic} from '../tags.ts';

export const listTagsForResource = defineAction({
	name: 'ListTagsForResource',
	input: structure({required: {ResourceArn: string()}}),
	output: structure({optional: {Tags: tagList}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_ListTagsForResource.html',
	handle(input, {state}: ActionContext<SnsState>) {
		const {tags} = requireTaggedTopic(state, input.ResourceArn);
		return {Tags: [...tags].map(([key, value]) => ({Key: key, Value: value}))};
	},
});
