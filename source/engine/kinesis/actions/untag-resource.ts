import {defineAction, type ActionContext} from '../../action.ts';
import {structure} from '../../shape.ts';
import {findResource} from '../resource-reference.ts';
import {noBody, nothing, reserved, taggedArn, tagKeys} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {checkTagKeys, removeTags} from '../tags.ts';

export const untagResource = defineAction({
	name: 'UntagResource',
	input: structure({required: {ResourceARN: taggedArn, TagKeys: tagKeys}, optional: reserved}),
	output: nothing,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UntagResource.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {tags, stream} = findResource(request.ResourceARN, context);
		checkTagKeys(request.TagKeys, stream);
		removeTags(tags, request.TagKeys);
		return noBody;
	},
});
