import {defineAction, type ActionContext} from '../../action.ts';
import {oneOf, structure} from '../../shape.ts';
import {billingCommitment} from '../shapes.ts';
import type {KinesisState} from '../state.ts';

export const updateAccountSettings = defineAction({
	name: 'UpdateAccountSettings',
	input: structure({
		required: {MinimumThroughputBillingCommitment: structure({required: {Status: oneOf('ENABLED', 'DISABLED')}})},
	}),
	output: structure({optional: {MinimumThroughputBillingCommitment: billingCommitment}}),
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateAccountSettings.html',
	handle(request, {state, nowMs}: ActionContext<KinesisState>) {
		const {billingCommitment: commitment} = state;
		if (request.MinimumThroughputBillingCommitment.Status === 'ENABLED') commitment.enable(nowMs);
		else commitment.disable(nowMs);
		return {MinimumThroughputBillingCommitment: commitment.describe(nowMs)};
	},
});
