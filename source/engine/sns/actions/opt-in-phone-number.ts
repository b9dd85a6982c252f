import {defineAction, type ActionContext} from '../../action.ts';
import {emptyResult, string, structure} from '../../shape.ts';
import {checkPhoneNumber, normalPhoneNumber} from '../sms.ts';
import type {SnsState} from '../state.ts';

export const optInPhoneNumber = defineAction({
	name: 'OptInPhoneNumber',
	input: structure({required: {phoneNumber: string()}}),
	output: emptyResult,
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_OptInPhoneNumber.html',
	handle(input, {state}: ActionContext<SnsState>) {
		checkPhoneNumber(input.phoneNumber);
		state.sms.optedOut.delete(normalPhoneNumber(input.phoneNumber));
		return {};
	},
});
