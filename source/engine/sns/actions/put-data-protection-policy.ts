import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {checkDataProtectionPolicy} from '../data-protection.ts';
import type {SnsState} from '../state.ts';
import {requireTopic} from '../topic.ts';

export const putDataProtectionPolicy = defineAction({
	name: 'PutDataProtectionPolicy',
	input: structure({required: {ResourceArn: string(), DataProtectionPolicy: string()}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_PutDataProtectionPolicy.html',
	handle(input, {state}: ActionContext<SnsState>) {
		const topic = requireTopic(state, input.ResourceArn, 'ResourceArn');
		checkDataProtectionPolicy(input.DataProtectionPolicy, {isFifo: topic.fifo !== undefined});
		topic.dataProtectionPolicy = input.DataProtectionPolicy;
		return {};
	},
});
