import {defineAction, type ActionContext} from '../../action.ts';
import {emptyResult, string, structure} from '../../shape.ts';
import {verifySandboxNumber} from '../sms-sandbox.ts';
import type {SnsState} from '../state.ts';

export const verifySMSSandboxPhoneNumber = defineAction({
	name: 'VerifySMSSandboxPhoneNumber',
	input: structure({required: {PhoneNumber: string(), OneTimePassword: string({minLength: 5, maxLength: 8})}}),
	output: emptyResult,
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_VerifySMSSandboxPhoneNumber.html',
	handle(input, {state}: ActionContext<SnsState>) {
		verifySandboxNumber(state, input.PhoneNumber, input.OneTimePassword);
		return {};
	},
});
