import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {requireApplication, setApplicationAttributes} from '../platform.ts';
import {attributeMap} from '../shapes.ts';
import type {SnsState} from '../state.ts';

export const setPlatformApplicationAttributes = defineAction({
	name: 'SetPlatformApplicationAttributes',
	input: structure({required: {PlatformApplicationArn: string(), Attributes: attributeMap}}),
	output: structure({}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_SetPlatformApplicationAttributes.html',
	handle(input, {state}: ActionContext<SnsState>) {
		setApplicationAttributes(requireApplication(state, input.PlatformApplicationArn), input.Attributes);
		return {};
	},
});
