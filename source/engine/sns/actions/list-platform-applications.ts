import {defineAction, type ActionContext} from '../../action.ts';
import {list, string, structure} from '../../shape.ts';
import {pageOf} from '../page.ts';
import {shownApplicationAttributes} from '../platform.ts';
import {attributeMap} from '../shapes.ts';
import type {SnsState} from '../state.ts';

export const listPlatformApplications = defineAction({
	name: 'ListPlatformApplications',
	input: structure({optional: {NextToken: string()}}),
	output: structure({
		optional: {
			PlatformApplications: list(structure({optional: {PlatformApplicationArn: string(), Attributes: attributeMap}})),
			NextToken: string(),
		},
	}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_ListPlatformApplications.html',
	handle(input, {state}: ActionContext<SnsState>) {
		const sorted = [...state.applications.values()].toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
		const page = pageOf(sorted, input.NextToken, application => application.arn);
		return {
			PlatformApplications: page.items.map(application => ({
				PlatformApplicationArn: application.arn,
				Attributes: shownApplicationAttributes(application),
			})),
			NextToken: page.nextToken,
		};
	},
});
