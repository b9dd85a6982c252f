import {defineAction, type ActionContext} from '../../action.ts';
import {list, string, structure} from '../../shape.ts';
import {pageOf} from '../page.ts';
import type {SnsState} from '../state.ts';

export const listPhoneNumbersOptedOut = defineAction({
	name: 'ListPhoneNumbersOptedOut',
	input: structure({optional: {nextToken: string()}}),
	output: structure({optional: {phoneNumbers: list(string()), nextToken: string()}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_ListPhoneNumbersOptedOut.html',
	handle(input, {state}: ActionContext<SnsState>) {
		const page = pageOf([...state.sms.optedOut].toSorted(), input.nextToken, phoneNumber => phoneNumber);
		return {phoneNumbers: page.items, nextToken: page.nextToken};
	},
});
