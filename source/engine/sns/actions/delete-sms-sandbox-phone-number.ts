import {defineAction, type ActionContext} from '../../action.ts';
import {emptyResult, string, structure} from '../../shape.ts';
import {deleteSandboxNumber} from '../sms-sandbox.ts';
import type {SnsState} from '../state.ts';

export const deleteSMSSandboxPhoneNumber = defineAction({
	name: 'DeleteSMSSandboxPhoneNumber',
	input: structure({required: {PhoneNumber: string()}}),
	output: emptyResult,
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_DeleteSMSSandboxPhoneNumber.html',
	handle(input, {state}: ActionContext<SnsState>) {
		deleteSandboxNumber(state, input.PhoneNumber);
		return {};
	},
});
