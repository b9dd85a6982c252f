import {describe, expect, test} from 'vitest';
import {defaultMode, profileRegion, resolveContext} from '../../source/aws/context.ts';
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

	test('other config files are read where the environment names them', () => {
		const region = profileRegion('a', {
			environment: {AWS_CONFIG_FILE: '/etc/aws'},
			readText: path => (path === '/etc/aws' ? '[profile a]\nregion=x' : undefined),
		});

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
