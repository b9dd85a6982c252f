import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {requireApplication, shownApplicationAttributes} from '../platform.ts';
import {attributeMap} from '../shapes.ts';
import type {SnsState} from '../state.ts';

export const getPlatformApplicationAttributes = defineAction({
	name: 'GetPlatformApplicationAttributes',
	input: structure({required: {PlatformApplicationArn: string()}}),
	output: structure({optional: {Attributes: attributeMap}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_GetPlatformApplicationAttributes.html',
	handle(input, {state}: ActionContext<SnsState>) {
		return {Attributes: shownApplicationAttributes(requireApplication(state, input.PlatformApplicationArn))};
	},
});
