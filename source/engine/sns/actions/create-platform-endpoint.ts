import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {createEndpoint, requireApplication} from '../platform.ts';
import {attributeMap} from '../shapes.ts';
import type {SnsState} from '../state.ts';

export const createPlatformEndpoint = defineAction({
	name: 'CreatePlatformEndpoint',
	input: structure({
		required: {PlatformApplicationArn: string(), Token: string()},
		optional: {CustomUserData: string(), Attributes: attributeMap},
	}),
	output: structure({optional: {EndpointArn: string()}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformEndpoint.html',
	handle(input, {state}: ActionContext<SnsState>) {
		const application = requireApplication(state, input.PlatformApplicationArn);
		const attributes: Record<string, string> = {...input.Attributes};
		if (input.CustomUserData !== undefined) attributes['CustomUserData'] = input.CustomUserData;
		const endpoint = createEndpoint(state, application, {token: input.Token, attributes});
		return {EndpointArn: endpoint.arn};
	},
});
