import {defineAction, type ActionContext} from '../../action.ts';
import {emptyResult, structure} from '../../shape.ts';
import {attributeMap} from '../shapes.ts';
import {setSmsAttributes} from '../sms.ts';
import type {SnsState} from '../state.ts';

export const setSMSAttributes = defineAction({
	name: 'SetSMSAttributes',
	input: structure({required: {attributes: attributeMap}}),
	output: emptyResult,
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html',
	handle(input, {state}: ActionContext<SnsState>) {
		setSmsAttributes(state, input.attributes);
		return {};
	},
});
