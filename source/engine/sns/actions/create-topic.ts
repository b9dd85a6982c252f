import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {attributeMap, tagList} from '../shapes.ts';
import type {SnsState} from '../state.ts';
import {createTopic as create} from '../topic.ts';

export const createTopic = defineAction({
	name: 'CreateTopic',
	input: structure({required: {Name: string()}, optional: {Attributes: attributeMap, Tags: tagList, DataProtectionPolicy: string()}}),
	output: structure({optional: {TopicArn: string()}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html',
	handle(input, {state}: ActionContext<SnsState>) {
		const topic = create(state, {
			name: input.Name,
			attributes: input.Attributes ?? {},
			tags: input.Tags ?? [],
			dataProtectionPolicy: input.DataProtectionPolicy,
		});
		return {TopicArn: topic.arn};
	},
});
