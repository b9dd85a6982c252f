import type {ActionContext} from '../action.ts';
import type {SnsState} from './state.ts';

/**
The state that holds the topic or subscription of an ARN: another account's, where the ARN says so and the engine has one.

Accounts may use each other's topics here; where the engine enforces policies, they were asked before (`authorizeTopicAction`).
*/
export function stateOf(context: Pick<ActionContext<SnsState>, 'state' | 'stateOfAccount' | 'accountId'>, arn: string): SnsState {
	const accountId = arn.split(':', 5)[4] ?? '';
	if (accountId === context.accountId || accountId === '') return context.state;
	return context.stateOfAccount?.(accountId) ?? context.state;
}
