import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {createApplication} from '../platform.ts';
import {attributeMap} from '../shapes.ts';
import type {SnsState} from '../state.ts';

export const createPlatformApplication = defineAction({
	name: 'CreatePlatformApplication',
	input: structure({required: {Name: string(), Platform: string(), Attributes: attributeMap}}),
	output: structure({optional: {PlatformApplicationArn: string()}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_CreatePlatformApplication.html',
	handle(input, {state}: ActionContext<SnsState>) {
		const application = createApplication(state, {name: input.Name, platform: input.Platform, attributes: input.Attributes});
		return {PlatformApplicationArn: application.arn};
	},
});
