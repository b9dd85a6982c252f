import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import type {StsState} from '../state.ts';

/** Tells who the credentials belong to; the engine says the account's root. */
export const getCallerIdentity = defineAction({
	name: 'GetCallerIdentity',
	input: structure({}),
	output: structure({required: {Arn: string(), UserId: string(), Account: string()}}),
	docs: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html',
	handle(_input, {state}: ActionContext<StsState>) {
		const {accountId} = state;
		return {Arn: `arn:aws:iam::${accountId}:root`, UserId: accountId, Account: accountId};
	},
});
