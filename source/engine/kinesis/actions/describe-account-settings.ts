import {defineAction, type ActionContext} from '../../action.ts';
import {structure} from '../../shape.ts';
import {billingCommitment} from '../shapes.ts';
import type {KinesisState} from '../state.ts';

export const describeAccountSettings = defineAction({
	name: 'DescribeAccountSettings',
	input: structure({}),
	output: structure({optional: {MinimumThroughputBillingCommitment: billingCommitment}}),
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeAccountSettings.html',
	handle(_request, {state, nowMs}: ActionContext<KinesisState>) {
		return {MinimumThroughputBillingCommitment: state.billingCommitment.describe(nowMs)};
	},
});
