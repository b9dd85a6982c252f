import {defineAction, type ActionContext} from '../../action.ts';
import {boolean, integer, string, structure} from '../../shape.ts';
import {streamReference, tagList} from '../shapes.ts';
import type {KinesisState} from '../state.ts';
import {findStream} from '../stream-reference.ts';
import {listTags} from '../tags.ts';

const pageSizeDefault = 50;

export const listTagsForStream = defineAction({
	name: 'ListTagsForStream',
	input: structure({
		optional: {...streamReference, Limit: integer({min: 1, max: 50}), ExclusiveStartTagKey: string({minLength: 1, maxLength: 128})},
	}),
	output: structure({required: {Tags: tagList, HasMoreTags: boolean()}}),
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListTagsForStream.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {ExclusiveStartTagKey: after, Limit: limit = pageSizeDefault} = request;
		const rest = listTags(findStream(request, context).tags).filter(({Key: key}) => after === undefined || key > after);
		return {Tags: rest.slice(0, limit), HasMoreTags: rest.length > limit};
	},
});
