import {defineAction, type ActionContext} from '../../action.ts';
import {structure} from '../../shape.ts';
import {findResource} from '../resource-reference.ts';
import {noBody, nothing, reserved, taggedArn, tagMap} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {addTags, checkTags, checkTagsFit} from '../tags.ts';

export const tagResource = defineAction({
	name: 'TagResource',
	input: structure({required: {ResourceARN: taggedArn, Tags: tagMap}, optional: reserved}),
	output: nothing,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_TagResource.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {tags, stream} = findResource(request.ResourceARN, context);
		checkTags(request.Tags);
		checkTagsFit(tags, request.Tags, stream);
		addTags(tags, request.Tags);
		return noBody;
	},
});
