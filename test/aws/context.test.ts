import {describe, expect, test} from 'vitest';
import {defaultMode, resolveContext} from '../../source/aws/context.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {openSession} from '../../source/aws/connect.ts';

const noFiles = (): undefined => undefined;

const resolve = (
	choice: Parameters<typeof resolveContext>[0],
	environment: Record<string, string> = {},
	files: Record<string, string> = {},
) => resolveContext(choice, {environment: {HOME: '/home/jo', ...environment}, readText: path => files[path]});

describe('the local engine', () => {
	test('is called local, in us-east-1, whatever the environment says', () => {
		const context = resolve({target: 'engine', endpointUrl: 'http://127.0.0.1:4566'}, {AWS_REGION: 'eu-west-1', AWS_PROFILE: 'prod'});

		expect(context).toEqual({name: 'local', target: 'engine', region: 'us-east-1', endpointUrl: 'http://127.0.0.1:4566', isProd: false});
		expect(defaultMode(context)).toBe('CHANGE');
	});
});

describe('an endpoint', () => {
	test('is called by its host', () => {
		expect(resolve({target: 'endpoint', endpointUrl: 'http://localhost:4567/'})).toEqual({
			name: 'localhost:4567',
			target: 'endpoint',
			region: 'us-east-1',
			endpointUrl: 'http://localhost:4567',
			isProd: false,
		});
	});

	test('AWS_ENDPOINT_URL makes an endpoint of AWS, unless it is to be ignored', () => {
		const environment = {AWS_ENDPOINT_URL: 'http://localhost:4566', AWS_REGION: 'eu-west-1'};

		expect(resolve({target: 'aws'}, environment)).toMatchObject({
			target: 'endpoint',
			endpointUrl: 'http://localhost:4566',
			region: 'eu-west-1',
		});
		expect(resolve({target: 'aws'}, {...environment, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true'})).toMatchObject({target: 'aws'});
	});

	test('starts in CHANGE, but in LOOK where the endpoint is AWS’s own', () => {
		expect(defaultMode(resolve({target: 'endpoint', endpointUrl: 'http://localhost:4566'}))).toBe('CHANGE');
		expect(defaultMode(resolve({target: 'endpoint', endpointUrl: 'https://vpce-1.sqs.eu-west-1.vpce.amazonaws.com'}))).toBe('LOOK');
	});

	test.each(['localhost:4566', 'ftp://x', 'nonsense'])('%s is no endpoint', endpointUrl => {
		expect(() => resolve({target: 'endpoint', endpointUrl})).toThrow(`"${endpointUrl}" is no endpoint URL.`);
	});
});

describe('AWS', () => {
	const files = {
		'/home/jo/.aws/config':
			'[default]\nregion = eu-central-1\n\n[profile prod-eu]\nrole_arn = x\nregion=eu-west-1  # Dublin\ns3 =\n  region = nowhere\n',
		'/home/jo/.aws/credentials': '[old]\nregion = us-west-2\n',
	};

	test.each([
		['the flag', {region: 'sa-east-1'}, {AWS_REGION: 'eu-west-2', AWS_DEFAULT_REGION: 'eu-west-3'}, 'sa-east-1'],
		['AWS_REGION', {}, {AWS_REGION: 'eu-west-2', AWS_DEFAULT_REGION: 'eu-west-3'}, 'eu-west-2'],
		['AWS_DEFAULT_REGION', {}, {AWS_DEFAULT_REGION: 'eu-west-3'}, 'eu-west-3'],
		['the profile', {profile: 'prod-eu'}, {}, 'eu-west-1'],
		['AWS_PROFILE’s', {}, {AWS_PROFILE: 'prod-eu'}, 'eu-west-1'],
		['the default profile', {}, {}, 'eu-central-1'],
		['the credentials file', {profile: 'old'}, {}, 'us-west-2'],
	])('the region comes from %s first', (_, choice, environment, region) => {
		expect(resolve({target: 'aws', ...choice}, environment, files).region).toBe(region);
	});

	test('without any region it says how to give one', () => {
		expect(() => resolve({target: 'aws', profile: 'nowhere'})).toThrow(
			expect.objectContaining({code: 'no-region', message: 'No region is chosen for nowhere.'}),
		);
	});

	test.each(['us east', 'us-east-1.', 'eu-west-1/', '-eu'])('what cannot be part of a host name is no region: %j', region => {
		for (const target of ['aws', 'engine'] as const)
			expect(() => resolve({target, region}, {}, files)).toThrow(
				expect.objectContaining({code: 'bad-region', message: `"${region}" is no region: letters, digits and - only.`}),
			);
	});

	test('other config files are read where the environment names them', () => {
		const {region} = resolve({target: 'aws', profile: 'a'}, {AWS_CONFIG_FILE: '/etc/aws'}, {'/etc/aws': '[profile a]\nregion=x'});

		expect(region).toBe('x');
	});

	test.each([
		['prod-eu', true],
		['acme-PRD', true],
		['live', true],
		['staging', false],
	])('the profile %s is production: %s', (profile, isProd) => {
		const context = resolve({target: 'aws', profile, region: 'eu-west-1'});

		expect(context.isProd).toBe(isProd);
		expect(defaultMode(context)).toBe('LOOK');
	});
});

describe('the mode of a context on AWS', () => {
	const modeOf = (profile: string) => defaultMode(resolve({target: 'aws', profile, region: 'eu-west-1'}));

	test.each(['acme-dev', 'sandbox', 'Test'])('%s says that it is for trying things out: CHANGE', profile => {
		expect(modeOf(profile)).toBe('CHANGE');
	});

	test.each(['acme', 'devops', 'gov-main', 'prod-test'])('%s may be production: LOOK', profile => {
		expect(modeOf(profile)).toBe('LOOK');
	});

	test('the settings say what production is called, and marks by hand win', () => {
		const context = (profile: string) =>
			resolveContext(
				{target: 'aws', profile, region: 'eu-west-1'},
				{environment: {}, readText: noFiles, production: {pattern: '^p-', marked: {'p-old': false, main: true}}},
			).isProd;

		expect(['p-eu', 'prod-eu', 'p-old', 'main'].map(context)).toEqual([true, false, false, true]);
	});
});

describe('endpoints of the environment and the profile', () => {
	const config = `[profile ls]
region = eu-west-1
services = local
endpoint_url = http://127.0.0.1:9

[services local]
sqs =
  endpoint_url = http://127.0.0.1:4566
kinesis =
  endpoint_url = http://127.0.0.1:4567
`;
	const files = {'/home/jo/.aws/config': config};

	test('each service has its own, and each knows its line', () => {
		const context = resolve({target: 'aws', profile: 'ls'}, {}, files);

		expect(context).toMatchObject({target: 'endpoint', name: 'ls', endpointUrl: 'http://127.0.0.1:4566'});
		expect(context.endpoints).toMatchObject({
			sqs: {url: 'http://127.0.0.1:4566', origin: '~/.aws/config line 8'},
			kinesis: {url: 'http://127.0.0.1:4567', origin: '~/.aws/config line 10'},
			sns: {url: 'http://127.0.0.1:9', origin: '~/.aws/config line 4'},
		});
	});

	test('the environment wins, its word for one service most of all', () => {
		const environment = {AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:2'};

		expect(resolve({target: 'aws', profile: 'ls'}, environment, files).endpoints).toMatchObject({
			sqs: {url: 'http://127.0.0.1:2', origin: 'AWS_ENDPOINT_URL_SQS'},
			sns: {url: 'http://127.0.0.1:1', origin: 'AWS_ENDPOINT_URL'},
		});
	});

	test('an endpoint for one service leaves the others on AWS', () => {
		const context = resolve({target: 'aws', region: 'eu-west-1'}, {AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:2'});

		expect(context).toMatchObject({target: 'aws', endpoints: {sqs: {url: 'http://127.0.0.1:2'}}});
		expect(context.endpointUrl).toBeUndefined();
	});

	test('one that is no URL is named with where it comes from', () => {
		expect(() => resolve({target: 'aws', region: 'eu-west-1'}, {AWS_ENDPOINT_URL_SQS: 'localhost'})).toThrow(
			expect.objectContaining({code: 'bad-endpoint', nextSteps: expect.arrayContaining(['It comes from AWS_ENDPOINT_URL_SQS.'])}),
		);
	});
});

describe('opening a session', () => {
	const clock = createManualClock();
	const open = (options: object) =>
		openSession({target: 'engine', endpointUrl: 'http://127.0.0.1:1'}, {clock, environment: {}, readText: noFiles, ...options});

	test('sends nothing', () => {
		const session = open({});

		expect(session.callCount()).toBe(0);
		expect(session.mode()).toBe('CHANGE');
	});

	test('READ-ONLY wins over a mode', () => {
		expect(open({isReadOnly: true, mode: 'CHANGE'}).mode()).toBe('READ-ONLY');
		expect(open({mode: 'LOOK'}).mode()).toBe('LOOK');
	});
});
