import {compactJson, JsonSyntaxError, readJsonTokens} from '../rules/json-tokens.ts';

/** A policy as it is sent, or where it is no policy. */
export type PolicyReading = {readonly text: string} | {readonly problem: string};

/** AWS's limit of a queue's policy, in bytes. */
const policyBytesMax = 32_768;

/**
Checks a policy before it is sent: JSON, an object with statements that have an effect, a principal and actions. Empty text or `none` takes it away.

What it allows is AWS's to judge; what AWS would refuse anyway is said here, with the line.

@see [Custom policies in the Amazon SQS access policy language](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-creating-custom-policies.html)
*/
export function readPolicy(text: string): PolicyReading {
	const trimmed = text.trim();
	if (trimmed === '' || trimmed === 'none') return {text: ''};
	const reading = readJson(text);
	if ('problem' in reading) return reading;
	const problem = policyProblem(JSON.parse(text));
	if (problem !== undefined) return {problem};
	const compact = reading.compact;
	if (Buffer.byteLength(compact) > policyBytesMax) return {problem: `The policy is larger than ${policyBytesMax} bytes, AWS's limit.`};
	return {text: compact};
}

function readJson(text: string): {readonly compact: string} | {readonly problem: string} {
	try {
		return {compact: compactJson(readJsonTokens(text), text)};
	} catch (error) {
		if (!(error instanceof JsonSyntaxError)) throw error;
		const line = text.slice(0, error.offset).split('\n').length;
		const [reason = ''] = error.message.split('\n at [');
		return {problem: `This is no JSON, line ${line}: ${reason.trim()}`};
	}
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function policyProblem(value: unknown): string | undefined {
	if (!isObject(value)) return 'A policy is an object: {"Version": "2012-10-17", "Statement": [ … ]}.';
	const given = value['Statement'];
	const statements = Array.isArray(given) ? (given as readonly unknown[]) : given === undefined ? [] : [given];
	if (statements.length === 0) return 'The policy has no Statement. To take the policy away, leave nothing or write none.';
	for (const [index, statement] of statements.entries()) {
		const problem = statementProblem(statement);
		if (problem !== undefined) return `Statement ${index + 1} ${problem}.`;
	}
	return undefined;
}

function statementProblem(statement: unknown): string | undefined {
	if (!isObject(statement)) return 'is no object';
	const {Effect: effect, Principal: principal, NotPrincipal: notPrincipal, Action: action, NotAction: notAction} = statement;
	if (effect !== 'Allow' && effect !== 'Deny') return 'needs an Effect: "Allow" or "Deny"';
	if (principal === undefined && notPrincipal === undefined) return 'needs a Principal: who it is about';
	if (action === undefined && notAction === undefined) return 'needs an Action, such as "sqs:SendMessage"';
	const actions = [action, notAction].flat().filter(name => name !== undefined);
	const foreign = actions.find(name => typeof name !== 'string' || !/^(?:\*|sqs:.+)$/i.test(name));
	if (foreign !== undefined) return `names the action ${JSON.stringify(foreign)}, which is none of SQS`;
	return undefined;
}
