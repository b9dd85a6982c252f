import {defineAction, type ActionContext} from '../../action.ts';
import {list, string, structure} from '../../shape.ts';
import {pageOf} from '../page.ts';
import {requireApplication} from '../platform.ts';
import {attributeMap} from '../shapes.ts';
import type {SnsState} from '../state.ts';

export const listEndpointsByPlatformApplication = defineAction({
	name: 'ListEndpointsByPlatformApplication',
	input: structure({required: {PlatformApplicationArn: string()}, optional: {NextToken: string()}}),
	output: structure({
		optional: {Endpoints: list(structure({optional: {EndpointArn: string(), Attributes: attributeMap}})), NextToken: string()},
	}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_ListEndpointsByPlatformApplication.html',
	handle(input, {state}: ActionContext<SnsState>) {
		const {endpoints} = requireApplication(state, input.PlatformApplicationArn);
		const sorted = [...endpoints.values()].toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
		const page = pageOf(sorted, input.NextToken, endpoint => endpoint.arn);
		return {
			Endpoints: page.items.map(endpoint => ({EndpointArn: endpoint.arn, Attributes: Object.fromEntries(endpoint.attributes)})),
			NextToken: page.nextToken,
		};
	},
});
