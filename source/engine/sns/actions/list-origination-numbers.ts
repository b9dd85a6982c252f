import {defineAction, type ActionContext} from '../../action.ts';
import {integer, list, string, structure, timestamp} from '../../shape.ts';
import type {SnsState} from '../state.ts';

export const listOriginationNumbers = defineAction({
	name: 'ListOriginationNumbers',
	input: structure({optional: {NextToken: string(), MaxResults: integer({min: 1, max: 30})}}),
	output: structure({
		optional: {
			NextToken: string(),
			PhoneNumbers: list(
				structure({
					optional: {
						CreatedAt: timestamp(),
						PhoneNumber: string(),
						Status: string(),
						Iso2CountryCode: string(),
						RouteType: string(),
						NumberCapabilities: list(string()),
					},
				}),
			),
		},
	}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_ListOriginationNumbers.html',
	// There are none locally, and no operation of SNS makes any.
	handle: (_input, _context: ActionContext<SnsState>) => ({PhoneNumbers: []}),
});
