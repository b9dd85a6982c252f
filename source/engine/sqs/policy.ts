import {invalidAttributeValue, invalidValue, overLimitPermissions} from './errors.ts';
import type {Queue} from './queue.ts';
import {parseObject} from './redrive-policy.ts';

const policyBytesMax = 8192;
const statementCountMax = 20;
const principalCountMax = 50;
const conditionCountMax = 10;
const actionCountMax = 7;

type Statement = Readonly<Record<string, unknown>>;

/**
Throws InvalidAttributeValue when the text is no policy that SQS would store.

@see [Amazon SQS policy quotas](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html)
*/
export function checkPolicy(text: string): void {
	if (Buffer.byteLength(text) > policyBytesMax) throw invalidAttributeValue('Policy');
	const policy = parseObject(text);
	if (!policy) throw invalidAttributeValue('Policy');
	const statements = asList(policy['Statement']);
	if (statements.length > statementCountMax) throw invalidAttributeValue('Policy');
	for (const statement of statements) checkStatement(statement);
}

function checkStatement(statement: unknown): void {
	if (typeof statement !== 'object' || statement === null) throw invalidAttributeValue('Policy');
	// An object's members are looked at one by one.
	const {Effect: effect, Principal: principal, Action: action, Condition: condition} = statement as Statement;
	if (effect !== 'Allow' && effect !== 'Deny') throw invalidAttributeValue('Policy');
	if (asList(action).length > actionCountMax) throw invalidAttributeValue('Policy');
	const principals = typeof principal === 'object' && principal !== null ? Object.values(principal).flatMap(asList) : asList(principal);
	if (principals.length > principalCountMax) throw invalidAttributeValue('Policy');
	if (typeof condition === 'object' && condition !== null && Object.keys(condition).length > conditionCountMax)
		throw invalidAttributeValue('Policy');
}

function asList(value: unknown): readonly unknown[] {
	if (value === undefined) return [];
	// Array.isArray narrows unknown to any[].
	return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

type Policy = {readonly Version: string; readonly Id: string; readonly Statement: readonly Statement[]};

function policyOf(queue: Queue): Policy {
	const stored = queue.settings.policy === undefined ? undefined : parseObject(queue.settings.policy);
	return {
		Version: typeof stored?.['Version'] === 'string' ? stored['Version'] : '2008-10-17',
		Id: typeof stored?.['Id'] === 'string' ? stored['Id'] : `${queue.arn}/SQSDefaultPolicy`,
		// checkPolicy has seen that each statement is an object.
		Statement: asList(stored?.['Statement']) as readonly Statement[],
	};
}

function findLabel(policy: Policy, label: string): boolean {
	return policy.Statement.some(statement => statement['Sid'] === label);
}

/** The policy text with one more statement, as AddPermission makes it. Throws when the label is taken. */
export function policyWithPermission(
	queue: Queue,
	permission: {label: string; accountIds: readonly string[]; actions: readonly string[]},
): string {
	const policy = policyOf(queue);
	const {label} = permission;
	if (findLabel(policy, label)) throw invalidValue({value: label, parameter: 'Label', reason: 'Already exists.'});
	if (policy.Statement.length >= statementCountMax) throw overLimitPermissions(policy.Statement.length + 1);
	const statement: Statement = {
		Sid: label,
		Effect: 'Allow',
		Principal: {AWS: scalarWhenSingle(permission.accountIds.map(accountId => `arn:aws:iam::${accountId}:root`))},
		Action: scalarWhenSingle(permission.actions.map(action => `SQS:${action}`)),
		Resource: queue.arn,
	};
	return JSON.stringify({...policy, Statement: [...policy.Statement, statement]});
}

function scalarWhenSingle(values: readonly string[]): string | readonly string[] {
	return values.length === 1 ? (values[0] ?? '') : values;
}

/** The policy text without the statement of this label; undefined when it was the last. Throws when there is none. */
export function policyWithoutPermission(queue: Queue, label: string): string | undefined {
	const policy = policyOf(queue);
	if (!findLabel(policy, label)) throw invalidValue({value: label, parameter: 'Label', reason: "can't find label."});
	const statements = policy.Statement.filter(statement => statement['Sid'] !== label);
	return statements.length === 0 ? undefined : JSON.stringify({...policy, Statement: statements});
}
