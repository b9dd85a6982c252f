import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {requireEndpoint} from '../platform.ts';
import {attributeMap} from '../shapes.ts';
import type {SnsState} from '../state.ts';

export const getEndpointAttributes = defineAction({
	name: 'GetEndpointAttributes',
	input: structure({required: {EndpointArn: string()}}),
	output: structure({optional: {Attributes: attributeMap}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_GetEndpointAttributes.html',
	handle(input, {state}: ActionContext<SnsState>) {
		return {Attributes: Object.fromEntries(requireEndpoint(state, input.EndpointArn).attributes)};
	},
});
