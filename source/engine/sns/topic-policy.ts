import {AttributeProblem} from './attribute-problem.ts';
import {invalidParameter} from './errors.ts';
import {isJsonObject, type JsonObject} from './json-object.ts';

/** The actions that a topic's owner may do by default, and that AddPermission accepts (with `Receive`). */
const topicActions = [
	'GetTopicAttributes',
	'SetTopicAttributes',
	'AddPermission',
	'RemovePermission',
	'DeleteTopic',
	'Subscribe',
	'ListSubscriptionsByTopic',
	'Publish',
] as const;

const grantableActions: ReadonlySet<string> = new Set([...topicActions, 'Receive'].map(action => action.toLowerCase()));

/**
The access policy of a topic that was given none: its owner may do everything.

@see [Example cases for Amazon SNS access control](https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html)
*/
export function defaultTopicPolicy(topicArn: string, ownerId: string): string {
	return JSON.stringify({
		Version: '2008-10-17',
		Id: '__default_policy_ID',
		Statement: [
			{
				Sid: '__default_statement_ID',
				Effect: 'Allow',
				Principal: {AWS: '*'},
				Action: topicActions.map(action => `SNS:${action}`),
				Resource: topicArn,
				Condition: {StringEquals: {'AWS:SourceOwner': ownerId}},
			},
		],
	});
}

/** Refuses a policy that is no policy, or speaks of another service. Throws an AttributeProblem. */
export function checkTopicPolicy(text: string): void {
	const policy = parsePolicy(text);
	if (!policy) throw new AttributeProblem('Policy Error: null');
	for (const statement of statementsOf(policy)) {
		const actions = [statement['Action'] ?? []].flat();
		if (!actions.every(isTopicAction)) throw new AttributeProblem('Policy statement action out of service scope!');
	}
}

function isTopicAction(action: unknown): boolean {
	if (action === '*') return true;
	const name = typeof action === 'string' ? /^sns:(.+)$/i.exec(action)?.[1] : undefined;
	return name !== undefined && (name.includes('*') || grantableActions.has(name.toLowerCase()) || /^[a-z]+$/i.test(name));
}

function parsePolicy(text: string): JsonObject | undefined {
	try {
		const parsed: unknown = JSON.parse(text);
		return isJsonObject(parsed) && parsed['Statement'] !== undefined ? parsed : undefined;
	} catch {
		// Not JSON is an answer: it is no policy.
		return undefined;
	}
}

function statementsOf(policy: JsonObject): readonly JsonObject[] {
	return [policy['Statement']].flat().filter(isJsonObject);
}

export type Permission = {
	readonly label: string;
	readonly accountIds: readonly string[];
	readonly actions: readonly string[];
};

/** The policy with a statement that lets other accounts do some actions. */
export function withPermission(policyText: string, topicArn: string, permission: Permission): string {
	const policy = parsePolicy(policyText) ?? {};
	const statements = statementsOf(policy);
	if (statements.some(statement => statement['Sid'] === permission.label)) throw invalidParameter('Statement already exists');
	for (const action of permission.actions) {
		if (!grantableActions.has(action.toLowerCase())) throw invalidParameter('Policy statement action out of service scope!');
	}
	const principals = permission.accountIds.map(accountId => `arn:aws:iam::${accountId}:root`);
	const actions = permission.actions.map(action => `SNS:${action}`);
	const statement = {
		Sid: permission.label,
		Effect: 'Allow',
		Principal: {AWS: principals.length === 1 ? principals[0] : principals},
		Action: actions.length === 1 ? actions[0] : actions,
		Resource: topicArn,
	};
	return JSON.stringify({...policy, Statement: [...statements, statement]});
}

/** The policy without the statements of a label. Nothing happens when there is none. */
export function withoutPermission(policyText: string, label: string): string {
	const policy = parsePolicy(policyText) ?? {};
	return JSON.stringify({...policy, Statement: statementsOf(policy).filter(statement => statement['Sid'] !== label)});
}
