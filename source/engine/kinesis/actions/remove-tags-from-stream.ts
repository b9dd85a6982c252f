import {defineAction, type ActionContext} from '../../action.ts';
import {structure} from '../../shape.ts';
import {noBody, nothing, streamReference, tagKeys} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findStream} from '../stream-reference.ts';
import {checkTagKeys, removeTags} from '../tags.ts';

export const removeTagsFromStream = defineAction({
	name: 'RemoveTagsFromStream',
	input: structure({required: {TagKeys: tagKeys}, optional: streamReference}),
	output: nothing,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RemoveTagsFromStream.html',
	handle(request, context: ActionContext<KinesisState>) {
		const stream = findStream(request, context);
		checkTagKeys(request.TagKeys, stream);
		removeTags(stream.tags, request.TagKeys);
		return noBody;
	},
});
