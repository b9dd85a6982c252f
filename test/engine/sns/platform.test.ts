import {expect, test} from 'vitest';
import {createSns, type Sns} from './call.ts';

const credentials = {PlatformCredential: 'secret', PlatformPrincipal: 'id'};

function createApp(sns: Sns, platform = 'GCM', attributes: Readonly<Record<string, string>> = {PlatformCredential: 'key'}): string {
	return sns.call('CreatePlatformApplication', {Name: 'shop', Platform: platform, Attributes: attributes}).PlatformApplicationArn;
}

function createDevice(sns: Sns, PlatformApplicationArn: string, more: Readonly<Record<string, unknown>> = {}): string {
	return sns.call('CreatePlatformEndpoint', {PlatformApplicationArn, Token: 'token-1', ...more}).EndpointArn;
}

test('an application is found, without its credentials', () => {
	const sns = createSns();
	const arn = createApp(sns, 'APNS', {...credentials, EventEndpointCreated: 'arn:aws:sns:eu-west-1:123456789012:orders'});

	expect(arn).toBe('arn:aws:sns:eu-west-1:123456789012:app/APNS/shop');
	expect(sns.call('GetPlatformApplicationAttributes', {PlatformApplicationArn: arn}).Attributes).toEqual({
		Enabled: 'true',
		EventEndpointCreated: 'arn:aws:sns:eu-west-1:123456789012:orders',
	});
});

test.each([
	[
		{Name: 'a b'},
		"InvalidParameter: Invalid parameter: a b Reason: must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'",
	],
	[{Name: ''}, 'InvalidParameter: Invalid parameter:  Reason: cannot be empty'],
	[{Name: 'a'.repeat(257)}, `InvalidParameter: Invalid parameter: ${'a'.repeat(257)} Reason: must be at most 256 characters long`],
	[{Platform: 'AAA'}, 'InvalidParameter: Invalid parameter: Platform Reason: AAA is not supported'],
	[
		{Attributes: undefined},
		"ValidationError: 1 validation error detected: Value null at 'attributes' failed to satisfy constraint: Member must not be null",
	],
	[
		{Attributes: {PlatformCredential: 'x'}},
		'InvalidParameter: Invalid parameter: Attributes Reason: PlatformCredential attribute provided without PlatformPrincipal',
	],
	[
		{Attributes: {PlatformPrincipal: 'x'}},
		'InvalidParameter: Invalid parameter: Attributes Reason: PlatformPrincipal attribute provided without PlatformCredential',
	],
	[
		{Attributes: {...credentials, Nonsense: 'x'}},
		'InvalidParameter: Invalid parameter: Attributes Reason: Invalid attribute name: Nonsense',
	],
])('an application is refused: %#', (more, text) => {
	expect(createSns().refusal('CreatePlatformApplication', {Name: 'shop', Platform: 'APNS', Attributes: credentials, ...more})).toBe(text);
});

test('the same token and attributes find the endpoint, other attributes are refused', () => {
	const sns = createSns();
	const app = createApp(sns);
	const arn = createDevice(sns, app, {CustomUserData: 'user-1'});

	expect(arn).toMatch(/:endpoint\/GCM\/shop\/[\da-f-]{36}$/);
	expect(createDevice(sns, app, {CustomUserData: 'user-1'})).toBe(arn);
	expect(sns.refusal('CreatePlatformEndpoint', {PlatformApplicationArn: app, Token: 'token-1'})).toBe(
		`InvalidParameter: Invalid parameter: Token Reason: Endpoint ${arn} already exists with the same Token, but different attributes.`,
	);
});

test('an endpoint has only the attributes that AWS knows, and no more than 2,048 bytes of user data', () => {
	const sns = createSns();
	const app = createApp(sns);
	const refusal = (Attributes: Readonly<Record<string, string>>) =>
		sns.refusal('CreatePlatformEndpoint', {PlatformApplicationArn: app, Token: 'token-1', Attributes});

	expect(refusal({Nonsense: 'x'})).toBe('InvalidParameter: Invalid parameter: Attributes Reason: Invalid attribute name: Nonsense');
	expect(refusal({CustomUserData: 'x'.repeat(2049)})).toContain('CustomUserData');
	expect(refusal({CustomUserData: 'x'.repeat(2048)})).toBe('was not refused');
});

test('what does not exist is not found, what is malformed is said to be', () => {
	const sns = createSns();
	const app = 'arn:aws:sns:eu-west-1:123456789012:app/GCM/missing';
	const device = 'arn:aws:sns:eu-west-1:123456789012:endpoint/GCM/missing/id';

	expect(sns.refusal('GetPlatformApplicationAttributes', {PlatformApplicationArn: app})).toBe(
		'NotFound: PlatformApplication does not exist',
	);
	expect(sns.refusal('CreatePlatformEndpoint', {PlatformApplicationArn: app, Token: 't'})).toBe(
		'NotFound: PlatformApplication does not exist',
	);
	expect(sns.refusal('GetEndpointAttributes', {EndpointArn: device})).toBe('NotFound: Endpoint does not exist');
	expect(sns.refusal('GetEndpointAttributes', {EndpointArn: app})).toBe(
		'InvalidParameter: Invalid parameter: EndpointArn Reason: Wrong number of slashes in relative portion of the ARN.',
	);
	expect(sns.refusal('DeleteEndpoint', {EndpointArn: device})).toBe('was not refused');
	expect(sns.refusal('DeletePlatformApplication', {PlatformApplicationArn: app})).toBe('was not refused');
});

test('a push goes to the outbox, in the words for its platform', () => {
	const sns = createSns();
	const device = createDevice(sns, createApp(sns));

	sns.call('Publish', {TargetArn: device, MessageStructure: 'json', Message: '{"default":"plain","GCM":"{\\"data\\":1}"}'});
	sns.call('Publish', {TargetArn: device, Message: 'plain'});

	expect(sns.outbox()).toMatchObject([
		{protocol: 'application', to: device, body: '{"data":1}', attributes: {Token: 'token-1', Platform: 'GCM'}},
		{body: 'plain'},
	]);
});

test('a disabled endpoint is refused, a missing one too', () => {
	const sns = createSns();
	const device = createDevice(sns, createApp(sns));
	sns.call('SetEndpointAttributes', {EndpointArn: device, Attributes: {Enabled: 'false'}});

	expect(sns.refusal('Publish', {TargetArn: device, Message: 'x'})).toBe('EndpointDisabled: Endpoint is disabled');
	expect(sns.refusal('Publish', {TargetArn: `${device}0`, Message: 'x'})).toBe(
		'InvalidParameter: Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified',
	);
});

test('an application can be disabled, and changed', () => {
	const sns = createSns();
	const app = createApp(sns);
	const device = createDevice(sns, app);

	sns.call('SetPlatformApplicationAttributes', {PlatformApplicationArn: app, Attributes: {Enabled: 'false'}});

	expect(sns.refusal('Publish', {TargetArn: device, Message: 'x'})).toBe('PlatformApplicationDisabled: Platform application is disabled');
	expect(sns.refusal('SetPlatformApplicationAttributes', {PlatformApplicationArn: app, Attributes: {Nonsense: 'x'}})).toContain('Nonsense');
});

test('a topic reaches a subscribed device until it is deleted; its subscription stays', () => {
	const sns = createSns();
	const TopicArn = sns.createTopic();
	const device = createDevice(sns, createApp(sns));
	sns.call('Subscribe', {TopicArn, Protocol: 'application', Endpoint: device});

	sns.call('Publish', {TopicArn, Message: 'paid'});
	sns.call('DeleteEndpoint', {EndpointArn: device});
	sns.call('Publish', {TopicArn, Message: 'lost'});

	expect(sns.outbox().map(entry => entry.body)).toEqual(['paid']);
	expect(sns.call('ListSubscriptions').Subscriptions).toHaveLength(1);
});

test('a new token is found, the old one is free again', () => {
	const sns = createSns();
	const app = createApp(sns);
	const device = createDevice(sns, app);

	sns.call('SetEndpointAttributes', {EndpointArn: device, Attributes: {Token: 'token-2'}});

	expect(createDevice(sns, app, {Token: 'token-2'})).toBe(device);
	expect(createDevice(sns, app)).not.toBe(device);
});

test('applications and endpoints are listed, and go together', () => {
	const sns = createSns();
	const app = createApp(sns);
	const device = createDevice(sns, app);

	expect(sns.call('ListPlatformApplications')).toMatchObject({PlatformApplications: [{PlatformApplicationArn: app}]});
	expect(sns.call('ListEndpointsByPlatformApplication', {PlatformApplicationArn: app})).toMatchObject({
		Endpoints: [{EndpointArn: device, Attributes: {Enabled: 'true', Token: 'token-1'}}],
	});
	sns.call('DeletePlatformApplication', {PlatformApplicationArn: app});
	expect(sns.refusal('GetEndpointAttributes', {EndpointArn: device})).toBe('NotFound: Endpoint does not exist');
});
