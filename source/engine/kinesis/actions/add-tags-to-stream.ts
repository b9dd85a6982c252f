import {defineAction, type ActionContext} from '../../action.ts';
import {structure} from '../../shape.ts';
import {noBody, nothing, streamReference, tagMap} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findStream} from '../stream-reference.ts';
import {addTags, checkTags, checkTagsFit} from '../tags.ts';

export const addTagsToStream = defineAction({
	name: 'AddTagsToStream',
	input: structure({required: {Tags: tagMap}, optional: streamReference}),
	output: nothing,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_AddTagsToStream.html',
	handle(request, context: ActionContext<KinesisState>) {
		const stream = findStream(request, context);
		checkTags(request.Tags);
		checkTagsFit(stream.tags, request.Tags, stream);
		addTags(stream.tags, request.Tags);
		return noBody;
	},
});
