import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {requireEndpoint, setEndpointAttributes as change} from '../platform.ts';
import {attributeMap} from '../shapes.ts';
import type {SnsState} from '../state.ts';

export const setEndpointAttributes = defineAction({
	name: 'SetEndpointAttributes',
	input: structure({required: {EndpointArn: string(), Attributes: attributeMap}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_SetEndpointAttributes.html',
	handle(input, {state}: ActionContext<SnsState>) {
		change(state, requireEndpoint(state, input.EndpointArn), input.Attributes);
		return {};
	},
});
