import {defineAction, type ActionContext} from '../../action.ts';
import {integer, list, string, structure} from '../../shape.ts';
import {pageOf} from '../page.ts';
import type {SnsState} from '../state.ts';

export const listSMSSandboxPhoneNumbers = defineAction({
	name: 'ListSMSSandboxPhoneNumbers',
	input: structure({optional: {NextToken: string(), MaxResults: integer({min: 1, max: 100})}}),
	output: structure({
		required: {PhoneNumbers: list(structure({optional: {PhoneNumber: string(), Status: string()}}))},
		optional: {NextToken: string()},
	}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_ListSMSSandboxPhoneNumbers.html',
	handle(input, {state}: ActionContext<SnsState>) {
		const sorted = [...state.sms.sandbox].toSorted(([a], [b]) => (a < b ? -1 : 1));
		const page = pageOf(sorted, input.NextToken, ([phoneNumber]) => phoneNumber, input.MaxResults);
		return {
			PhoneNumbers: page.items.map(([phoneNumber, {isVerified}]) => ({
				PhoneNumber: phoneNumber,
				Status: isVerified ? 'Verified' : 'Pending',
			})),
			NextToken: page.nextToken,
		};
	},
});
