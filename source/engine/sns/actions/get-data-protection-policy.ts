import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import type {SnsState} from '../state.ts';
import {requireTopic} from '../topic.ts';

export const getDataProtectionPolicy = defineAction({
	name: 'GetDataProtectionPolicy',
	input: structure({required: {ResourceArn: string()}}),
	output: structure({optional: {DataProtectionPolicy: string()}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_GetDataProtectionPolicy.html',
	handle(input, {state}: ActionContext<SnsState>) {
		return {DataProtectionPolicy: requireTopic(state, input.ResourceArn, 'ResourceArn').dataProtectionPolicy};
	},
});
