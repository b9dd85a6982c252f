import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {deleteEndpoint as remove} from '../platform.ts';
import type {SnsState} from '../state.ts';

export const deleteEndpoint = defineAction({
	name: 'DeleteEndpoint',
	input: structure({required: {EndpointArn: string()}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_DeleteEndpoint.html',
	handle(input, {state}: ActionContext<SnsState>) {
		remove(state, input.EndpointArn);
		return {};
	},
});
