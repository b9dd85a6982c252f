import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {findResource} from '../resource-reference.ts';
import {reserved, resourceArn} from '../shapes.ts';
import type {KinesisState} from '../state.ts';

export const getResourcePolicy = defineAction({
	name: 'GetResourcePolicy',
	input: structure({required: {ResourceARN: resourceArn}, optional: reserved}),
	output: structure({required: {Policy: string()}}),
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetResourcePolicy.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {arn} = findResource(request.ResourceARN, context);
		// Observed: a resource without a policy has an empty one.
		return {Policy: context.state.policies.get(arn) ?? '{}'};
	},
});
