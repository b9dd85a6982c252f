import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {configuredEndpoints} from '../../../source/aws/config/endpoints.ts';
import {loginOf, rootLogin} from '../../../source/aws/config/login.ts';
import {findProfile, readAwsConfig, type AwsConfig, type Profile} from '../../../source/aws/config/profiles.ts';

const fixture = (name: string): string => readFileSync(new URL(`../../fixtures/aws-config/${name}`, import.meta.url), 'utf8');

const files: Readonly<Record<string, string>> = {
	'/home/jo/.aws/config': fixture('config'),
	'/home/jo/.aws/credentials': fixture('credentials'),
};

const read = (texts: Readonly<Record<string, string>> = files, environment = {}): AwsConfig =>
	readAwsConfig({environment: {HOME: '/home/jo', ...environment}, readText: path => texts[path]});

const config = read();

function profile(name: string, from = config): Profile {
	const found = findProfile(from, name);
	if (!found) throw new Error(`There is no profile ${name}.`);
	return found;
}

const value = (name: string, key: string): string | undefined => profile(name).settings.get(key)?.value;

const faultsOf = (name: string): readonly string[] => profile(name).faults.map(({line, text}) => `line ${line}: ${text}`);

test('every profile is listed, those of the credentials file alone last', () => {
	expect(config.profiles.map(({name}) => name)).toEqual([
		'default',
		'acme.prod.admin',
		'acme-prod',
		'with space',
		'localstack',
		'both-endpoints',
		'tool.made.AdminPermissionSet',
		'gov-main',
		'china',
		'loop-a',
		'loop-b',
		'broken-one',
		'defaults-mode',
		'no-close',
		'only-here',
	]);
});

test('[profile default] takes the place of [default], and that is said', () => {
	expect(value('default', 'region')).toBe('eu-central-1');
	expect(config.faults).toContainEqual({
		file: '/home/jo/.aws/config',
		line: 3,
		text: '[profile default] takes the place of [default]',
	});
});

test('the credentials file wins where both say something', () => {
	expect(value('acme-prod', 'region')).toBe('ap-southeast-2');
	expect(value('acme-prod', 'sso_session')).toBe('acme.sso');
});

test('a comment after a value is none of it', () => {
	expect(
		read({'/home/jo/.aws/config': '[default]\nregion = eu-west-1   # a trailing comment\n'}).profiles[0]?.settings.get('region')?.value,
	).toBe('eu-west-1');
});

describe('what is wrong', () => {
	test.each([
		['loop-a', ['line 66: source_profile goes round in a circle: loop-a, loop-b, loop-a']],
		['loop-b', ['line 69: source_profile goes round in a circle: loop-b, loop-a, loop-b']],
		['broken-one', ['line 73: unknown source_profile "bse"']],
		['no-close', ['line 87: [profile no-close has no closing ]']],
		['acme.prod.admin', []],
		['defaults-mode', []],
	])('in %s is named with its line', (name, faults) => {
		expect(faultsOf(name)).toEqual(faults);
	});

	test('a section that only looks like a profile is said to be none', () => {
		expect(config.faults.map(({line, text}) => `line ${line}: ${text}`)).toContain(
			'line 75: [acme-old] is no profile: write [profile acme-old]',
		);
	});

	test('[plugins] is of another tool, and no fault', () => {
		expect(config.faults.some(({text}) => text.includes('plugins'))).toBe(false);
	});

	test('one broken line spoils nothing else, and what it holds is not repeated', () => {
		const broken = read({'/home/jo/.aws/config': '[profile a]\nregion = eu-west-1\nAKIDEXAMPLE secret\noutput = json\n[profile b]\n'});

		expect(broken.profiles.map(({name}) => name)).toEqual(['a', 'b']);
		expect(profile('a', broken).settings.get('output')?.value).toBe('json');
		expect(broken.faults).toEqual([{file: '/home/jo/.aws/config', line: 3, text: 'neither a [section] nor key = value'}]);
	});

	test.each([
		['sso_session = nowhere', 'there is no [sso-session nowhere]'],
		['services = nowhere', 'there is no [services nowhere]'],
		['role_arn = arn:aws:iam::123456789012:role/x', 'role_arn needs a source_profile or a credential_source'],
		['region = eu west', '"eu west" is no region'],
		['endpoint_url = nonsense', 'endpoint_url is no URL'],
	])('%s', (line, text) => {
		const faulty = read({'/home/jo/.aws/config': `[profile a]\n${line}\n`});

		expect(profile('a', faulty).faults).toEqual([{file: '/home/jo/.aws/config', line: 2, text}]);
	});
});

test.each([
	['carriage returns', 'config-crlf', 'crlf', 'eu-west-1'],
	['a byte order mark', 'config-bom', 'default', 'eu-north-1'],
])('a file with %s reads the same', (_, file, name, region) => {
	const read2 = read({'/home/jo/.aws/config': fixture(file)});

	expect(profile(name, read2).settings.get('region')?.value).toBe(region);
	expect(read2.faults).toEqual([]);
});

test('the files lie where the environment says', () => {
	const elsewhere = read({'/etc/c': '[profile a]', '/etc/s': '[b]'}, {AWS_CONFIG_FILE: '/etc/c', AWS_SHARED_CREDENTIALS_FILE: '/etc/s'});

	expect(elsewhere.profiles.map(({name}) => name)).toEqual(['a', 'b']);
});

test('without any file there are no profiles and no faults', () => {
	expect(read({})).toMatchObject({profiles: [], faults: []});
});

test('endpoints of [services] belong to their services only', () => {
	expect(configuredEndpoints(config, profile('localstack'), {HOME: '/home/jo'})).toEqual({
		sqs: {url: 'http://127.0.0.1:4566', origin: '~/.aws/config line 37'},
		sns: {url: 'http://127.0.0.1:4566', origin: '~/.aws/config line 39'},
		kinesis: {url: 'http://127.0.0.1:4567', origin: '~/.aws/config line 41'},
	});
	expect(configuredEndpoints(config, profile('both-endpoints'), {}).sts?.url).toBe('http://127.0.0.1:1111');
});

describe('how a profile logs in', () => {
	const token = (expiresAt: string, rest = {}): string => JSON.stringify({accessToken: 'x', expiresAt, ...rest});
	const login = (name: string, tokens: (path: string) => string | undefined = () => undefined) => loginOf(config, profile(name), tokens);

	test.each([
		['gov-main', {type: 'keys'}],
		['acme.prod.admin', {type: 'role', via: 'acme-prod', needsMfa: true}],
		['tool.made.AdminPermissionSet', {type: 'process'}],
		['localstack', {type: 'none'}],
		['acme-prod', {type: 'sso', session: 'acme.sso', token: {status: 'none'}}],
	])('%s', (name, expected) => {
		expect(login(name)).toEqual(expected);
	});

	test('the end of an SSO login is read from its token, by the name of the session', () => {
		const asked: string[] = [];
		const found = login('acme-prod', path => {
			asked.push(path);
			return token('2026-11-25T09:00:00Z');
		});

		expect(asked).toEqual(['/home/jo/.aws/sso/cache/82ec0091e139f8fbe2077ddf866f476555cd91e1.json']);
		expect(found).toMatchObject({token: {status: 'known', untilMs: Date.UTC(2026, 10, 25, 9), renewsItself: false}});
	});

	test.each([
		['half written', '{"expiresAt": "2026'],
		['no token', '{}'],
	])('a token that is %s is none', (_, text) => {
		expect(login('acme-prod', () => text)).toMatchObject({token: {status: 'none'}});
	});

	test('a token with something to renew it ends for nobody', () => {
		expect(login('acme-prod', () => token('2026-11-25T09:00:00UTC', {refreshToken: 'x'}))).toMatchObject({token: {renewsItself: true}});
	});

	test('behind a chain of roles is the login that a person renews, also when the chain is a circle', () => {
		expect(rootLogin(config, profile('acme.prod.admin'), () => undefined)).toMatchObject({profile: 'acme-prod', login: {type: 'sso'}});
		expect(rootLogin(config, profile('loop-a'), () => undefined).login).toEqual({type: 'none'});
	});
});
