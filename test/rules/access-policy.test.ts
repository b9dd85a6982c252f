import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {meetsAccessCondition, type AccessKeys} from '../../source/rules/access-condition.ts';
import {
	decideAccess,
	decideOwnerAccess,
	mismatchWords,
	parseAccessPolicy,
	type AccessDecision,
	type AccessRequest,
	type Principal,
} from '../../source/rules/access-policy.ts';
import {matchesArnPattern, matchesPolicyWildcard} from '../../source/rules/policy-wildcard.ts';

const resource = 'arn:aws:sqs:us-east-1:000000000000:orders';
const stranger: Principal = {type: 'account', accountId: '111111111111', arn: 'arn:aws:iam::111111111111:root'};
const sns: Principal = {type: 'service', name: 'sns.amazonaws.com'};
const anonymous: Principal = {type: 'anonymous'};
const allowAll = {Effect: 'Allow', Principal: '*', Action: '*', Resource: '*'};

function decide(statements: unknown, request: Partial<AccessRequest> = {}): AccessDecision {
	const policy = parseAccessPolicy(JSON.stringify({Version: '2012-10-17', Statement: statements}));
	if (!policy) throw new Error('This is a policy.');
	return decideAccess(policy, {principal: stranger, action: 'sqs:SendMessage', resource, keys: {}, ...request});
}

const verdict = (statements: unknown, request?: Partial<AccessRequest>): string => decide(statements, request).verdict;

describe('a policy', () => {
	test('allows what a statement allows, and nothing else', () => {
		const statement = {...allowAll, Principal: {AWS: '111111111111'}, Action: 'sqs:SendMessage', Resource: resource};

		expect(verdict(statement)).toBe('allowed');
		expect(verdict([statement])).toBe('allowed');
		expect(verdict(statement, {action: 'sqs:ReceiveMessage'})).toBe('notAllowed');
		expect(verdict(statement, {resource: `${resource}-dlq`})).toBe('notAllowed');
		expect(verdict(statement, {principal: {...stranger, accountId: '222222222222', arn: 'arn:aws:iam::222222222222:root'}})).toBe(
			'notAllowed',
		);
		expect(verdict([])).toBe('notAllowed');
		expect(verdict(undefined)).toBe('notAllowed');
	});

	test('denies where one statement does, however many allow', () => {
		const deny = {Sid: 'no', Effect: 'Deny', Principal: '*', Action: 'sqs:Send*', Resource: '*'};

		expect(verdict([allowAll, deny, allowAll])).toBe('denied');
		expect(verdict([allowAll, deny], {action: 'sqs:ReceiveMessage'})).toBe('allowed');
		expect(decide([allowAll, deny]).decidedBy?.label).toBe('no');
	});

	test('lets the owner do everything that is not denied', () => {
		const request: AccessRequest = {principal: stranger, action: 'sqs:SendMessage', resource, keys: {}};
		const policy = (statement: object) => parseAccessPolicy(JSON.stringify({Statement: statement})) ?? [];

		expect(decideOwnerAccess([], request).verdict).toBe('allowed');
		expect(decideOwnerAccess(policy({...allowAll, Effect: 'Deny'}), request).verdict).toBe('denied');
		expect(decideOwnerAccess(policy({...allowAll, Effect: 'Deny', Action: 'sqs:ReceiveMessage'}), request).verdict).toBe('allowed');
	});

	test.each([
		['{', undefined],
		['"text"', undefined],
		['[]', undefined],
		['null', undefined],
		['{}', []],
		['{"Statement":[null,1,{"Effect":"allow"},{"Principal":"*"}]}', []],
	])('%s is read as far as it goes', (text, expected) => {
		expect(parseAccessPolicy(text)).toEqual(expected);
	});

	test('of any shape is read and asked without a failure', () => {
		const parts = fc.constantFrom('Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'Condition', 'Sid');
		fc.assert(
			fc.property(fc.array(fc.dictionary(parts, fc.oneof(fc.constantFrom('Allow', 'Deny', '*'), fc.jsonValue()))), statements => {
				expect(['allowed', 'denied', 'notAllowed']).toContain(verdict(statements, {keys: {'aws:sourcearn': resource}}));
			}),
		);
	});
});

describe('principals', () => {
	const as = (principal: unknown, who: Principal): string => verdict({...allowAll, Principal: principal}, {principal: who});

	test.each([['*'], [{AWS: '*'}], [{AWS: ['222222222222', '*']}]])('%j is everyone', principal => {
		for (const who of [stranger, sns, anonymous]) expect(as(principal, who)).toBe('allowed');
	});

	test.each([['111111111111'], ['arn:aws:iam::111111111111:root'], ['arn:aws-cn:iam::111111111111:root']])(
		'%s is the whole account',
		account => {
			const role: Principal = {type: 'account', accountId: '111111111111', arn: 'arn:aws:iam::111111111111:role/x'};

			expect(as({AWS: account}, stranger)).toBe('allowed');
			expect(as({AWS: ['222222222222', account]}, role)).toBe('allowed');
			expect(as({AWS: account}, sns)).toBe('notAllowed');
			expect(as({AWS: account}, anonymous)).toBe('notAllowed');
			expect(as({Service: account}, stranger)).toBe('notAllowed');
		},
	);

	test('an ARN of a role is that role, and no wildcard is one', () => {
		const role: Principal = {type: 'account', accountId: '111111111111', arn: 'arn:aws:iam::111111111111:role/x'};

		expect(as({AWS: 'arn:aws:iam::111111111111:role/x'}, role)).toBe('allowed');
		expect(as({AWS: 'arn:aws:iam::111111111111:role/x'}, stranger)).toBe('notAllowed');
		expect(as({AWS: 'arn:aws:iam::111111111111:role/*'}, role)).toBe('notAllowed');
	});

	test('a service is named by its host', () => {
		expect(as({Service: 'sns.amazonaws.com'}, sns)).toBe('allowed');
		expect(as({Service: ['s3.amazonaws.com', 'SNS.amazonaws.com']}, sns)).toBe('allowed');
		expect(as({Service: 's3.amazonaws.com'}, sns)).toBe('notAllowed');
		expect(as({AWS: 'sns.amazonaws.com'}, sns)).toBe('notAllowed');
		expect(as({Service: '*'}, stranger)).toBe('notAllowed');
		expect(as({Federated: '*', CanonicalUser: '*'}, stranger)).toBe('notAllowed');
	});

	test('NotPrincipal is everyone else', () => {
		const denyOthers = {Effect: 'Deny', NotPrincipal: {AWS: '111111111111'}, Action: '*', Resource: '*'};

		expect(verdict([allowAll, denyOthers])).toBe('allowed');
		expect(verdict([allowAll, denyOthers], {principal: sns})).toBe('denied');
	});

	test('nobody is meant where none is named', () => {
		expect(verdict({Effect: 'Allow', Action: '*', Resource: '*'})).toBe('notAllowed');
	});
});

describe('actions and resources', () => {
	test.each([
		['SQS:sendmessage', 'allowed'],
		['sqs:*', 'allowed'],
		['*', 'allowed'],
		['sqs:SendMessag?', 'allowed'],
		['sqs:SendMessage?', 'notAllowed'],
		['sqs:SendMessageBatch', 'notAllowed'],
		['sns:*', 'notAllowed'],
	])('the action %s: %s', (action, expected) => {
		expect(verdict({...allowAll, Action: action})).toBe(expected);
		expect(verdict({...allowAll, Action: ['sns:Publish', action]})).toBe(expected);
	});

	test('NotAction and NotResource are all the others', () => {
		expect(verdict({Effect: 'Allow', Principal: '*', NotAction: 'sqs:Delete*', Resource: '*'})).toBe('allowed');
		expect(verdict({Effect: 'Allow', Principal: '*', NotAction: 'sqs:Send*', Resource: '*'})).toBe('notAllowed');
		expect(verdict({Effect: 'Allow', Principal: '*', Action: '*', NotResource: resource})).toBe('notAllowed');
		expect(verdict({Effect: 'Allow', Principal: '*', Action: '*', NotResource: 'arn:aws:sns:*'})).toBe('allowed');
	});

	test.each([
		['arn:aws:sqs:*:000000000000:ord*', 'allowed'],
		['arn:aws:sqs:*', 'allowed'],
		['arn:aws:sqs:us-east-1:000000000000:Orders', 'notAllowed'],
	])('the resource %s: %s', (pattern, expected) => {
		expect(verdict({...allowAll, Resource: pattern})).toBe(expected);
	});

	test('without a resource a statement means what it is on', () => {
		expect(verdict({Effect: 'Allow', Principal: '*', Action: '*'})).toBe('allowed');
	});
});

describe('a condition', () => {
	const keys: AccessKeys = {
		'aws:sourcearn': 'arn:aws:sns:us-east-1:000000000000:events',
		'aws:sourceip': '10.0.0.9',
		'aws:securetransport': 'false',
		'aws:currenttime': '2026-11-25T12:00:00Z',
		'aws:epochtime': '1795608000',
		'aws:tagkeys': ['team', 'stage'],
		'sns:protocol': 'https',
		size: '10',
		empty: [],
	};

	test.each([
		['StringEquals', 'sns:Protocol', 'https', true],
		['StringEquals', 'sns:Protocol', ['sqs', 'https'], true],
		['StringEquals', 'sns:Protocol', 'HTTPS', false],
		['StringEqualsIgnoreCase', 'sns:Protocol', 'HTTPS', true],
		['StringNotEquals', 'sns:Protocol', 'sqs', true],
		['StringNotEquals', 'sns:Protocol', ['sqs', 'https'], false],
		['StringNotEqualsIgnoreCase', 'sns:Protocol', 'HTTPS', false],
		['StringLike', 'sns:Protocol', 'http*', true],
		['StringLike', 'sns:Protocol', 'http', false],
		['StringNotLike', 'sns:Protocol', 'http*', false],
		['stringlike', 'SNS:PROTOCOL', 'h?tps', true],
		['ArnEquals', 'aws:SourceArn', 'arn:aws:sns:us-east-1:000000000000:events', true],
		['ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:*:ev*', true],
		['ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:events', false],
		['ArnLike', 'aws:SourceArn', '*', true],
		['ArnNotLike', 'aws:SourceArn', 'arn:aws:sns:*:*:ev*', false],
		['ArnNotEquals', 'aws:SourceArn', 'arn:aws:sns:*:*:other', true],
		['Bool', 'aws:SecureTransport', 'false', true],
		['Bool', 'aws:SecureTransport', 'true', false],
		['NumericEquals', 'size', '10.0', true],
		['NumericNotEquals', 'size', '10', false],
		['NumericLessThan', 'size', '10', false],
		['NumericLessThan', 'size', '11', true],
		['NumericLessThanEquals', 'size', '10', true],
		['NumericGreaterThan', 'size', '10', false],
		['NumericGreaterThanEquals', 'size', '10', true],
		['NumericEquals', 'sns:Protocol', '10', false],
		['NumericLessThan', 'size', 'many', false],
		['DateLessThan', 'aws:CurrentTime', '2026-11-25T12:00:01Z', true],
		['DateLessThan', 'aws:CurrentTime', '2026-11-25T12:00:00Z', false],
		['DateLessThanEquals', 'aws:CurrentTime', '2026-11-25T12:00:00Z', true],
		['DateGreaterThan', 'aws:CurrentTime', '2026-11-25', true],
		['DateGreaterThanEquals', 'aws:EpochTime', '1795608000', true],
		['DateEquals', 'aws:EpochTime', '2026-11-25T12:00:00Z', true],
		['DateNotEquals', 'aws:EpochTime', '2026-11-25T12:00:00Z', false],
		['DateGreaterThan', 'aws:CurrentTime', 'yesterday', false],
		['IpAddress', 'aws:SourceIp', '10.0.0.0/24', true],
		['IpAddress', 'aws:SourceIp', '10.0.0.9', true],
		['IpAddress', 'aws:SourceIp', ['192.168.0.0/16', '::1'], false],
		['IpAddress', 'aws:SourceIp', '10.0.0.0/99', false],
		['NotIpAddress', 'aws:SourceIp', '10.0.0.0/24', false],
		['NotIpAddress', 'aws:SourceIp', '10.0.1.0/24', true],
		['Null', 'aws:SourceArn', 'true', false],
		['Null', 'aws:SourceArn', 'false', true],
		['Null', 'aws:Referer', 'true', true],
		['Null', 'empty', 'true', true],
		['StringEquals', 'aws:Referer', 'x', false],
		['StringNotEquals', 'aws:Referer', 'x', true],
		['StringEqualsIfExists', 'aws:Referer', 'x', true],
		['StringEqualsIfExists', 'sns:Protocol', 'x', false],
		['ForAllValues:StringEquals', 'aws:TagKeys', ['team', 'stage', 'x'], true],
		['ForAllValues:StringEquals', 'aws:TagKeys', ['team'], false],
		['ForAllValues:StringEquals', 'aws:Referer', ['x'], true],
		['ForAllValues:StringNotEquals', 'aws:TagKeys', ['team'], false],
		['ForAnyValue:StringEquals', 'aws:TagKeys', ['team', 'x'], true],
		['ForAnyValue:StringEquals', 'aws:TagKeys', ['x'], false],
		['ForAnyValue:StringEquals', 'aws:Referer', ['x'], false],
		['ForAnyValue:StringNotEquals', 'aws:Referer', ['x'], false],
		['ForAnyValue:StringNotEquals', 'aws:TagKeys', ['team'], true],
		['ForAnyValue:StringLikeIfExists', 'aws:Referer', ['x'], true],
		['BinaryEquals', 'sns:Protocol', 'https', true],
		['SoundsLike', 'sns:Protocol', 'https', false],
		['StringNotEquals', 'aws:TagKeys', 'team', false],
		['StringEquals', 'sns:Protocol', [], false],
		['StringEquals', 'constructor', 'x', false],
	])('%s %s %j: %s', (operator, key, values, expected) => {
		expect(meetsAccessCondition({operator, key, values: [values].flat()}, keys)).toBe(expected);
	});

	test('counts only when all of a statement are met, and may be written without quotes', () => {
		const statement = (condition: object) => ({...allowAll, Condition: condition});

		expect(verdict(statement({Bool: {'aws:SecureTransport': false}, NumericEquals: {size: 10}}), {keys})).toBe('allowed');
		expect(verdict(statement({Bool: {'aws:SecureTransport': false}, NumericEquals: {size: 11}}), {keys})).toBe('notAllowed');
		expect(verdict(statement({StringEquals: {'sns:Protocol': 'https', 'aws:SourceIp': '1.1.1.1'}}), {keys})).toBe('notAllowed');
	});
});

test('a decision says of each statement why it does not apply', () => {
	const {considered} = decide(
		[
			{...allowAll, Principal: {AWS: '222222222222'}},
			{...allowAll, Action: 'sqs:ReceiveMessage'},
			{...allowAll, Resource: 'arn:aws:sqs:*:*:other'},
			{...allowAll, Sid: 'from-topic', Condition: {ArnEquals: {'aws:SourceArn': ['arn:a', 'arn:b']}}},
			{...allowAll, Condition: {StringEquals: {'sns:Protocol': 'sqs'}}},
			allowAll,
		],
		{keys: {'sns:protocol': 'https'}},
	);

	expect(considered.map(({statement, mismatch}) => [statement.label, mismatch && mismatchWords(mismatch)])).toEqual([
		['#1', 'it is about another principal'],
		['#2', 'it is about another action'],
		['#3', 'it is about another resource'],
		['from-topic', 'aws:SourceArn is not in the request, and ArnEquals wants arn:a or arn:b'],
		['#5', 'sns:Protocol is https, and StringEquals wants sqs'],
		['#6', undefined],
	]);
});

describe('wildcards', () => {
	test('mean what a regular expression of them would', () => {
		const letters = fc.string({unit: fc.constantFrom('a', 'b', ':'), maxLength: 8});
		const patterns = fc.string({unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 8});
		fc.assert(
			fc.property(patterns, letters, (pattern, text) => {
				const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);

				expect(matchesPolicyWildcard(pattern, text)).toBe(expression.test(text));
			}),
			{numRuns: 2000},
		);
	});

	test('take no time to speak of, whatever the pattern', () => {
		expect(matchesPolicyWildcard(`${'*a'.repeat(2000)}b`, 'a'.repeat(4000))).toBe(false);
	});

	test('in ARNs stay between the colons, except at the end', () => {
		expect(matchesArnPattern('arn:aws:sns:*:1:x', 'arn:aws:sns:us-east-1:1:x')).toBe(true);
		expect(matchesArnPattern('arn:*:x', 'arn:aws:sns:us-east-1:1:x')).toBe(false);
		expect(matchesArnPattern('arn:aws:s3:::a*', 'arn:aws:s3:::a:b:c')).toBe(true);
		expect(matchesArnPattern('arn:aws:s3:::a', 'no arn')).toBe(false);
	});
});
