import {defineAction, type ActionContext} from '../../action.ts';
import {boolean, structure} from '../../shape.ts';
import type {SnsState} from '../state.ts';

export const getSMSSandboxAccountStatus = defineAction({
	name: 'GetSMSSandboxAccountStatus',
	input: structure({}),
	output: structure({required: {IsInSandbox: boolean()}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_GetSMSSandboxAccountStatus.html',
	// Local messages go to the outbox whoever they are for, as those of an account outside the sandbox go to everybody.
	handle: (_input, _context: ActionContext<SnsState>) => ({IsInSandbox: false}),
});
