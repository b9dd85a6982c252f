import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as kinesis from '@aws-sdk/client-kinesis';
import * as lambda from '@aws-sdk/client-lambda';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import {describe, expect, test} from 'vitest';
import {callClass, isAllowed, type ServiceId} from '../../source/aws/allowed-calls.ts';
import {createCaller} from '../../source/aws/call.ts';
import type {Mode, SessionContext} from '../../source/aws/session.ts';
import {createManualClock} from '../../source/shared/clock.ts';

const modules: ReadonlyArray<readonly [ServiceId, object]> = [
	['sqs', sqs],
	['sns', sns],
	['kinesis', kinesis],
	['sts', sts],
];

/** Clients of which sluice asks a few questions only: the others count as changes. */
const askedOnly: ReadonlyArray<readonly [ServiceId, object, readonly string[]]> = [
	['cloudwatch', cloudwatch, ['GetMetricData']],
	['lambda', lambda, ['GetFunctionConfiguration', 'ListEventSourceMappings']],
];

/** Every action of the clients that sluice works with. */
const actions = modules.flatMap(([service, module]) =>
	Object.keys(module)
		.filter(name => /^[A-Z]\w+Command$/.test(name))
		.map(name => [service, name.replace(/Command$/, '')] as const),
);

const receives = ['ChangeMessageVisibility', 'ChangeMessageVisibilityBatch', 'ReceiveMessage'];

/** They look like questions, but hand out credentials. */
const handOutCredentials = [
	'GetDelegatedAccessToken',
	'GetFederationToken',
	'GetScopedCredentials',
	'GetSessionToken',
	'GetWebIdentityToken',
];

const context: SessionContext = {name: 'prod-eu', target: 'aws', region: 'eu-west-1', isProd: true};

/** Tries each action in a mode. Answers those that were sent. */
async function sentIn(mode: Mode): Promise<string[]> {
	const caller = createCaller({clock: createManualClock(), context, mode});
	const sent: string[] = [];
	for (const [service, action] of actions)
		await caller
			.call({service, action}, async () => {
				sent.push(`${service} ${action}`);
				return {$metadata: {}};
			})
			.catch(() => {});
	return sent;
}

test('the walk covers every action of the four clients', () => {
	expect(actions.length).toBeGreaterThan(120);
	expect(actions).toContainEqual(['sqs', 'PurgeQueue']);
});

test('READ-ONLY sends what only looks, and nothing else', async () => {
	const sent = await sentIn('READ-ONLY');

	const looking = actions.filter(
		([, action]) => /^(?:Get|List|Describe|Check|Decode)/.test(action) && !handOutCredentials.includes(action),
	);
	expect(sent).toEqual(looking.map(([service, action]) => `${service} ${action}`));
});

test('LOOK also receives, extends and gives back', async () => {
	const sent = await sentIn('LOOK');

	const more = sent.filter(
		name => !actions.some(([service, action]) => `${service} ${action}` === name && callClass(service, action) === 'read'),
	);
	expect(more.toSorted()).toEqual(receives.map(action => `sqs ${action}`));
});

test.each(askedOnly)('of %s READ-ONLY and LOOK send only what sluice asks', (service, module, asked) => {
	const names = Object.keys(module)
		.filter(name => /^[A-Z]\w+Command$/.test(name))
		.map(name => name.replace(/Command$/, ''));

	expect(names.length).toBeGreaterThan(30);
	expect(names.filter(name => callClass(service, name) !== 'change').toSorted()).toEqual(asked);
});

test('CHANGE sends everything', async () => {
	expect(await sentIn('CHANGE')).toHaveLength(actions.length);
});

describe('classes', () => {
	test('an action that nobody knows is a change', () => {
		expect(callClass('sqs', 'DropEverything')).toBe('change');
		expect(callClass('kinesis', 'toString')).toBe('change');
		expect(callClass('sqs', '__proto__')).toBe('change');
	});

	test('a known name counts only for its own service', () => {
		expect(callClass('sns', 'ListTopics')).toBe('read');
		expect(callClass('sqs', 'ListTopics')).toBe('change');
	});

	test.each([
		['READ-ONLY', 'read', true],
		['READ-ONLY', 'receive', false],
		['READ-ONLY', 'change', false],
		['LOOK', 'receive', true],
		['LOOK', 'change', false],
		['CHANGE', 'change', true],
	] as const)('%s and %s: %s', (mode, kind, isSent) => {
		expect(isAllowed(mode, kind)).toBe(isSent);
	});
});
