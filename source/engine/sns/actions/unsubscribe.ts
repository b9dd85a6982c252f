import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import type {SnsState} from '../state.ts';
import {unsubscribe as remove} from '../subscription.ts';

export const unsubscribe = defineAction({
	name: 'Unsubscribe',
	input: structure({required: {SubscriptionArn: string()}}),
	output: structure({}),
	errors: ['InvalidParameter', 'NotFound'],
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html',
	handle(input, {state}: ActionContext<SnsState>) {
		remove(state, input.SubscriptionArn);
		return {};
	},
});
