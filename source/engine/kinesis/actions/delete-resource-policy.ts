import {defineAction, type ActionContext} from '../../action.ts';
import {structure} from '../../shape.ts';
import {findResource} from '../resource-reference.ts';
import {noBody, nothing, reserved, resourceArn} from '../shapes.ts';
import type {KinesisState} from '../state.ts';

export const deleteResourcePolicy = defineAction({
	name: 'DeleteResourcePolicy',
	input: structure({required: {ResourceARN: resourceArn}, optional: reserved}),
	output: nothing,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteResourcePolicy.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {arn} = findResource(request.ResourceARN, context);
		context.state.policies.delete(arn);
		return noBody;
	},
});
