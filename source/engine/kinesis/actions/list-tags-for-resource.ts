import {defineAction, type ActionContext} from '../../action.ts';
import {structure} from '../../shape.ts';
import {findResource} from '../resource-reference.ts';
import {reserved, taggedArn, tagList} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {listTags} from '../tags.ts';

export const listTagsForResource = defineAction({
	name: 'ListTagsForResource',
	input: structure({required: {ResourceARN: taggedArn}, optional: reserved}),
	output: structure({optional: {Tags: tagList}}),
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListTagsForResource.html',
	handle(request, context: ActionContext<KinesisState>) {
		return {Tags: listTags(findResource(request.ResourceARN, context).tags)};
	},
});
