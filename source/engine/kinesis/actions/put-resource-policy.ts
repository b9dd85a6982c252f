import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {invalidArgument} from '../errors.ts';
import {findResource} from '../resource-reference.ts';
import {noBody, nothing, reserved, resourceArn} from '../shapes.ts';
import type {KinesisState} from '../state.ts';

export const putResourcePolicy = defineAction({
	name: 'PutResourcePolicy',
	input: structure({required: {ResourceARN: resourceArn, Policy: string()}, optional: reserved}),
	output: nothing,
	docs: 'https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutResourcePolicy.html',
	handle(request, context: ActionContext<KinesisState>) {
		const {arn} = findResource(request.ResourceARN, context);
		if (!isJsonObject(request.Policy)) throw invalidArgument('The policy is not a valid JSON document.');
		context.state.policies.set(arn, request.Policy);
		return noBody;
	},
});

/** Assumed: AWS refuses with this code; its words are not recorded. */
function isJsonObject(text: string): boolean {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value);
	} catch {
		// What cannot be parsed is no JSON object either.
		return false;
	}
}
