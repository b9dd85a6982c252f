import {defineAction, type ActionContext} from '../../action.ts';
import {boolean, string, structure} from '../../shape.ts';
import {checkPhoneNumber, normalPhoneNumber} from '../sms.ts';
import type {SnsState} from '../state.ts';

export const checkIfPhoneNumberIsOptedOut = defineAction({
	name: 'CheckIfPhoneNumberIsOptedOut',
	input: structure({required: {phoneNumber: string()}}),
	output: structure({optional: {isOptedOut: boolean()}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_CheckIfPhoneNumberIsOptedOut.html',
	handle(input, {state}: ActionContext<SnsState>) {
		checkPhoneNumber(input.phoneNumber);
		return {isOptedOut: state.sms.optedOut.has(normalPhoneNumber(input.phoneNumber))};
	},
});
