import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {deleteApplication} from '../platform.ts';
import type {SnsState} from '../state.ts';

export const deletePlatformApplication = defineAction({
	name: 'DeletePlatformApplication',
	input: structure({required: {PlatformApplicationArn: string()}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_DeletePlatformApplication.html',
	handle(input, {state}: ActionContext<SnsState>) {
		deleteApplication(state, input.PlatformApplicationArn);
		return {};
	},
});
